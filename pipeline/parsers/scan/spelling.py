"""Words of labels whose marks were misread get a spelling that another view read and known wordings have.

Hooks and tones on ê, ô, ă are what the engine reads worst: "tuối" for "tuổi", "bình đăng" for "bình đẳng".
A word is in doubt when no packaged wording has it beside its neighbours, or at all, and has another with the
same letters under other marks in its place.  Other views are then asked, and a spelling that one of them
read is taken; what nobody read is never written, and figures are never touched.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from pipeline.language.data import parse_yaml
from pipeline.language.syllables import is_syllable
from pipeline.language.text import bare, even

WORD = re.compile(r"[^\W_]+")
"""A word or a figure; figures are known to stand beside nothing."""
LIST_DASH = re.compile(r"^~(?= [^\W\d_])")
ENGLISH = ("_en", "en")
"""Ends of the keys under which the data are in English."""


class Spellings:
    """The words of known wordings, which of them stand beside each other, and names of areas."""

    def __init__(self, phrases: Iterable[str], names: Iterable[str]) -> None:
        runs = [_words(phrase) for phrase in phrases]
        self.words = frozenset(word for run in runs for word in run)
        self.pairs = frozenset(pair for run in runs for pair in pairwise(run))
        self.names = frozenset(word for name in names for word in _words(name))
        self._same: dict[str, set[str]] = {}
        for word in self.words:
            if word != bare(word):
                self._same.setdefault(bare(word), set()).add(word)

    def others(self, before: str, word: str, after: str) -> frozenset[str]:
        """The known words of the same letters, with marks, that fit where this one does not; most often none.

        A word that is known itself gives way to one that fits both its neighbours only.
        """
        same = self._same.get(bare(word), set()) - {word}
        if not same or self._beside(before, word, after):
            return frozenset()
        fits = {one: self._beside(before, one, after) for one in same}
        if word in self.words or word in self.names:
            sides = (before in self.words) + (after in self.words)
            return frozenset(one for one, count in fits.items() if count and count == sides)
        return frozenset(one for one, count in fits.items() if count) or frozenset(same)

    def _beside(self, before: str, word: str, after: str) -> int:
        """How many of its neighbours a word is known to stand beside."""
        return ((before, word) in self.pairs) + ((word, after) in self.pairs)


def tidied(text: str) -> str:
    """The text with the blank that was lost between two known words, and with a dash where a list has one.

    "SởY tế" is "Sở Y tế"; the dash at the head of "- Số xã" is read as ~, which opens no label.
    """
    return WORD.sub(lambda found: _in_two(found[0]), LIST_DASH.sub("-", text))


def _in_two(word: str) -> str:
    if not word.isalpha() or word.isupper() or is_syllable(word) or even(word) in known().words:
        return word
    halves = ((word[:at], word[at:]) for at in range(1, len(word)))
    fitting = [pair for pair in halves if (even(pair[0]), even(pair[1])) in known().pairs]
    return " ".join(fitting[0]) if len(fitting) == 1 else word


def respelled(text: str, others: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The text with spellings from other readings of the same print, and the readings that were asked for.

    `others` is asked only while a word is in doubt.  The same text and nothing when none is.
    """
    asked: list[str] = []
    readings = iter(others)
    while doubted := _doubted(text, known()):
        reading = next(readings, None)
        if reading is None:
            break
        asked.append(reading)
        text = _taken(text, doubted, reading)
    return text, tuple(asked)


def _doubted(text: str, spellings: Spellings) -> dict[int, frozenset[str]]:
    """The numbers of the words in doubt, with the spellings that would fit."""
    words = ["", *_words(text), ""]
    found = (
        spellings.others(*words[number : number + 3]) if _can_err(words[number + 1]) else frozenset[str]()
        for number in range(len(words) - 2)
    )
    return {number: others for number, others in enumerate(found) if others}


def _can_err(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def _taken(text: str, doubted: dict[int, frozenset[str]], reading: str) -> str:
    """The text with those words of the reading that fit, where the letters around them are the same."""
    own, other = (list(WORD.finditer(side)) for side in (text, reading))
    taken = {}
    for number, partner in _partners(own, other):
        word = other[partner][0]
        if even(word) in doubted.get(number, ()):
            taken[own[number].span()] = word
    for (start, end), word in sorted(taken.items(), reverse=True):
        text = text[:start] + word + text[end:]
    return text


def _partners(own: Sequence[re.Match[str]], other: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    letters, others = ([bare(word[0].lower()) for word in side] for side in (own, other))
    for one, two, size in SequenceMatcher(None, letters, others, autojunk=False).get_matching_blocks():
        yield from zip(range(one, one + size), range(two, two + size), strict=True)


def _words(text: str) -> list[str]:
    return [even(word) for word in WORD.findall(unicodedata.normalize("NFC", text))]


# ------------------------------------------------------------------ what is known


@lru_cache(maxsize=1)
def known() -> Spellings:
    """The spellings of the packaged catalogues, bodies, headings, units and messages, and of the areas."""
    catalogue = files("pipeline.catalogue") / "data"
    folders = [each for each in catalogue.iterdir() if each.is_dir()]
    folders += [catalogue, files("pipeline.language"), files("pipeline.language") / "messages"]
    sources = (file for folder in folders for file in folder.iterdir() if file.name.endswith(".yaml"))
    phrases = [text for file in sources for text in _texts(parse_yaml(file.read_text("utf-8")))]
    areas = csv.DictReader((catalogue / "areas.csv").read_text("utf-8-sig").splitlines())
    return Spellings(phrases, (line["name"] for line in areas))


def _texts(value: Any) -> Iterator[str]:
    """Every text in the data that is not marked as English."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if not str(name).endswith(ENGLISH):
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
