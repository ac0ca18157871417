"""What the page of a document says of values, places and rulings, in one language.

Takes rows of the tables and lines of the file of rulings; gives sentences.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.catalogue.decisions import CONFIRM, Line
from pipeline.language.units import Units
from pipeline.model import COMPARATOR_SIGNS, Place
from pipeline.server.document import values as document_values
from pipeline.server.document.values import Unclear
from pipeline.server.views import words
from pipeline.writers import codes
from pipeline.writers.report.words import Lang, figure, spot, unit_name

TO_THE_MINUTE = len("2026-01-01 12:00")


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks one language; `units` are those of the catalogue in use."""

    units: Units
    lang: Lang

    def say(self, name: str, **values: object) -> str:
        """A sentence of ``server.document``."""
        return words(f"document.{name}", self.lang, **values)

    def spot(self, place: Place) -> str:
        """Where something is printed."""
        return spot(place).of(self.lang)

    def code(self, known: str, value: str) -> str:
        """A value of a closed list (`pipeline.writers.codes`) in words."""
        return codes.word_of(getattr(codes, known), value, self.lang)

    def read(self, data: dict[str, Any]) -> str:
        """A value as it was read: ``≥ 60 %``; empty when it has no number."""
        amounts = [_figure(data[name], self.lang) for name in ("value", "value_high")]
        number = " – ".join(amount for amount in amounts if amount)
        share = "/".join(_figure(data[name], self.lang) for name in ("numerator", "denominator"))
        unit = unit_name(data["unit"], self.units).of(self.lang) if data["unit"] else ""
        sign = COMPARATOR_SIGNS.get(data["comparator"] or "eq", "") if number else ""
        return " ".join(part for part in (sign + number, unit, f"({share})" if share != "/" else "") if part)

    def about(self, data: dict[str, Any]) -> str:
        """What a value is for: role, period, the heading of its column."""
        role = self.code("ROLE", data["role"])
        return ", ".join(part for part in (f"{role} {data['period']}".strip(), data["column_header"]) if part)

    def sure(self, confidence: float) -> str:
        """How sure the recognition of a value is, in percent."""
        return f"{round(confidence * 100)} %"

    def ruled(self, line: Line | None, unit_column: str) -> str:
        """What was ruled on a value, by whom, when and why; empty when nothing stands."""
        if line is None:
            return ""
        ruled = self.say("ruled_confirm")
        if line.ruling != CONFIRM:
            ruled = self.say("ruled_value", text=line.ruling, read=self._again(line.ruling, unit_column))
        by = self.say("ruled_by", who=line.who or "?", when=_moment(line))
        return " ".join(filter(None, (ruled, by, self.say("ruled_why", note=line.note) if line.note else "")))

    def _again(self, text: str, unit_column: str) -> str:
        """How the text of a ruling is read; a hand-edited file may hold what cannot be read."""
        try:
            return document_values.read(text, unit_column, self.units).told(self.lang)
        except Unclear as fault:
            return self.say(fault.name, **fault.values)

    def overtaken(self, line: Line) -> str:
        """That somebody ruled on the same value in between."""
        return self.say("overtaken", who=line.who or "?", when=_moment(line))


def _moment(line: Line) -> str:
    """Day and minute of a ruling."""
    return line.when.replace("T", " ")[:TO_THE_MINUTE]


def _figure(amount: float | None, lang: Lang) -> str:
    return figure(Decimal(repr(amount))).of(lang) if amount is not None else ""
