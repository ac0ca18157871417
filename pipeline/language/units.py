"""Units as data: what a printed unit is called here, its titles, its UCUM code, the base of a rate.

Takes the words of a unit as printed ("%", "bé trai/100 bé gái") and gives the id ("percent",
"boys_per_100_girls"), or an empty string where the words do not decide it.  `UNITS` are the units that plans
of every kind use; a catalogue adds its own with `Units.extended`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipeline.language.data import load, longest_first
from pipeline.language.text import even, one_line

_NUMBERS = load("numbers")
MULTIPLIERS: dict[str, int] = {even(word): factor for word, factor in _NUMBERS["multipliers"].items()}

SCALES = {"permille": 1000, "per_ten_thousand": 10_000}
"""Signs that say the same as a rate on this base: 9‰ is 9 per 1,000."""


@dataclass(frozen=True)
class Unit:
    """One unit.  `base` is the 1000 of a rate (None: no rate), `nouns` what the base counts.

    `counted` lists what a rate may count; when it is not empty one of its words must be printed, an empty
    word among them allows none.  `frequency` names the unit that this one becomes with a period behind it.
    """

    id: str
    vi: str = ""
    en: str = ""
    ucum: str = ""
    family: str = "count"
    spellings: tuple[str, ...] = ()
    base: int | None = None
    nouns: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    frequency: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Units:
    """A set of units by id.  Equal only to itself, so that grammars can be kept per set."""

    by_id: Mapping[str, Unit] = field(default_factory=dict)

    def __getitem__(self, unit_id: str) -> Unit:
        return self.by_id[unit_id]

    def __contains__(self, unit_id: str) -> bool:
        return unit_id in self.by_id

    @cached_property
    def by_words(self) -> dict[str, str]:
        """The id of each spelling (even form); a spelling of two units belongs to the one named last."""
        return {tidy(word): unit.id for unit in self.by_id.values() for word in unit.spellings}

    @cached_property
    def rates(self) -> tuple[Unit, ...]:
        """The units that have a base."""
        return tuple(unit for unit in self.by_id.values() if unit.base is not None)

    def find(self, words: str) -> str:
        r"""The id of a unit as printed in a unit column or behind a number; empty when nothing decides it.

        A base that a narrow column breaks is one figure.

        >>> UNITS.find("Tỷ lệ (%)"), UNITS.find("ca sinh/1.000 phụ nữ"), UNITS.find("/100.000")
        ('percent', 'per_1000_women', '')
        >>> UNITS.find("bé trai/10\n0 bé gái")
        'boys_per_100_girls'
        """
        folded = tidy(words)
        named = self.by_words.get(folded) or self._rate_of_words(folded) or self._without_multiplier(folded)
        whole = BROKEN.sub("", folded)
        return (
            named or (self._rate_of_words(whole) if whole != folded else "") or self._without_period(folded)
        )

    def rate(self, counted: str, base: int, noun: str) -> str:
        """The id of so many `counted` per `base` `noun`; a bare base decides nothing.

        >>> UNITS.rate("bé trai", 100, "bé gái"), UNITS.rate("", 100000, "trẻ")
        ('boys_per_100_girls', '')
        """
        for unit in self.rates:
            if (
                unit.base == base
                and _listed(noun, unit.nouns)
                and (not unit.counted or _listed(counted, unit.counted))
            ):
                return unit.id
        return ""

    def with_frequency(self, unit_id: str, frequency: str) -> str:
        """The id that a unit has with a period behind it ("lần" is another thing in "lần/năm")."""
        unit = self.by_id.get(unit_id)
        return dict(unit.frequency).get(frequency, unit_id) if unit else unit_id

    def extended(self, added: Iterable[Unit]) -> "Units":
        """These units and those of a catalogue; for an id that is known the new spellings are added.

        >>> "sao_ocop" in UNITS.extended([Unit("sao_ocop", spellings=("sao OCOP",))])
        True
        """
        units = dict(self.by_id)
        for unit in added:
            units[unit.id] = _merged(units[unit.id], unit) if unit.id in units else unit
        return Units(units)

    def _rate_of_words(self, folded: str) -> str:
        found = RATE.fullmatch(folded)
        if not found:
            return ""
        return self.rate(found.group("counted"), base_of(found.group("base")), found.group("noun"))

    def _without_multiplier(self, folded: str) -> str:
        found = MULTIPLIED.fullmatch(folded)
        return self.by_words.get(found.group("unit"), "") if found else ""

    def _without_period(self, folded: str) -> str:
        """The unit of words with a period behind them: ``tin, bài/quý``."""
        found = PER_PERIOD.fullmatch(folded)
        return (
            self.with_frequency(self.by_words.get(found["unit"], ""), PERIODS[found["period"]])
            if found
            else ""
        )


def tidy(words: str) -> str:
    """The words of a unit in the even form, without brackets around them and with single blanks."""
    return re.sub(r"\s*([/,])\s*", _mark, one_line(even(words)).strip("()[] .:;"))


def _mark(found: re.Match[str]) -> str:
    return "/" if found.group(1) == "/" else ", "


def base_of(words: str) -> int:
    """The number in a base as printed: ``1.000``, ``100 000``, ``vạn``."""
    digits = re.sub(r"\D", "", words)
    factor = next((size for word, size in MULTIPLIERS.items() if word in words), 1)
    return int(digits or 1) * factor


def _listed(words: str, listed: tuple[str, ...]) -> bool:
    return tidy(words) in {tidy(word) for word in listed}


def _merged(known: Unit, unit: Unit) -> Unit:
    return replace(
        known,
        spellings=(*known.spellings, *unit.spellings),
        nouns=(*known.nouns, *unit.nouns),
        counted=(*known.counted, *unit.counted) if known.counted else unit.counted,
    )


def _unit(unit_id: str, entry: Mapping[str, Any]) -> Unit:
    return Unit(
        id=unit_id,
        vi=entry.get("vi", ""),
        en=entry.get("en", ""),
        ucum=entry.get("ucum", ""),
        family=entry.get("family", "count"),
        spellings=tuple(entry.get("spellings") or ()),
        base=entry.get("base"),
        nouns=tuple(entry.get("nouns") or ()),
        counted=tuple(entry.get("counted") or ()),
        frequency=tuple((entry.get("frequency") or {}).items()),
    )


PERIODS: dict[str, str] = {
    even(word): name for name, words in load("periods")["frequencies"].items() for word in words
}
PER_PERIOD = re.compile(rf"(?P<unit>.+?)/(?:0?1 )?(?P<period>{'|'.join(map(re.escape, PERIODS))})")
_FACTORS = "|".join(map(re.escape, longest_first(MULTIPLIERS)))
MULTIPLIED = re.compile(rf"(?P<factor>{_FACTORS})\s*(?P<unit>.+)")
BROKEN = re.compile(r"(?<=\d) (?=\d)")
_ROUND = r"1(?:0{0,2}(?:[., ]000){1,2}|0{2,6})(?![.,]?\d)"
BASE = rf"(?:{_ROUND}|(?:(?:1|10|100)\s+)?(?:{_FACTORS})(?![^\W\d_]))"
OVER = rf"(?:/|(?<!\w)(?:{'|'.join(map(even, _NUMBERS['over']))}))"
RATE = re.compile(rf"(?P<counted>[^/\d]*?)\s*{OVER}\s*(?P<base>{BASE})\s*(?P<noun>.*)")

UNITS = Units({unit_id: _unit(unit_id, entry) for unit_id, entry in load("units").items()})
