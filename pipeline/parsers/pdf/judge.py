"""Which lattice is a table.  Frames, boxes behind prose, formula boxes and comb fields are not.

Takes lattices, gives a reason for each one that is no table.  A single row or column of text counts only as
a piece of a table: a lattice with the same columns must stand next to it, at most one page away.
"""

from collections import Counter
from itertools import pairwise

from pipeline.parsers.pdf.records import SAME_COLUMN, Lattice, PageRead

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
FEWEST_FILLED = 3
"""Filled cells that a table has at least."""


Spot = tuple[int, int]
"""Page number and 0-based position of a lattice on the page."""


def reason(lattice: Lattice) -> str:
    """Return why a lattice alone is no table, empty if it may be one or a piece of one."""
    texts = [text for cell in lattice.cells if (text := cell.text.strip())]
    if not texts:
        return "empty"
    if len(lattice.lefts) < 2:
        return "single_column"
    if _is_comb(lattice, texts):
        return "comb"
    if _is_frame(texts):
        return "frame"
    return "prose" if _cuts(lattice) else ""


def lonely(reads: list[PageRead]) -> set[Spot]:
    """Return the lattices too small for a table that are no piece of one either."""
    spots = [((read.number, index), each) for read in reads for index, each in enumerate(read.lattices)]
    near = _neighbours(spots)
    return {
        spot
        for spot, lattice in spots
        if is_small(lattice) and not any(_same_columns(lattice, other) for other in near[spot])
    }


def is_small(lattice: Lattice) -> bool:
    """Return whether a lattice has text in one row or one column only, or in two cells."""
    filled = [cell.bbox for cell in lattice.cells if cell.text.strip()]
    rows, columns = len({box[1] for box in filled}), len({box[0] for box in filled})
    return rows < 2 or columns < 2 or len(filled) < FEWEST_FILLED


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
    few, many = sorted((one.lefts, other.lefts), key=len)
    return all(any(abs(left - right) <= SAME_COLUMN for right in many) for left in few)


def _is_comb(lattice: Lattice, texts: list[str]) -> bool:
    single = sum(len(text) == 1 for text in texts)
    return len(lattice.lefts) >= COMB_COLUMNS and single >= COMB_SHARE * len(texts)


def _is_frame(texts: list[str]) -> bool:
    longest = max(texts, key=len)
    return len(longest) > FRAME_SHARE * sum(map(len, texts)) and longest.count("\n") + 1 >= FRAME_LINES


def _cuts(lattice: Lattice) -> bool:
    """Whether rules go through words."""
    inside = Counter(word for cell in lattice.cells for word in cell.text.split())
    cut = lattice.cuts
    if cut is None:
        cut = (Counter(word for line in lattice.lines for word in line.text.split()) - inside).total()
    return cut >= FEWEST_CUT and cut > CUT_WORDS * inside.total()
