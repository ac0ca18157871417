"""What each column of a table holds, and whether the table states indicators at all.

Takes a `Table`, gives a `Reading`: one `Column` per table column and the verdict in words, for `inspect`.
Header words decide (`catalogue/headings`); the cells below them confirm.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.agency_text import parts_of
from pipeline.catalogue.headings import Headings, has_any, path_period
from pipeline.language.messages import finding
from pipeline.language.numbers import read_value
from pipeline.language.periods import HEADER_JOIN
from pipeline.language.text import clean, key
from pipeline.language.units import UNITS
from pipeline.model import Cell, Column, Finding, Quote, Table

LEAST_FIGURES = 0.3
"""Share of the filled value cells that must hold a figure before a table counts as an indicator table."""

LEAST_LABELS = 0.7
"""Share of the filled cells that must be words (or figures) before a column is one of labels (or values)."""

LEAST_WORDS = 3
"""Words of a label; numbers, units and short marks have fewer."""

LEAST_AGENCIES = 0.5
"""Share of the filled cells with a known agency from which a column names agencies."""

LEAST_UNITS = 0.5
"""Share of the filled cells below "Đơn vị" that must be units; otherwise the column names agencies."""

OPEN_ROLE = "role_from_year"
"""The doubt of values below a header that names a year and nothing else."""

HEADER_ABOVE = "header_above"
"""The doubt of values in a table without a header, which is read by that of the table above."""

_FIGURE = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CAPTION = re.compile(r"(?P<head>[^():]{2,20}):\s*(?P<unit>[^()]{1,30}?)\s*\)?\s*$")
_NUMBERED = re.compile(r"\s*(?:[IVXLC]+|\d+(?:\.\d+)*)\s*[.)/-]\s*(?=\D)")
_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The columns of one table.  `is_indicator_table` with the `reason` in one machine word."""

    table: Table
    columns: tuple[Column, ...]
    is_indicator_table: bool
    reason: str

    def of_kind(self, *kinds: str) -> tuple[Column, ...]:
        """The columns of the given kinds, from left to right."""
        return tuple(column for column in self.columns if column.kind in kinds)


def read_tables(tables: Sequence[Table], headings: Headings) -> list[Reading]:
    """The columns of all tables.

    A table without a header right below the title of a goal has the columns of the indicator table above it,
    if it has as many; its values wait for a person.
    """
    found: list[Reading] = []
    above: Table | None = None
    for table in tables:
        reading = read_columns(table, headings)
        if above and reading.reason == "no_header" and _is_below_a_goal(table, headings):
            reading = _read_by(above, table, headings) or reading
        if reading.is_indicator_table:
            above = reading.table
        found.append(reading)
    return found


def _is_below_a_goal(table: Table, headings: Headings) -> bool:
    title = next((text for caption in reversed(table.captions) if (text := clean(caption.text))), "")
    return any(key(_NUMBERED.sub("", title)).startswith(word) for word in headings.goal)


def _read_by(above: Table, table: Table, headings: Headings) -> Reading | None:
    """The table with the header of the one above; None when its first figures are none below that header."""
    if len(above.headers) != len(table.headers):
        return None
    reading = read_columns(replace(table, headers=above.headers), headings)
    values = reading.of_kind("value")
    tops = [cells[0].text for column in values if (cells := cells_below(table, column))]
    if not reading.is_indicator_table or not all(map(holds_figure, tops)):
        return None
    doubted = [
        replace(column, doubts=(HEADER_ABOVE, *column.doubts)) if column in values else column
        for column in reading.columns
    ]
    return replace(reading, columns=tuple(doubted))


def read_columns(table: Table, headings: Headings) -> Reading:
    """The columns of a table and whether it is an indicator table."""
    caption = _unit_of_caption(table, headings)
    columns = tuple(_column(index, path, headings, caption) for index, path in enumerate(table.headers))
    columns = _found_values(_found_labels(columns, table, headings), table, caption)
    columns = _settle_units(_settle_labels(columns), table)
    reason = _reason(table, columns)
    return Reading(table, columns, reason == "indicators", reason)


def cells_below(table: Table, column: Column) -> tuple[Cell, ...]:
    """The distinct filled cells of one column."""
    cells = {id(cell): cell for row in table.rows if (cell := row[column.index]) and cell.text.strip()}
    return tuple(cells.values())


def _column(index: int, path: Sequence[str], headings: Headings, caption: str) -> Column:
    header = HEADER_JOIN.join(path)
    kind = headings.column_kind(path) or "other"
    column = Column(index=index, kind=kind, header=header)  # type: ignore[arg-type]
    if kind != "value":
        return column
    role = headings.role(path)
    return replace(
        column,
        role=role or "target",
        period=path_period(path),
        unit=_unit_in(path) or caption,
        doubts=() if role else (OPEN_ROLE,),
    )


def _unit_in(path: Sequence[str]) -> str:
    """A unit that a header carries in brackets: ``Năm 2025 (%)``."""
    found = (match[1] for text in reversed(path) for match in _IN_BRACKETS.finditer(text))
    return next((words for words in found if UNITS.find(words)), "")


