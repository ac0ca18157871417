"""Recognition slips undone against confirmed wordings, so far as only one reading is possible.

Takes the words of a damaged label and the wordings of one indicator; gives the words with the slips undone
and the list of what was changed.  A word is changed only when it has the right letters with other marks, or
is no Vietnamese syllable and clearly nearer to the expected word than to an opposite of it.  Everything
else stays as it is and keeps its doubt.
"""

from collections.abc import Iterable
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
FREE = 0.1  # letters that a lost mark counts for
WORN = 2  # certain slips from which a word with one wrong letter is taken for another slip, not another word
SHORTEST_WORN = 2  # letters of such a word
SHORTEST_OPPOSITE = 4  # letters of such a word that has an opposite: shorter ones are too easily another one
LARGEST_LONE = 2  # words of a stretch between intact words in which a syllable may be a slip
SURE_PHRASE = 6  # letters of a neutral phrase of several words in which any one letter may be wrong
SHORTEST_GLUED = 3  # letters of a word that a longer one may begin or end with by more than chance
LONGEST_STUMP = 2  # letters of a word without a vowel that says nothing any more
LONGEST_NEUTRAL = 6  # words of the longest neutral phrase that a slip is looked for in
SHORTEST_NEUTRAL = 4  # letters of a neutral word or phrase that a slip may stand in

LOOK_ALIKES = str.maketrans("y01", "ioi")

SHAPES = str.maketrans("fqhelr", "tgncit")  # letters that recognition takes for each other

Words = tuple[str, ...]
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


def repair(family: FamilyIndex, wording: Wording, expected: Iterable[Wording]) -> Repair | None:
    """Give a wording with its slips undone, the nearest expected wording first.

    None when nothing is to be changed, or so much that the expected wording would be read into the text.
    """
    words: Words = wording.printed
    changes: dict[str, str] = {}
    worn = wording.marked and sum(_is_slipped(family, word) for word in words) >= WORN
    for reference in expected:
        words, made = _against(family, words, reference.printed, wording.marked, worn)
        changes.update(made)
    words, made = _with_neutral(family, words, wording.marked)
    changes.update(made)
    if not wording.marked:
        words, made = _with_marks(family, words)
        changes.update(made)
    if not changes or (wording.marked and len(changes) > MOST_CHANGED * len(wording.printed)):
        return None
    return Repair(words, tuple(changes.items()))


def _is_slipped(family: FamilyIndex, word: str) -> bool:
    """Whether a word can only be a slip: no syllable (capitals apart), or a known word without its marks."""
    if _is_known(family, word) or not set(bare(word)) & set("aeiouy"):
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


