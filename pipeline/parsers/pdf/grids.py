"""Lattices become grids: rows and columns counted, merged cells given their spans, empty ones dropped.

A lattice is a set of ruled boxes.  Its rows are the distinct upper edges, its columns the distinct left
edges; a box that passes several of them is a merged cell.  A column that is empty on one page stays when
the neighbouring piece of the table fills it, so that all pieces keep the same columns.
"""

from bisect import bisect_left

from pipeline.model import Cell, Grid, Place
from pipeline.parsers.pdf.plain import as_printed
from pipeline.parsers.pdf.records import SAME_COLUMN, Lattice, LatticeCell


def grids(
    pieces: list[tuple[int, Lattice]], document: str, confidence: dict[int, float | None]
) -> list[Grid]:
    """Return a grid for each (page number, lattice); tables are numbered from 1 in the order given.

    `confidence` is that of the pages whose text was recognised.
    """
    found: list[Grid] = []
    for run in _alike(pieces):
        columns = _filled_columns([lattice for _, lattice in run])
        for page, lattice in run:
            place = Place(document, page, len(found) + 1, bbox=lattice.bbox)
            found.append(_grid(lattice, columns, place, confidence.get(page)))
    return found


def _alike(pieces: list[tuple[int, Lattice]]) -> list[list[tuple[int, Lattice]]]:
    """Return neighbouring lattices with the same columns together."""
    runs: list[list[tuple[int, Lattice]]] = []
    for piece in pieces:
        if runs and _same(runs[-1][-1][1].lefts, piece[1].lefts):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _same(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(
        abs(left - right) <= SAME_COLUMN for left, right in zip(one, other, strict=True)
    )


def _filled_columns(lattices: list[Lattice]) -> set[int]:
    """Return the positions of columns in which a filled cell begins in any of the lattices."""
    found: set[int] = set()
    for lattice in lattices:
        lefts = lattice.lefts
        found |= {bisect_left(lefts, cell.bbox[0]) for cell in lattice.cells if cell.text.strip()}
    return found


def _grid(lattice: Lattice, columns: set[int], place: Place, confidence: float | None) -> Grid:
    tops = sorted({cell.bbox[1] for cell in lattice.cells if cell.text.strip()})
    lefts = [left for position, left in enumerate(lattice.lefts) if position in columns]
    cells = (_cell(cell, tops, lefts, place, confidence) for cell in lattice.cells)
    kept = sorted((cell for cell in cells if cell), key=lambda cell: (cell.row, cell.column))
    return Grid(len(tops), len(lefts), tuple(kept), place)


def _cell(
    cell: LatticeCell, tops: list[float], lefts: list[float], place: Place, confidence: float | None
) -> Cell | None:
    """Return the cell with its spans over the rows and columns that are kept; None if it spans none."""
    x0, top, x1, bottom = cell.bbox
    row, row_end = bisect_left(tops, top), bisect_left(tops, bottom)
    column, column_end = bisect_left(lefts, x0), bisect_left(lefts, x1)
    if row == row_end or column == column_end:
        return None
    here = Place(place.document, place.page, place.table, row + 1, column + 1, bbox=cell.bbox)
    text = as_printed(cell.text).strip()
    return Cell(row, column, text, here, row_end - row, column_end - column, confidence)
