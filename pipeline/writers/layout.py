"""How much room a text needs on a sheet.  Not every spreadsheet program grows rows, so heights are written.

Takes texts and column widths in characters; gives row heights in points and pages across.
"""

from collections.abc import Iterable
from math import ceil

LINE_HEIGHT = 15.0
"""Points of one line in the workbook's font of 11 points."""

TALLEST = 409.0
"""Points; Excel refuses a taller row."""

FILLED = 0.9
"""Share of a line that words fill before the next one has to wrap."""

PAGE_WIDTH = 220
"""Characters that stay readable side by side on A4 across."""


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Give the height that shows every (text, width in characters) of a row.

    >>> row_height([("ngắn", 20), ("một câu dài hơn cột một chút", 20)]), row_height([])
    (30.0, 15.0)
    """
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(TALLEST, LINE_HEIGHT * lines)


def pages_across(widths: Iterable[float]) -> int:
    """Give the number of pages side by side on which columns of these widths can be read.

    >>> pages_across([50, 50]), pages_across([200, 200])
    (1, 2)
    """
    return max(1, ceil(sum(widths) / PAGE_WIDTH))


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(part) / (width * FILLED))) for part in text.split("\n"))
