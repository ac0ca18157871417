"""Faults planted into real files: how many are found by the right rule, in the right place, and alone.

Takes the clean plans of `plants.yaml`, writes each with one fault (see `planters` and `planters_across`) as
DOCX or as text with tab-separated tables, reads it back through the whole program, and prints the share for
every rule.  What a fault truly implies besides is named with its reason in `plants.yaml`.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.checks import check_across
from pipeline.model import Finding, Harvest, Place
from pipeline.run import convert
from tests.evaluate.planters_across import plants
from tests.evaluate.planting import Planted, catalogue
from tests.evaluate.plants_plan import Plan, Spot, blocks, contents, data

PLANTS = 200
SEED = 20251122
ENOUGH = 0.95  # share of the plants that must be found by the right rule in the right place, alone
ENDINGS = (".docx", ".txt")
LOUD = ("warning", "error")
REMEMBERED = 32  # plans: the clean ones come again and again

About = tuple[str, str, str, str]
"""Rule, severity, indicator and scope of a finding."""


@dataclass(frozen=True)
class Outcome:
    """What came of one plant: whether its rule found it in its place, and what else is loud and new."""

    planted: Planted
    ending: str
    found: bool
    others: tuple[About, ...]
    said: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Found, and nothing else said."""
        return self.found and not self.others


@dataclass(frozen=True)
class Reading:
    """The documents of one plant, read back."""

    harvests: tuple[Harvest, ...]
    across: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those across documents included."""
        return tuple(finding for one in self.harvests for finding in one.findings) + self.across


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="plants-")


@cache
def _clean_reading(plans: tuple[Plan, ...], ending: str) -> Counter[About]:
    return Counter(about(finding) for finding in read(plans, ending).findings if finding.severity in LOUD)


def read(plans: tuple[Plan, ...], ending: str) -> Reading:
    """The plans through the whole program, and, of several, the rules across them."""
    harvests = tuple(harvest(plan, ending) for plan in plans)
    pairs = [(one.documents[0], one.observations) for one in harvests]
    across = check_across(pairs, catalogue()) if len(pairs) > 1 else ()
    return Reading(harvests, across)


@lru_cache(maxsize=REMEMBERED)
def harvest(plan: Plan, ending: str) -> Harvest:
    """All that the program finds in the plan as a file."""
    path = Path(_folder().name) / f"plan{ending}"
    path.write_bytes(contents(plan, ending))
    return convert(path)


def about(finding: Finding) -> About:
    """What a finding is about."""
    return finding.rule.partition(".")[0], finding.severity, finding.indicator_id, finding.scope


def outcome(planted: Planted, ending: str) -> Outcome:
    """Write, read, compare with the clean documents."""
    made = read(planted.plans, ending)
    document = made.harvests[-1].documents[0].document_id
    spots = tuple(_Spots(planted.plans[-1], ending).of(planted.spots))
    right = [
        finding
        for finding in made.findings
        if finding.rule.partition(".")[0] == planted.rule and _stands_at(finding, document, spots)
    ]
    loud = (finding for finding in made.findings if finding.severity in LOUD and finding not in right)
    new = Counter(map(about, loud)) - _clean_reading(planted.clean, ending)
    implied = set(data()["implied"].get(planted.rule, {}))
    others = tuple(sorted(which for which in new if which[0] not in implied or which[2] != planted.about))
    said = tuple(finding.message_vi for finding in made.findings if about(finding) in others)
    return Outcome(planted, ending, bool(right), others, said)


Where = tuple[int | None, int | None, int | None]
"""Row and column in the table (1-based), or the line of a sentence: the other ones are None."""


class _Spots:
    """Where the parts of a plan stand in its file."""

    def __init__(self, plan: Plan, ending: str) -> None:
        self._plan = plan
        _, self._cells, self._said = blocks(plan)
        self._lines = contents(plan, ending).decode().split("\n") if ending == ".txt" else []

    def of(self, spots: Iterable[Spot]) -> Iterator[Where]:
        """The place of each spot."""
        for spot in spots:
            if spot.part != "said":
                row, column = self._cells[spot]
                yield row + 1, column + 1, None
            elif self._lines:
                sentence = f"- {self._plan.rows[spot.row].printed['said']}."
                yield None, None, self._lines.index(sentence) + 1
            else:
                yield None, None, self._said[spot]


def _stands_at(finding: Finding, document: str, spots: tuple[Where, ...]) -> bool:
    """Whether one of the two quotes stands at a spot of the faulty document."""
    places = [quote.place for quote in (finding.a, finding.b) if quote and quote.place.document == document]
    return any(_where(place) in spots for place in places)


def _where(place: Place) -> Where:
    return (None, None, place.line) if place.table is None else (place.row, place.column, None)


# ------------------------------------------------------------------ the table


def outcomes(count: int = PLANTS, seed: int = SEED) -> Iterator[Outcome]:
    """What came of so many plants, the file formats in turn."""
    for number, planted in enumerate(plants(count, seed)):
        yield outcome(planted, ENDINGS[number % len(ENDINGS)])


def table(results: list[Outcome]) -> Iterator[str]:
    """One line for each rule."""
    yield f"{'rule':<6}{'plants':>8}{'found':>7}{'alone':>7}"
    for rule in sorted({one.planted.rule for one in results}):
        own = [one for one in results if one.planted.rule == rule]
        yield f"{rule:<6}{len(own):>8}{sum(o.found for o in own):>7}{sum(o.good for o in own):>7}"


def run(verbose: bool = False) -> int:
    """Print the table; 1 below the bar or with a new warning that nothing implies, else 0."""
    results = list(outcomes())
    good = sum(one.good for one in results)
    print("\n".join(table(results)))
    for one in results:
        if not one.good:
            state = "found" if one.found else "NOT FOUND"
            print(f"{one.planted.rule} {one.planted.about} {one.ending} {state}", *one.others)
            print("\n".join(f"    {text}" for text in one.said if verbose))
    share = good / len(results)
    print(
        f"planted into real files: {good} of {len(results)} found by the right rule, in place, alone "
        f"({share:.1%})"
    )
    return int(share < ENOUGH or any(one.others for one in results))
