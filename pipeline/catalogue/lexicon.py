"""Words of an indicator's wording: which carry meaning, which are neutral, which mean the same.

Takes a text and gives a `Wording`: its words in one common form, and the *content* words that an indicator
has to explain.  All knowledge is in `data/wording.yaml` and in the synonyms and neutral words of the
families.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.catalogue.schema import Direction
from pipeline.language.data import parse_yaml
from pipeline.language.text import BULLET, clean, key

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
AGE = re.compile(r"\d{1,2}")
BASE = re.compile(r"(?:/|trên|tren|per)\s*(100[.,]?000|10[.,]?000|1[.,]?000|100)(?![.,]?\d)")
KEPT_NUMBER = re.compile(r"0?1(?:[.,]?0)*|0")  # one, bases of rates, and digits that letters are misread as
ONE = re.compile("0?1")
GAP = "…"
MARKED = re.compile("[^\x00-\x7f]")
PLAIN = re.compile(r"[\t\n -%'()+-;=?-^`-~À-ÏÑ-ïñ-ƈƋ-ơƤ-ɕḀ-ỿ]*")
"""Text in NFC without markup, raised digits and whatever else is not kept as it is printed."""
RECURRING = re.compile("hàng", re.IGNORECASE)
"""A word that is spelled after the word behind it."""
ANY_VALUE = "2222"  # stands for every number that says nothing about which indicator is meant
REMEMBERED = 16384  # wordings with their figures taken out: plans of one programme share most of theirs


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as the matcher sees it.

    `printed` are its words with abbreviations written out, `words` the same in their common form, `content`
    those that carry meaning, in order.  `bases` are the bases of rates that it names ("/1.000" gives 1000),
    `direction` what its first verb asks for, `numbered` the words inside it that a number other than one
    counts ("bodies that have 30% leaders").
    """

    text: str
    printed: tuple[str, ...]
    words: tuple[str, ...]
    content: tuple[str, ...]
    bases: frozenset[int]
    direction: Direction | None
    numbered: tuple[str, ...] = ()

    @property
    def core(self) -> str:
        """The content words joined by blanks: equal cores mean the same wording."""
        return " ".join(self.content)

    def without_values(self) -> "Wording":
        """Give the wording with each value and year as 2; bases and numbers with a meaning stay."""
        kept = frozenset(self.content)
        printed, words = (
            tuple(w if w in kept or not w[0].isdigit() or KEPT_NUMBER.fullmatch(w) else "2" for w in side)
            for side in (self.printed, self.words)
        )
        return replace(self, text=" ".join(printed), printed=printed, words=words)

    @property
    def marked(self) -> bool:
        """Whether any letter carries a mark (a Vietnamese sentence without any has lost them)."""
        return any(MARKED.search(word) for word in self.printed)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands for a run of words: its replacement, and whether it carries meaning."""

    words: tuple[str, ...]
    becomes: tuple[str, ...]
    neutral: bool


def tokens(text: str) -> tuple[str, ...]:
    """Give words and numbers of a text in the spelling that they are compared in.

    >>> tokens("Tỷ lệ 31,7/100.000 trẻ")
    ('tỉ', 'lệ', '31,7', '100.000', 'trẻ')
    """
    return tuple(TOKEN.findall(key(text)))


def printed_words(text: str) -> tuple[str, ...]:
    """Give the words of a printed text; those of plain text are put together piece by piece."""
    if not PLAIN.fullmatch(text) or RECURRING.search(text):
        return tokens(clean(text))
    pieces = BULLET.sub("", text.rstrip(" \t"), count=1).split()
    return tuple(itertools.chain.from_iterable(map(_tokens_of, pieces)))


_tokens_of = lru_cache(maxsize=32768)(tokens)
"""Texts share their pieces, and plain pieces do not change each other."""


class Phrasebook:
    """Finds the longest known phrase at each word."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        known: set[tuple[str, ...]] = set()
        for phrase in phrases:
            if phrase.words and phrase.words not in known:
                known.add(phrase.words)
                self._by_first.setdefault(phrase.words[0], []).append(phrase)
        self.starts = self._by_first.keys()
        for entries in self._by_first.values():
            entries.sort(key=lambda phrase: -len(phrase.words))
        self.words: frozenset[str] = frozenset(word for words in known for word in words)

    def at(self, words: Sequence[str], start: int) -> Phrase | None:
        """Give the longest phrase that begins at this 0-based position, or None."""
        entries = self._by_first.get(words[start])
        if entries is None:
            return None
        for phrase in entries:
            if tuple(words[start : start + len(phrase.words)]) == phrase.words:
                return phrase
        return None


