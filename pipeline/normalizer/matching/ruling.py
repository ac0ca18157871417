"""From printed wordings to indicators: the ruling on one wording, and on all rows of a document.

`match` takes a wording, an `Index` and what the document says around it, and gives a `Match` with ranked
candidates and named reasons.  A score alone never accepts anything: see `evidence`.  What a person
decided comes first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.catalogue.decisions import Decision
from pipeline.catalogue.lexicon import Wording, packaged, printed_words
from pipeline.catalogue.schema import ALL, Goal
from pipeline.language.text import wording_key
from pipeline.model import Match, Method
from pipeline.normalizer.matching.document import (
    Item,
    context_of,
    in_order,
    inherit,
    is_sure,
    with_parts,
    without_doubles,
)
from pipeline.normalizer.matching.evidence import LISTED, Context, Evidence, weigh
from pipeline.normalizer.matching.index import FamilyIndex, Index
from pipeline.normalizer.matching.repair import damage, damaged, repair
from pipeline.normalizer.matching.similarity import Ranker, similarity, title_similarity

GOAL_HEADING = printed_words(packaged()["goal_heading"])
CANDIDATES = 5  # shown to a person: more are not read
ACCEPT = 50.0  # points: a short label with all key terms and no word too many has 60 or more
CLEAR = 10.0  # points between two indicators that both fit before the better one may be taken
REMEMBERED = 4096  # wordings: plans of one programme share most of theirs
REPAIRS = 3  # indicators that a damaged wording is read against: its neighbours must have a chance to fit too
WORTH_REPAIR = (
    0.6  # similarity of bare letters: recognition at its worst stays above 0.8, half a label above 0.6
)
SAME_TITLE = (
    0.8  # similarity of goal titles: spelling and recognition slips stay above, other goals below 0.7
)

DECIDED: Method = "decided"
"""The method of a match that rests on what people ruled: no other row changes it."""


def match(
    wording: str, index: Index, context: Context | None = None, above: str = "", plain: str = ""
) -> Match:
    """Give the ruling on one wording; `above` is the label of the row that it is a part of, if any.

    `plain` is the wording without what says nothing in this document.
    """
    around = context or Context()
    own = decided(wording, index, around, above) or judge(plain or wording, index, around)
    if is_sure(own) or own.method == DECIDED or not around.parent:
        return own
    return inherit(wording, around.parent, index, around) or own


def match_all(
    items: Sequence[Item],
    index: Index,
    families: tuple[str, ...] = (),
    area: tuple[str, str] = ("", ""),
) -> tuple[Match, ...]:
    """Give the ruling on each item of one document, in order.

    `families` are those that it follows, `area` the kind and the name of the area that it is for.
    """
    above = ["" if item.parent is None else items[item.parent].wording for item in items]
    plain = [replace(item, wording=without_name(item.wording, *area)) for item in items]
    own = [
        match(item.wording, index, context_of(item, families), label, bare.wording)
        for item, label, bare in zip(items, above, plain, strict=True)
    ]
    ruled = with_parts(plain, without_doubles(items, own), index)
    kept = [mine if mine.method == DECIDED else found for mine, found in zip(own, ruled, strict=True)]
    if index.decisions:
        _decide_parts(items, kept, index, families)
    return tuple(in_order(items, kept, index))


def without_name(wording: str, kind: str, name: str) -> str:
    """Give a wording without the name of the plan's own area; another area may only begin with that name.

    >>> without_name("HĐND tỉnh Lạng Sơn, thành phố Lạng Sơn", "tỉnh", "Lạng Sơn")
    'HĐND tỉnh, thành phố Lạng Sơn'
    >>> without_name("UBND xã Tân Lập A", "xã", "Tân Lập")
    'UBND xã Tân Lập A'
    """
    if not kind or name.casefold() not in wording.casefold():
        return wording
    return _own_name(kind, name).sub(lambda found: found["kind"] if _ends(found) else found[0], wording)


def _ends(found: re.Match[str]) -> bool:
    """Whether a name ends where it was found: no capital and no digit goes on with it."""
    behind = found.string[found.end() :].lstrip()[:1]
    return not behind.isupper() and not behind.isdigit()


@lru_cache(maxsize=64)
def _own_name(kind: str, name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w)(?P<kind>{re.escape(kind)})\s+{words}(?!\w)", re.IGNORECASE)


def _decide_parts(items: Sequence[Item], found: list[Match], index: Index, families: tuple[str, ...]) -> None:
    """Put in what people ruled on parts of a row with a certain indicator, now that the rows have theirs."""
    for position, item in enumerate(items):
        if item.parent is None or not is_sure(found[item.parent]):
            continue
        around = replace(context_of(item, families), parent=found[item.parent].indicator_id)
        found[position] = decided(item.wording, index, around, items[item.parent].wording) or found[position]


def decided(wording: str, index: Index, context: Context, above: str = "") -> Match | None:
    """Give what a person ruled on this wording here; the narrowest context wins, None without a ruling."""
    rulings = index.decisions.get(wording_key(wording), ()) if index.decisions else ()
    fitting = [ruling for ruling in rulings if _is_for(ruling, context, above)]
    if not fitting:
        return None
    ruling = max(fitting, key=lambda d: (bool(d.parent), bool(d.goal)))
    if ruling.ruling == "unsure":
        return None
    if ruling.ruling == "disputed":
        return _disputed(judge(wording, index, context), ruling)
    reasons = tuple(
        filter(None, (f"decided by {ruling.who}" if ruling.who else "decided", ruling.when, ruling.note))
    )
    indicator = ruling.indicator_id if ruling.ruling == "indicator" else ""
    return Match(indicator, ruling.scope if indicator else "", "decided", 100.0, "decided", reasons)


def _is_for(ruling: Decision, context: Context, above: str) -> bool:
    """Whether a ruling was made for this goal (number or title) and this row above (label or indicator)."""
    here = not ruling.goal or _names(ruling.goal, context.goal_number, context.goal_title)
    return here and (not ruling.parent or _names(ruling.parent, context.parent, above))


def _names(ruled: str, id: str, title: str) -> bool:
    return ruled == id or (bool(title) and wording_key(ruled) == wording_key(title))


def _disputed(own: Match, ruling: Decision) -> Match:
    """What the program alone would say, waiting for the people who ruled differently on it."""
    reasons = (*own.reasons, f"people rule differently: {ruling.who}")
    return replace(own, method=DECIDED, review="needs_review", reasons=reasons)


def judge(wording: str, index: Index, context: Context) -> Match:
    """Give the ruling of the program on one wording."""
    families = index.of(context.families)
    return _judged(
        families, tuple(family.lexicon.read_without_values(wording) for family in families), context
    )


@lru_cache(maxsize=REMEMBERED)
def _judged(families: tuple[FamilyIndex, ...], wordings: tuple[Wording, ...], context: Context) -> Match:
    """The ruling on a wording as each family reads it, without the numbers that say nothing about it."""
    pairs = zip(families, wordings, strict=True)
    cases = [case for family, wording in pairs for case in _cases(family, wording, context)]
    cases.sort(key=lambda case: (-case.fits, -case.score, case.indicator.id))
    return _rule(cases)


def _cases(family: FamilyIndex, wording: Wording, context: Context) -> list[Evidence]:
    """The cases for the likeliest indicators of one family."""
    if not wording.content or is_goal(family, wording):
        return []
    goal = find_goal(family, context.goal_number, context.goal_title)
    number = goal.number if goal else ""
    cases = [
        weigh(family, wording, reference, near, number, context)
        for reference, near in Ranker.of(family).likeliest(wording, CANDIDATES)
    ]
    if any(case.fits for case in cases) or not damaged(family, wording):
        return cases
    return _best_of([*cases, *_repaired(family, wording, number, context)])


def _repaired(family: FamilyIndex, wording: Wording, goal: str, context: Context) -> Iterator[Evidence]:
    """The cases for a damaged wording after its slips are undone against the nearest confirmed wordings."""
    ranker = Ranker.of(family)
    nearest = ranker.nearest_letters(wording, REPAIRS, WORTH_REPAIR)
    found = damage(family, wording) if nearest else None
    for reference, near in nearest:
        made = repair(family, found, ranker.own(reference)) if found else None
        if made:
            repaired = family.lexicon.read_words(wording.text, made.words)
            likeness = similarity(repaired.core, reference.wording.core)
            case = weigh(family, repaired, reference, likeness, goal, context)
            slips = ", ".join(f"{old} → {new}" for old, new in made.changes)
            yield replace(
                case,
                exact=False,
                score=min(case.score, 100 * near),
                reasons=(*case.reasons, f"recognition: {slips}"),
            )


def _best_of(cases: list[Evidence]) -> list[Evidence]:
    """The better case for each indicator."""
    best: dict[str, Evidence] = {}
    for case in cases:
        known = best.get(case.indicator.id)
        if known is None or (case.fits, case.score) > (known.fits, known.score):
            best[case.indicator.id] = case
    return list(best.values())


def is_goal(family: FamilyIndex, wording: Wording) -> bool:
    """Whether a wording is the heading of a goal."""
    return wording.core in family.titles or wording.words[: len(GOAL_HEADING)] == GOAL_HEADING


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
        return Match(
            "", "", "none", cases[0].score if cases else 0.0, "needs_review", ("no indicator is near",)
        )
    best = cases[0]
    rival = next((case for case in cases[1:] if case.fits and case.indicator is not best.indicator), None)
    clear = best.exact or rival is None or best.score - rival.score >= CLEAR
    score = round(best.score, 1)
    if best.fits and best.score >= ACCEPT and clear:
        method: Method = "exact" if best.is_name else "variant" if best.exact else "similar"
        return Match(best.indicator.id, best.scope, method, score, "accepted", best.reasons, candidates)
    against = best.doubts or (f"also fits {rival.indicator.id}" if rival else "score too low",)
    return Match(
        best.indicator.id,
        best.scope or ALL,
        "similar",
        score,
        "needs_review",
        (*best.reasons, *against),
        candidates,
    )
