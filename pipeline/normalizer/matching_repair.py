"""Recognition slips undone against one confirmed wording, so far as only one reading is possible.

Takes the words of a damaged label and a confirmed wording; gives the words with the slips undone and the list of
what was changed.  A word is changed only when it has the right letters with other marks, or is no Vietnamese
syllable and nearer to the expected word than to any opposite of it.  Everything else stays and keeps its doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalogue.lexicon import Lexicon, Wording
from pipeline.language.syllables import is_syllable
from pipeline.language.text import bare
from pipeline.normalizer.matching_index import FamilyIndex
from pipeline.normalizer.matching_similarity import differing, distance

LETTERS_PER_SLIP = 4  # one wrong letter in so many: recognition at its worst loses about 12 in 100 letters
MOST_OLD, MOST_NEW = 3, 4  # words that one slip may tear a word into, or glue together
SAFE_LEAD = 2  # letters by which the expected word must be nearer than its opposite
MOST_CHANGED = 0.5  # share of a wording's words: beyond it the expected wording would be read into the text

Change = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired words, and each change as printed and as read."""

    words: tuple[str, ...]
    changes: tuple[Change, ...]


def damaged(family: FamilyIndex, wording: Wording) -> bool:
    """Whether a text shows slips of recognition: no marks at all, or unknown words that are no syllables."""
    if not wording.marked:
        return True
    known = family.weights
    return any(
        word not in known
        and not word[0].isdigit()
        and (not is_syllable(word) or bare(word) in family.bare_words)
        for word in wording.content
    )


def repair(family: FamilyIndex, wording: Wording, expected: Wording) -> Repair | None:
    """Give the wording with its slips undone; None when too much would have to change."""
    words: list[str] = []
    changes: list[Change] = []
    end = 0
    for old, new in differing(wording.printed, expected.printed):
        words += wording.printed[end : old.start]
        pieces = _Block(family, wording, wording.printed[old], expected.printed[new]).pieces()
        words += [word for _, becomes in pieces for word in becomes]
        changes += [(" ".join(was), " ".join(becomes)) for was, becomes in pieces if was != becomes]
        end = old.stop
    words += wording.printed[end:]
    if wording.marked and len(changes) > MOST_CHANGED * len(wording.printed):
        return None
    return Repair(tuple(words), tuple(changes))


Piece = tuple[tuple[str, ...], tuple[str, ...]]


class _Block:
    """A stretch in which a text and the expected wording differ."""

    def __init__(
        self, family: FamilyIndex, wording: Wording, old: tuple[str, ...], new: tuple[str, ...]
    ) -> None:
        self._family = family
        self._marked = wording.marked
        self._old, self._new = old, new
        self._best: dict[tuple[int, int], tuple[float, tuple[Piece, ...]]] = {}

    def pieces(self) -> tuple[Piece, ...]:
        """Give the old words, cut into pieces, each with what it becomes."""
        pieces = self._from(0, 0)[1]
        return tuple(self._neutral(piece) for piece in _runs(pieces))

    def _from(self, i: int, j: int) -> tuple[float, tuple[Piece, ...]]:
        """The cheapest reading of the rest: (letters lost, pieces)."""
        if i == len(self._old):
            return sum(len(word) for word in self._new[j:]) / 2, ()
        if (i, j) not in self._best:
            self._best[i, j] = min(self._readings(i, j), key=lambda reading: reading[0])
        return self._best[i, j]

    def _readings(self, i: int, j: int) -> list[tuple[float, tuple[Piece, ...]]]:
        kept = self._old[i : i + 1]
        cost, rest = self._from(i + 1, j)
        found = [(cost + len(kept[0]) + 1, ((kept, kept), *rest))]
        if j < len(self._new):
            cost, rest = self._from(i, j + 1)
            found.append((cost + len(self._new[j]) / 2, rest))
        for a in range(i + 1, min(i + MOST_OLD, len(self._old)) + 1):
            for b in range(j + 1, min(j + MOST_NEW, len(self._new)) + 1):
                slips = self._slips(self._old[i:a], self._new[j:b])
                if slips is not None:
                    cost, rest = self._from(a, b)
                    found.append((cost + slips, ((self._old[i:a], self._new[j:b]), *rest)))
        return found

    def _slips(self, old: tuple[str, ...], new: tuple[str, ...]) -> float | None:
        """Letters that must have been misread, None when the old words cannot be the new ones."""
        if old == new:
            return 0.0
        was, expected = bare("".join(old)), bare("".join(new))
        if abs(len(was) - len(expected)) > len(expected) // LETTERS_PER_SLIP + 1:
            return None
        if was == expected:
            return None if self._marked and self._is_other_word(old, new) else 0.1
        letters = distance(was, expected)
        if letters > max(1, len(expected) // LETTERS_PER_SLIP) or all(map(is_syllable, old)):
            return None
        return letters if self._is_clear(was, new, letters) else None

    def _is_other_word(self, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
        """Whether one of the old words is a word of its own in this family."""
        return any(word in self._family.weights for word in old if word not in new and bare(word) != word)

    def _is_clear(self, was: str, new: tuple[str, ...], letters: int) -> bool:
        """Whether no opposite of an expected word would explain the old letters nearly as well."""
        for at, word in enumerate(new):
            for other in opposites_of(self._family.lexicon, word):
                rival = bare("".join((*new[:at], other, *new[at + 1 :])))
                if distance(was, rival) < letters + SAFE_LEAD and bare(word) not in was:
                    return False
        return True

    def _neutral(self, piece: Piece) -> Piece:
        """A run of words that were kept: neutral words among them get their marks and letters back."""
        was, becomes = piece
        if was != becomes:
            return piece
        lexicon = self._family.lexicon
        restored = lexicon.restored(becomes, self._family.bare_words)
        return was, tuple(_neutral_word(lexicon, word) for word in restored)


def _runs(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with neighbouring kept words put together."""
    runs: list[Piece] = []
    for was, becomes in pieces:
        if runs and was == becomes and runs[-1][0] == runs[-1][1]:
            runs[-1] = ((*runs[-1][0], *was), (*runs[-1][1], *becomes))
        else:
            runs.append((was, becomes))
    return runs


@lru_cache(maxsize=4096)
def opposites_of(lexicon: Lexicon, word: str) -> frozenset[str]:
    """Give the words that stand for the opposite or the neighbour of a word."""
    return frozenset(other for group in lexicon.opposites if word in group for other in group) - {word}


@lru_cache(maxsize=8192)
def _neutral_word(lexicon: Lexicon, word: str) -> str:
    """The neutral word that a damaged one must be, or the word itself."""
    if word[0].isdigit() or is_syllable(word) or word in lexicon.neutral_words:
        return word
    near = {known for known in lexicon.neutral_words if distance(bare(word), bare(known)) <= 1}
    return near.pop() if len(near) == 1 and len(word) > 2 else word
