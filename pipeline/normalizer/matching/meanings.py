"""What a misread word may have been, told from the words that confirmed wordings have.

Takes one to three words as read and gives the expected words that they may stand for, with the letters that
must have been misread; a syllable, a whole word and what is as near to an opposite stand for nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.catalogue.lexicon import Lexicon
from pipeline.language.syllables import is_syllable
from pipeline.language.text import bare
from pipeline.normalizer.matching.index import FamilyIndex
from pipeline.normalizer.matching.similarity import letters
from pipeline.normalizer.matching.slips import Nearby, Words, misread, shape_of, slips_in

MOST_OLD, MOST_NEW = 3, 4  # words that one slip may tear a word into, or glue together
SAFE_LEAD = 2  # letters by which the expected word must be nearer than its opposite
TENTHS = 10  # parts of a letter that slips are counted in
FREE = 1  # tenths of a letter that a lost mark counts for
SHORTEST_WORN = 2  # letters of a syllable that may be a slip in a worn text
SHORTEST_OPPOSITE = 4  # letters of such a word that has an opposite: shorter ones are too easily another one
SHORTEST_GLUED = 3  # letters of a word that a longer one may begin or end with by more than chance
LONGEST_STUMP = 2  # letters of a word without a vowel that says nothing any more
SHORTEST_NEUTRAL = 4  # letters of a neutral word or phrase that a slip may stand in


class Slip(NamedTuple):
    """What it costs to read a word as another, in tenths of a letter, and whether it may be one anywhere."""

    tenths: int
    sure: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Expected:
    """The words side by side in confirmed wordings, with a bit for each wording that has them."""

    having: Mapping[Words, int]
    single: Nearby
    any: Nearby


@lru_cache(maxsize=64)
def _expected(family: FamilyIndex) -> _Expected:
    found: dict[Words, int] = {}
    for bit, reference in enumerate(family.references):
        for run in _runs(reference.wording.printed, MOST_NEW):
            if not any(map(is_number, run)):
                found[run] = found.get(run, 0) | 1 << bit
    return _Expected(
        found, Nearby((run for run in found if len(run) == 1), slips_in), Nearby(found, slips_in)
    )


def _runs(words: Words, most: int) -> Iterator[Words]:
    """Each stretch of up to so many words."""
    return (words[at : at + n] for n in range(1, most + 1) for at in range(len(words) - n + 1))


def _meanings(family: FamilyIndex, old: Words, marked: bool) -> dict[Words, Slip]:
    """What misread words may have been."""
    was = letters(old)
    if has_number(was) or are_numbers(old):
        return {}
    found: dict[Words, Slip] = {}
    for new in _possible(family, old, was, marked):
        slips = _slips(family, old, new, marked)
        if slips is not None and new != old:
            sure = letters(new) == was or not all(map(is_syllable, old))
            found[new] = Slip(slips, sure)
    return found


def _possible(family: FamilyIndex, old: Words, was: str, marked: bool) -> Iterable[Words]:
    """The expected words that these may be, and perhaps a few more."""
    expected = _expected(family)
    if any(map(is_number, old)):
        return expected.any.shaped(was)
    near = expected.any if len(old) == 1 else expected.single
    right = not marked or (len(old) > 1 and all(map(is_syllable, old)))
    return near.shaped(was) if right else near.like(was)


def _slips(family: FamilyIndex, old: Words, new: Words, marked: bool) -> int | None:
    """Tenths of letters that must have been misread, None when the old words cannot be the new ones."""
    numbers = any(map(is_number, old))
    if min(len(old), len(new)) > 1 and not numbers:
        return None
    was, expected = letters(old), letters(new)
    if was == expected:
        return None if marked and _is_other_word(family, old, new) else FREE
    if not marked or abs(len(was) - len(expected)) > (0 if numbers else slips_in(len(expected))):
        return None
    slips = misread(was, expected)
    most = 0 if numbers or (len(old) == 1 and is_stump(old[0])) else slips_in(len(expected))
    if slips > most or _is_whole(family, old, was) or not _is_clear(family, was, new, slips):
        return None
    return TENTHS * slips


def _is_other_word(family: FamilyIndex, old: Words, new: Words) -> bool:
    """Whether one of the old words is a word of its own; one without marks only in a neutral phrase."""
    plain = _neutral_words(family.lexicon)
    return any(w not in new and (w in plain if bare(w) == w else w in family.weights) for w in old)


def may_be_worn(family: FamilyIndex, old: Words, new: Words, worn: bool) -> bool:
    """Whether an unknown syllable may be the expected word in a text that is worn, or not."""
    if len(old) > 1 or is_known(family, old[0]):
        return False
    if not worn:
        return new in family.lexicon.neutral and len(letters(new)) >= SHORTEST_NEUTRAL
    shortest = SHORTEST_OPPOSITE if is_opposite(family.lexicon, new[0]) else SHORTEST_WORN
    return len(letters(new)) >= shortest


def _is_whole(family: FamilyIndex, old: Words, was: str) -> bool:
    """Whether old letters are other whole words; one word with marks that is no syllable is none."""
    broken = len(old) == 1 and bare(old[0]) != old[0] and not is_syllable(old[0])
    return not (broken and was in family.spelled) and spells(was, family.spelled)


def _is_clear(family: FamilyIndex, was: str, new: Words, slips: int) -> bool:
    """Whether no opposite of an expected word would explain the old letters nearly as well."""
    for at, word in enumerate(new):
        for other in opposites_of(family.lexicon, word):
            rival = letters((*new[:at], other, *new[at + 1 :]))
            if bare(word) not in was and misread(was, rival) < slips + SAFE_LEAD:
                return False
    return True


class Misread(NamedTuple):
    """Words `start` to `end` (0-based, end excluded), what they may stand for, the references with that."""

    start: int
    end: int
    meanings: Mapping[Words, Slip]
    reach: int


def misread_words(family: FamilyIndex, words: Words, marked: bool, worn: bool) -> tuple[Misread, ...]:
    """Give the words of a text that may stand for others, in order."""
    found = []
    for start, end in _spans(family, words, marked):
        slips, reach = _reach(family, words[start:end], marked, worn)
        if reach:
            found.append(Misread(start, end, slips, reach))
    return tuple(found)


def _spans(family: FamilyIndex, words: Words, marked: bool) -> list[tuple[int, int]]:
    """The words, and those side by side that could be one: no whole syllables but with the right letters."""
    single = _expected(family).single.shapes
    shapes = list(map(shape_of, words))
    odd = [is_number(word) or (marked and not is_syllable(word)) for word in words]
    spans = [(at, at + 1) for at in range(len(words))]
    for size in range(2, MOST_OLD + 1):
        spans += [
            (at, at + size)
            for at in range(len(words) - size + 1)
            if "".join(shapes[at : at + size]) in single or any(odd[at : at + size])
        ]
    return spans


def reach_of(slips: Iterable[Misread]) -> int:
    """Give a bit for each confirmed wording that has what words may stand for."""
    found = 0
    for slip in slips:
        found |= slip.reach
    return found


@lru_cache(maxsize=32768)
def _reach(family: FamilyIndex, old: Words, marked: bool, worn: bool) -> tuple[dict[Words, Slip], int]:
    having = _expected(family).having
    found = _meanings(family, old, marked)
    reach = 0
    for new, slip in found.items():
        if slip.sure or may_be_worn(family, old, new, worn):
            reach |= having[new]
    return found, reach


def spells(text: str, words: frozenset[str]) -> bool:
    """Whether letters without blanks are one or two whole words: then nothing was misread.

    >>> spells("vuccong", frozenset({"vuc", "cong"})), spells("vucc", frozenset({"vuc"}))
    (True, False)
    """
    cuts = range(SHORTEST_GLUED, len(text) - SHORTEST_GLUED + 1)
    return text in words or any(text[:cut] in words and text[cut:] in words for cut in cuts)


def is_number(word: str) -> bool:
    """Whether a word begins with a digit."""
    return word[0].isdigit()


def has_number(text: str) -> bool:
    """Whether letters hold a digit that is no misread letter."""
    return any(sign.isdigit() for sign in text)


def is_stump(word: str) -> bool:
    """Whether so little is left of a word that it could be any."""
    return len(word) <= LONGEST_STUMP and not set(bare(word)) & set("aeiouy01")


def are_numbers(words: Words) -> bool:
    """Whether all words begin with a digit."""
    return all(map(is_number, words))


@lru_cache(maxsize=4096)
def opposites_of(lexicon: Lexicon, word: str) -> frozenset[str]:
    """Give the words that stand for the opposite or the neighbour of a word."""
    return frozenset(other for group in lexicon.opposites if word in group for other in group) - {word}


@lru_cache(maxsize=16384)
def is_known(family: FamilyIndex, word: str) -> bool:
    """Whether a word stands in a wording of the family or in a neutral phrase."""
    return word in family.weights or word in _neutral_words(family.lexicon)


@lru_cache(maxsize=64)
def _neutral_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word for phrase in lexicon.neutral for word in phrase)


@lru_cache(maxsize=4096)
def is_opposite(lexicon: Lexicon, word: str) -> bool:
    """Whether a word is one that has an opposite, with or without its marks."""
    return any(bare(word) == bare(other) for group in lexicon.opposites for other in group)
