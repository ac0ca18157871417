"""Value columns whose header leaves the year, the role or the part of the population open.

Takes the column readings and the period of the plan; gives the readings with doubtful columns marked, and a
finding for each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.catalogue.headings import Headings, has_any
from pipeline.language.messages import finding
from pipeline.language.periods import HEADER_JOIN, find_periods
from pipeline.language.text import clean, key
from pipeline.model import Column, Finding, Period, Quote
from pipeline.plans.columns import HEADER_ABOVE, OPEN_ROLE, Reading, cells_below
from pipeline.plans.preamble import Preamble

PART_UNCLEAR = "column_part_unclear"
"""The doubt of values below a header that narrows them to something unknown (an area, a group of people)."""

PERIOD_UNCLEAR = "column_period_unclear"
"""The doubt of targets without a year in a table whose title names other years than the plan's."""

FUTURE = "result_in_future"
"""The doubt of results for a year after the document was signed."""

DOUBTS = (HEADER_ABOVE, FUTURE, OPEN_ROLE, PERIOD_UNCLEAR, PART_UNCLEAR)

TITLE_LINES = 3
"""So many paragraphs above a table may be its title."""

LONGEST_TITLE = 200
"""Characters of a title; longer paragraphs are prose."""


def settle_roles(reading: Reading, preamble: Preamble, headings: Headings) -> Reading:
    """The reading with a doubt at every value column whose header does not say enough.

    A year alone is a target only where the document states that it plans that year; a year before is a
    result, to be confirmed.
    """
    plan = preamble.period
    titles = (preamble.type, preamble.title, *(clean(caption.text) for caption in reading.table.captions))
    planned = None if any(headings.reports(title) for title in titles) else preamble.planned
    columns = [_settled(column, planned) for column in reading.columns]
    titled = _titled(reading, headings)
    columns = [_in_future(column, preamble.date) for column in columns]
    columns = [_of_title(column, titled, plan) for column in columns]
    columns = [_with_part(column, headings) for column in columns]
    sure = [_says(column, plan) for column in columns if column.kind == "value" and not column.doubts]
    return replace(
        reading,
        columns=tuple(
            replace(column, doubts=(PART_UNCLEAR,))
            if column.kind == "value" and not column.doubts and sure.count(_says(column, plan)) > 1
            else column
            for column in columns
        ),
    )


def _says(column: Column, plan: Period | None) -> tuple[str, Period | None, str]:
    """What a header says of its values; two columns that say the same cannot both be all."""
    period = plan if column.period is None and column.role == "target" else column.period
    return column.role, period, column.unit


def _with_part(column: Column, headings: Headings) -> Column:
    """A header with words that nothing explains may be for a part, or for another area."""
    if column.kind != "value" or all(map(headings.explains, column.header.split(HEADER_JOIN))):
        return column
    return replace(column, doubts=(*column.doubts, PART_UNCLEAR))


def _settled(column: Column, planned: Period | None) -> Column:
    if OPEN_ROLE not in column.doubts or column.period is None or planned is None:
        return column
    if column.period.end < planned.start:
        return replace(column, role="result")
    return replace(column, doubts=tuple(doubt for doubt in column.doubts if doubt != OPEN_ROLE))


def _in_future(column: Column, date: str) -> Column:
    """Nobody reports what was reached in a year that had not begun."""
    signed = int(date[:4]) if date[:4].isdecimal() else None
    later = signed is not None and column.period is not None and column.period.start > signed
    reports = column.kind == "value" and column.role in ("result", "baseline")
    return replace(column, doubts=(*column.doubts, FUTURE)) if later and reports else column


def _titled(reading: Reading, headings: Headings) -> set[Period]:
    """The periods in the title of a table: the nearest line above it that names one, references aside."""
    titles = [clean(caption.text) for caption in reversed(reading.table.captions[-TITLE_LINES:])]
    named = (
        {period for period, _, _ in find_periods(title)}
        for title in titles
        if len(title) <= LONGEST_TITLE and not has_any(key(title), headings.preamble.attached)
    )
    return next(filter(None, named), set())


def _of_title(column: Column, titled: set[Period], plan: Period | None) -> Column:
    """A target column without a year is for the plan's years only if no title says otherwise."""
    undated = column.kind == "value" and column.role == "target" and column.period is None
    other = bool(titled) and plan not in titled
    return replace(column, doubts=(*column.doubts, PERIOD_UNCLEAR)) if undated and other else column


def period_findings(readings: Sequence[Reading], plan: Period | None) -> Iterator[Finding]:
    """One finding for every filled value column whose header names no year, or a year without a role."""
    for reading in readings:
        for column in reading.of_kind("value") if reading.is_indicator_table else ():
            name = _name(column, plan)
            if name and cells_below(reading.table, column):
                yield finding(name, _quote(reading, column), header=column.header, plan=str(plan or ""))


def _name(column: Column, plan: Period | None) -> str:
    doubt = next((doubt for doubt in DOUBTS if doubt in column.doubts), "")
    if doubt:
        return doubt
    if column.period is not None:
        return ""
    return "period_from_plan" if column.role == "target" and plan is not None else "period_missing"


def _quote(reading: Reading, column: Column) -> Quote | None:
    """The header cell of a column, without one its first value."""
    last = column.header.split(HEADER_JOIN)[-1]
    named = (cell for cell in reading.table.heading_cells if clean(cell.text) == last)
    cells = chain(named, cells_below(reading.table, column) if HEADER_ABOVE in column.doubts else ())
    return next((Quote(cell.place, cell.text) for cell in cells), None)
