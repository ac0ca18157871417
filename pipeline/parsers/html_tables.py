"""The geometry of an HTML table: which cell stands where and how far it reaches, as browsers place them.

Takes a ``<table>`` element, gives a `Layout`; raises `Unreadable` for spans of a size that is an attack.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import Unreadable
from pipeline.parsers.blocks import MOST_CELLS
from pipeline.parsers.html_flow import Element, is_hidden

WIDEST_SPAN = 1000
"""Columns: where browsers stop (HTML standard, "colspan")."""

SECTIONS = ("thead", "tbody", "tfoot")
CELLS = ("td", "th")


@dataclass(slots=True)
class Slot:
    """One cell: 0-based position, spans, node."""

    row: int
    column: int
    node: Element
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: its cells row by row, number of rows, leading rows that are a header."""

    slots: tuple[Slot, ...]
    rows: int
    header_rows: int


def layout(table: Element) -> Layout:
    """Read the geometry of a table; a footer section stands last, wherever it is written."""
    slots: list[Slot] = []
    rows = header = 0
    taken: set[tuple[int, int]] = set()
    for name, group in _sections(table):
        for index, row in enumerate(group):
            _place(rows + index, rows + len(group), row, slots, taken)
        rows += len(group)
        header = rows if name == "thead" and header == rows - len(group) else header
    return Layout(tuple(slots), rows, header or _rows_of_headings(slots, rows))


def _sections(table: Element) -> Iterator[tuple[str, list[Element]]]:
    """Give the rows of each section; rows that stand without one are a body."""
    groups: list[tuple[str, list[Element]]] = []
    for child in table:
        if child.tag in SECTIONS:
            groups.append((child.tag, [row for row in child if row.tag == "tr" and not is_hidden(row)]))
        elif child.tag == "tr" and not is_hidden(child):
            if not groups or groups[-1][0] != "":
                groups.append(("", []))
            groups[-1][1].append(child)
    yield from sorted(groups, key=lambda group: group[0] == "tfoot")


def _place(row: int, end: int, node: Element, slots: list[Slot], taken: set[tuple[int, int]]) -> None:
    """Place the cells of one row at the first free columns; `end` is the row behind its section."""
    column = 0
    for cell in node:
        if cell.tag not in CELLS or is_hidden(cell):
            continue
        while (row, column) in taken:
            column += 1
        height = min(_span(cell, "rowspan") or end - row, end - row)
        width = _free(row, column, max(1, _span(cell, "colspan")), taken)
        if len(taken) + height * width > MOST_CELLS:
            raise Unreadable("rejected", "too_many_cells", "spans of an HTML table")
        slots.append(Slot(row, column, cell, height, width))
        taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
        column += width


def _free(row: int, column: int, wanted: int, taken: set[tuple[int, int]]) -> int:
    """Count the free columns up to a span: a cell never grows over one that reaches down from above."""
    width = 1
    while width < wanted and (row, column + width) not in taken:
        width += 1
    return width


def _span(cell: Element, name: str) -> int:
    """Read a span as browsers do: leading digits count, nonsense is 1, ``rowspan=0`` is the rest."""
    text = (cell.get(name) or "1").strip()
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    return min(int(digits[:6]), WIDEST_SPAN if name == "colspan" else MOST_CELLS) if digits else 1


def _rows_of_headings(slots: list[Slot], rows: int) -> int:
    """Count the leading rows made of ``<th>`` only; a table of nothing else has no header."""
    plain = [slot.row for slot in slots if slot.node.tag == "td"]
    first = min(plain, default=0)
    return first if first < rows else 0
