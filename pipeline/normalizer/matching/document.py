"""What the document as a whole says about its rows: parts of other rows, the order of the catalogue, doubles.

Takes the rulings on single wordings and gives better ones: a row of few words that is a part of the row
above it gets that row's indicator; of two candidates that are as likely, the one in the order of the
catalogue comes first; of two rows that claim one indicator, the less exact one goes to review.  Nothing is
accepted here that its own words do not explain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from pipeline.catalogue.lexicon import present
from pipeline.catalogue.schema import ALL, Indicator
from pipeline.model import Candidate, Match, Source
from pipeline.normalizer.matching.evidence import Context, find_scope, unexplained_words
from pipeline.normalizer.matching.index import FamilyIndex, Index
from pipeline.normalizer.matching.units import unit_doubts

INHERITED_SCORE = 80.0  # points: surer than a similar wording of few words, less sure than a confirmed one
NONE_SCORE = 35.0  # points for "none of them" in the alignment: below it a candidate shares only common words
SAME_NUMBER = 8.0  # points for the row number of the national text: breaks ties, never outweighs a word
CHOICES = 2  # candidates: with fewer there is nothing to put in order
CLOSE = 10.0  # points between two candidates within which order and row numbers may decide


@dataclass(frozen=True, slots=True)
class Item:
    """One row or sentence of a document.  `parent` is the 0-based position of the item it is a part of.

    `units` are the unit cell and the value cells as printed; empty strings where nothing is printed.
    """

    wording: str
    goal_number: str = ""
    goal_title: str = ""
    group_titles: tuple[str, ...] = ()
    parent: int | None = None
    row_number: str = ""
    units: tuple[str, ...] = ()
    source: Source = "appendix"


def is_sure(match: Match) -> bool:
    """Whether a ruling names an indicator that may be used as a fact."""
    return bool(match.indicator_id) and match.review != "needs_review"


def context_of(item: Item, families: tuple[str, ...]) -> Context:
    """Give what the document says around one item (without its parent, which is not ruled on yet)."""
    return Context(
        goal_number=item.goal_number,
        goal_title=item.goal_title,
        group_titles=item.group_titles,
        row_number=item.row_number,
        units=item.units,
        families=families,
    )


# ------------------------------------------------------------------ parts of a row


def with_parts(items: Sequence[Item], matches: Sequence[Match], index: Index) -> list[Match]:
    """Give the rulings in which rows that are parts of another row have that row's indicator."""
    found: list[Match] = []
    for position, (item, own) in enumerate(zip(items, matches, strict=True)):
        parent = "" if is_sure(own) else _parent(items, found, position, index)
        part = inherit(item.wording, parent, index, context_of(item, ())) if parent else None
        found.append(part or own)
    return found


def _parent(items: Sequence[Item], found: Sequence[Match], position: int, index: Index) -> str:
    """The sure indicator of the row that this one is a part of; empty when there is none."""
    item = items[position]
    if item.parent is not None:
        above = found[item.parent] if item.parent < position else None
        return above.indicator_id if above and is_sure(above) else ""
    return _headed(items, found, position, index) if item.group_titles else ""


def _headed(items: Sequence[Item], found: Sequence[Match], position: int, index: Index) -> str:
    """The last sure indicator above in the same goal that has one of the row's group titles as a heading."""
    item = items[position]
    for above in range(position - 1, -1, -1):
        if _section(items[above]) != _section(item):
            return ""
        if is_sure(found[above]) and _has_heading(found[above].indicator_id, item.group_titles, index):
            return found[above].indicator_id
    return ""


def _has_heading(indicator: str, titles: Sequence[str], index: Index) -> bool:
    family = family_of(indicator, index)
    own = {family.lexicon.read(s.parent_header).core for s in index.catalogue.indicator(indicator).scopes}
    return any(family.lexicon.read(title).core in own - {""} for title in titles)


def family_of(indicator: str, index: Index) -> FamilyIndex:
    """Give the family of an indicator."""
    return index.families[index.catalogue.family_of(indicator).id]


def inherit(text: str, parent: str, index: Index, context: Context) -> Match | None:
    """Give the ruling on a row that is a part of a row with the indicator `parent`, or None.

    Its words must all be words of that indicator, and they or the heading must name one of its scopes.
    """
    family = family_of(parent, index)
    indicator = index.catalogue.indicator(parent)
    wording = family.lexicon.read(text)
    scope, unclear = find_scope(family, indicator, wording, context.group_titles)
    against = (
        *unexplained_words(family, indicator, wording),
        *present(family.lexicon, indicator.forbidden, wording),
        *unit_doubts(indicator, context.units, family.units),
        *unclear,
    )
    if not wording.content or against or scope == ALL:
        return None
    reasons = (f"a part of {parent}", f"scope: {scope}")
    candidate = Candidate(parent, scope, INHERITED_SCORE, reasons)
    return Match(parent, scope, "inherited", INHERITED_SCORE, "accepted", reasons, (candidate,))