class Lexicon:
    """All words of the program and of the families in use."""

    def __init__(
        self,
        synonyms: Iterable[Sequence[str]] = (),
        neutral: Iterable[str] = (),
        data: Any = None,  # noqa: ANN401 - what a file holds
    ) -> None:
        words = data or packaged()
        self._short = Phrasebook(
            Phrase(tokens(short), tokens(long), False) for short, long in words["abbreviations"].items()
        )
        groups = [*synonyms, *words["synonyms"]]
        plain = [*neutral, *(word for line in words["neutral"] for word in line)]
        meaning = [phrase for group in groups for phrase in self._group(group)]
        dropped = [Phrase(self.expand(word), self.expand(word), True) for word in plain]
        self._phrases = Phrasebook([*meaning, *dropped])
        self._enumerators = frozenset(key(word) for word in words["enumerators"])
        self._counted = frozenset(key(word) for word in words["counted"])
        self._ranges = frozenset(tokens(word) for word in words["range_words"])
        self._verbs: dict[str, Direction] = {
            key(verb): direction for direction, verbs in words["verbs"].items() for verb in verbs
        }
        self.opposites, self.ordered = (
            tuple(frozenset(key(word) for word in group) for group in words[name])
            for name in ("opposites", "ordered")
        )
        self._whole = self.expand(words["whole"])
        self.negations: frozenset[str] = frozenset(key(word) for word in words["negations"])
        self.settings: frozenset[str] = frozenset(word for text in words["settings"] for word in tokens(text))
        self._dated = frozenset(key(word) for word in words["dated"])
        self._determiners = frozenset(self.expand(word) for word in words["determiners"])
        self.neutral: tuple[tuple[str, ...], ...] = tuple(
            dict.fromkeys(sorted((phrase.words for phrase in dropped if phrase.words), key=len, reverse=True))
        )

        self.ordinary: frozenset[str] = frozenset(
            word for text in (*words["ordinary"], *plain) for word in self.expand(text)
        ).union(*self.opposites)
        self.expressions: tuple[tuple[str, ...], ...] = tuple(
            dict.fromkeys(phrase.words for phrase in meaning if len(phrase.words) > 1)
        )

    def _group(self, group: Sequence[str]) -> list[Phrase]:
        first = self.expand(group[0])
        return [Phrase(self.expand(word), first, False) for word in group]

    def expand(self, text: str) -> tuple[str, ...]:
        """Give the words of a text with its abbreviations written out."""
        return self._expanded(tokens(text))

    def _expanded(self, words: tuple[str, ...]) -> tuple[str, ...]:
        starts = self._short.starts
        if starts.isdisjoint(words):
            return words
        found: list[str] = []
        at = 0
        while at < len(words):
            phrase = self._short.at(words, at) if words[at] in starts else None
            found += phrase.becomes if phrase else (words[at],)
            at += len(phrase.words) if phrase else 1
        return tuple(found)

    def read(self, text: str) -> Wording:
        """Give the wording of a text as printed (markup, bullets and footnote marks are dropped)."""
        return self._wording(text, self._expanded(self._without_enumerator(printed_words(text))))

    def read_without_values(self, text: str) -> Wording:
        """Give `read(text).without_values()`; what differs only in values is read once."""
        words = self._without_enumerator(printed_words(text))
        told = tuple([w if not w[0].isdigit() or self._tells(w) else ANY_VALUE for w in words])
        return self._without_values(told, bases(text))

    def _tells(self, word: str) -> bool:
        """Whether a number may be a part of what is meant."""
        fixed = AGE.fullmatch(word) or KEPT_NUMBER.fullmatch(word)
        return bool(fixed) or word in self._short.words or word in self._phrases.words

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - a lexicon lives as long as the program
    def _without_values(self, words: tuple[str, ...], named: frozenset[int]) -> Wording:
        return replace(self._wording("", self._expanded(words)), bases=named).without_values()

    def read_words(self, text: str, words: Sequence[str]) -> Wording:
        """Give the wording of words that were repaired; `text` is what is printed."""
        return self._wording(text, self._expanded(tuple(words)))

    def _without_enumerator(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return words[1:] if len(words) > 1 and words[0] in self._enumerators else words

    def _wording(self, text: str, words: tuple[str, ...]) -> Wording:
        held = frozenset[int]() if self._counted.isdisjoint(words) else self._held(words)
        starts = self._phrases.starts
        common: list[str] = []
        content: list[str] = []
        numbers: list[int] = []
        at = 0
        while at < len(words):
            if words[at] not in starts and not words[at][0].isdigit():
                common.append(words[at])
                content.append(words[at])
                at += 1
                continue
            if words[at][0].isdigit() and at not in held and not self.settings.issuperset(content):
                numbers.append(at)
            phrase = None if at in held else self._phrases.at(words, at)
            if phrase and held and not held.isdisjoint(range(at, at + len(phrase.words))):
                phrase = None  # the "không dưới" of "không dưới 5 tuổi"
            alone = words[at].lstrip("0") or "0" if at in held else words[at]  # "08 tuổi"
            becomes = phrase.becomes if phrase else (alone,)
            common += becomes
            if at in held or not (phrase.neutral if phrase else words[at][0].isdigit()):
                content += becomes
            at += len(phrase.words) if phrase else 1
        numbered = tuple(filter(None, [self._counts(words, number) for number in numbers]))
        return Wording(
            text, words, tuple(common), tuple(content), bases(text), self._direction(words), numbered
        )

    def _counts(self, words: tuple[str, ...], number: int) -> str:
        """The word that a number counts; empty for one, for a date and before neutral words."""
        before = next((word for word in reversed(words[:number]) if not word[0].isdigit()), "")
        at = number + 1
        if ONE.fullmatch(words[number]) or before in self._dated:
            return ""
        while at < len(words) and not words[at][0].isdigit():
            phrase = self._phrases.at(words, at)
            if phrase is None or not phrase.neutral:
                becomes = phrase.becomes if phrase else words[at : at + 1]
                return "" if becomes == self._whole or becomes[0] in self.settings else becomes[0]
            if phrase.words not in self._determiners:
                return ""
            at += len(phrase.words)
        return ""

    def whole(self, content: tuple[str, ...]) -> frozenset[str] | None:
        """Give the first word of the whole of a share and those with an opposite; None without a whole."""
        size = len(self._whole)
        starts = (at + size for at in range(len(content)) if content[at : at + size] == self._whole)
        start = next(starts, None)
        if start is None:
            return None
        return (
            frozenset[str]().union(*self.opposites).intersection(content[start:]).union(content[start:][:1])
        )

    def _held(self, words: tuple[str, ...]) -> frozenset[int]:
        """The positions of numbers that are part of the meaning, with the words between them."""
        held: set[int] = set()
        for at, word in enumerate(words):
            if word in self._counted:
                held |= self._run(words, at, -1) or self._run(words, at, 1)
        return frozenset(held)

    def _run(self, words: tuple[str, ...], start: int, step: int) -> set[int]:
        """The numbers and range words that touch a counted noun on one side; empty without a number."""
        run: list[int] = []
        at = start + step
        while 0 <= at < len(words) and (self._is_range(words, at) or AGE.fullmatch(words[at])):
            run.append(at)
            at += step
        while step > 0 and run and self._is_range(words, run[-1]):
            run.pop()
        return set(run) if any(AGE.fullmatch(words[i]) for i in run) else set()

    def _is_range(self, words: tuple[str, ...], at: int) -> bool:
        """Whether a word is a word of ranges or one half of two that are ("trở lên", but not "lên")."""
        near = (words[at : at + 1], words[at : at + 2], words[max(0, at - 1) : at + 1])
        return not self._ranges.isdisjoint(near)

    def _direction(self, words: tuple[str, ...]) -> Direction | None:
        if self._verbs.keys().isdisjoint(words):
            return None
        return next(self._verbs[word] for word in words if word in self._verbs)

    @lru_cache(maxsize=8192)  # noqa: B019 - a lexicon lives as long as the program
    def term(self, text: str) -> tuple[str, ...]:
        """Give the parts of a term in their common form; a term without a gap has one part."""
        return tuple(f" {' '.join(self.read(part).words)} " for part in text.split(GAP))


@lru_cache(maxsize=1)
def packaged() -> Any:  # noqa: ANN401 - whatever the file holds
    """Give the words that come with the program."""
    path = files("pipeline.catalogue") / "data" / "wording.yaml"
    return parse_yaml(path.read_text(encoding="utf-8"))


def bases(text: str) -> frozenset[int]:
    """Give the bases of the rates that a text names.

    >>> sorted(bases("31,7/100.000 trẻ; 18 trên 1000 phụ nữ; 5 %"))
    [1000, 100000]
    """
    if "00" not in text:
        return frozenset()
    return frozenset(int(re.sub(r"[.,]", "", found)) for found in BASE.findall(text.lower()))


def hits(parts: Sequence[str], words: str) -> bool:
    """Whether the parts of a term stand in this order in words that are joined and padded with blanks."""
    start = 0
    for part in parts:
        at = words.find(part, start)
        if at < 0:
            return False
        start = at + len(part) - 1
    return True


def term_in(lexicon: Lexicon, term: str, wording: Wording) -> bool:
    """Whether a term stands in a wording, with or without its neutral words."""
    parts = lexicon.term(term)
    return hits(parts, f" {' '.join(wording.words)} ") or hits(parts, f" {wording.core} ")


def present(lexicon: Lexicon, terms: Iterable[str], wording: Wording) -> tuple[str, ...]:
    """Give the terms that stand in a wording."""
    return tuple(term for term in terms if term_in(lexicon, term, wording))
