"""What table headers and section titles mean, from `data/headings.yaml`.

Takes header texts as printed and says which kind of column stands under them, which role its values have,
and whether a title opens the part of a body that states targets.  Knows words only, no document.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from pipeline.language.data import parse_yaml
from pipeline.language.periods import HEADER_JOIN, read_period
from pipeline.language.text import clean, key
from pipeline.language.units import UNITS
from pipeline.model import Period, Role

OPEN = "open"
"""What stands in the data instead of a role where header words name result and plan in one."""

LONGEST_TYPE = 60
"""Characters of the line that names a type; a line may have thousands."""

WRITTEN = ("bodies", "offices", "committees", "levels", "stamps")
"""Lists of words of letterheads that are kept as they are written inside a sentence."""

_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)")
_BARE_YEAR = re.compile(r"\(?((?:19|20)\d\d)\)?")
_YEAR_IN_FRONT = re.compile(r"((?:19|20)\d\d)[\s(:–-]+([^\W\d][^\d]*)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ROMAN = re.compile(r"[ivx]+")
_FOOTNOTE_OR_NUMBER = re.compile(r"[\s*¹²³⁴⁵⁶⁷⁸⁹⁰]*(\(\s*[\d*%=:/+x.-]+\s*\))?[\s*¹²³⁴⁵⁶⁷⁸⁹⁰]*$")


@dataclass(frozen=True, slots=True)
class Words:
    """Comparison keys of one heading kind: whole texts, beginnings, and words anywhere."""

    exact: frozenset[str]
    begins: tuple[str, ...]
    contains: tuple[str, ...]

    def fit(self, text: str) -> bool:
        """Whether a text, given as its comparison key, is of this kind."""
        return (
            text in self.exact
            or (text.startswith(self.begins) and any(f"{text} ".startswith(w + " ") for w in self.begins))
            or has_any(text, self.contains)
        )


@dataclass(frozen=True, slots=True)
class Preamble:
    """Words of letterheads and titles, as comparison keys.

    `types` (code to name), `issued_by` and the lists that `begins` looks through are as in a sentence.
    """

    types: dict[str, str]
    type_tails: tuple[str, ...]
    basis: tuple[str, ...]
    attached: tuple[str, ...]
    issued_by: str
    number: str
    bodies: tuple[str, ...]
    offices: tuple[str, ...]
    committees: tuple[str, ...]
    levels: tuple[str, ...]
    stamps: tuple[str, ...]
    until: tuple[str, ...]
    motto: tuple[str, ...]

    def begins(self, text: str, listed: Sequence[str]) -> str:
        """The entry of one of the lists that a text begins with; empty without one."""
        wording = f"{key(text)} "
        return next((word for word in listed if wording.startswith(f"{key(word)} ")), "")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the types."""
        return tuple(self.types.values())

    def type_named(self, text: str) -> str:
        """The type that a line names and nothing else: ``KẾ HOẠCH``, ``KẾ HOẠCH LIÊN NGÀNH``."""
        if len(text) > LONGEST_TYPE:
            return ""
        name = self.begins(text, self.names)
        rest = key(text)[len(key(name)) :].strip()
        return name if not rest or rest in self.type_tails else ""


