"""Recognition slips undone against confirmed wordings, so far as only one reading is possible.

Takes the words of a damaged label and the wordings of one indicator; gives the words with the slips undone
and the list of what was changed.  A word is changed only when it has the right letters with other marks, or
is no Vietnamese syllable and clearly nearer to the expected word than to an opposite of it.  Everything
else stays as it is and keeps its doubt.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.catalogue.lexicon import Wording
from pipeline.language.syllables import is_syllable
from pipeline.language.text import bare
from pipeline.normalizer.matching.index import FamilyIndex
from pipeline.normalizer.matching.meanings import (
    MOST_NEW,
    TENTHS,
    Misread,
    is_known,
    may_be_worn,
    misread_words,
    reach_of,
)
from pipeline.normalizer.matching.neutral import neutral_undone, with_neutral
from pipeline.normalizer.matching.similarity import Ranker, differing, letters
from pipeline.normalizer.matching.slips import Words

MOST_CHANGED = 0.5  # share of a wording's words: beyond it the expected wording would be read into the text
WORN = 2  # certain slips from which a word with one wrong letter is taken for another slip, not another word
REMEMBERED = 4096  # wordings with the places where they differ from a confirmed one
LARGEST_LONE = 2  # words of a stretch between intact words in which a syllable may be a slip


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired words, and each change as printed and as read."""

    words: Words
    changes: tuple[tuple[str, str], ...]


def damaged(family: FamilyIndex, wording: Wording) -> bool:
    """Whether a text shows slips of recognition: no marks at all, or unknown words that are no syllables."""
    if not wording.marked:
        return True
    odd = [w for w in wording.content if w not in family.weights and not w[0].isdigit()]
    return any(not is_syllable(word) or bare(word) in family.bare_words for word in odd)


@dataclass(frozen=True, slots=True)
class Damage:
    """What could be repaired in a wording.

    `slips` are its words that may stand for others, `reach` has a bit for each reference against which one
    of them could change, `neutral` says whether anything else could.
    """

    wording: Wording
    worn: bool
    slips: tuple[Misread, ...]
    reach: int
    neutral: bool


def damage(family: FamilyIndex, wording: Wording) -> Damage | None:
    """Give what could be repaired in a wording against some reference; None when nothing could."""
    words, marked = wording.printed, wording.marked
    worn = marked and sum([_is_slipped(family, word) for word in words]) >= WORN
    slips = misread_words(family, words, marked, worn)
    neutral = not marked or bool(neutral_undone(family, words, marked)[1])
    return Damage(wording, worn, slips, reach_of(slips), neutral) if slips or neutral else None


def repair(family: FamilyIndex, damage: Damage, own: slice) -> Repair | None:
    """Give a wording with its slips undone against the references of one indicator (0-based places).

    None when nothing is to be changed, or so much that the expected wording would be read into the text.
    """
    wording = damage.wording
    marked = wording.marked
    reached = damage.reach >> own.start & (1 << own.stop - own.start) - 1
    if not reached and not damage.neutral:
        return None
    words, changes = _undone(family, damage, own) if reached else (wording.printed, {})
    words, made = with_neutral(family, words, marked)
    changes.update(made)
    if not marked:
        words, made = _with_marks(family, words)
        changes.update(made)
    if not changes or (marked and len(changes) > MOST_CHANGED * len(wording.printed)):
        return None
    return Repair(words, tuple(changes.items()))


def _undone(family: FamilyIndex, damage: Damage, own: slice) -> tuple[Words, dict[str, str]]:
    """The words after repair against references, the nearest one first, and the changes."""
    words, slips, reach = damage.wording.printed, damage.slips, damage.reach
    marked, worn = damage.wording.marked, damage.worn
    changes: dict[str, str] = {}
    for place in Ranker.of(family).by_letters(own, letters(words)):
        if not reach >> place & 1:
            continue
        words, made = _against(family, words, family.references[place].wording.printed, slips, worn)
        if made:
            slips = misread_words(family, words, marked, worn)
            reach = reach_of(slips)
            changes.update(made)
    return words, changes


def _is_slipped(family: FamilyIndex, word: str) -> bool:
    """Whether a word can only be a slip: no syllable (capitals apart), or a known word without its marks."""
    if is_known(family, word) or not set(bare(word)) & set("aeiouy"):
        return False
    return not is_syllable(word) or (bare(word) == word and word in family.bare_words)


