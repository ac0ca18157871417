"""Values that were recognised from a scan with doubt go to a person.

Takes the plan and its lines; gives the lines with the doubt `low_confidence` on every value whose own print
is unsure: its cell, the label or sentence that it stands in, its unit, or the year above its column.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.model import Cell, Plan
from pipeline.normalizer.lines import Line
from pipeline.normalizer.observe import Subject, Value

LOW_CONFIDENCE = 0.80
"""Below this (0–1) a recognised figure is not trusted: it caught every wrong value measured on scans of the
seed tables, and sent one value in seven to a person."""

DOUBT = "low_confidence"


def doubted(plan: Plan, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with the doubt on values that were read unsurely."""
    cells = (cell for table in plan.tables for cell in table.heading_cells)
    headings = tuple(_squash(cell.text) for cell in cells if _is_unsure_heading(cell))
    for line in lines:
        values = tuple(_doubted(line.subject, value, headings) for value in line.values)
        yield line if values == line.values else replace(line, values=values)


def _doubted(subject: Subject, value: Value, headings: tuple[str, ...]) -> Value:
    low = (
        any(_unsure(_cells(subject, value)))
        or (value.source == "body" and _is_low(subject.confidence))
        or any(heading in _squash(value.header) for heading in headings)
    )
    return replace(value, doubts=(*value.doubts, DOUBT)) if low else value


def _cells(subject: Subject, value: Value) -> Iterator[Cell]:
    """The cells in which the value and its unit are printed."""
    if value.cell is not None:
        yield value.cell
    for cell in subject.cells:
        own = value.source == "appendix_label" and value.quantity.raw in cell.text
        if own or (value.unit_raw and cell.text == value.unit_raw):
            yield cell


def _unsure(cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if _is_low(cell.confidence)]


def _is_unsure_heading(cell: Cell) -> bool:
    """Whether a heading with a year was read unsurely: every word of it tells what its column holds."""
    disputed = len({_squash(reading) for reading in cell.readings}) > 1
    return any(sign.isdigit() for sign in cell.text) and (disputed or _is_low(cell.confidence))


def _is_low(confidence: float | None) -> bool:
    return confidence is not None and confidence < LOW_CONFIDENCE


def _squash(text: str) -> str:
    return " ".join(text.split())