def _unit_of_caption(table: Table, headings: Headings) -> str:
    """The unit that a caption names for the whole table: ``ĐVT: Nghìn đồng``."""
    found = (_CAPTION.search(clean(caption.text)) for caption in reversed(table.captions))
    named = (match for match in found if match and headings.kind(match["head"]) == "unit")
    return next((match["unit"] for match in named if UNITS.find(match["unit"])), "")


def _found_labels(columns: tuple[Column, ...], table: Table, headings: Headings) -> tuple[Column, ...]:
    """Where no header names the labels: the columns of words, left of the figures if there are any."""
    if any(column.kind == "label" for column in columns):
        return columns
    wordy = [c for c in columns if _may_hold_labels(c, headings) and _holds_words(table, c)]
    first = next((c.index for c in columns if c.kind == "value" and c not in wordy), len(columns))
    found = [column for column in wordy if column.index < first] or wordy[:1]
    return tuple(Column(c.index, "label", c.header) if c in found else c for c in columns)


def _found_values(columns: tuple[Column, ...], table: Table, caption: str) -> tuple[Column, ...]:
    """A header of labels over figures, right of the labels, is that of the targets: "Nội dung | Chỉ tiêu"."""
    labels = [column for column in columns if column.kind == "label"]
    figures = [column for column in labels[1:] if _holds_figures(table, column)]
    return tuple(
        replace(c, kind="value", unit=_unit_in((c.header,)) or caption) if c in figures else c
        for c in columns
    )


def _holds_figures(table: Table, column: Column) -> bool:
    cells = cells_below(table, column)
    figures = sum(holds_figure(cell.text) for cell in cells)
    return bool(cells) and figures >= LEAST_LABELS * len(cells)


def _may_hold_labels(column: Column, headings: Headings) -> bool:
    """Whether the header has a word for labels and no year: "Lĩnh vực/chỉ tiêu"."""
    is_open = _is_unknown(column, headings) or (column.kind == "value" and column.period is None)
    return is_open and has_any(key(column.header), headings.label)


def _holds_words(table: Table, column: Column) -> bool:
    cells = cells_below(table, column)
    wordy = sum(len(_WORDS.findall(cell.text)) >= LEAST_WORDS for cell in cells)
    return bool(cells) and wordy >= LEAST_LABELS * len(cells) and not hold_agencies(cells)


def hold_agencies(cells: Sequence[Cell]) -> bool:
    """Whether at least half of the cells name a known agency."""
    named = (any(part.agency_id for part in parts_of(clean(cell.text), load_agencies())) for cell in cells)
    return sum(named) >= LEAST_AGENCIES * len(cells)


def _settle_labels(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The last label column before the values holds the labels, those left of it hold groups."""
    first_value = next((column.index for column in columns if column.kind == "value"), len(columns))
    groups = [column for column in columns if column.kind == "label" and column.index < first_value][:-1]
    return tuple(replace(column, kind="group") if column in groups else column for column in columns)


def _settle_units(columns: tuple[Column, ...], table: Table) -> tuple[Column, ...]:
    """Decide by the cells below whether "Đơn vị" alone means the unit of measure or the agency."""
    return tuple(
        replace(column, kind="lead") if column.kind == "unit" and not _has_units(table, column) else column
        for column in columns
    )


def _has_units(table: Table, column: Column) -> bool:
    cells = cells_below(table, column)
    units = sum(bool(UNITS.find(clean(cell.text))) or len(cell.text.strip()) <= 8 for cell in cells)
    return units >= LEAST_UNITS * len(cells)


def holds_figure(text: str) -> bool:
    """Whether a value cell holds a figure that can be read; a sentence with a number in it does not count."""
    return bool(_FIGURE.search(text)) and any(value.kind != "unparsed" for value in read_value(text))


def unread_columns(reading: Reading, headings: Headings) -> Iterator[Finding]:
    """A finding for each column of figures or agencies below a header that no word is known of."""
    for column in reading.of_kind("other") if reading.is_indicator_table else ():
        cells = cells_below(reading.table, column)
        if not cells or not _is_unknown(column, headings):
            continue
        quote = Quote(cells[0].place, cells[0].text)
        if sum(holds_figure(cell.text) for cell in cells) >= LEAST_FIGURES * len(cells):
            yield finding("column_not_read", quote, header=column.header, count=len(cells))
        elif hold_agencies(cells):
            yield finding("column_not_read.agencies", quote, header=column.header, count=len(cells))


def _is_unknown(column: Column, headings: Headings) -> bool:
    return not headings.column_kind(column.header.split(HEADER_JOIN))


def _mixes_halves(columns: Sequence[Column]) -> bool:
    """Whether values, labels and values again follow each other: a value could belong to either label."""
    order = "".join(column.kind[0] for column in columns if column.kind in ("label", "value"))
    return bool(re.search("lv+l+v", order))


def _reason(table: Table, columns: Sequence[Column]) -> str:
    kinds = {column.kind for column in columns}
    if not any(table.headers):
        return "no_header"
    if "label" not in kinds:
        return "no_label_column"
    if "value" not in kinds:
        return "no_value_column"
    if _mixes_halves(columns):
        return "halves_unclear"
    cells = [cell for column in columns if column.kind == "value" for cell in cells_below(table, column)]
    figures = sum(holds_figure(cell.text) for cell in cells)
    if not cells:
        return "no_values"
    return "indicators" if figures >= LEAST_FIGURES * len(cells) else "values_are_no_figures"
