"""How well wordings are matched: five folds of labelled wordings, one-word-changed neighbours, honest
rewordings.

Takes `tests/examples/wordings.jsonl`, `neighbours.yaml` and `rewordings.yaml`; prints a table and gives the
list of what is below the bar.  A held-out wording is never among the confirmed ones: copies of one wording
stand in one fold, and wordings of the catalogue that are as good as equal to it are taken out.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from pipeline.catalogue.load import load
from pipeline.catalogue.schema import ALL, Catalogue, Family, Indicator
from pipeline.language.text import bare, key
from pipeline.model import Match
from pipeline.normalizer.matching import Context, Index, build_index, match
from pipeline.normalizer.matching.similarity import letters, similarity

FOLDS = 5
PRECISION, RECALL, FIRST = 1.0, 0.85, 0.995
FEWEST_NEIGHBOURS, FEWEST_REWORDINGS = 150, 60
CLEAN = ("seed", "strategy", "paraphrase")
SAME = 0.93  # similarity of bare letters from which two wordings count as copies of one
FAMILY = "VNGES"
FOLDER = Path(__file__).parent
EXAMPLES = FOLDER.parent / "examples" / "wordings.jsonl"


@dataclass(frozen=True)
class Example:
    """One labelled wording; `indicator` is empty for goals and for what is no indicator.

    `parent` and `heading` are the row and the group heading that it stands below in its document, where
    its own words say too little.
    """

    text: str
    made: str
    kind: str
    goal: str
    indicator: str
    scope: str
    parent: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Outcome:
    """One wording as it was ruled on."""

    example: Example
    match: Match

    @property
    def accepted(self) -> bool:
        return self.match.review == "accepted"

    @property
    def first(self) -> bool:
        return self.match.indicator_id == self.example.indicator

    @property
    def right(self) -> bool:
        return self.first and self.match.scope == self.example.scope


def examples() -> list[Example]:
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return [Example(**json.loads(line)) for line in lines]


def squeezed(text: str) -> str:
    """The letters of a text without its head, marks and numbers."""
    words = re.findall(r"[^\W\d_]+", key(text).removeprefix("-"))
    return letters(tuple(words)).removeprefix("chitieu")


def same(a: str, b: str) -> bool:
    return similarity(squeezed(a), squeezed(b)) >= SAME


def groups(labelled: Sequence[Example]) -> list[list[Example]]:
    """Wordings that are copies of one, together; damaged and cut copies go with their original."""
    copies = [example for example in labelled if example.made not in CLEAN]
    names = sorted({(example.indicator, example.scope) for example in copies})
    found = [[copy for copy in copies if (copy.indicator, copy.scope) == name] for name in names]
    for example in labelled:
        if example.made in CLEAN:
            home = next((group for group in found if _belongs(example, group)), None)
            if home is None:
                found.append([example])
            else:
                home.append(example)
    return found


def _belongs(example: Example, group: Sequence[Example]) -> bool:
    same_meaning = (example.indicator, example.scope) == (group[0].indicator, group[0].scope)
    return same_meaning and any(same(example.text, other.text) for other in group)


# ------------------------------------------------------------------ folds


def trained(catalogue: Catalogue, training: Iterable[Example], held: Sequence[str]) -> Catalogue:
    """The catalogue with the training wordings confirmed and without any copy of a held-out wording."""
    known = list(training)
    return Catalogue(tuple(_family(family, known, held) for family in catalogue.families), catalogue.version)


def _family(family: Family, training: Sequence[Example], held: Sequence[str]) -> Family:
    return replace(family, indicators=tuple(_indicator(i, training, held) for i in family.indicators))


def _indicator(indicator: Indicator, training: Sequence[Example], held: Sequence[str]) -> Indicator:
    def wordings(own: Sequence[str], scope: str) -> tuple[str, ...]:
        kept = [text for text in own if not any(same(text, other) for other in held)]
        added = [e.text for e in training if (e.indicator, e.scope) == (indicator.id, scope)]
        return (*kept, *added)

    scopes = tuple(replace(scope, wordings=wordings(scope.wordings, scope.id)) for scope in indicator.scopes)
    return replace(indicator, wordings=wordings(indicator.wordings, ALL), scopes=scopes)


def outcomes(catalogue: Catalogue, in_document: bool = True) -> list[Outcome]:
    """Every labelled wording, ruled on by an index that has not seen it."""
    labelled = [example for example in examples() if example.indicator]
    others = [example for example in examples() if not example.indicator]
    found: list[Outcome] = []
    together = groups(labelled)
    for fold in range(FOLDS):
        held = [example for group in together[fold::FOLDS] for example in group]
        training = [e for e in labelled if e not in held and e.made in CLEAN]
        index = build_index(trained(catalogue, training, [example.text for example in held]))
        found += [
            Outcome(example, ruling(example, index, in_document)) for example in [*held, *others[fold::FOLDS]]
        ]
    return found


def ruling(example: Example, index: Index, in_document: bool = True) -> Match:
    """The ruling with, or without, what the document says around the wording."""
    alone = Context(families=(FAMILY,))
    headings = (example.heading,) if example.heading else ()
    around = replace(alone, goal_number=example.goal, parent=example.parent, group_titles=headings)
    return match(example.text, index, around if in_document else alone)


# ------------------------------------------------------------------ neighbours and rewordings


def neighbours(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(indicator, changed text): catalogue names and wordings with one expression changed."""
    changes = _yaml("neighbours.yaml")
    for indicator in catalogue.indicators:
        seen: set[str] = set()
        texts = [indicator.name_vi, *(text for scope in indicator.scopes for text in scope.wordings)]
        for text in texts:
            for changed in _changed(text, changes):
                if changed not in seen:
                    seen.add(changed)
                    yield indicator.id, changed