# ------------------------------------------------------------------ order


def _section(item: Item) -> tuple[str, str, str]:
    return item.source, item.goal_number, item.goal_title


def sections(items: Sequence[Item]) -> list[list[int]]:
    """Give the positions of the items, cut where the goal or the source changes."""
    found: list[list[int]] = []
    for position, item in enumerate(items):
        if not found or _section(items[found[-1][-1]]) != _section(item):
            found.append([])
        found[-1].append(position)
    return found


def in_order(items: Sequence[Item], matches: Sequence[Match], index: Index) -> list[Match]:
    """Give the rulings with the candidates of doubtful rows in the order of the catalogue."""
    found = list(matches)
    for section in sections(items):
        if all(len(found[at].candidates) < CHOICES or is_sure(found[at]) for at in section):
            continue
        chosen = _aligned([items[at] for at in section], [found[at] for at in section], index)
        for at, indicator in zip(section, chosen, strict=True):
            found[at] = _preferred(found[at], indicator)
    return found


def _preferred(match: Match, indicator: str) -> Match:
    """The ruling with this candidate first, if it is about as likely as the first one."""
    best = next((c for c in match.candidates if c.indicator_id == indicator), None)
    if is_sure(match) or best is None or best is match.candidates[0]:
        return match
    if match.candidates[0].score - best.score > CLOSE:
        return match
    others = tuple(candidate for candidate in match.candidates if candidate is not best)
    return replace(
        match,
        indicator_id=best.indicator_id,
        scope=best.scope or ALL,
        score=best.score,
        reasons=(*best.reasons, "in the order of the catalogue"),
        candidates=(best, *others),
    )


class _Path(NamedTuple):
    """The indicators of the rows so far, the last one first; `points` is what they add up to."""

    points: float
    indicator: str = ""
    before: "_Path | None" = None

    def indicators(self) -> list[str]:
        """Give the indicators in the order of the rows."""
        found: list[str] = []
        path: _Path | None = self
        while path is not None and path.before is not None:
            found.append(path.indicator)
            path = path.before
        return found[::-1]


_points = itemgetter(0)


def _aligned(items: Sequence[Item], matches: Sequence[Match], index: Index) -> list[str]:
    """The indicators of the rows such that none stands before an earlier one; empty: none of them."""
    order = {indicator.id: place for place, indicator in enumerate(index.catalogue.indicators)}
    best: dict[int, _Path] = {-1: _Path(0.0)}
    for item, match in zip(items, matches, strict=True):
        best = _extended(best, _scores(item, match, index), order)
    return max(best.values(), key=_points).indicators()


def _scores(item: Item, match: Match, index: Index) -> dict[str, float]:
    if is_sure(match):
        return {match.indicator_id: 100.0}
    indicators = [(index.catalogue.indicator(c.indicator_id), c.score) for c in match.candidates]
    return {i.id: score + SAME_NUMBER * _same_number(item, i) for i, score in indicators}


def _same_number(item: Item, indicator: Indicator) -> bool:
    return bool(indicator.number) and item.row_number == indicator.number


def _extended(
    best: Mapping[int, _Path], scores: Mapping[str, float], order: Mapping[str, int]
) -> dict[int, _Path]:
    """The best path to each place in the catalogue with one more row."""
    found = {place: _Path(path.points + NONE_SCORE, "", path) for place, path in best.items()}
    for indicator, points in scores.items():
        place = order[indicator]
        before = max([path for at, path in best.items() if at <= place], key=_points)
        total = before.points + points
        if place not in found or total > found[place].points:
            found[place] = _Path(total, indicator, before)
    return found


# ------------------------------------------------------------------ doubles


def without_doubles(items: Sequence[Item], matches: Sequence[Match]) -> list[Match]:
    """Give the rulings in which no similar row claims what another row of its section is exactly."""
    found = list(matches)
    for section in sections(items):
        exact = {
            (found[at].indicator_id, found[at].scope)
            for at in section
            if found[at].method in ("exact", "variant")
        }
        for at in section:
            match = found[at]
            if match.method == "similar" and is_sure(match) and (match.indicator_id, match.scope) in exact:
                reason = "another row of this goal is the indicator exactly"
                found[at] = replace(match, review="needs_review", reasons=(*match.reasons, reason))
    return found
