"""What speaks for and against one indicator being what a wording means.

Takes a wording, an indicator with its nearest confirmed wording, and what the document says around it;
gives an `Evidence`: a score, the reasons for it, and the *doubts*.  A wording is accepted only when nothing
is doubted, however high the score: scores of neighbours are as high as those of true rewordings.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.catalogue.lexicon import Lexicon, Wording, hits
from pipeline.catalogue.schema import ALL, Indicator, Scope
from pipeline.model import Candidate
from pipeline.normalizer.matching.index import FamilyIndex, Reference, pairs
from pipeline.normalizer.matching.turns import turns
from pipeline.normalizer.matching.units import unit_doubts

SIMILARITY, COVERAGE, KEY_TERMS = 40.0, 35.0, 25.0  # points of 100: what rewordings keep most comes first
GOAL_POINTS = 5.0  # points: less than one content word of a short label, so that words decide before places
LISTED = 40.0  # points: below this a candidate shares only common words
REMEMBERED = 4096  # wordings, and sets of terms that they show of one indicator


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
    shown = shown_by(family, wording.words, wording.content)
    terms = said_of(family, indicator.id, shown.terms & family.terms[indicator.id])
    unexplained = unexplained_words(family, indicator, wording)
    unknown = sum([family.weights.get(word, 1.0) for word in unexplained])
    covered = 1 - unknown / shown.weight if shown.weight else 0.0
    score = SIMILARITY * similarity + COVERAGE * covered + KEY_TERMS * terms.share
    score += GOAL_POINTS * ((goal == indicator.goal) - (bool(goal) and goal != indicator.goal))
    if score < LISTED and unexplained:
        return Evidence(indicator, "", max(0.0, score), False, False, (), ("too few common words",))
    exact = next((ref for ref in family.by_core.get(shown.core, ()) if ref.indicator is indicator), None)
    scope, scope_doubt = find_scope(family, indicator, wording, context.group_titles)
    doubts = (
        *terms.lacking,
        *[f"unexplained: {word}" for word in unexplained],
        *terms.forbidden,
        *([f"misplaced: {word}" for word in _misplaced(family, indicator, shown)] if shown.placed else ()),
        *_other_whole(family, indicator, shown),
        *turns(family, indicator, wording),
        *(_other_doubts(family, indicator, wording, terms) if wording.bases or wording.direction else ()),
        *scope_doubt,
        *unit_doubts(indicator, context.units, family.units),
        *(() if exact or not goal or goal == indicator.goal else (f"goal: stands under goal {goal}",)),
    )
    return Evidence(
        indicator=indicator,
        scope=scope,
        score=100.0 if exact and not doubts else max(0.0, min(99.0, score)),
        exact=exact is not None,
        is_name=bool(exact and exact.is_name),
        reasons=(
            *(() if not exact else ("the name itself",) if exact.is_name else ("a confirmed wording",)),
            *terms.reasons,
            *((f"goal {goal}",) if goal == indicator.goal else ()),
        ),
        doubts=doubts,
    )


# ------------------------------------------------------------------ terms


class Placed(NamedTuple):
    """A word whose place matters: with the word before it and behind it, and the words of opposite meaning.

    `repeated` says that the wording has it more than once.
    """

    word: str
    before: tuple[str, str]
    behind: tuple[str, str]
    rivals: frozenset[str]
    repeated: bool


class Shown(NamedTuple):
    """What a wording shows to every indicator: terms of the family, its weight, words whose place matters.

    `whole` is who is counted in the whole of a share, None where it names none.
    """

    core: str
    terms: frozenset[str]
    weight: float
    placed: tuple[Placed, ...]
    whole: frozenset[str] | None


@lru_cache(maxsize=REMEMBERED)
def shown_by(family: FamilyIndex, words: tuple[str, ...], content: tuple[str, ...]) -> Shown:
    """Give what words and content words show to every indicator of a family."""
    core = " ".join(content)
    texts = (f" {' '.join(words)} ", f" {core} ")
    terms = [
        term
        for word in {*words, *content, ""}
        for term, parts in family.terms_by_word.get(word, ())
        if hits(parts, texts[0]) or hits(parts, texts[1])
    ]
    return Shown(
        core,
        frozenset(terms),
        sum([family.weights.get(word, 1.0) for word in content]),
        tuple(_placed(family, content)),
        family.lexicon.whole(content),
    )


def _placed(family: FamilyIndex, content: tuple[str, ...]) -> Iterator[Placed]:
    for at, (before, behind) in enumerate(itertools.pairwise(pairs(content))):
        word = content[at]
        rivals, repeated = _rivals(family.lexicon, word), content.count(word) > 1
        if rivals or repeated or word[0].isdigit():
            yield Placed(word, before, behind, rivals, repeated)


@lru_cache(maxsize=REMEMBERED)
def _rivals(lexicon: Lexicon, word: str) -> frozenset[str]:
    """The words that would turn the meaning round in the place of a word."""
    return frozenset[str]().union(*(group for group in lexicon.ordered if word in group)) - {word}


class Said(NamedTuple):
    """What the terms of one indicator in a wording say about it; `share` of the groups of key terms, 0–1."""

    lacking: tuple[str, ...]
    forbidden: tuple[str, ...]
    share: float
    named: bool
    reasons: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def said_of(family: FamilyIndex, id: str, terms: frozenset[str]) -> Said:
    """Give what its own terms in a wording say about an indicator."""
    indicator = family.indicators[id]
    lacking = [group for group in indicator.must if terms.isdisjoint(group)]
    found = [next((term for term in group if term in terms), "") for group in indicator.must]
    return Said(
        lacking=tuple(f"no key term: {' | '.join(group)}" for group in lacking),
        forbidden=tuple(f"forbidden: {term}" for term in indicator.forbidden if term in terms),
        share=1 - len(lacking) / len(indicator.must) if indicator.must else 0.0,
        named=len(lacking) < len(indicator.must),
        reasons=(
            *((f"key terms: {', '.join(filter(None, found))}",) if any(found) else ()),
            *(f"drift: {drift.term}" for drift in indicator.drift_terms if drift.term in terms),
            *(f"shortened: without {term}" for term in indicator.essential_terms if term not in terms),
        ),
    )


def unexplained_words(family: FamilyIndex, indicator: Indicator, wording: Wording) -> tuple[str, ...]:
    """Give the content words that no wording of the indicator has."""
    known = family.vocabulary[indicator.id]
    return tuple([word for word in wording.content if word not in known])


def _other_doubts(family: FamilyIndex, indicator: Indicator, wording: Wording, terms: Said) -> Iterable[str]:
    if wording.bases:
        bases = _known_bases(family, indicator)
        yield from (f"base: {base}" for base in sorted(wording.bases - bases) if bases)
    if (
        terms.named
        and wording.direction
        and wording.direction != indicator.direction
        and not _own_verb(family, indicator.id)
    ):
        yield f"direction: the text asks for {wording.direction}"


@lru_cache(maxsize=REMEMBERED)
def _own_verb(family: FamilyIndex, id: str) -> bool:
    """Whether a verb of direction is a part of what is measured ("yearly decrease of …")."""
    return any(family.lexicon.read(term).direction for group in family.indicators[id].must for term in group)


def _misplaced(family: FamilyIndex, indicator: Indicator, shown: Shown) -> Iterator[str]:
    """Words that stand where no wording has them: with an opposite that it has too, repeated, and numbers."""
    known = family.vocabulary[indicator.id]
    own = family.neighbours[indicator.id]
    for place in shown.placed:
        told = not place.rivals.isdisjoint(known) if place.rivals else place.repeated
        is_number = place.word[0].isdigit()
        if place.behind not in own and (is_number or (told and place.before not in own)):
            yield place.word


def _other_whole(family: FamilyIndex, indicator: Indicator, shown: Shown) -> tuple[str, ...]:
    """The doubt of a share of a whole that no wording of the indicator has."""
    known = family.wholes[indicator.id]
    if shown.whole is None or not known or shown.whole in known:
        return ()
    return (f"whole: {', '.join(sorted(shown.whole)) or '…'}",)


def _known_bases(family: FamilyIndex, indicator: Indicator) -> frozenset[int]:
    found = (family.units[measure.unit].base for measure in indicator.measures)
    return frozenset(base for base in found if base)


# ------------------------------------------------------------------ scopes


def find_scope(
    family: FamilyIndex, indicator: Indicator, wording: Wording, group_titles: Iterable[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """Give the scope that a wording is about and the doubts about it (empty id: not to be told).

    A row whose own words do not say its level takes it from the heading of its group.
    """
    if not indicator.scopes:
        return ALL, ()
    headed = _with_header(family, indicator, wording, tuple(group_titles)) if group_titles else wording
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
    terms = shown_by(family, wording.words, wording.content).terms
    return terms.isdisjoint(scope.forbidden) and not any(terms.isdisjoint(group) for group in scope.must)


def _with_header(
    family: FamilyIndex, indicator: Indicator, wording: Wording, titles: tuple[str, ...]
) -> Wording:
    """The wording with those group titles in front that are headings of the indicator's scopes."""
    headers = {
        family.lexicon.read(scope.parent_header).core for scope in indicator.scopes if scope.parent_header
    }
    own = [title for title in titles if family.lexicon.read(title).core in headers]
    return family.lexicon.read(" ".join([*own, wording.text])) if own else wording
