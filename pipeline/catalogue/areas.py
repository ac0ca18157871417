"""The register of areas: official codes with the dates between which they were valid.

Takes `data/areas.csv` (made by `scripts/make_areas.py`) and gives `Areas`: search by name, by code, the areas
above one, the count of those below.  A code alone names no area: 15 was Yên Bái and is Lào Cai since 1 July
2025.  A search that two areas satisfy finds nothing.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from pipeline.language.data import parse_yaml
from pipeline.language.text import key

DATA = files("pipeline.catalogue") / "data"

LONGEST_KIND = 3
"""Words of the longest word before a name in the data."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area between two ISO dates, both included; an empty date is not known or not there.

    `name` is without the word before it, which is `kind` ("Kon Tum", "tỉnh"); `parent` is the code of the
    area above.  `gone_by` is set where the end is not known: the area had ended by then at the latest.
    `successors` are the codes of the areas that hold its territory now.
    """

    code: str
    name: str
    kind: str
    level: str
    parent: str
    valid_from: str = ""
    valid_until: str = ""
    gone_by: str = ""
    successors: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name with the word before it: ``tỉnh Kon Tum``."""
        return f"{self.kind} {self.name}".strip()

    def valid_between(self, first: str, last: str) -> bool:
        """Whether it existed on any day from `first` to `last`; empty dates are open."""
        end = self.valid_until or self.gone_by
        return (not last or self.valid_from <= last) and (not first or not end or first <= end)


