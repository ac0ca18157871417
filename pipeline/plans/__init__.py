"""Stage 3: document and tables become a plan as its office meant it.

`read` takes a `Document` and its `Table`s and gives the `Plan` (preamble, columns, rows with their
trail, target sentences of the body) with a finding for everything that was repaired or set aside.
"""

from collections.abc import Sequence
from itertools import chain

from pipeline.catalogue.headings import Headings, load_headings
from pipeline.language.messages import finding
from pipeline.model import Document, Finding, Plan, Quote, Table
from pipeline.plans.body import read_goals, read_statements
from pipeline.plans.columns import Reading, read_tables, unread_columns
from pipeline.plans.paragraphs import read_lines
from pipeline.plans.periods import period_findings, settle_roles
from pipeline.plans.preamble import read_citations, read_preamble
from pipeline.plans.rows import TableRows, read_rows


def read(document: Document, tables: Sequence[Table]) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan that a document holds; a document without one gives a plan without rows and statements."""
    headings = load_headings()
    readings = read_tables(tables, headings)
    lines, joins = read_lines(document.paragraphs)
    stated = chain.from_iterable(reading.columns for reading in readings if reading.is_indicator_table)
    preamble = read_preamble(document, lines, stated, headings)
    readings = [settle_roles(reading, preamble, headings) for reading in readings]
    found = _rows(readings, headings)
    columns = tuple(
        (reading.table.number, reading.columns) for reading in readings if reading.is_indicator_table
    )
    doubts = period_findings(readings, preamble.period)
    plan = Plan(
        document=document,
        number=preamble.number,
        date=preamble.date,
        type=preamble.type,
        title=preamble.title,
        issuer=preamble.issuer,
        area_name="",
        area_level="",
        period=preamble.period,
        rows=tuple(found.rows),
        statements=read_statements(lines, headings),
        headings=(*read_goals(lines, headings), *found.headings),
        columns=columns,
        citations=read_citations(document.paragraphs),
        ignored=tuple(found.ignored),
        tables=tuple(tables),
        verdicts=tuple((reading.table.number, reading.reason) for reading in readings),
    )
    unread = chain.from_iterable(unread_columns(reading, headings) for reading in readings)
    return plan, (*joins, *found.findings, *doubts, *unread, *_skipped(readings))


def _rows(readings: Sequence[Reading], headings: Headings) -> TableRows:
    found = TableRows()
    for reading in readings:
        if reading.is_indicator_table:
            rows = read_rows(reading, headings, before=len(found.rows))
            found.rows.extend(rows.rows)
            found.headings.extend(rows.headings)
            found.ignored.extend((*reading.table.ignored, *rows.ignored))
            found.findings.extend(rows.findings)
    return found


def _skipped(readings: Sequence[Reading]) -> list[Finding]:
    """One note for every table that was not read as an indicator table."""
    return [
        finding(f"table_skipped.{reading.reason}", Quote(cell.place, cell.text), table=reading.table.number)
        for reading in readings
        if not reading.is_indicator_table
        and (cell := next((c for row in reading.table.rows for c in row if c and c.text.strip()), None))
    ]
