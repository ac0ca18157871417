"""Corrections of single values: the typed value is read first, and only what reads in one way is kept.

Takes what a person typed and the value that it is about; gives a `Line` for the file of rulings with the
reading for people, or raises `Unclear` with the sentence that says why nothing is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.catalogue.decisions import CONFIRM, UNDO, Line
from pipeline.language.amounts import DecimalMark
from pipeline.language.numbers import read_value
from pipeline.language.text import clean, key
from pipeline.language.units import Units
from pipeline.model import COMPARATOR_SIGNS, Quantity
from pipeline.server.document.view import Value
from pipeline.server.rulings import flat
from pipeline.writers.codes import FREQUENCY, word_of
from pipeline.writers.report.words import Lang, figure, unit_name

MARKS: tuple[DecimalMark, ...] = ("", ",", ".")
"""A typed value has to read the same whatever decimal mark the document itself uses."""

AMOUNTS = frozenset({"level", "change", "fraction", "baseline"})
"""Kinds of quantities that are numbers."""

LONGEST_VALUE, LONGEST_NOTE = 200, 2000
"""Characters that may be typed."""

Choice = Literal["value", "confirm", "undo"]


class Typed(BaseModel):
    """What the page sends: the value ruled on, the version of it that was seen, the ruling and its reason."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    observation: str = Field(max_length=64)
    version: str = Field(max_length=64)
    ruling: Choice
    text: str = Field("", max_length=LONGEST_VALUE)
    note: str = Field("", max_length=LONGEST_NOTE)


class Unclear(Exception):
    """Nothing is kept; `name` is a sentence of ``server.document``, `values` fill it in."""

    def __init__(self, name: str, **values: str) -> None:
        super().__init__(name)
        self.name = name
        self.values = values


@dataclass(frozen=True, slots=True)
class Reading:
    """How a value is read, for a person to check: in digits, with its unit, in one language."""

    quantity: Quantity
    units: Units

    def told(self, lang: Lang) -> str:
        """``≥ 60 %``, ``55 % (11/20)``, ``2 tin, bài, hằng tháng``."""
        found = self.quantity
        amounts = [amount for amount in (found.amount, found.high) if amount is not None]
        number = " – ".join(figure(amount).of(lang) for amount in amounts)
        unit = unit_name(found.unit, self.units).of(lang) if found.unit else found.unit_raw
        parts = (COMPARATOR_SIGNS[found.comparator] + number, unit, _share(found, lang))
        return ", ".join(filter(None, (" ".join(filter(None, parts)), _rhythm(found, lang))))


def _share(found: Quantity, lang: Lang) -> str:
    if found.count is None or found.of is None:
        return ""
    return f"({figure(found.count).of(lang)}/{figure(found.of).of(lang)})"


def _rhythm(found: Quantity, lang: Lang) -> str:
    """How often, in words; a change says it with its unit."""
    if found.kind == "change":
        return ""
    return word_of(FREQUENCY, found.frequency, lang)


def read(text: str, unit_column: str, units: Units) -> Reading:
    """The one quantity that a typed value says; raises `Unclear` for none, several, or two ways."""
    readings = [read_value(flat(text), unit_column, units, mark) for mark in MARKS]
    plain = readings[0]
    if any(one.kind not in AMOUNTS or _amount(one) is None for one in plain):
        raise Unclear("unreadable", typed=flat(text))
    if len(plain) != 1:
        raise Unclear("several", typed=flat(text))
    same = {(one.amount, one.high, one.count, one.of, one.comparator) for found in readings for one in found}
    if len(same) != 1 or any(one.doubtful for found in readings for one in found):
        raise Unclear("two_ways", typed=flat(text))
    return Reading(plain[0], units)


def _amount(found: Quantity) -> Decimal | None:
    return found.count if found.kind == "fraction" else found.amount


def about(value: Value) -> Line:
    """The line of a ruling on a value, without the ruling."""
    data = value.data
    return Line(
        subject="value",
        wording=data["label_raw"] or data["label"],
        document=data["document_id"],
        place=value.place.spot,
        printed=data["value_raw"],
    )


def standing(line: Line, history: Sequence[Line]) -> Line | None:
    """The last ruling on a value, None when there is none or it was taken back.

    `history` are the lines on its place and print, oldest first: on a page without rows several values may
    share both, and only their labels tell them apart.
    """
    label = key(clean(line.wording))
    own = [one for one in history if key(clean(one.wording)) in ("", label)]
    return own[-1] if own and own[-1].ruling != UNDO else None


def line_of(typed: Typed, value: Value, units: Units) -> Line:
    """The line that a form makes; raises `Unclear` for an unreadable value or a missing reason."""
    line = about(value)
    if typed.ruling == "undo":
        return replace(line, ruling=UNDO, note=typed.note)
    if typed.ruling == "confirm":
        return replace(line, ruling=CONFIRM, note=typed.note)
    if not typed.text:
        raise Unclear("no_value")
    read(typed.text, value.data["unit_raw"], units)
    if not typed.note:
        raise Unclear("no_reason")
    return replace(line, ruling=flat(typed.text), note=flat(typed.note))