class _Block:
    """A stretch in which a text and the expected wording differ."""

    def __init__(self, family: FamilyIndex, old: Words, new: Words, marked: bool, worn: bool) -> None:
        self._family = family
        self._marked = marked
        self._worn = worn
        self._neutral = frozenset(family.lexicon.neutral)
        self._old, self._new = old, new
        self._best: dict[tuple[int, int], tuple[float, tuple[Piece, ...]]] = {}

    def pieces(self) -> tuple[Piece, ...]:
        """Give the old words, cut into pieces, each with what it becomes."""
        return self._from(0, 0)[1]

    def _from(self, i: int, j: int) -> tuple[float, tuple[Piece, ...]]:
        """The cheapest reading of the rest: letters lost, and its pieces."""
        if i == len(self._old):
            return sum(len(word) for word in self._new[j:]) / 2, ()
        if (i, j) not in self._best:
            self._best[i, j] = min(self._readings(i, j), key=lambda reading: reading[0])
        return self._best[i, j]

    def _readings(self, i: int, j: int) -> Iterable[tuple[float, tuple[Piece, ...]]]:
        kept = self._old[i : i + 1]
        cost, rest = self._from(i + 1, j)
        yield cost + len(kept[0]) + 1, ((kept, kept), *rest)
        if j < len(self._new):
            cost, rest = self._from(i, j + 1)
            yield cost + len(self._new[j]) / 2, rest
        for a in range(i + 1, min(i + MOST_OLD, len(self._old)) + 1):
            for b in range(j + 1, min(j + MOST_NEW, len(self._new)) + 1):
                slips = self._slips(self._old[i:a], self._new[j:b])
                if slips is not None:
                    cost, rest = self._from(a, b)
                    yield cost + slips, ((self._old[i:a], self._new[j:b]), *rest)

    def _slips(self, old: Words, new: Words) -> float | None:
        """Letters that must have been misread, None when the old words cannot be the new ones."""
        if old == new:
            return 0.0
        if min(len(old), len(new)) > 1 and not any(map(_is_number, old)):
            return None
        was, expected = letters(old), letters(new)
        most = 0 if any(map(_is_number, old)) else max(1, len(expected) // LETTERS_PER_SLIP)
        if abs(len(was) - len(expected)) > most or has_number(was) or _are_numbers(old):
            return None
        if any(map(_is_number, new)):
            return None
        if was == expected:
            return None if self._marked and self._is_other_word(old, new) else FREE
        if not self._marked or (all(map(is_syllable, old)) and not self._is_worn_down(old, new)):
            return None
        slips = misread(was, expected)
        most = 0 if len(old) == 1 and _is_stump(old[0]) else most
        if slips > most or self._is_whole(old, was) or not self._is_clear(was, new, slips):
            return None
        return slips

    def _is_other_word(self, old: Words, new: Words) -> bool:
        """Whether one of the old words is a word of its own in this family."""
        return any(w in self._family.weights and w not in new and bare(w) != w for w in old)

    def _is_worn_down(self, old: Words, new: Words) -> bool:
        """Whether one unknown word may be the expected one although it is a syllable."""
        lone = len(self._old) == len(self._new) <= LARGEST_LONE and len(old) == 1
        if not lone or _is_known(self._family, old[0]):
            return False
        if not self._worn:
            return new in self._neutral and len(letters(new)) >= SHORTEST_NEUTRAL
        shortest = SHORTEST_OPPOSITE if _is_opposite(self._family.lexicon, new[0]) else SHORTEST_WORN
        return len(letters(new)) >= shortest

    def _is_whole(self, old: Words, was: str) -> bool:
        """Whether old letters are other whole words; one word with marks that is no syllable is none."""
        broken = len(old) == 1 and bare(old[0]) != old[0] and not is_syllable(old[0])
        return not (broken and was in self._family.spelled) and spells(was, self._family.spelled)

    def _is_clear(self, was: str, new: Words, slips: int) -> bool:
        """Whether no opposite of an expected word would explain the old letters nearly as well."""
        for at, word in enumerate(new):
            for other in opposites_of(self._family.lexicon, word):
                rival = letters((*new[:at], other, *new[at + 1 :]))
                if bare(word) not in was and misread(was, rival) < slips + SAFE_LEAD:
                    return False
        return True


def misread(was: str, expected: str) -> int:
    """Give the letters that were misread; a letter of the same shape counts for none.

    >>> misread("fronq", "trong"), misread("hoc", "hop")
    (0, 1)
    """
    return distance(was.translate(SHAPES), expected.translate(SHAPES))


def spells(text: str, words: frozenset[str]) -> bool:
    """Whether letters without blanks are one or two whole words: then nothing was misread.

    >>> spells("vuccong", frozenset({"vuc", "cong"})), spells("vucc", frozenset({"vuc"}))
    (True, False)
    """
    cuts = range(SHORTEST_GLUED, len(text) - SHORTEST_GLUED + 1)
    return text in words or any(text[:cut] in words and text[cut:] in words for cut in cuts)


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def has_number(text: str) -> bool:
    """Whether letters hold a digit that is no misread letter."""
    return any(sign.isdigit() for sign in text)


def _is_stump(word: str) -> bool:
    """Whether so little is left of a word that it could be any."""
    return len(word) <= LONGEST_STUMP and not set(bare(word)) & set("aeiouy01")


def _are_numbers(words: Words) -> bool:
    return all(map(_is_number, words))


@lru_cache(maxsize=65536)
def letters(words: Words) -> str:
    """Give the letters of words without marks and blanks; i for y, letters for digits read in their place.

    >>> letters(("tỷ", "lệ"))
    'tile'
    """
    return bare("".join(words)).translate(LOOK_ALIKES)


@lru_cache(maxsize=4096)
def opposites_of(lexicon: Lexicon, word: str) -> frozenset[str]:
    """Give the words that stand for the opposite or the neighbour of a word."""
    return frozenset(other for group in lexicon.opposites if word in group for other in group) - {word}


# ------------------------------------------------------------------ neutral words


def _with_neutral(family: FamilyIndex, words: Words, marked: bool) -> tuple[Words, dict[str, str]]:
    """The words with slips in neutral words undone, and the changes; what stands there matters little."""
    found, changes = _neutral_undone(family, words, marked)
    return found, dict(changes)


@lru_cache(maxsize=1024)
def _neutral_undone(
    family: FamilyIndex, words: Words, marked: bool
) -> tuple[Words, tuple[tuple[str, str], ...]]:
    """The same for every indicator that a label is held against, so it is done once."""
    found: list[str] = []
    changes: dict[str, str] = {}
    at = 0
    while at < len(words):
        rest = words[at : at + LONGEST_NEUTRAL]
        near = _of_like_length(family, tuple(len(letters(rest[:n])) for n in range(1, len(rest) + 1)))
        phrase = next((p for p in near if _is_slip(family, rest[: len(p)], p, marked)), None)
        was = words[at : at + len(phrase)] if phrase else words[at : at + 1]
        found += phrase or was
        if phrase and phrase != was:
            changes[" ".join(was)] = " ".join(phrase)
        at += len(was)
    return tuple(found), tuple(changes.items())


@lru_cache(maxsize=16384)
def _of_like_length(family: FamilyIndex, sizes: tuple[int, ...]) -> tuple[Words, ...]:
    """The neutral phrases, in order, that as many words of nearly as many letters may stand for.

    `sizes` are the letters of the first word, of the first two, and so on.
    """
    phrases = (*family.lexicon.neutral, *family.lexicon.expressions)
    return tuple(p for p in phrases if len(p) <= len(sizes) and _is_like(sizes[len(p) - 1], len(letters(p))))


def _is_like(size: int, expected: int) -> bool:
    return abs(size - expected) <= expected // LETTERS_PER_SLIP


def _is_slip(family: FamilyIndex, words: Words, phrase: Words, marked: bool) -> bool:
    """Whether words are a neutral phrase, or one that lost marks or a letter."""
    if words == phrase:
        return True
    lexicon = family.lexicon
    if len(words) != len(phrase) or any(_is_opposite(lexicon, word) for word in words):
        return False
    was, expected = letters(words), letters(phrase)
    if not _is_like(len(was), len(expected)) or _are_numbers(words):
        return False
    most = max(1, len(expected) // LETTERS_PER_SLIP - 1)
    if was != expected and (not marked or misread(was, expected) > most):
        return False
    if any(map(_is_stump, words)):
        return False
    lost = any(bare(word) == word for word in words) if marked else all(bare(word) == word for word in words)
    if was == expected:
        return lost or not all(map(is_syllable, words))
    changed = [old for old, new in zip(words, phrase, strict=True) if old != new]
    meant = [new for old, new in zip(words, phrase, strict=True) if letters((old,)) != letters((new,))]
    if any(_is_opposite(lexicon, word) for word in meant) or spells(was, family.spelled):
        return False
    if any(_is_known(family, word) for word in changed):
        return False
    if len(phrase) > 1 and len(expected) >= SURE_PHRASE:
        return True
    sure = len(expected) >= SHORTEST_NEUTRAL or (len(was) == len(expected) and not misread(was, expected))
    return sure and not all(map(is_syllable, words)) and not _nears_opposite(lexicon, words)


@lru_cache(maxsize=16384)
def _is_known(family: FamilyIndex, word: str) -> bool:
    """Whether a word stands in a wording of the family or in a neutral phrase."""
    return word in family.weights or any(word in phrase for phrase in family.lexicon.neutral)


@lru_cache(maxsize=4096)
def _nears_opposite(lexicon: Lexicon, words: Words) -> bool:
    """Whether a word could as well be a damaged word that has an opposite."""
    others = {other for group in lexicon.opposites for other in group}
    return any(distance(letters((word,)), letters((other,))) <= 1 for word in words for other in others)


def _with_marks(family: FamilyIndex, words: Words) -> tuple[Words, dict[str, str]]:
    """The words with their marks where only one word of the family has these letters, and the changes."""
    made = {word: family.marked[word] for word in words if word in family.marked}
    return tuple(made.get(word, word) for word in words), made


@lru_cache(maxsize=4096)
def _is_opposite(lexicon: Lexicon, word: str) -> bool:
    """Whether a word is one that has an opposite, with or without its marks."""
    return any(bare(word) == bare(other) for group in lexicon.opposites for other in group)