def _against(
    family: FamilyIndex, printed: Words, expected: Words, slips: Sequence[Misread], worn: bool
) -> tuple[Words, dict[str, str]]:
    """The words after repair against one wording, and the changes."""
    words: list[str] = []
    changes: dict[str, str] = {}
    end = 0
    known = frozenset(expected)
    for old, new in _differing(tuple([word if word in known else "" for word in printed]), expected):
        inside = [slip for slip in slips if old.start <= slip.start and slip.end <= old.stop]
        for link in _Block(family, printed, expected, old, new, worn).readings(inside):
            was, becomes = printed[link.start : link.end], expected[link.at : link.to]
            words += (*printed[end : link.start], *becomes)
            end = link.end
            if was != becomes:
                changes[" ".join(was)] = " ".join(becomes)
    return (*words, *printed[end:]), changes


@lru_cache(maxsize=2048)
def _places(expected: Words) -> dict[Words, list[tuple[int, int]]]:
    """Where each few words side by side stand in a wording."""
    found: dict[Words, list[tuple[int, int]]] = {}
    for start, end in itertools.combinations(range(len(expected) + 1), 2):
        if end - start <= MOST_NEW:
            found.setdefault(expected[start:end], []).append((start, end))
    return found


@lru_cache(maxsize=REMEMBERED)
def _differing(words: Words, expected: Words) -> tuple[tuple[slice, slice], ...]:
    """Where words that have something in common with a wording differ from it; any other word is empty."""
    return tuple((old, new) for old, new in differing(words, expected) if old.start < old.stop)


class _Link(NamedTuple):
    """Old words `start` to `end` (0-based, end excluded) read as new words `at` to `to`."""

    start: int
    end: int
    at: int
    to: int
    cost: int


_Reading = tuple[int, tuple[_Link, ...]]


class _Block:
    """A stretch `old` of words that differs from the stretch `new` of the expected ones."""

    def __init__(
        self, family: FamilyIndex, words: Words, expected: Words, old: slice, new: slice, worn: bool
    ) -> None:
        self._family = family
        self._words, self._expected = words, expected
        self._old, self._new = old, new
        self._worn = worn
        self._links: list[_Link] = []

    def readings(self, slips: Sequence[Misread]) -> tuple[_Link, ...]:
        """Give the words that are read as others, or as themselves, such that fewest letters are lost."""
        links = [link for slip in slips for link in self._standing_for(slip)]
        if not links:
            return ()
        same = (
            _Link(i, i + 1, j, j + 1, 0)
            for i in range(self._old.start, self._old.stop)
            for j in range(self._new.start, self._new.stop)
            if self._words[i] == self._expected[j]
        )
        self._links = sorted((*links, *same), key=lambda link: (-link.start, -link.at, link.end, link.to))
        return self._from(self._old.start, self._new.start, {})[1]

    def _standing_for(self, slip: Misread) -> Iterator[_Link]:
        places = _places(self._expected)
        for new, found in slip.meanings.items():
            for j, b in places.get(new, ()):
                inside = self._new.start <= j and b <= self._new.stop
                if inside and (found.sure or self._is_worn_down(slip, j, b)):
                    yield _Link(slip.start, slip.end, j, b, found.tenths)

    def _is_worn_down(self, slip: Misread, j: int, b: int) -> bool:
        """Whether one unknown word may be the expected one although it is a syllable."""
        size = self._old.stop - self._old.start
        lone = size == self._new.stop - self._new.start <= LARGEST_LONE
        return lone and may_be_worn(
            self._family, self._words[slip.start : slip.end], self._expected[j:b], self._worn
        )

    def _from(self, i: int, j: int, known: dict[tuple[int, int], _Reading]) -> _Reading:
        """The cheapest reading of the rest; of equal ones the one that changes words furthest behind."""
        if (i, j) not in known:
            best: _Reading = (self._lost(i, self._old.stop, j, self._new.stop), ())
            for link in self._links:
                if link.start >= i and link.at >= j:
                    cost, rest = self._from(link.end, link.to, known)
                    cost += link.cost + self._lost(i, link.start, j, link.at)
                    best = (cost, (link, *rest)) if cost < best[0] else best
            known[i, j] = best
        return known[i, j]

    def _lost(self, i: int, a: int, j: int, b: int) -> int:
        """Tenths of letters that are lost when old words stay as they are and expected ones are left out."""
        kept = sum([TENTHS * (len(word) + 1) for word in self._words[i:a]])
        return kept + sum([TENTHS // 2 * len(word) for word in self._expected[j:b]])


def _with_marks(family: FamilyIndex, words: Words) -> tuple[Words, dict[str, str]]:
    """The words with their marks where only one word of the family has these letters, and the changes."""
    made = {word: family.marked[word] for word in words if word in family.marked}
    return tuple(made.get(word, word) for word in words), made
