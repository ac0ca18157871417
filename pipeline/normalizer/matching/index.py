"""The catalogue made ready for matching: every wording read once, the words of each indicator, their weights.

Takes a `Catalogue` and what people decided; gives an `Index`, which never changes afterwards.  Each family
keeps its own words, so that adding a family cannot change what another one matches.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.catalogue.check import own_wordings
from pipeline.catalogue.decisions import Decision
from pipeline.catalogue.lexicon import Lexicon, Wording
from pipeline.catalogue.schema import Catalogue, Family, Goal, Indicator
from pipeline.language.text import bare
from pipeline.language.units import Units


@dataclass(frozen=True, slots=True)
class Reference:
    """One confirmed wording of an indicator; `is_name` marks the canonical name."""

    indicator: Indicator
    scope: str
    wording: Wording
    is_name: bool


@dataclass(frozen=True, slots=True, eq=False)
class FamilyIndex:
    """One family made ready.

    `vocabulary` and `neighbours` are the words and pairs of words of each indicator, `wholes` what it is a
    share of, `weights` say how telling a word is (0–1), `bare_words` are all words without marks, `marked`
    gives those their marks back where only one word has these letters, `spelled` are the letters of words
    that are not misread, `titles` the goals by the core of their titles, `terms` those of each indicator,
    `terms_by_word` all with their parts by the word that they begin with.
    """

    family: Family
    lexicon: Lexicon
    references: tuple[Reference, ...]
    by_core: dict[str, tuple[Reference, ...]]
    vocabulary: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[tuple[str, str]]]
    wholes: dict[str, frozenset[frozenset[str]]]
    weights: dict[str, float]
    bare_words: frozenset[str]
    spelled: frozenset[str]
    marked: dict[str, str]
    titles: dict[str, Goal]
    units: Units
    indicators: dict[str, Indicator]
    terms: dict[str, frozenset[str]]
    terms_by_word: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """All families made ready, and the rulings of people by wording key."""

    catalogue: Catalogue
    families: dict[str, FamilyIndex]
    decisions: dict[str, tuple[Decision, ...]]

    def of(self, families: Sequence[str]) -> tuple[FamilyIndex, ...]:
        """Give the wanted families, all of them when none is named; unknown ids are left out."""
        wanted = families or tuple(self.families)
        return tuple(self.families[id] for id in wanted if id in self.families)


def build_index(catalogue: Catalogue, decisions: Iterable[Decision] = ()) -> Index:
    """Give the index of a catalogue; of two decisions on one wording and context the later one counts."""
    families = {family.id: index_family(family, catalogue.units) for family in catalogue.families}
    return ruled_index(Index(catalogue, families, {}), decisions)


def ruled_index(index: Index, decisions: Iterable[Decision]) -> Index:
    """Give the same index with these decisions instead of its own."""
    latest = {(d.wording_key, d.goal, d.parent): d for d in decisions}
    by_key: dict[str, list[Decision]] = {}
    for decision in latest.values():
        by_key.setdefault(decision.wording_key, []).append(decision)
    return replace(index, decisions={wording: tuple(found) for wording, found in by_key.items()})


def index_family(family: Family, units: Units) -> FamilyIndex:
    """Give one family made ready; retired indicators are left out."""
    lexicon = Lexicon(family.synonyms, family.neutral)
    current = [indicator for indicator in family.indicators if not indicator.retired]
    references = tuple(ref for indicator in current for ref in _references(lexicon, indicator))
    by_core: dict[str, list[Reference]] = {}
    for reference in references:
        by_core.setdefault(reference.wording.core, []).append(reference)
    terms = {i.id: frozenset(_terms(i)) for i in current}
    vocabulary = {i.id: _vocabulary(lexicon, units, i, references) for i in current}
    words = frozenset[str]().union(*vocabulary.values())
    return FamilyIndex(
        family=family,
        lexicon=lexicon,
        references=references,
        by_core={core: tuple(found) for core, found in by_core.items()},
        vocabulary=vocabulary,
        neighbours={i.id: _neighbours(lexicon, units, i, references) for i in current},
        wholes={i.id: _wholes(lexicon, i, references) for i in current},
        weights=_weights(vocabulary.values()),
        bare_words=frozenset(map(bare, words)),
        spelled=frozenset(bare(word).replace("y", "i") for word in words | lexicon.ordinary if len(word) > 1),
        marked=_marked(lexicon, words),
        titles={lexicon.read(title).core: goal for goal in family.goals for title in goal.titles},
        units=units,
        indicators={indicator.id: indicator for indicator in current},
        terms=terms,
        terms_by_word=_by_word(lexicon, frozenset[str]().union(*terms.values())),
    )


def _terms(indicator: Indicator) -> Iterable[str]:
    """All terms in the rules of an indicator and its scopes."""
    for group in (*indicator.must, *(group for scope in indicator.scopes for group in scope.must)):
        yield from group
    yield from indicator.forbidden
    yield from indicator.essential_terms
    yield from (drift.term for drift in indicator.drift_terms)
    yield from (term for scope in indicator.scopes for term in scope.forbidden)


def _by_word(lexicon: Lexicon, terms: Iterable[str]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for term in terms:
        parts = lexicon.term(term)
        found.setdefault(parts[0].split(" ")[1], []).append((term, parts))
    return {word: tuple(entries) for word, entries in found.items()}


def _references(lexicon: Lexicon, indicator: Indicator) -> Iterable[Reference]:
    for position, (scope, text) in enumerate(own_wordings(indicator)):
        yield Reference(indicator, scope, lexicon.read(text), position == 0)


def _vocabulary(
    lexicon: Lexicon, units: Units, indicator: Indicator, references: Iterable[Reference]
) -> frozenset[str]:
    """The words that an indicator explains: of its wordings, scopes and units."""
    words = {word for ref in references if ref.indicator is indicator for word in ref.wording.content}
    texts = [text for measure in indicator.measures for text in _unit_words(units, measure.unit)]
    texts += [text for scope in indicator.scopes for text in (scope.name_vi, scope.parent_header)]
    return frozenset(words.union(*(lexicon.read(text).content for text in texts)))


def _unit_words(units: Units, id: str) -> tuple[str, ...]:
    unit = units[id]
    return (unit.vi, *unit.spellings, *unit.nouns, *unit.counted)


def _neighbours(
    lexicon: Lexicon, units: Units, indicator: Indicator, references: Iterable[Reference]
) -> frozenset[tuple[str, str]]:
    """Each pair of content words that stand side by side in a wording or a unit of the indicator."""
    own = [pairs(ref.wording.content) for ref in references if ref.indicator is indicator]
    texts = [text for measure in indicator.measures for text in _unit_words(units, measure.unit)]
    inner = [itertools.pairwise(lexicon.read(text).content) for text in texts]
    return frozenset(pair for found in (*own, *inner) for pair in found)


def _wholes(
    lexicon: Lexicon, indicator: Indicator, references: Iterable[Reference]
) -> frozenset[frozenset[str]]:
    found = (lexicon.whole(ref.wording.content) for ref in references if ref.indicator is indicator)
    return frozenset(whole for whole in found if whole is not None)


def pairs(content: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give the words side by side, the edges of the text included."""
    edged = ("", *content, "")
    return tuple(itertools.pairwise(edged))


def _marked(lexicon: Lexicon, words: Iterable[str]) -> dict[str, str]:
    """The word with marks for each one without, where there is only one and it is no neutral word."""
    by_letters: dict[str, set[str]] = {}
    neutral = {word for phrase in lexicon.neutral for word in phrase}
    opposite = {word for group in lexicon.opposites for word in group}
    for word in (*words, *neutral, *opposite):
        by_letters.setdefault(bare(word), set()).add(word)
    single = {plain: next(iter(found)) for plain, found in by_letters.items() if len(found) == 1}
    return {plain: word for plain, word in single.items() if plain != word and word not in neutral | opposite}


def _weights(vocabularies: Iterable[frozenset[str]]) -> dict[str, float]:
    """Inverse document frequency, scaled to 0 … 1."""
    known = list(vocabularies)
    counts = Counter(word for vocabulary in known for word in vocabulary)
    most = math.log(len(known) + 1)
    return {word: math.log((len(known) + 1) / count) / most for word, count in counts.items()}
