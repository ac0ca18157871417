"""What speaks for and against one indicator being what a wording means.

Takes a wording, an indicator with its nearest confirmed wording, and what the document says around it;
gives an `Evidence`: a score, the reasons for it, and the *doubts*.  A wording is accepted only when nothing
is doubted, however high the score: scores of neighbours are as high as those of true rewordings.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.catalogue.lexicon import Wording, missing, present, term_in
from pipeline.catalogue.schema import ALL, Indicator, Scope
from pipeline.model import Candidate
from pipeline.normalizer.matching_index import FamilyIndex, Reference, pairs
from pipeline.normalizer.matching_units import unit_doubts

SIMILARITY, COVERAGE, KEY_TERMS = 40.0, 35.0, 25.0  # points of 100: what rewordings keep most comes first
GOAL_POINTS = 5.0  # points: less than one content word of a short label, so that words decide before places


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says around a wording; everything may be empty.

    `goal_number`, `goal_title` and `group_titles` are the headings above it as printed, `parent` the
    indicator of the row that it is a part of, `row_number` its TT, `units` the unit cell and the values as
    printed (or unit ids), `families` the families that the document is of (empty: any).
    """

    goal_number: str = ""
    goal_title: str = ""
    group_titles: tuple[str, ...] = ()
    parent: str = ""
    row_number: str = ""
    units: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The case for one indicator: `doubts` is empty when a wording can only mean it.  `score` is 0–100."""

    indicator: Indicator
    scope: str
    score: float
    exact: bool
    is_name: bool
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.doubts

    def candidate(self) -> Candidate:
        """Give it as a candidate of a match."""
        return Candidate(self.indicator.id, self.scope, round(self.score, 1), (*self.reasons, *self.doubts))


def weigh(
    family: FamilyIndex, wording: Wording, nearest: Reference, similarity: float, goal: str, context: Context
) -> Evidence:
    """Give the case for the indicator of `nearest`.  `similarity` is 0–1, `goal` the goal it stands under."""
    indicator = nearest.indicator
    lacking = missing(family.lexicon, indicator.must, wording)
    unexplained = unexplained_words(family, indicator, wording)
    exact = next((ref for ref in family.by_core.get(wording.core, ()) if ref.indicator is indicator), None)
    scope, scope_doubt = find_scope(family, indicator, wording, context.group_titles)
    doubts = (
        *(f"no key term: {' | '.join(group)}" for group in lacking),
        *(f"unexplained: {word}" for word in unexplained),
        *(f"forbidden: {term}" for term in present(family.lexicon, indicator.forbidden, wording)),
        *_other_doubts(family, indicator, wording),
        *scope_doubt,
        *unit_doubts(indicator, context.units, family.units),
        *(() if exact or not goal or goal == indicator.goal else (f"goal: stands under goal {goal}",)),
    )
    score = _score(family, indicator, wording, similarity, len(lacking), unexplained)
    score += GOAL_POINTS * ((goal == indicator.goal) - (bool(goal) and goal != indicator.goal))
    reasons = (
        *_reasons(family, indicator, wording, exact),
        *((f"goal {goal}",) if goal == indicator.goal else ()),
    )
    return Evidence(
        indicator=indicator,
        scope=scope,
        score=100.0 if exact and not doubts else max(0.0, min(99.0, score)),
        exact=exact is not None,
        is_name=bool(exact and exact.is_name),
        reasons=reasons,
        doubts=doubts,
    )


def _score(
    family: FamilyIndex,
    indicator: Indicator,
    wording: Wording,
    similarity: float,
    lacking: int,
    odd: Iterable[str],
) -> float:
    total = sum(family.weight(word) for word in wording.content)
    unknown = sum(family.weight(word) for word in odd)
    covered = 1 - unknown / total if total else 0.0
    key_terms = 1 - lacking / len(indicator.must) if indicator.must else 0.0
    return SIMILARITY * similarity + COVERAGE * covered + KEY_TERMS * key_terms


def unexplained_words(family: FamilyIndex, indicator: Indicator, wording: Wording) -> tuple[str, ...]:
    """Give the content words that no wording of the indicator has."""
    known = family.vocabulary[indicator.id]
    return tuple(word for word in wording.content if word not in known)


def _other_doubts(family: FamilyIndex, indicator: Indicator, wording: Wording) -> Iterable[str]:
    yield from (f"misplaced: {word}" for word in _misplaced(family, indicator, wording))
    bases = _known_bases(family, indicator)
    if bases:
        yield from (f"base: {base}" for base in sorted(wording.bases - bases))
    named = any(term_in(family.lexicon, term, wording) for group in indicator.must for term in group)
    if (
        named
        and wording.direction
        and wording.direction != indicator.direction
        and not _own_verb(family, indicator)
    ):
        yield f"direction: the text asks for {wording.direction}"


def _own_verb(family: FamilyIndex, indicator: Indicator) -> bool:
    """Whether a verb of direction is a part of what is measured ("yearly decrease of …")."""
    return any(family.lexicon.read(term).direction for group in indicator.must for term in group)


def _misplaced(family: FamilyIndex, indicator: Indicator, wording: Wording) -> Iterable[str]:
    """Words that stand where no wording has them: those with an opposite that it has too, and numbers."""
    known = family.vocabulary[indicator.id]
    sides = pairs(wording.content)
    own = family.neighbours[indicator.id]
    for position, word in enumerate(wording.content):
        if word[0].isdigit() and sides[position + 1] not in own:
            yield word
        rivals = {w for group in family.lexicon.ordered if word in group for w in group} - {word}
        if rivals & known and not {sides[position], sides[position + 1]} & own:
            yield word


def _known_bases(family: FamilyIndex, indicator: Indicator) -> frozenset[int]:
    found = (family.units[measure.unit].base for measure in indicator.measures)
    return frozenset(base for base in found if base)


def _reasons(
    family: FamilyIndex, indicator: Indicator, wording: Wording, exact: Reference | None
) -> Iterable[str]:
    if exact:
        yield "the name itself" if exact.is_name else "a confirmed wording"
    terms = [next((t for t in group if term_in(family.lexicon, t, wording)), "") for group in indicator.must]
    if any(terms):
        yield f"key terms: {', '.join(filter(None, terms))}"
    yield from (
        f"drift: {drift.term}"
        for drift in indicator.drift_terms
        if term_in(family.lexicon, drift.term, wording)
    )
    lost = [term for term in indicator.essential_terms if not term_in(family.lexicon, term, wording)]
    yield from (f"shortened: without {term}" for term in lost)


# ------------------------------------------------------------------ scopes


def find_scope(
    family: FamilyIndex, indicator: Indicator, wording: Wording, group_titles: Iterable[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """Give the scope that a wording is about and the doubts about it (empty id: not to be told).

    A row whose own words do not say its level takes it from the heading of its group.
    """
    if not indicator.scopes:
        return ALL, ()
    headed = _with_header(family, indicator, wording, tuple(group_titles))
    for text in (wording, headed):
        found = [scope for scope in indicator.scopes if scope.id != ALL and _is_scope(family, scope, text)]
        if len(found) == 1:
            return found[0].id, ()
        if len(found) == len(indicator.scopes) - (indicator.scope(ALL) is not None):
            return ALL, ()
        if found:
            return "", (f"scope: {' | '.join(scope.id for scope in found)}",)
    whole = indicator.scope(ALL)
    if whole is None or _is_scope(family, whole, wording):
        return ALL, ()
    return "", ("scope: not to be told",)


def _is_scope(family: FamilyIndex, scope: Scope, wording: Wording) -> bool:
    return not missing(family.lexicon, scope.must, wording) and not present(
        family.lexicon, scope.forbidden, wording
    )


def _with_header(
    family: FamilyIndex, indicator: Indicator, wording: Wording, titles: tuple[str, ...]
) -> Wording:
    """The wording with those group titles in front that are headings of the indicator's scopes."""
    headers = {
        family.lexicon.read(scope.parent_header).core for scope in indicator.scopes if scope.parent_header
    }
    own = [title for title in titles if family.lexicon.read(title).core in headers]
    return family.lexicon.read(" ".join([*own, wording.text])) if own else wording
