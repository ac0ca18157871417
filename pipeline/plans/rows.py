"""The rows of an indicator table as the office meant them.

Takes a `columns.Reading`, gives `PlanRow`s with their trail (goal, group such as "Cấp tỉnh"), the value row
they are a part of, their unit, value cells and agencies; the headings; and the cells set aside.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.catalogue.headings import Headings
from pipeline.language.messages import finding
from pipeline.language.text import clean, key
from pipeline.model import AgencyText, Cell, Entry, Finding, Heading, PlanRow, Quote
from pipeline.plans.agencies import is_ditto, spread_agencies
from pipeline.plans.columns import Reading, hold_agencies, holds_figure

_WHOLE = re.compile(r"(\d{1,2}|[IVXLC]{1,6}|[A-Z])[.)]?")
_BARE_FIGURE = re.compile(r"[<>≤≥=~\s]*\d[\d.,]*\s*[%‰]?")
_LEADING_NUMBER = re.compile(r"([IVXLC]{1,6}|\d{1,2})\s*[.)]\s+")

DISPLACED = "row_displaced"
"""The doubt of values in a row with a cell too many or one too few."""


@dataclass(slots=True)
class TableRows:
    """What a table gave: grows row by row."""

    rows: list[PlanRow] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ignored: list[tuple[Cell, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """One table row taken apart by column kinds; merged cells count for their first column only."""

    number: Cell | None
    group: Cell | None
    label: Cell | None
    unit: Cell | None
    entries: tuple[Entry, ...]
    others: tuple[Cell, ...]
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class _Trail:
    """The headings above the row at hand, and the value row that groups are parts of."""

    goal: Heading | None = None
    groups: list[Heading] = field(default_factory=list)
    top: int | None = None
    numbered: int | None = None
    group_text: Cell | None = None

    @property
    def headings(self) -> tuple[Heading, ...]:
        return (*((self.goal,) if self.goal else ()), *self.groups)


def read_rows(reading: Reading, headings: Headings, before: int) -> TableRows:
    """All rows of one indicator table; `before` is the number of plan rows that other tables gave already."""
    found = TableRows()
    trail = _Trail()
    lines = _lines(reading)
    blank = _blank_rows(lines)
    goals: list[int] = []
    values: dict[int, tuple[_Line, tuple[Heading, ...], int | None]] = {}
    for position, line in enumerate(lines):
        heading = _heading(line, headings, trail) if position not in blank else None
        if heading is not None:
            goals.extend([position] * (heading.kind == "goal"))
            _descend(trail, heading)
            found.headings.append(heading)
        elif line.label is not None:
            _leave_groups(trail, line, headings)
            values[position] = (line, trail.headings, _parent(trail, line))
            _remember(trail, line, before + len(values) - 1)
        found.ignored.extend((cell, "column_not_read") for cell in line.others)
        if heading is not None:
            found.ignored.extend((cell, "row_without_values") for cell in _agency_cells(reading, position))
        if heading is None and line.label is None:
            _set_aside(found, line)
    found.findings.extend(_blank(label) for at in blank if (label := lines[at].label))
    agencies = _agencies(reading, goals, tuple(values), found)
    unit, uneven = "", _uneven_rows(reading)
    for position, (line, above, parent) in values.items():
        printed = line.unit.text if line.unit else ""
        unit = unit if is_ditto(printed) else printed
        found.rows.append(
            _plan_row(reading, line, above, parent, unit, agencies.get(position, ()), position in uneven)
        )
    return found


def _lines(reading: Reading) -> list[_Line]:
    """Every table row by column kind; a number or unit cell that was already met above is not repeated."""
    lines: list[_Line] = []
    seen: set[int] = set()
    for row in reading.table.rows:
        lines.append(_line(reading, row, seen))
        seen.update(id(cell) for cell in row if cell is not None)
    return lines


def _line(reading: Reading, row: Sequence[Cell | None], seen: set[int]) -> _Line:
    taken: list[Cell] = []

    def first(kind: str) -> Cell | None:
        cells = (row[column.index] for column in reading.of_kind(kind))
        cell = next((cell for cell in cells if _is_new(cell, taken)), None)
        if cell is not None:
            taken.append(cell)
        return cell

    number = first("number")
    if number is not None and id(number) in seen:
        taken.remove(number)
        number = None
    label = first("label")
    group = first("group")
    label = label or _only_cell(row, taken, number)
    unit = first("unit")
    values = ((row[column.index], column) for column in reading.of_kind("value"))
    entries = tuple(
        Entry(cell, column) for cell, column in values if cell is not None and _is_new(cell, taken)
    )
    others = _others(reading, row, taken, seen)
    return _Line(None if label is number else number, group, label, unit, entries, others, tuple(taken))


def _is_new(cell: Cell | None, taken: Sequence[Cell]) -> bool:
    """Whether a place holds text that no column to the left has taken."""
    return cell is not None and bool(cell.text.strip()) and all(cell is not other for other in taken)


def _only_cell(row: Sequence[Cell | None], taken: list[Cell], number: Cell | None) -> Cell | None:
    """A full-width row is one cell that begins in the number column: its text is the label."""
    wide = number is not None and sum(cell is number for cell in row) > 1
    return number if wide else None


def _others(
    reading: Reading, row: Sequence[Cell | None], taken: list[Cell], seen: set[int]
) -> tuple[Cell, ...]:
    cells = [row[column.index] for column in reading.of_kind("note", "other")]
    return tuple(
        cell
        for cell in cells
        if cell is not None
        and cell.text.strip()
        and id(cell) not in seen
        and all(cell is not other for other in taken)
    )


def _heading(line: _Line, headings: Headings, trail: _Trail) -> Heading | None:
    """A goal or group heading: words without a value and without a unit."""
    if line.group is not None and line.group is not trail.group_text:
        trail.group_text = line.group
        _descend(trail, _as_heading("goal", "", line.group))
    if line.label is None or line.entries or line.unit is not None:
        return None
    number = clean(line.number.text) if line.number else _own_number(line.label.text)
    wording = key(clean(line.label.text))
    whole = bool(_WHOLE.fullmatch(number))
    starts_goal = any(wording.startswith(word) for word in headings.goal)
    if whole or (starts_goal and not line.number):
        return _as_heading("goal", number, line.label, line.number)
    return None if line.number else _as_heading("group", "", line.label)


def _blank_rows(lines: Sequence[_Line]) -> list[int]:
    """Rows that the office left blank: they count on from a row with values, and one counts on below."""
    counted = [(at, count) for at, line in enumerate(lines) if (count := _count(line)) is not None]
    return [
        here
        for (above, first), (here, count), (below, last) in zip(
            counted, counted[1:], counted[2:], strict=False
        )
        if (first, last) == (count - 1, count + 1)
        and not lines[here].entries
        and lines[here].unit is None
        and lines[above].entries
        and lines[below].entries
    ]


def _count(line: _Line) -> int | None:
    """The plain number of a row with a label; None for other numbers ("1.1", "II") and for none."""
    number = clean(line.number.text).rstrip(".)") if line.number and line.label else ""
    return int(number) if number.isdecimal() else None


def _blank(label: Cell) -> Finding:
    return finding("blank_row", Quote(label.place, label.text), label=clean(label.text))


def _own_number(text: str) -> str:
    """The number that a full-width heading carries in its own text: ``I. Mục tiêu`` → ``I``."""
    match = _LEADING_NUMBER.match(text)
    return match[1] if match else ""


def _as_heading(kind: str, number: str, label: Cell, *others: Cell | None) -> Heading:
    cells = (label, *(cell for cell in others if cell is not None))
    return Heading(kind, number, label.text, label.place, cells)  # type: ignore[arg-type]


def _descend(trail: _Trail, heading: Heading) -> None:
    """Enter a heading: a goal clears everything, a group replaces the groups on its level."""
    if heading.kind == "goal":
        trail.goal, trail.groups, trail.top, trail.numbered = heading, [], None, None
    else:
        trail.groups = [heading]


def _leave_groups(trail: _Trail, line: _Line, headings: Headings) -> None:
    """A numbered row written like the indicators above the groups ends them."""
    if trail.groups and line.number is not None and _opens_indicator(line, headings):
        trail.groups, trail.top = [], None


def _opens_indicator(line: _Line, headings: Headings) -> bool:
    assert line.label is not None
    return any(key(clean(line.label.text)).startswith(word) for word in headings.target)


def _parent(trail: _Trail, line: _Line) -> int | None:
    """The value row of which this one is a part: rows under a group belong to the row above the group."""
    if trail.groups:
        return trail.top
    return trail.numbered if line.number is None else None


def _remember(trail: _Trail, line: _Line, position: int) -> None:
    if not trail.groups:
        trail.top = position
    if line.number is not None:
        trail.numbered = position


def _set_aside(found: TableRows, line: _Line) -> None:
    """A row without a label: nothing says what its values are; figures in it are reported."""
    cells = (*line.cells, *(entry.cell for entry in line.entries))
    found.ignored.extend((cell, "no_label") for cell in cells)
    figure = next((entry.cell for entry in line.entries if holds_figure(entry.cell.text)), None)
    if figure is not None:
        found.findings.append(
            finding("row_without_label", Quote(figure.place, figure.text), value=clean(figure.text))
        )


def _agency_cells(reading: Reading, position: int) -> list[Cell]:
    """The filled agency cells of one table row."""
    cells = (reading.table.rows[position][column.index] for column in reading.of_kind("lead", "partner"))
    return [cell for cell in cells if cell is not None and cell.text.strip()]


def _agencies(
    reading: Reading, goals: Sequence[int], values: Sequence[int], found: TableRows
) -> dict[int, tuple[AgencyText, ...]]:
    texts: dict[int, tuple[AgencyText, ...]] = {}
    for column in reading.of_kind("lead", "partner"):
        spread, findings = spread_agencies(reading.table, column, goals, values)
        found.findings.extend(findings)
        for row, text in spread.items():
            texts[row] = (*texts.get(row, ()), text)
    return texts


def _is_displaced(line: _Line, agencies: Sequence[AgencyText]) -> bool:
    """Whether a figure stands where an agency should, or the other way: a cell too many, or one too few."""
    figure = any(text.origin == "cell" and _BARE_FIGURE.fullmatch(clean(text.text)) for text in agencies)
    return figure or any(hold_agencies((entry.cell,)) for entry in line.entries)


def _uneven_rows(reading: Reading) -> frozenset[int]:
    """The rows that go on behind the last header, or end before the last value, where most do not."""
    rows = reading.table.rows
    width = max((column.index for column in reading.columns if column.header), default=-1) + 1
    wide = [at for at, row in enumerate(rows) if _goes_beyond(row, width)]
    last = max((column.index for column in reading.columns if column.kind == "value"), default=None)
    short = [at for at, row in enumerate(rows) if last is not None and row[last] is None]
    few = (found for found in (wide, short) if 2 * len(found) <= len(rows))
    return frozenset(at for found in few for at in found)


def _goes_beyond(row: Sequence[Cell | None], width: int) -> bool:
    """Whether a cell with text stands behind the given number of columns and does not begin inside them."""
    return any(
        cell.text.strip() and all(cell is not own for own in row[:width]) for cell in row[width:] if cell
    )


def _doubted(entry: Entry) -> Entry:
    return replace(entry, column=replace(entry.column, doubts=(*entry.column.doubts, DISPLACED)))


def _plan_row(
    reading: Reading,
    line: _Line,
    trail: tuple[Heading, ...],
    parent: int | None,
    unit: str,
    agencies: tuple[AgencyText, ...],
    displaced: bool,
) -> PlanRow:
    assert line.label is not None
    entries = (
        tuple(map(_doubted, line.entries)) if displaced or _is_displaced(line, agencies) else line.entries
    )
    return PlanRow(
        table=reading.table.number,
        number=clean(line.number.text) if line.number else "",
        label=line.label.text,
        unit=unit,
        trail=trail,
        entries=entries,
        agencies=agencies,
        place=line.label.place,
        cells=line.cells,
        parent=parent,
    )
