"""Tables printed side by side in one grid: "TT | Chỉ tiêu | Kế hoạch | TT | Chỉ tiêu | Kế hoạch".

Takes the matrix of a grid, gives its parts from left to right: the whole grid, or two or three tables of the
same kinds of columns.  Their headers then say whether they make one table or several.
"""

from pipeline.catalogue.headings import Headings
from pipeline.tables.headers import take_apart
from pipeline.tables.spread import Rows

MOST_PARTS = 3
"""More tables than this do not fit side by side on a page."""


def halves(rows: Rows, headings: Headings, marked: int = 0) -> tuple[Rows, ...]:
    """The tables that stand side by side in a grid; the grid alone when it is one table."""
    kinds = [headings.column_kind(path) if path else "" for path in take_apart(rows, headings, marked).paths]
    for parts in range(2, MOST_PARTS + 1):
        width, rest = divmod(len(kinds), parts)
        first = kinds[:width]
        if rest == 0 and kinds == first * parts and {"label", "value"} <= set(first):
            return tuple(_cut(rows, start, start + width) for start in range(0, len(kinds), width))
    return (rows,)


def _cut(rows: Rows, start: int, end: int) -> Rows:
    return tuple(row[start:end] for row in rows)
