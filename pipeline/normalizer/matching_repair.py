"""Recognition slips undone against confirmed wordings, so far as only one reading is possible.

Takes the words of a damaged label and the wordings of one indicator; gives the words with the slips undone
and the list of what was changed.  A word is changed only when it has the right letters with other marks, or
is no Vietnamese syllable and clearly nearer to the expected word than to an opposite of it.  Everything
else stays as it is and keeps its doubt.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pipeline.catalogue.lexicon import Wording
from pipeline.language.syllables import is_syllable
from pipeline.language.text import bare
from pipeline.normalizer.matching_index import FamilyIndex
from pipeline.normalizer.matching_meanings import (
    MOST_NEW,
    TENTHS,
    Slip,
    is_known,
    may_be_worn,
    meanings,
    reach,
    runs,
)
from pipeline.normalizer.matching_neutral import neutral_undone, with_neutral
from pipeline.normalizer.matching_similarity import differing
from pipeline.normalizer.matching_slips import Words

MOST_OLD = 3  # words that one slip may tear a word into
MOST_CHANGED = 0.5  # share of a wording's words: beyond it the expected wording would be read into the text
WORN = 2  # certain slips from which a word with one wrong letter is taken for another slip, not another word
LARGEST_LONE = 2  # words of a stretch between intact words in which a syllable may be a slip

Piece = tuple[Words, Words]


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


def repair(family: FamilyIndex, wording: Wording, expected: Iterable[int]) -> Repair | None:
    """Give a wording with its slips undone against references (0-based places), the nearest one first.

    None when nothing is to be changed, or so much that the expected wording would be read into the text.
    """
    words: Words = wording.printed
    changes: dict[str, str] = {}
    worn = is_worn(family, wording)
    useful = _reached(family, words, wording.marked, worn)
    for place in expected:
        if useful >> place & 1:
            reference = family.references[place].wording
            words, made = _against(family, words, reference.printed, wording.marked, worn)
            useful = _reached(family, words, wording.marked, worn) if made else useful
            changes.update(made)
    words, made = with_neutral(family, words, wording.marked)
    changes.update(made)
    if not wording.marked:
        words, made = _with_marks(family, words)
        changes.update(made)
    if not changes or (wording.marked and len(changes) > MOST_CHANGED * len(wording.printed)):
        return None
    return Repair(words, tuple(changes.items()))


def may_repair(family: FamilyIndex, wording: Wording) -> bool:
    """Whether anything could be changed against some reference."""
    if not wording.marked or _reached(family, wording.printed, True, is_worn(family, wording)):
        return True
    return bool(neutral_undone(family, wording.printed, True)[1])


def is_worn(family: FamilyIndex, wording: Wording) -> bool:
    """Whether a text with marks has so many certain slips that a syllable may be one too."""
    return wording.marked and sum(_is_slipped(family, word) for word in wording.printed) >= WORN


def _reached(family: FamilyIndex, words: Words, marked: bool, worn: bool) -> int:
    """A bit for each confirmed wording against which a word could change."""
    found = 0
    for old in runs(words, MOST_OLD):
        found |= reach(family, old, marked, worn)
    return found


def _is_slipped(family: FamilyIndex, word: str) -> bool:
    """Whether a word can only be a slip: no syllable (capitals apart), or a known word without its marks."""
    if is_known(family, word) or not set(bare(word)) & set("aeiouy"):
        return False
    return not is_syllable(word) or (bare(word) == word and word in family.bare_words)


def _against(
    family: FamilyIndex, printed: Words, expected: Words, marked: bool, worn: bool
) -> tuple[Words, dict[str, str]]:
    """The words after repair against one wording, and the changes."""
    words: list[str] = []
    changes: dict[str, str] = {}
    end = 0
    for old, new in differing(printed, expected):
        words += printed[end : old.start]
        for was, becomes in _Block(family, printed[old], expected[new], marked, worn).pieces():
            words += becomes
            if was != becomes:
                changes[" ".join(was)] = " ".join(becomes)
        end = old.stop
    words += printed[end:]
    return tuple(words), changes


class _Link(NamedTuple):
    """Old words `start` to `end` (0-based, end excluded) read as new words `at` to `to`."""

    start: int
    end: int
    at: int
    to: int
    cost: int


class _Block:
    """A stretch in which a text and the expected wording differ."""

    def __init__(self, family: FamilyIndex, old: Words, new: Words, marked: bool, worn: bool) -> None:
        self._family = family
        self._marked = marked
        self._worn = worn
        self._old, self._new = old, new
        self._kept = [0, *accumulate(TENTHS * (len(word) + 1) for word in old)]
        self._left_out = [0, *accumulate(TENTHS // 2 * len(word) for word in new)]
        self._links: list[_Link] = []
        self._best: dict[tuple[int, int], tuple[int, tuple[_Link, ...]]] = {}

    def pieces(self) -> Iterator[Piece]:
        """Give the old words, cut into pieces, each with what it becomes."""
        done = 0
        for link in self._readings():
            yield from (((word,), (word,)) for word in self._old[done : link.start])
            yield self._old[link.start : link.end], self._new[link.at : link.to]
            done = link.end
        yield from (((word,), (word,)) for word in self._old[done:])

    def _readings(self) -> tuple[_Link, ...]:
        """The words that are read as others, or as themselves, such that fewest letters are lost."""
        slips = list(self._slips())
        if not slips:
            return ()
        same = (
            _Link(i, i + 1, j, j + 1, 0)
            for i, word in enumerate(self._old)
            for j, other in enumerate(self._new)
            if word == other
        )
        self._links = sorted((*slips, *same), key=lambda link: (-link.start, -link.at, link.end, link.to))
        return self._from(0, 0)[1]

    def _slips(self) -> Iterator[_Link]:
        for i in range(len(self._old)):
            for a in range(i + 1, min(i + MOST_OLD, len(self._old)) + 1):
                found = meanings(self._family, self._old[i:a], self._marked)
                if found:
                    yield from self._standing_for(i, a, found)

    def _standing_for(self, i: int, a: int, found: Mapping[Words, Slip]) -> Iterator[_Link]:
        for j in range(len(self._new)):
            for b in range(j + 1, min(j + MOST_NEW, len(self._new)) + 1):
                slip = found.get(self._new[j:b])
                if slip and (slip.sure or self._is_worn_down(self._old[i:a], self._new[j:b])):
                    yield _Link(i, a, j, b, slip.tenths)

    def _from(self, i: int, j: int) -> tuple[int, tuple[_Link, ...]]:
        """The cheapest reading of the rest; of equal ones the one that changes words furthest behind."""
        if (i, j) not in self._best:
            best = self._kept[-1] - self._kept[i] + self._left_out[-1] - self._left_out[j]
            links: tuple[_Link, ...] = ()
            for link in self._links:
                if link.start >= i and link.at >= j:
                    cost, rest = self._from(link.end, link.to)
                    cost += link.cost + self._kept[link.start] - self._kept[i]
                    cost += self._left_out[link.at] - self._left_out[j]
                    if cost < best:
                        best, links = cost, (link, *rest)
            self._best[i, j] = best, links
        return self._best[i, j]

    def _is_worn_down(self, old: Words, new: Words) -> bool:
        """Whether one unknown word may be the expected one although it is a syllable."""
        lone = len(self._old) == len(self._new) <= LARGEST_LONE
        return lone and may_be_worn(self._family, old, new, self._worn)


def _with_marks(family: FamilyIndex, words: Words) -> tuple[Words, dict[str, str]]:
    """The words with their marks where only one word of the family has these letters, and the changes."""
    made = {word: family.marked[word] for word in words if word in family.marked}
    return tuple(made.get(word, word) for word in words), made