@dataclass(frozen=True, slots=True)
class Headings:
    """All heading words.  `columns` and `roles` are in the order in which they are tried."""

    columns: tuple[tuple[str, Words], ...]
    roles: tuple[tuple[str, Words], ...]
    targets: tuple[str, ...]
    never: tuple[str, ...]
    elsewhere: tuple[str, ...]
    goal: tuple[str, ...]
    target: tuple[str, ...]
    parts: tuple[str, ...]
    reported: tuple[str, ...]
    appendix: tuple[str, ...]
    frames: tuple[str, ...]
    plain: tuple[str, ...]
    label: tuple[str, ...]
    divisions: tuple[str, ...]
    divided_by: tuple[str, ...]
    preamble: "Preamble"

    def kind(self, text: str) -> str:
        """The kind of column under one header text; empty when no word of it is known."""
        wording = header_key(text)
        if self._compares(wording):
            return "other"
        return next((kind for kind, words in self.columns if wording and words.fit(wording)), "")

    def _compares(self, wording: str) -> bool:
        """Whether a header divides one kind of value by another: ``TH/KH``, ``KH 2025/TH 2024``."""
        above, slash, below = wording.partition("/")
        roles = {self.role((part,)) for part in (above, below)} if slash else {None}
        return None not in roles and len(roles) > 1

    def explains(self, text: str) -> bool:
        """Whether every word of a value header is understood: role, period, unit in brackets, or plain words.

        What is left over may narrow the values (a group of people) or say that they are another's (the
        national target).
        """
        units = [words for words in _IN_BRACKETS.findall(text) if UNITS.find(words)]
        wording = header_key(text)
        if self.kind(text) in ("label", "unit") or any(key(unit) == wording for unit in units):
            return True
        for unit in units:
            wording = wording.replace(key(f"({unit})"), " ")
        left = _LETTERS.findall(_whole_words(self._explained).sub(" ", wording))
        return all(_ROMAN.fullmatch(word) for word in left)

    @property
    def _explained(self) -> tuple[str, ...]:
        roles = (word for _, words in self.roles for word in (*words.exact, *words.begins, *words.contains))
        return tuple(sorted({*roles, *self.plain}, key=len, reverse=True))

    def divides(self, text: str) -> bool:
        """Whether a heading names parts of the people and nothing else: ``Khu vực nông thôn``."""
        wording = key(clean(text))
        known = (*self.divisions, *self.divided_by, *self.parts, *self.plain)
        return has_any(wording, self.divisions) and not _LETTERS.search(_whole_words(known).sub(" ", wording))

    def reports(self, title: str) -> bool:
        """Whether a title announces what was reached rather than what is planned."""
        return has_any(key(clean(title)), self.reported)

    def is_frame(self, text: str) -> bool:
        """Whether a text opens a letterhead, an address or a signature."""
        wording = key(clean(text))
        return any(wording.startswith(words) for words in self.frames)

    def column_kind(self, path: Sequence[str]) -> str:
        """The kind of column under a whole header path; `value` where a role or a period is named.

        A label needs a path without a period: "Mục tiêu" is a label, "Mục tiêu 2026" a value column.
        """
        kinds = [kind for text in reversed(path) if (kind := self.kind(text))]
        certain = next((kind for kind in kinds if kind != "label"), "")
        if certain:
            return certain
        if any(header_period(text) for text in path):
            return "value"
        if kinds:
            return "label"
        return "value" if self._named_role(path) else ""

    def role(self, path: Sequence[str]) -> Role | None:
        """The role of the values under a header path, its last level first; None when no level says it."""
        role = self._named_role(path)
        return None if role in ("", OPEN) else cast(Role, role)

    def _named_role(self, path: Sequence[str]) -> str:
        """The role as it stands in the data: `OPEN` for words that leave it open, empty without any."""
        wordings = [key(text) for text in reversed(path)]
        found = (role for wording in wordings for role, words in self.roles if words.fit(wording))
        return next(found, "")


def header_period(text: str) -> Period | None:
    """The period that a header text names; a bare year counts here, though not in running text."""
    bare = _BARE_YEAR.fullmatch(_year_of(text))
    return Period(int(bare[1]), int(bare[1])) if bare else read_period(text)


def _year_of(text: str) -> str:
    """A header text, or the year alone in front of a role: ``2025 (ước)``."""
    wording = clean(text)
    year = _YEAR_IN_FRONT.fullmatch(wording)
    return year[1] if year and load_headings().role((year[2],)) else wording


def path_period(path: Sequence[str]) -> Period | None:
    """The period of a whole header path: the deepest level that names one, narrowed by a part below it.

    >>> str(path_period(("2025", "6 tháng đầu năm"))), path_period(("Kế hoạch",)) is None
    ('2025-H1', True)
    """
    return read_period(HEADER_JOIN.join(map(_year_of, path)))


def header_key(text: str) -> str:
    """Comparison key of a header without its footnote mark and column number: ``Ghi chú (6)`` → ``ghi chú``.

    >>> header_key("Đơn vị tính (2)") == header_key("ĐƠN VỊ TÍNH")
    True
    """
    return key(_FOOTNOTE_OR_NUMBER.sub("", clean(text)))


def has_any(text: str, words: Sequence[str]) -> bool:
    """Whether one of `words` stands in `text` as whole words; both are comparison keys."""
    return bool(words) and _whole_words(tuple(words)).search(text) is not None


@lru_cache(maxsize=64)
def _whole_words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


@lru_cache(maxsize=1)
def load_headings() -> Headings:
    """The packaged headings."""
    data = parse_yaml((files("pipeline.catalogue") / "data" / "headings.yaml").read_text("utf-8"))
    sections = data["sections"]
    preamble = data["preamble"]
    return Headings(
        preamble=Preamble(
            types=preamble["types"],
            issued_by=preamble["issued_by"],
            number=key(preamble["number"]),
            **{
                name: tuple(preamble[name])
                for name in ("bodies", "offices", "committees", "levels", "stamps")
            },
            **{name: _keys(preamble[name]) for name in ("basis", "attached", "motto", "type_tails", "until")},
        ),
        columns=tuple((kind, _words(entry)) for kind, entry in data["columns"].items()),
        roles=tuple((entry["role"], _words(entry)) for entry in data["roles"]),
        targets=_keys(sections["targets"]["contains"]),
        reported=_keys(sections["reports"]),
        frames=_keys(data["frames"]),
        plain=_keys(data["plain"]),
        label=_keys(data["label"]),
        divisions=_keys(data["divisions"]["names"]),
        divided_by=_keys(data["divisions"]["around"]),
        **{
            name: _keys(sections[name])
            for name in ("never", "elsewhere", "goal", "target", "parts", "appendix")
        },
    )


def _words(entry: Mapping[str, Any]) -> Words:
    return Words(
        exact=frozenset(_keys(entry.get("exact", ()))),
        begins=_keys(entry.get("begins", ())),
        contains=_keys(entry.get("contains", ())),
    )


def _keys(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(key(str(word)) for word in words)
