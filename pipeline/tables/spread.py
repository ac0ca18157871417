"""Grids as matrices: a merged cell stands in each place that it spans, in both directions.

Takes a `Grid`, gives rows of `Cell | None` with one entry per column.  Also the small tools that the other
modules of this room use on such rows.  A cell is found again by identity: the same object stands in every
place it spans.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model import Cell, Grid

Row = tuple[Cell | None, ...]
Rows = tuple[Row, ...]


def matrix(grid: Grid) -> Rows:
    """The rows of a grid; None where no cell stands."""
    places: list[list[Cell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
            for column in range(cell.column, min(cell.column + cell.column_span, grid.columns)):
                places[row][column] = cell
    return tuple(map(tuple, places))


def text(cell: Cell | None) -> str:
    """The text of a place, trimmed; empty where no cell stands."""
    return cell.text.strip() if cell else ""


def filled(cells: Iterable[Cell | None]) -> tuple[Cell, ...]:
    """The distinct cells with text, in order."""
    found: dict[int, Cell] = {}
    for cell in cells:
        if cell and text(cell):
            found.setdefault(id(cell), cell)
    return tuple(found.values())


def swap(rows: Sequence[Row], old: Cell | None, new: Cell) -> list[Row]:
    """The rows with one cell replaced in every place where it stands."""
    return [tuple(new if cell is old and cell is not None else cell for cell in row) for row in rows]


def joined(first: Cell, second: Cell) -> Cell:
    """Two cells as one: the text of both, the place of the first, both kept as parts."""
    return replace(
        first,
        text=f"{first.text.rstrip()}\n{second.text.lstrip()}",
        confidence=min((c for c in (first.confidence, second.confidence) if c is not None), default=None),
        parts=first.originals + second.originals,
    )