def _changed(text: str, changes: dict[str, list[str]]) -> Iterator[str]:
    for old, others in changes.items():
        found = list(re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text, re.IGNORECASE))
        for new in others:
            yield from (text[: place.start()] + new + text[place.end() :] for place in found)
            if len(found) > 1:
                yield re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text, flags=re.IGNORECASE)


def wrong_neighbours(catalogue: Catalogue, index: Index) -> tuple[int, list[str]]:
    """How many changed texts there are, and those that were accepted though they mean no indicator.

    A change may turn one indicator into another of the catalogue: that is right if the text is a confirmed
    one.
    """
    found = list(neighbours(catalogue))
    wrong = []
    for indicator, text in found:
        made = match(text, index)
        if made.review == "accepted" and (made.indicator_id == indicator or made.method == "similar"):
            wrong.append(f"{indicator}: {text} -> {made.indicator_id} {made.reasons}")
    return len(found), wrong


NOISE = (0.05, 0.12)  # share of letters that recognition gets wrong
SEED = 20211
SLIPS = {
    "t": "f",
    "h": "n",
    "n": "h",
    "g": "q",
    "c": "e",
    "l": "1",
    "o": "0",
    "i": "l",
    "u": "n",
    "ư": "u",
    "ộ": "ô",
}


def worn(text: str, share: float, chance: random.Random) -> str:
    """A text as bad recognition gives it: letters of the same shape, lost marks, lost letters and blanks."""
    return "".join(_worn(sign, chance) if chance.random() < share else sign for sign in text)


def _worn(sign: str, chance: random.Random) -> str:
    return chance.choice((SLIPS.get(sign, bare(sign)), bare(sign), ""))


def worn_neighbours(catalogue: Catalogue, index: Index) -> tuple[int, list[str]]:
    """The same changed texts damaged at several strengths: none may be taken for the unchanged indicator."""
    chance = random.Random(SEED)
    texts = [(i, worn(text, share, chance)) for share in NOISE for i, text in neighbours(catalogue)]
    made = [(indicator, text, match(text, index)) for indicator, text in texts]
    wrong = [(i, t, m) for i, t, m in made if m.review == "accepted" and m.indicator_id == i]
    return len(texts), [f"damaged {i}: {t} {m.reasons}" for i, t, m in wrong]


