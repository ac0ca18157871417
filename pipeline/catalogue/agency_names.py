"""Names of bodies found in text: the records and the search for the longest known name at a word.

Takes words of a text and gives `Hit`s.  Names are compared by the keys of their words without punctuation
and without the silent words of the data, so "Phòng Văn hoá-Thông tin" is Phòng Văn hóa và Thông tin.
Lists of places or offices ("UBND các xã, thị trấn") are read from patterns, not from names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pipeline.language.text import bare, key

LONGEST_NAME = 18
"""Words.  The longest name of the data has 13; a search from one word never looks further than this."""

LOOSE_LETTERS = 5
"""A name with a capital is found by its letters alone from this length on; shorter ones are abbreviations."""

ROLE_MARKS = frozenset({"lead", "lead_before", "partner", "partner_before"})
"""Kinds of phrases that give a role.  They are also found by their letters alone; "cung cấp" and "cùng
cấp" show why not all phrases are."""

V = TypeVar("V")
TokenKind = Literal["word", "soft", "hard", "colon", "open", "close"]
TOKEN = re.compile(
    r"(?P<skip></?\w{1,6}>|[\u200b-\u200d\ufeff])"
    r"|(?P<hard>(?:^|\n)\s*(?:[-–—•+*]\s|\d{1,2}[.)](?!\d)\s*|[a-zđ]\)\s*)|[;•…])"
    r"|(?P<word>[\w\u0300-\u036f]+(?:['’][\w\u0300-\u036f]+)*)"
    r"|(?P<soft>[,/&+.–—-]|\s*\n\s*)|(?P<colon>:)|(?P<open>[(\[])|(?P<close>[)\]])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a text; `start` and `end` are 0-based offsets, `key` is empty for marks."""

    kind: TokenKind
    text: str
    key: str
    start: int
    end: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """Words and separators of a text; a new line with a bullet or a number is a hard separator."""
    return tuple(_token(match) for match in TOKEN.finditer(text) if match.lastgroup != "skip")


def _token(match: re.Match[str]) -> Token:
    kind: Any = match.lastgroup
    text = match.group()
    return Token(kind, text, key(text) if kind == "word" else "", match.start(), match.end())


@dataclass(frozen=True, slots=True)
class Agency:
    """One body.  `valid_from` and `valid_until` are ISO dates, both included, empty where nothing is known.

    `level` is nation, province, district, commune or any; `status` is confirmed, seed or memory.
    """

    id: str
    name: str
    level: str
    name_en: str = ""
    valid_from: str = ""
    valid_until: str = ""
    status: str = "memory"
    source: str = ""
    needs_place: bool = False


@dataclass(frozen=True, slots=True)
class Succession:
    """Who took over from whom on an ISO date; `functions` empty means all of them."""

    old: str
    new: str
    functions: tuple[str, ...]
    date: str
    status: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon(Generic[V]):
    """Joined keys with what they stand for; `starts` are all beginnings of keys, to know when to stop."""

    entries: Mapping[str, V]
    starts: frozenset[str]

    @classmethod
    def of(cls, entries: Mapping[str, V], others: Iterable[str] = ()) -> "Lexicon[V]":
        """Make a lexicon; `others` are keys without an entry that a search must get past."""
        keys = {*entries, *others}
        return cls(entries, frozenset(name[:end] for name in keys for end in range(1, len(name) + 1)))


@dataclass(frozen=True, slots=True)
class Group:
    """A pattern "prefix + words of a list": `units` maps keys to printed words, empty for a fixed name.

    `prefixes` are the keys of all spellings of the prefix, `printed` the one to show.
    """

    agency: Agency
    prefixes: Lexicon[str]
    printed: str
    units: Lexicon[str]
    several: bool
    place: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in tokens: `end` is the index behind its last token, `name` its canonical spelling.

    `proper` says that the name of a place may follow directly; `units` are the keys of a group's words;
    `loose` that the diacritics differ.
    """

    end: int
    agency: Agency
    name: str
    proper: bool = False
    units: tuple[str, ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Agencies:
    """All bodies by id, all spellings by key, and the words that stand around names in plans.

    Equal only to itself, so that what was read with it can be remembered.
    `commas` are the keys of names that have a comma behind a silent word.  `loose` has the names without
    diacritics, as far as that leaves one body, `loose_phrases` the phrases that give roles.
    """

    by_id: Mapping[str, Agency]
    spellings: Mapping[str, tuple[Agency, str]]
    loose: Lexicon[tuple[Agency, str]]
    commas: frozenset[str]
    groups: tuple[Group, ...]
    succession: tuple[Succession, ...]
    phrases: Lexicon[str]
    loose_phrases: Lexicon[str]
    silent: frozenset[str]
    plural: frozenset[str]
    heads: Lexicon[str]
    shared_heads: Mapping[str, str]
    suffixes: Lexicon[str]
    place_words: Mapping[str, frozenset[str]]
    places: Lexicon[str]

    def find(self, name: str) -> Agency | None:
        """Give the body that a text names, with or without its place, and nothing else; None if unknown.

        "Sở Nội vụ tỉnh Kon Tum" is Sở Nội vụ; other words behind a name make it another body.
        """
        tokens = tokens_of(name)
        hits = self.hits(tokens, 0)
        whole = next(
            (hit.agency for hit in hits if hit.end == len(tokens) and not hit.agency.needs_place), None
        )
        return whole or next((hit.agency for hit in hits if self._is_place(tokens, hit)), None)

    def _is_place(self, tokens: Sequence[Token], hit: Hit) -> bool:
        """Whether only words for a place stand behind a name."""
        place = self.place(tokens, hit.end)
        rest = tokens[place[0] if place else hit.end :]
        named = bool(place) or hit.proper or (hit.agency.needs_place and bool(rest))
        return named and all(token.text in ".-–" or not token.text[0].islower() for token in rest)

    def successors(self, agency_id: str, date: str, function: str = "") -> tuple[Succession, ...]:
        """Give the successions from a body in force on an ISO date, of one function or of all."""
        wanted = key(function)
        return tuple(
            change
            for change in self.succession
            if change.old == agency_id
            and change.date <= date
            and (not wanted or not change.functions or wanted in map(key, change.functions))
        )

    def hits(self, tokens: Sequence[Token], at: int, head: str = "") -> list[Hit]:
        """List every known name that begins at a token, longest first; `head` is a word to put in front."""
        found = [*self._named(tokens, at, head), *([] if head else self._grouped(tokens, at))]
        return sorted(found, key=lambda hit: -hit.end)

    def _named(self, tokens: Sequence[Token], at: int, head: str) -> Iterator[Hit]:
        joined = head
        small = at < len(tokens) and tokens[at].text[0].islower()
        for end, word, split in self._reach(tokens, at):
            joined += word
            rough = bare(joined)
            if rough not in self.loose.starts:
                return
            found = self.spellings.get(joined)
            near = None if small or len(rough) < LOOSE_LETTERS else self.loose.entries.get(rough)
            if word and (found or near) and (not split or joined in self.commas):
                agency, name = found or near  # type: ignore[misc]
                yield Hit(end, agency, name, self._ends_with_place(name), loose=found is None)

    def _reach(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str, bool]]:
        """Give the index behind each token that one name could reach, its key, whether a list splits before.

        A comma behind "và" ends a list of two: "Văn hóa và Thể thao, Du lịch" are two names.
        """
        silent = split = False
        for index in range(at, min(at + 2 * LONGEST_NAME, len(tokens))):
            token = tokens[index]
            if token.kind not in ("word", "soft") or (index == at and token.key in self.silent):
                return
            split = split or (silent and token.text == ",")
            silent = silent or token.key in self.silent
            yield index + 1, "" if token.key in self.silent else token.key, split

    def _ends_with_place(self, name: str) -> bool:
        joined = compact(name)
        return any(joined.endswith(word) for words in self.place_words.values() for word in words)

    def _grouped(self, tokens: Sequence[Token], at: int) -> Iterator[Hit]:
        for group in self.groups:
            start = self._behind_prefix(tokens, at, group)
            if start is not None and group.units.entries:
                yield from self._listed(tokens, start, group)
            elif start is not None:
                yield Hit(start, group.agency, group.printed)

    def _behind_prefix(self, tokens: Sequence[Token], at: int, group: Group) -> int | None:
        if "" in group.prefixes.entries:
            return at
        found = self._longest(tokens, at, group.prefixes)
        return None if found is None else found[0]

    def _listed(self, tokens: Sequence[Token], at: int, group: Group) -> Iterator[Hit]:
        units: list[str] = []
        while (found := self._longest(tokens, self._behind_number(tokens, at), group.units)) is not None:
            end, unit = found
            units.append(unit)
            if not group.several or len(units) > 1:
                yield from self._suffixed(tokens, end, group, tuple(units))
            at = end
            while at < len(tokens) and (tokens[at].kind == "soft" or tokens[at].key in self.silent):
                at += 1
            if at == end:
                return

    def _behind_number(self, tokens: Sequence[Token], at: int) -> int:
        return at + 1 if at < len(tokens) and tokens[at].text.isdigit() else at

    def _suffixed(
        self, tokens: Sequence[Token], end: int, group: Group, units: tuple[str, ...]
    ) -> Iterator[Hit]:
        name = group.printed + ", ".join(group.units.entries[unit] for unit in units)
        yield Hit(end, group.agency, name, units=units)
        found = self._longest(tokens, end, self.suffixes)
        if found is not None:
            words = " ".join(token.text for token in tokens[end : found[0]])
            yield Hit(found[0], group.agency, f"{name} {words}", self._ends_with_place(words), units)

    def _longest(self, tokens: Sequence[Token], at: int, known: Lexicon[str]) -> tuple[int, str] | None:
        """Find the longest run of words from a token that is in `known`: index behind it, joined key."""
        joined, best = "", None
        for index in range(at, len(tokens)):
            token = tokens[index]
            joined += token.key
            if joined not in known.starts or (token.kind != "word" and token.text != "-"):
                break
            if token.key and joined in known.entries:
                best = (index + 1, joined)
        return best

    def phrase(self, tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
        """Find the longest connecting phrase that begins at a token: index behind it and its kind.

        A phrase that gives a role is also found with other diacritics.
        """
        return self._phrase(tokens, at, self.phrases, exact=True) or self._phrase(
            tokens, at, self.loose_phrases, exact=False
        )

    def _phrase(
        self, tokens: Sequence[Token], at: int, known: Lexicon[str], exact: bool
    ) -> tuple[int, str] | None:
        joined, best = "", None
        for index in range(at, len(tokens)):
            token = tokens[index]
            joined += token.key if exact else bare(token.key)
            if joined not in known.starts or (token.kind != "word" and token.text != ","):
                break
            if token.key and joined in known.entries:
                best = (index + 1, known.entries[joined])
        return best

    def begins_name(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word that heads names stands at a token ("Công ty", "Ban")."""
        return self._longest(tokens, at, self.heads) is not None

    def place(self, tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
        """Words for a place at a token ("tỉnh", "các xã, phường"): index behind them and their spelling."""
        found = self._longest(tokens, at, self.places)
        lists = [
            (hit.end, hit.name)
            for group in self.groups
            if group.place
            for start in [self._behind_prefix(tokens, at, group)]
            if start is not None
            for hit in self._listed(tokens, start, group)
        ]
        plain = [] if found is None else [(found[0], " ".join(token.text for token in tokens[at : found[0]]))]
        return max(lists + plain, default=None)


def compact(name: str) -> str:
    """Join the keys of a name's words: what spellings of one name have in common (silent words stay)."""
    return "".join(token.key for token in tokens_of(name))
