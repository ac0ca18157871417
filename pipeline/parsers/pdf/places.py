"""Runs are laid into the cells of the lattices that hold them; the rest stays outside.

A character belongs to the cell that holds its middle.  A run that passes a ruled edge is split into
characters first.  Where one lattice stands inside a cell of another, the inner one gets the text.
"""

from bisect import bisect_right
from collections import defaultdict

from pipeline.model import Bbox
from pipeline.parsers.pdf.lines import cell_text, lines
from pipeline.parsers.pdf.records import Lattice, LatticeCell, Line
from pipeline.parsers.pdf.runs import Run, TextPage


class Ruled:
    """One lattice while it is filled: finds the cell of a point and keeps the runs of each cell."""

    def __init__(self, cells: list[Bbox]) -> None:
        self.cells = cells
        self.bbox = enclosing(cells)
        self.tops = sorted({cell[1] for cell in cells})
        self.lefts = sorted({cell[0] for cell in cells})
        self.runs: dict[Bbox, list[Run]] = defaultdict(list)
        self.cuts = 0
        self._at: dict[tuple[int, int], Bbox] = {}
        for cell in sorted(cells, key=_area, reverse=True):
            for spot in self._spots(cell):
                self._at[spot] = cell

    def _spots(self, cell: Bbox) -> list[tuple[int, int]]:
        rows = [number for number, top in enumerate(self.tops) if cell[1] <= top < cell[3]]
        columns = [number for number, left in enumerate(self.lefts) if cell[0] <= left < cell[2]]
        return [(row, column) for row in rows for column in columns]

    def cell(self, x: float, y: float) -> Bbox | None:
        """Return the cell that holds the point, None outside."""
        found = self._at.get((bisect_right(self.tops, y) - 1, bisect_right(self.lefts, x) - 1))
        return found if found and x < found[2] and y < found[3] else None

    def lattice(self, page: TextPage) -> Lattice:
        """Return the lattice with its texts; empty cells have empty texts, `lines` are left out."""
        runs = self.runs
        cells = tuple(
            LatticeCell(_rounded(cell), cell_text(runs[cell], page) if cell in runs else "")
            for cell in self.cells
        )
        return Lattice(_rounded(self.bbox), cells, cuts=self.cuts)

    def lines(self, page: TextPage) -> tuple[Line, ...]:
        """Return what stands in the lattice as running lines."""
        return lines([run for runs in self.runs.values() for run in runs], page)


def enclosing(cells: list[Bbox]) -> Bbox:
    """Return the smallest box around all boxes."""
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def fill(found: list[list[Bbox]], runs: list[Run], page: TextPage) -> tuple[list[Ruled], list[Run]]:
    """Return the lattices with their runs, and the runs that stand in none of them."""
    ruled = [Ruled(cells) for cells in found]
    inner_first = sorted(ruled, key=lambda lattice: _area(lattice.bbox))
    outside: list[Run] = []
    for run in runs:
        if not any(_near(run, lattice.bbox) for lattice in ruled):
            outside.append(run)
        elif not _whole(run, inner_first):
            outside.extend(_letters(run, page, inner_first))
    return ruled, outside


def _near(run: Run, box: Bbox) -> bool:
    return box[1] <= run.top + run.size / 2 < box[3] and run.x1 > box[0] and run.x0 < box[2]


def _whole(run: Run, ruled: list[Ruled]) -> bool:
    """Put the run into a cell if it stands wholly inside one."""
    middle = run.top + run.size / 2
    for lattice in ruled:
        cell = lattice.cell(run.x0, middle)
        if cell and run.x1 < cell[2]:
            lattice.runs[cell].append(run)
            return True
    return False


def _letters(run: Run, page: TextPage, ruled: list[Ruled]) -> list[Run]:
    """Put each letter into its cell; return those that stand in none."""
    outside: list[Run] = []
    before: tuple[Ruled, Bbox] | None = None
    for letter in page.split(run):
        spot = _spot(letter, ruled)
        if spot:
            spot[0].runs[spot[1]].append(letter)
            spot[0].cuts += before is not None and before != spot
        else:
            outside.append(letter)
        before = None if letter.spaced else spot
    return outside


def _spot(letter: Run, ruled: list[Ruled]) -> tuple[Ruled, Bbox] | None:
    x, y = (letter.x0 + letter.x1) / 2, letter.top + letter.size / 2
    return next(((lattice, cell) for lattice in ruled if (cell := lattice.cell(x, y))), None)


def _area(box: Bbox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _rounded(box: Bbox) -> Bbox:
    x0, top, x1, bottom = box
    return (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