def rewordings(index: Index) -> tuple[int, int, list[str]]:
    """How many honest rewordings there are, how many were accepted, and those that went wrong."""
    pairs = [(indicator, text) for indicator, texts in _yaml("rewordings.yaml").items() for text in texts]
    made = [(indicator, text, match(text, index)) for indicator, text in pairs]
    accepted = sum(found.review == "accepted" for _, _, found in made)
    wrong = [f"{i}: {t} -> {m.indicator_id}" for i, t, m in made if m.indicator_id != i]
    return len(pairs), accepted, wrong


def _yaml(name: str) -> dict[str, list[str]]:
    data: Any = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return {str(word): [str(other) for other in others] for word, others in data.items()}


# ------------------------------------------------------------------ the table


@dataclass(frozen=True)
class Figures:
    """What a set of outcomes amounts to; shares 0–1."""

    precision: float
    recall: float
    first: float
    negatives: int


def figures(found: Sequence[Outcome]) -> Figures:
    wanted = [outcome for outcome in found if outcome.example.indicator]
    accepted = [outcome for outcome in found if outcome.accepted]
    return Figures(
        precision=sum(outcome.right for outcome in accepted) / len(accepted) if accepted else 1.0,
        recall=sum(outcome.right and outcome.accepted for outcome in wanted) / len(wanted),
        first=sum(outcome.first for outcome in wanted) / len(wanted),
        negatives=sum(outcome.accepted for outcome in found if not outcome.example.indicator),
    )


def table(found: Sequence[Outcome]) -> Iterator[str]:
    yield f"{'made':<14}{'wordings':>9}{'accepted':>9}{'right':>7}{'first':>7}"
    counts = Counter(outcome.example.made for outcome in found if outcome.example.indicator)
    for made in counts:
        own = [outcome for outcome in found if outcome.example.made == made and outcome.example.indicator]
        accepted = [outcome for outcome in own if outcome.accepted]
        right = sum(outcome.right for outcome in accepted)
        first = sum(outcome.first for outcome in own)
        yield f"{made:<14}{len(own):>9}{len(accepted):>9}{right:>7}{first:>7}"


def run(verbose: bool = False) -> int:
    """Print the table; 1 when anything is below the bar, else 0."""
    catalogue = load()
    found = outcomes(catalogue)
    got, alone = figures(found), figures(outcomes(catalogue, in_document=False))
    index = build_index(catalogue)
    changed, wrong = wrong_neighbours(catalogue, index)
    damaged, taken_for = worn_neighbours(catalogue, index)
    reworded, taken, astray = rewordings(index)
    print("\n".join(table(found)))
    for name, result in (("in its document", got), ("wording alone", alone)):
        print(
            f"{name}: precision {result.precision:.3f}, accepted recall {result.recall:.3f}, "
            f"right first {result.first:.3f}, negatives accepted {result.negatives}"
        )
    print(f"neighbours: {changed} changed texts, {len(wrong)} accepted")
    print(f"damaged neighbours: {damaged} texts, {len(taken_for)} accepted")
    print(f"rewordings: {reworded}, accepted {taken}, wrong candidate first {len(astray)}")
    if verbose:
        _explain(found)
    faults = [*_faults(got, "in its document"), *_faults(alone, "wording alone", recall=0.0)]
    faults += [*wrong, *taken_for, *astray]
    if changed < FEWEST_NEIGHBOURS or reworded < FEWEST_REWORDINGS:
        faults.append("too few neighbours or rewordings")
    print("\n".join(f"BELOW THE BAR: {fault}" for fault in faults) or "all bars met")
    return int(bool(faults))


def _faults(got: Figures, name: str, recall: float = RECALL) -> Iterator[str]:
    checks = (
        (got.precision >= PRECISION, f"precision {got.precision:.4f}"),
        (got.recall >= recall, f"recall {got.recall:.4f}"),
        (got.first >= FIRST, f"right first {got.first:.4f}"),
        (got.negatives == 0, f"{got.negatives} negatives accepted"),
    )
    yield from (f"{name}: {text}" for met, text in checks if not met)


def _explain(found: Sequence[Outcome]) -> None:
    for outcome in found:
        example = outcome.example
        missed = example.indicator and not (outcome.accepted and outcome.right)
        if missed or (not example.indicator and outcome.accepted):
            made = outcome.match
            print(
                f"  {example.made} {example.indicator}: {example.text} | {made.indicator_id} {made.reasons}"
            )
