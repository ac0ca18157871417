"""Lattices become grids: rows and columns counted, merged cells given their spans, empty ones dropped.

A lattice is a set of ruled boxes.  Its rows are the distinct upper edges, its columns the distinct left
edges; a box that passes several of them is a merged cell.
"""

from bisect import bisect_left

from pipeline.model import Cell, Grid, Place
from pipeline.parsers.pdf.records import Lattice, LatticeCell


def grid(lattice: Lattice, document: str, page: int, table: int) -> Grid:
    """The lattice as a grid without empty rows and columns; `table` is its 1-based number."""
    tops = sorted({cell.bbox[1] for cell in lattice.cells})
    lefts = sorted({cell.bbox[0] for cell in lattice.cells})
    rows = _kept(tops, [(cell.bbox[1], cell.bbox[3]) for cell in lattice.cells if cell.text.strip()])
    columns = _kept(lefts, [(cell.bbox[0], cell.bbox[2]) for cell in lattice.cells if cell.text.strip()])
    cells = (_cell(cell, rows, columns, Place(document, page, table)) for cell in lattice.cells)
    place = Place(document, page, table, bbox=lattice.bbox)
    return Grid(len(rows), len(columns), tuple(sorted(filter(None, cells), key=_order)), place)


def _order(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _kept(starts: list[float], filled: list[tuple[float, float]]) -> list[float]:
    """The starts at which a filled cell begins; a span over an empty row does not keep that row."""
    begins = {low for low, _ in filled}
    return [start for start in starts if start in begins]


def _cell(cell: LatticeCell, rows: list[float], columns: list[float], place: Place) -> Cell | None:
    x0, top, x1, bottom = cell.bbox
    row, row_end = bisect_left(rows, top), bisect_left(rows, bottom)
    column, column_end = bisect_left(columns, x0), bisect_left(columns, x1)
    if row == row_end or column == column_end:
        return None
    here = Place(place.document, place.page, place.table, row + 1, column + 1, bbox=cell.bbox)
    return Cell(row, column, cell.text, here, row_end - row, column_end - column)
