"""Figures of one document: read with the decimal mark that the document itself uses.

Takes the texts of a plan once and gives a `Reader`; the reader gives the quantities of cells and
sentences.  A figure that a line end has cut inside a narrow cell is joined and marked as doubtful.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.language.amounts import DecimalMark
from pipeline.language.numbers import find_values, read_value
from pipeline.language.text import one_line
from pipeline.language.units import Units
from pipeline.model import Plan, Quantity

_COMMA_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3},\d{1,2}(?![\d.,])")
_POINT_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3}\.\d{1,2}(?![\d.,])")
_CUT_FIGURE = re.compile(r"(?<=[\d.,])\s*\n\s*(?=[\d.,])")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads figures with the units in use; `decimal` is the document's mark, empty for both or none."""

    units: Units
    decimal: DecimalMark = ""

    def cell(self, text: str, unit: str) -> tuple[Quantity, ...]:
        """The quantities of a value cell; `unit` is what its unit column or header says."""
        found = read_value(text, unit, self.units, self.decimal)
        if any(quantity.kind != "unparsed" for quantity in found) or not _CUT_FIGURE.search(text):
            return found
        whole = read_value(_CUT_FIGURE.sub("", text), unit, self.units, self.decimal)
        return tuple(replace(quantity, raw=one_line(text), start=0, doubtful=True) for quantity in whole)

    def sentence(self, text: str) -> tuple[Quantity, ...]:
        """The quantities stated in running text or in a label, in order."""
        return find_values(text, self.units, self.decimal)

    def unit_in_brackets(self, label: str) -> str:
        """The unit that a label carries in brackets: ``Tỷ lệ hộ nghèo (%)``; empty when there is none."""
        return next((match[1] for match in _IN_BRACKETS.finditer(label) if self.units.find(match[1])), "")


def reader_for(plan: Plan, units: Units) -> Reader:
    """The reader of one plan: its decimal mark is told by all its values and target sentences."""
    texts = [entry.cell.text for row in plan.rows for entry in row.entries]
    return Reader(units, _decimal_mark([*texts, *(statement.text for statement in plan.statements)]))


def _decimal_mark(texts: Iterable[str]) -> DecimalMark:
    all_text = " | ".join(texts)
    comma, point = bool(_COMMA_DECIMAL.search(all_text)), bool(_POINT_DECIMAL.search(all_text))
    if comma == point:
        return ""
    return "," if comma else "."
