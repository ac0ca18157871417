"""Slips undone in neutral words, of which little hangs on what stands there.

Takes the words of a damaged label and gives them with neutral words and expressions as they are written.
Only phrases that the words still show something of are looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.catalogue.lexicon import Lexicon
from pipeline.language.syllables import is_syllable
from pipeline.language.text import bare
from pipeline.normalizer.matching.index import FamilyIndex
from pipeline.normalizer.matching.meanings import (
    SHORTEST_NEUTRAL,
    are_numbers,
    is_known,
    is_opposite,
    is_stump,
    spells,
)
from pipeline.normalizer.matching.similarity import distance, letters
from pipeline.normalizer.matching.slips import LETTERS_PER_SLIP, Nearby, Words, misread, slips_in

REMEMBERED = 32768  # runs of words as long as the longest phrase
SURE_PHRASE = 6  # letters of a neutral phrase of several words in which any one letter may be wrong


class Expressions:
    """Neutral phrases, in the order in which they are tried, by what a damaged one still shows."""

    def __init__(self, lexicon: Lexicon) -> None:
        phrases = tuple(dict.fromkeys((*lexicon.neutral, *lexicon.expressions)))
        self._order = {phrase: at for at, phrase in enumerate(phrases)}
        self._exact: dict[tuple[int, str], list[Words]] = {}
        self._placed: dict[tuple[int, int, str], set[Words]] = {}
        self._sizes: dict[str, set[int]] = {}
        self._near = {
            n: Nearby((p for p in phrases if len(p) == n), lambda size: max(1, slips_in(size) - 1))
            for n in sorted({len(phrase) for phrase in phrases})
        }
        for phrase in phrases:
            self._exact.setdefault((len(phrase), letters(phrase)), []).append(phrase)
            self._sizes.setdefault(phrase[0], set()).add(len(phrase))
            for at, word in enumerate(phrase):
                self._placed.setdefault((len(phrase), at, word), set()).add(phrase)
        self.longest = max(self._near, default=1)
        self._heads = {text[:size] for _, text in self._exact for size in range(1, len(text) + 1)}

    def first(self, words: Words, known: Sequence[bool], marked: bool) -> list[Words]:
        """Give the phrases, in order, that words may begin with.

        `known` says of each word whether it has a meaning of its own: such a word stands only for itself,
        unless the letters of the whole phrase are right.
        """
        found = set(self._right(words))
        if marked:
            for n in self._sizes.get(words[0], ()) if known[0] else self._near:
                if n <= len(words) and not all(known[:n]):
                    found.update(self._misread(words[:n], known))
        return sorted(found, key=self._order.__getitem__) if found else []

    def _right(self, words: Words) -> Iterator[Words]:
        """The phrases whose letters, without marks, are those of the words."""
        text = ""
        for n, word in enumerate(words, 1):
            text += letters((word,))
            if text not in self._heads:
                return
            yield from self._exact.get((n, text), ())

    def _misread(self, run: Words, known: Sequence[bool]) -> Iterable[Words]:
        """The phrases that have the known words in their places, or nearly these letters."""
        n, found = len(run), None
        for at in range(n):
            if known[at]:
                placed = self._placed.get((n, at, run[at]))
                if not placed:
                    return ()
                found = found & placed if found else placed
        return self._near[n].like(letters(run)) if found is None else found


def with_neutral(family: FamilyIndex, words: Words, marked: bool) -> tuple[Words, dict[str, str]]:
    """The words with slips in neutral words undone, and the changes; what stands there matters little."""
    found, changes = neutral_undone(family, words, marked)
    return found, dict(changes)


@lru_cache(maxsize=1024)
def neutral_undone(
    family: FamilyIndex, words: Words, marked: bool
) -> tuple[Words, tuple[tuple[str, str], ...]]:
    """The same for every indicator that a label is held against, so it is done once."""
    found: list[str] = []
    changes: dict[str, str] = {}
    longest = _expressions(family).longest
    at = 0
    while at < len(words):
        phrase = _phrase(family, words[at : at + longest], marked)
        was = words[at : at + len(phrase)] if phrase else words[at : at + 1]
        found += phrase or was
        if phrase and phrase != was:
            changes[" ".join(was)] = " ".join(phrase)
        at += len(was)
    return tuple(found), tuple(changes.items())


@lru_cache(maxsize=REMEMBERED)
def _phrase(family: FamilyIndex, words: Words, marked: bool) -> Words | None:
    """The first neutral phrase that words may begin with."""
    known = [is_known(family, word) for word in words]
    near = _expressions(family).first(words, known, marked)
    return next((p for p in near if _is_slip(family, words[: len(p)], p, marked)), None)


@lru_cache(maxsize=64)
def _expressions(family: FamilyIndex) -> Expressions:
    return Expressions(family.lexicon)


def _is_like(size: int, expected: int) -> bool:
    return abs(size - expected) <= expected // LETTERS_PER_SLIP


def _is_slip(family: FamilyIndex, words: Words, phrase: Words, marked: bool) -> bool:
    """Whether words are a neutral phrase, or one that lost marks or a letter."""
    if words == phrase:
        return True
    lexicon = family.lexicon
    if len(words) != len(phrase) or any(is_opposite(lexicon, word) for word in words):
        return False
    was, expected = letters(words), letters(phrase)
    if not _is_like(len(was), len(expected)) or are_numbers(words):
        return False
    most = max(1, len(expected) // LETTERS_PER_SLIP - 1)
    if was != expected and (not marked or misread(was, expected) > most):
        return False
    if any(map(is_stump, words)):
        return False
    lost = any(bare(word) == word for word in words) if marked else all(bare(word) == word for word in words)
    if was == expected:
        return lost or not all(map(is_syllable, words))
    changed = [old for old, new in zip(words, phrase, strict=True) if old != new]
    meant = [new for old, new in zip(words, phrase, strict=True) if letters((old,)) != letters((new,))]
    if any(is_opposite(lexicon, word) for word in meant) or spells(was, family.spelled):
        return False
    if any(is_known(family, word) for word in changed):
        return False
    if len(phrase) > 1 and len(expected) >= SURE_PHRASE:
        return True
    sure = len(expected) >= SHORTEST_NEUTRAL or (len(was) == len(expected) and not misread(was, expected))
    return sure and not all(map(is_syllable, words)) and not _nears_opposite(lexicon, words)


@lru_cache(maxsize=4096)
def _nears_opposite(lexicon: Lexicon, words: Words) -> bool:
    """Whether a word could as well be a damaged word that has an opposite."""
    others = {other for group in lexicon.opposites for other in group}
    return any(distance(letters((word,)), letters((other,))) <= 1 for word in words for other in others)