@dataclass(frozen=True, slots=True)
class Words:
    """The words around names, by their keys; see the head of the data file for each.

    `kinds` gives the full word of a kind, `levels` what it can mean, `aliases` go by `spelling`.
    """

    kinds: Mapping[str, str]
    dotted_kinds: Mapping[str, str]
    levels: Mapping[str, tuple[str, ...]]
    not_names: frozenset[str]
    after_name: frozenset[str]
    nation: tuple[str, ...]
    nation_name: str
    spellings: Mapping[str, str]
    aliases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas by the rough form of their names and by code."""

    by_name: Mapping[str, tuple[Area, ...]]
    by_code: Mapping[str, tuple[Area, ...]]
    words: Words

    def search(self, name: str, level: str = "", date: str = "", parent: str = "") -> tuple[Area, ...]:
        """List every area that a name can mean, in the order of the register.

        `name` with or without the word before it ("Kon Tum", "tỉnh Kon Tum"); `date` is ISO, also incomplete
        ("2024"); `parent` is the code of an area above, at any distance.  Empty means: any.
        """
        kind, bare_name = split_kind(name, self.words)
        wanted = spelling(bare_name, self.words)
        wanted = self.words.aliases.get(wanted, wanted)
        first, last = span(date)
        return tuple(
            area
            for area in self.by_name.get(rough(wanted), ())
            if spelling(area.name, self.words) == wanted
            and (not level or area.level == level)
            and (not kind or area.kind == kind)
            and area.valid_between(first, last)
            and (not parent or self._below(area, parent, date))
        )

    def find(self, name: str, level: str = "", date: str = "", parent: str = "") -> Area | None:
        """Give the one area that a name means, see `search`; None when there is none or more than one.

        Entries of one code and one parent count as one area: the one valid on the first day of the date.
        """
        found = self.search(name, level, date, parent)
        if len({(area.code, area.level, area.parent) for area in found}) != 1:
            return None
        first = span(date)[0]
        return next((area for area in found if area.valid_between(first, first)), found[0])

    def at(self, code: str, date: str) -> Area | None:
        """Give the area that a code names on a date; None when there is none, or two of different names."""
        first, last = span(date)
        found = [area for area in self.by_code.get(code, ()) if area.valid_between(first, last)]
        sure = [area for area in found if not area.gone_by] or found
        day = [area for area in sure if area.valid_between(first, first)]
        return day[0] if len(day) == 1 else sure[0] if len(sure) == 1 else None

    def chain(self, code: str, date: str) -> tuple[Area, ...]:
        """Give the area of a code and those above it up to the nation; empty for an unknown code."""
        area = self.at(code, date)
        return (area, *self._above(area, date)) if area else ()

    def _above(self, area: Area, date: str) -> tuple[Area, ...]:
        above = self.at(area.parent, date) if area.parent else None
        return (above, *self._above(above, date)) if above else ()

    def _below(self, area: Area, code: str, date: str) -> bool:
        return area.parent == code or any(above.code == code for above in self._above(area, date))

    def count_of(self, area_name: str, area_level: str, level: str, date: str) -> int | None:
        """Count the areas of a level that lie below an area on a date; None when the register cannot tell.

        It cannot where the area is not known, and where the date of a change below it is not known.
        """
        area = self.find(area_name, area_level, date)
        if area is None or not date:
            return None
        first, last = span(date)
        below = [
            entry
            for entries in self.by_code.values()
            for entry in entries
            if entry.level == level
            and entry.valid_between(first, last)
            and self._below(entry, area.code, date)
        ]
        sure = {entry.code for entry in below if not entry.gone_by}
        return len(sure) if sure and sure == {entry.code for entry in below} else None


def span(date: str) -> tuple[str, str]:
    """Give the first and the last day of an ISO date that may be incomplete; empty for an empty date.

    >>> span("2025-03-24"), span("2024-05"), span("2024"), span("")
    (('2025-03-24', '2025-03-24'), ('2024-05-01', '2024-05-31'), ('2024-01-01', '2024-12-31'), ('', ''))
    """
    return (date + "2024-01-01"[len(date) :], date + "2024-12-31"[len(date) :]) if date else ("", "")


def rough(text: str) -> str:
    """Keep letters and digits without marks, in lower case: what names are filed under (not exact)."""
    plain = unicodedata.normalize("NFD", _without_zeros(text).lower().replace("đ", "d"))
    return "".join(sign for sign in plain if sign.isalnum()).replace("y", "i")


def spelling(name: str, words: Words) -> str:
    """Give the form that all spellings of a name share: Đăk and Đắk, "Phường 01", hyphens, quotes, blanks."""
    joined = "".join(re.findall(r"\w+", key(_without_zeros(name))))
    for part, form in words.spellings.items():
        joined = joined.replace(part, form)
    return joined


def _without_zeros(name: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", name)


def split_kind(text: str, words: Words) -> tuple[str, str]:
    """Split the word before a name off: ``("thành phố", "Kon Tum")`` for "TP. Kon Tum", in full.

    The kind is empty where the text begins with none, or is nothing but one.
    """
    parts = text.replace(".", ". ").split()
    for length in range(min(len(parts) - 1, LONGEST_KIND), 0, -1):
        kind = kind_of(" ".join(parts[:length]), words)
        if kind:
            return kind, " ".join(parts[length:])
    return "", " ".join(parts)


def kind_of(text: str, words: Words) -> str:
    """Give the kind that a text is, in full; empty when it is none."""
    word = key(text)
    dotted = words.dotted_kinds.get(word, "") if text.endswith(".") else ""
    return words.kinds.get(word, dotted)


@lru_cache(maxsize=1)
def load_area_words() -> Words:
    """Read the packaged words around names."""
    data = parse_yaml((DATA / "area_words.yaml").read_text(encoding="utf-8"))
    bare_words = Words({}, {}, {}, frozenset(), frozenset(), (), "", data["spellings"], {})
    return replace(
        bare_words,
        kinds={key(kind): kind for kind in data["kinds"]}
        | {key(word): kind for word, kind in data["short_kinds"].items()},
        dotted_kinds=data["dotted_kinds"],
        levels={kind: tuple(levels) for kind, levels in data["kinds"].items()},
        not_names=frozenset(map(key, data["not_names"])),
        after_name=frozenset(map(key, data["after_name"])),
        nation=tuple(map(key, data["nation"])),
        nation_name=data["nation_name"],
        aliases={
            spelling(name, bare_words): spelling(of, bare_words) for name, of in data["aliases"].items()
        },
    )


@lru_cache(maxsize=1)
def load_areas() -> Areas:
    """Read the packaged register (about 15,000 entries)."""
    lines = (DATA / "areas.csv").read_text(encoding="utf-8").splitlines()
    return areas_from([_area(line) for line in csv.DictReader(lines)], load_area_words())


def areas_from(entries: Iterable[Area], words: Words) -> Areas:
    """Make a register of entries."""
    by_name: dict[str, list[Area]] = {}
    by_code: dict[str, list[Area]] = {}
    for area in entries:
        by_name.setdefault(rough(area.name), []).append(area)
        by_code.setdefault(area.code, []).append(area)
    return Areas(_fixed(by_name), _fixed(by_code), words)


def _fixed(lists: Mapping[str, Sequence[Area]]) -> dict[str, tuple[Area, ...]]:
    return {name: tuple(found) for name, found in lists.items()}


def _area(line: Mapping[str, str]) -> Area:
    return Area(**{**line, "successors": tuple(line["successors"].split())})  # type: ignore[arg-type]
