"""The header of a grid: which leading rows it is, and the header path of each column.

Takes the matrix of a grid, gives a `Head`: captions inside the table, header rows, a numbering row
("(1) (2) (3)") and the body that is left.  What counts as a header word is data (`catalogue/headings`).
"""

import re
from dataclasses import dataclass

from pipeline.catalogue.headings import Headings, header_period
from pipeline.language.text import clean
from pipeline.model import Cell
from pipeline.tables.spread import Row, Rows, filled, text

DEEPEST_START = 5
"""A header begins within this many rows; captions and letterhead lines may stand before it."""

LONGEST_AGENCY_HEADER = 4
"""Words of a header below an agency header; longer texts there are agencies."""

_COLUMN_NUMBER = re.compile(r"\(?\s*([A-Z]|\d{1,2})\s*\)?\s*(=.*)?\)?")
_FIGURES = re.compile(r"\s*[<>≤≥=~]*\s*\d[\d.,]*\s*(%|‰)?\s*")


@dataclass(frozen=True, slots=True)
class Head:
    """A grid taken apart.  `paths` has one header path per column; all empty when there is no header."""

    captions: Rows
    header: Rows
    numbering: Rows
    body: Rows

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The distinct non-empty header cells."""
        return filled(cell for row in self.header for cell in row)

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The header path of each column, from the top level down."""
        width = len((self.header or self.body or ((),))[0])
        return tuple(_path(self.header, column) for column in range(width))


def take_apart(rows: Rows, headings: Headings, marked: int = 0) -> Head:
    """Split a matrix into captions, header, numbering row and body.

    `marked` is the number of rows that the file format itself marks as header (0: it does not say).
    """
    start = next((n for n, row in enumerate(rows[:DEEPEST_START]) if is_header(row, headings)), None)
    if start is None:
        return Head((), (), (), rows)
    end = max(_spanned(rows, start), min(marked, len(rows)) if marked > start else 0)
    while end < len(rows) and _is_sub_header(rows[end], rows[start], headings):
        end += 1
    while end > start + 1 and _is_numbering(rows[end - 1]):
        end -= 1
    after = end
    while after < len(rows) and _is_numbering(rows[after]):
        after += 1
    return Head(rows[:start], rows[start:end], rows[end:after], rows[after:])


def is_header(row: Row, headings: Headings) -> bool:
    """At least two known kinds, one of them a label, unit or number column, and nothing that is a figure."""
    cells = filled(row)
    if any(map(_is_figure, cells)):
        return False
    kinds = [kind for cell in cells if (kind := headings.column_kind((cell.text,)))]
    return len(kinds) >= 2 and 2 * len(kinds) >= len(cells) and bool({"label", "unit", "number"} & set(kinds))


def _is_sub_header(row: Row, first: Row, headings: Headings) -> bool:
    """A lower level: its own cells stand under value columns only and are header words or periods."""
    own = [(column, cell) for column, cell in enumerate(row) if text(cell) and cell is not first[column]]
    if not own:
        return bool(filled(row)) and all(
            cell is first[column] for column, cell in enumerate(row) if text(cell)
        )
    kinds = [headings.column_kind((text(cell),)) if text(cell) else "" for cell in first]
    closed = {n for n, kind in enumerate(kinds) if kind in {"number", "unit"}}
    closed |= {kinds.index("label")} if "label" in kinds else set()
    if any(column in closed for column, _ in own):
        return False
    return all(cell is not None and _is_lower_header(cell, kinds[column], headings) for column, cell in own)


def _is_lower_header(cell: Cell, above: str, headings: Headings) -> bool:
    """A header word or period below another header; below an agency column only "Chủ trì", "Phối hợp"."""
    if above in {"lead", "partner", "note"}:
        return (
            headings.kind(cell.text) in {"lead", "partner"}
            and len(cell.text.split()) <= LONGEST_AGENCY_HEADER
        )
    return bool(headings.column_kind((cell.text,)) or header_period(cell.text))


def _is_numbering(row: Row) -> bool:
    """``(1) (2) (3)`` or ``A B 1 2``: every cell a column number, at least three, none twice."""
    marks = [match[1] for cell in filled(row) if (match := _COLUMN_NUMBER.fullmatch(clean(cell.text)))]
    return len(marks) == len(filled(row)) >= 3 and len(set(marks)) == len(marks) and _rising(marks)


def _rising(marks: list[str]) -> bool:
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    return numbers == sorted(numbers) and bool(numbers)


def holds_data(row: Row) -> bool:
    """Whether a bare figure stands in the row."""
    return any(map(_is_figure, filled(row)))


def _is_figure(cell: Cell) -> bool:
    """A bare figure that is no year: such a row holds data."""
    return bool(_FIGURES.fullmatch(cell.text)) and header_period(cell.text) is None


def _spanned(rows: Rows, start: int) -> int:
    """The row after the header, as far as merged cells of its first row say."""
    ends = {id(cell): _end(rows, start, column) for column, cell in enumerate(rows[start]) if cell}
    deepest = max(ends.values(), default=start + 1)
    others = min((ends[id(cell)] for cell in rows[start] if cell and text(cell)), default=start + 1)
    return deepest if others == start + 1 or deepest == others else start + 1


def _end(rows: Rows, start: int, column: int) -> int:
    """The row after the last one that the cell stands in."""
    below = (number for number in range(start, len(rows)) if rows[number][column] is not rows[start][column])
    return next(below, len(rows))


def _path(header: Rows, column: int) -> tuple[str, ...]:
    """Distinct texts from top to bottom; an unmerged blank above a text takes its left neighbour's."""
    found: list[Cell] = []
    for level, row in enumerate(header):
        cell = row[column]
        if not text(cell) and _goes_on(header, level, column):
            cell = _left_neighbour(header, level, column)
        if cell and text(cell) and all(cell is not seen for seen in found):
            found.append(cell)
    return tuple(clean(cell.text) for cell in found)


def _goes_on(header: Rows, level: int, column: int) -> bool:
    return any(text(lower[column]) for lower in header[level + 1 :])


def _left_neighbour(header: Rows, level: int, column: int) -> Cell | None:
    """The nearest text to the left on this level, if that column has lower levels too."""
    left = next((n for n in range(column - 1, -1, -1) if text(header[level][n])), None)
    return header[level][left] if left is not None and _goes_on(header, level, left) else None
