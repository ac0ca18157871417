"""Value columns whose header leaves the year or the role open.

Takes the column readings and the period of the plan; gives the readings with doubtful columns marked, and a
finding for each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.catalogue.headings import Headings
from pipeline.language.messages import finding
from pipeline.language.periods import HEADER_JOIN
from pipeline.language.text import clean
from pipeline.model import Column, Finding, Period, Quote
from pipeline.plans.columns import Reading, cells_below

OPEN_ROLE = "role_from_year"
"""The doubt of values below a header that names an earlier year and nothing else."""


def settle_roles(reading: Reading, plan: Period | None, headings: Headings) -> Reading:
    """A column that names only a year before the plan's can be no target: a result, to be confirmed."""
    return replace(
        reading, columns=tuple(_settled(column, plan, headings) for column in reading.columns)
    )


def _settled(column: Column, plan: Period | None, headings: Headings) -> Column:
    if column.kind != "value" or column.period is None or plan is None:
        return column
    if column.period.end >= plan.start or headings.role(column.header.split(HEADER_JOIN)) is not None:
        return column
    return replace(column, role="result", doubts=(OPEN_ROLE,))


def period_findings(readings: Sequence[Reading], plan: Period | None) -> Iterator[Finding]:
    """One finding for every filled value column whose header names no year, or a year without a role."""
    for reading in readings:
        for column in reading.of_kind("value") if reading.is_indicator_table else ():
            name = _name(column, plan)
            if name and cells_below(reading.table, column):
                yield finding(name, _quote(reading, column), header=column.header, plan=str(plan or ""))


def _name(column: Column, plan: Period | None) -> str:
    if OPEN_ROLE in column.doubts:
        return OPEN_ROLE
    if column.period is not None:
        return ""
    return "period_from_plan" if column.role == "target" and plan is not None else "period_missing"


def _quote(reading: Reading, column: Column) -> Quote | None:
    """The header cell of a column."""
    last = column.header.split(HEADER_JOIN)[-1]
    cells = (cell for cell in reading.table.heading_cells if clean(cell.text) == last)
    return next((Quote(cell.place, cell.text) for cell in cells), None)
