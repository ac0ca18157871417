"""What looks like Vietnamese: syllables by their parts, and the share of them in a text.

Takes NFC text.  The share is the cheap signal of a bad text layer, of a wrong encoding and of bad recognition
(98.6 % on clean office text); `split_words` puts words together that inline markup tore apart.
"""

import re
import unicodedata
from functools import lru_cache

from pipeline.language.data import load
from pipeline.language.text import ANY_VOWEL, TONES

PARTS = load("syllables")
ONSETS = sorted(PARTS["onsets"], key=len, reverse=True)
RHYMES = frozenset(PARTS["rhymes"])
ALONE = frozenset(PARTS["alone"])
FRONT_ONLY, NEVER_FRONT = frozenset(PARTS["front_only"]), frozenset(PARTS["never_front"])
STOPPED = tuple(PARTS["stopped"])
FRONT = tuple("eêiy")
STOPPED_TONES = frozenset(("", "\u0301", "\u0323"))

WORDS_ALONE = frozenset(PARTS["words"])
WORD = re.compile(r"[^\W\d_¹²³⁰⁴-⁹]+")
LONGEST_ABBREVIATION = 8
"""Capitals of more letters are a word in capitals (BÌNH, NGHIÊNG), not an abbreviation (UBMTTQVN)."""


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, with or without its tone mark.

    >>> [is_syllable(word) for word in ("nghiêng", "Quý", "ngiêng", "gì", "wide", "các", "càc")]
    [True, True, False, True, False, True, False]
    """
    plain, tones = _without_tone(word)
    if len(tones) > 1 or (plain.endswith(STOPPED) and not STOPPED_TONES.issuperset(tones)):
        return False
    return plain in RHYMES or plain in ALONE or any(_fits(plain, onset) for onset in ONSETS)


def _without_tone(word: str) -> tuple[str, list[str]]:
    split = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", "".join(sign for sign in split if sign not in TONES))
    return plain, [mark for mark in split if mark in TONES]


def _fits(plain: str, onset: str) -> bool:
    if not plain.startswith(onset):
        return False
    rhyme = plain[len(onset) :]
    if rhyme not in RHYMES:
        return False
    front = rhyme.startswith(FRONT)
    return onset not in (NEVER_FRONT if front else FRONT_ONLY)


def syllable_share(text: str) -> float:
    """Share (0-1) of the words that can be Vietnamese syllables; 1.0 for a text without words.

    Abbreviations in capitals do not count, unless the whole text is in capitals.

    >>> syllable_share("Tỷ lệ nữ trong HĐND đạt 60%"), round(syllable_share("Bỡnh ng gii xyz"), 2)
    (1.0, 0.25)
    """
    words = _counted_words(text)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def _counted_words(text: str) -> list[str]:
    words = WORD.findall(text)
    capitals = sum(word.isupper() for word in words)
    if capitals * 2 > len(words):
        return words
    return [word for word in words if not (word.isupper() and len(word) <= LONGEST_ABBREVIATION)]


def mark_share(text: str) -> float:
    """Share (0-1) of the words that carry a Vietnamese letter or tone; near 0.85 in office text.

    >>> mark_share("CONG HOA XA HOI"), mark_share("Tỷ lệ")
    (0.0, 1.0)
    """
    words = WORD.findall(text)
    marked = sum(
        any(sign in "đĐ" or len(unicodedata.normalize("NFD", sign)) > 1 for sign in word) for word in words
    )
    return marked / len(words) if words else 1.0


TORN = re.compile(r"(?<![^\W_])([^\W\d_]{1,4}) ([^\W\d_]{1,6})(?![^\W_])")


def split_words(text: str) -> str:
    """Put together words torn in two, where the halves are no words and the whole is a syllable.

    >>> split_words("N ỘI DUNG, Chuy ển cơ quan, S Ố LIỆU")
    'NỘI DUNG, Chuyển cơ quan, SỐ LIỆU'
    """
    joined = TORN.sub(_joined, text)
    return joined if joined == text else split_words(joined)


def _joined(torn: re.Match[str]) -> str:
    head, tail = torn.groups()
    whole = head + tail
    same_case = (
        tail.islower() if len(head) > 1 and not head.isupper() else head[0].isupper() or tail.islower()
    )
    abbreviation = head.isupper() and len(head) > 1
    stands = is_syllable(head) and (_without_tone(tail)[0] in WORDS_ALONE or tail[0].lower() not in ANY_VOWEL)
    return whole if same_case and not abbreviation and not stands and is_syllable(whole) else torn.group()
