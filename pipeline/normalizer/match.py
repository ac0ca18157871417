"""From printed wordings to indicators: the ruling on one wording, and on all rows of a document.

`match` takes a wording, an `Index` and what the document says around it, and gives a `Match` with ranked
candidates and named reasons.  A score alone never accepts anything: see `matching_evidence`.  What a person
decided comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalogue.lexicon import Wording
from pipeline.catalogue.schema import ALL, Goal
from pipeline.model import Match, Source
from pipeline.normalizer.matching_evidence import Context, Evidence, weigh
from pipeline.normalizer.matching_index import Decision, FamilyIndex, Index, build_index, wording_key
from pipeline.normalizer.matching_similarity import Ranker, title_similarity

__all__ = ["Context", "Decision", "Index", "Item", "build_index", "match", "match_all", "wording_key"]

CANDIDATES = 5  # shown to a person: more are not read
ACCEPT = 50.0  # points: a short label with all key terms and no word too many has 60 or more
LISTED = 40.0  # points: below this a candidate shares only common words
CLEAR = 10.0  # points between two indicators that both fit before the better one may be taken
SAME_TITLE = 0.8  # similarity of goal titles: spelling and recognition slips stay above, other goals below 0.7


@dataclass(frozen=True, slots=True)
class Item:
    """One row or sentence of a document.  `parent` is the 0-based position of the item it is a part of."""

    wording: str
    goal_number: str = ""
    goal_title: str = ""
    group_titles: tuple[str, ...] = ()
    parent: int | None = None
    row_number: str = ""
    units: tuple[str, ...] = ()
    source: Source = "appendix"


def match(wording: str, index: Index, context: Context | None = None) -> Match:
    """Give the ruling on one wording."""
    around = context or Context()
    return decided(wording, index, around) or judge(wording, index, around)


def match_all(items: Sequence[Item], index: Index, families: tuple[str, ...] = ()) -> tuple[Match, ...]:
    """Give the ruling on each item of one document, in order."""
    found: list[Match] = []
    for item in items:
        parent = found[item.parent].indicator_id if item.parent is not None and item.parent < len(found) else ""
        context = Context(
            item.goal_number,
            item.goal_title,
            item.group_titles,
            parent,
            item.row_number,
            item.units,
            families,
        )
        found.append(match(item.wording, index, context))
    return tuple(found)


def decided(wording: str, index: Index, context: Context) -> Match | None:
    """Give what a person ruled on this wording here; the narrowest context wins, None without a ruling."""
    rulings = index.decisions.get(wording_key(wording), ())
    fitting = [
        d for d in rulings if d.goal in ("", context.goal_number) and d.parent in ("", context.parent)
    ]
    if not fitting:
        return None
    ruling = max(fitting, key=lambda d: (bool(d.parent), bool(d.goal)))
    if ruling.ruling == "unsure":
        return None
    reasons = tuple(filter(None, (f"decided by {ruling.who}" if ruling.who else "decided", ruling.when, ruling.note)))
    indicator = ruling.indicator_id if ruling.ruling == "indicator" else ""
    return Match(indicator, ruling.scope if indicator else "", "decided", 100.0, "decided", reasons)


def judge(wording: str, index: Index, context: Context) -> Match:
    """Give the ruling of the program on one wording."""
    cases = [case for family in index.of(context.families) for case in cases_in(family, wording, context)]
    cases.sort(key=lambda case: (-case.fits, -case.score, case.indicator.id))
    return _rule(cases)


def cases_in(family: FamilyIndex, text: str, context: Context) -> list[Evidence]:
    """Give the cases for the likeliest indicators of one family."""
    wording = family.lexicon.read(text)
    if not wording.content or is_goal(family, wording):
        return []
    goal = find_goal(family, context.goal_number, context.goal_title)
    number = goal.number if goal else ""
    return [
        weigh(family, wording, reference, similarity, number, context)
        for reference, similarity in Ranker.of(family).likeliest(wording, CANDIDATES)
    ]


def is_goal(family: FamilyIndex, wording: Wording) -> bool:
    """Whether a wording is the heading of a goal."""
    return wording.core in family.titles or wording.words[:2] == ("mục", "tiêu")


def find_goal(family: FamilyIndex, number: str, title: str) -> Goal | None:
    """Give the goal of a heading: by its title where there is one, else by its number; None when unknown."""
    if not title:
        return family.family.goal(number)
    core = family.lexicon.read(title).core
    best = max(family.titles, key=lambda known: title_similarity(core, known), default="")
    return family.titles[best] if title_similarity(core, best) >= SAME_TITLE else None


def _rule(cases: list[Evidence]) -> Match:
    candidates = tuple(case.candidate() for case in cases if case.score >= LISTED)[:CANDIDATES]
    if not candidates:
        return Match("", "", "none", cases[0].score if cases else 0.0, "needs_review", ("no indicator is near",))
    best = cases[0]
    rival = next((case for case in cases[1:] if case.fits and case.indicator is not best.indicator), None)
    clear = best.exact or rival is None or best.score - rival.score >= CLEAR
    score = round(best.score, 1)
    if best.fits and best.score >= ACCEPT and clear:
        method = "exact" if best.is_name else "variant" if best.exact else "similar"
        return Match(best.indicator.id, best.scope, method, score, "accepted", best.reasons, candidates)
    against = best.doubts or (f"also fits {rival.indicator.id}" if rival else "score too low",)
    return Match(
        best.indicator.id, best.scope or ALL, "similar", score, "needs_review", (*best.reasons, *against), candidates
    )
