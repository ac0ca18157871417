"""Which lattice is a table.  Frames, boxes behind prose, formula boxes and comb fields are not.

Takes lattices, gives a reason for each one that is no table.  A single row counts only as a piece of a
table: a lattice with the same columns must stand next to it, on the same page or one page away.
"""

from collections import Counter
from itertools import pairwise

from pipeline.parsers.pdf.records import Lattice, PageRead

SAME_COLUMN = 4.0
"""Points within which upright edges on two pages are the same column's."""
FRAME_SHARE = 0.7
"""A cell that holds more than this share of a lattice's text ..."""
FRAME_LINES = 12
"""... in so many lines is a frame around text."""
CUT_WORDS = 0.04
"""Share of the words that rules cut through from which on the boxes lie behind prose."""
FEWEST_CUT = 3
"""Cut words that may be chance."""
COMB_COLUMNS = 8
"""Columns from which on single letters are a comb field (one box a letter)."""
COMB_SHARE = 0.8
"""Share of the filled cells with a single letter that makes a comb field."""
SINGLE = "single_row"
FEWEST_FILLED = 3
"""Filled cells that a table has at least."""


Spot = tuple[int, int]
"""Page number and 0-based position of a lattice on the page."""


def reason(lattice: Lattice) -> str:
    """Return why a lattice alone is no table, empty if it looks like one or is a `SINGLE` row."""
    found = _reason(lattice)
    return "" if found == SINGLE else found


def lonely(reads: list[PageRead]) -> set[Spot]:
    """Return the single rows that are no piece of a table."""
    spots = [((read.number, index), each) for read in reads for index, each in enumerate(read.lattices)]
    near = _neighbours(spots)
    return {
        spot
        for spot, lattice in spots
        if _reason(lattice) == SINGLE and not any(_same_columns(lattice, other) for other in near[spot])
    }


def _neighbours(ordered: list[tuple[Spot, Lattice]]) -> dict[Spot, list[Lattice]]:
    """Map each lattice to the one before and the one behind it, at most one page away."""
    near: dict[Spot, list[Lattice]] = {spot: [] for spot, _ in ordered}
    for (before, upper), (after, lower) in pairwise(ordered):
        if after[0] - before[0] <= 1:
            near[before].append(lower)
            near[after].append(upper)
    return near


def _same_columns(one: Lattice, other: Lattice) -> bool:
    """Whether the narrower set of columns stands in the other, and both are equally wide."""
    ends = ((one.bbox[0], other.bbox[0]), (one.bbox[2], other.bbox[2]))
    if any(abs(left - right) > SAME_COLUMN for left, right in ends):
        return False
    few, many = sorted((lefts(one), lefts(other)), key=len)
    return all(any(abs(left - right) <= SAME_COLUMN for right in many) for left in few)


def lefts(lattice: Lattice) -> list[float]:
    """Return where the columns of a lattice begin."""
    return sorted({cell.bbox[0] for cell in lattice.cells})


def _reason(lattice: Lattice) -> str:
    filled = [cell for cell in lattice.cells if cell.text.strip()]
    rows, columns = len({cell.bbox[1] for cell in filled}), len({cell.bbox[0] for cell in filled})
    if not filled:
        return "empty"
    if columns < 2:
        return "single_column"
    if _is_comb(lattice):
        return "comb"
    if _is_frame(lattice):
        return "frame"
    if _cuts(lattice):
        return "prose"
    if rows < 2:
        return SINGLE if columns > 2 else "box"
    return "" if len(filled) >= FEWEST_FILLED else "box"


def _is_comb(lattice: Lattice) -> bool:
    filled = [cell.text.strip() for cell in lattice.cells if cell.text.strip()]
    single = sum(len(text) == 1 for text in filled)
    return len(lefts(lattice)) >= COMB_COLUMNS and single >= COMB_SHARE * len(filled)


def _is_frame(lattice: Lattice) -> bool:
    texts = sorted((cell.text for cell in lattice.cells), key=len)
    whole = sum(map(len, texts))
    return len(texts[-1]) > FRAME_SHARE * whole and texts[-1].count("\n") + 1 >= FRAME_LINES


def _cuts(lattice: Lattice) -> bool:
    """Whether rules go through words."""
    words = Counter(word for line in lattice.lines for word in line.text.split())
    cut = lattice.cuts
    if cut is None:
        cut = (words - Counter("\n".join(cell.text for cell in lattice.cells).split())).total()
    return cut >= FEWEST_CUT and cut > CUT_WORDS * words.total()
