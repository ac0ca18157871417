"""Tables that have level rules only: the columns are told by the white that runs through all rows.

The second way to a grid, for what the first one leaves: at least `LEAST_RULES` rules of one length under
each other, with print between each two.  Merged cells cannot be told there, and a wrong column makes a wrong
value of a right number: so every box is doubtful, and its value goes to a person.
Takes a `Sheet`, its level strokes and the boxes of the ruled tables; gives `Ruling`s.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parsers.scan.records import Box, Ruling, Sheet

LEAST_RULES = 4
"""Rules of a table: a header and two rows.  Letterheads, signatures and footnotes have one or two."""

LEAST_WIDTH = 250.0
"""Points of width of such a table: half of an A4 page; underlines are shorter."""

SAME_END = 6.0
"""Points by which the ends of its rules may differ."""

ROW = (11.0, 150.0)
"""Points between two rules: one line of print, and a row of many."""

GUTTER = 10.0
"""Points of white between two columns; blanks between words have 3, and seldom stand under each other."""

LEAST_COLUMNS = 3
"""Columns of a table of indicators: label, unit or value, value."""

INK = 140
"""Grey below which a dot is print."""

INSET = 2.0
"""Points beside a rule in which its own blur may lie."""

Span = tuple[int, int]


def rulings(sheet: Sheet, level: Sequence[Box], taken: Sequence[Box]) -> tuple[Ruling, ...]:
    """The tables with level rules only that lie outside the boxes in `taken`, from top to bottom."""
    free = [bar for bar in level if not any(_inside(bar, box) for box in taken)]
    long = [bar for bar in _whole(free, sheet) if bar[2] - bar[0] >= sheet.pixels(LEAST_WIDTH)]
    made = (_ruling(sheet, stack) for stack in _stacks(long, sheet))
    return tuple(ruling for ruling in made if ruling)


def _inside(bar: Box, box: Box) -> bool:
    return box[1] <= (bar[1] + bar[3]) / 2 <= box[3] and bar[0] < box[2] and bar[2] > box[0]


def _whole(level: Iterable[Box], sheet: Sheet) -> list[Box]:
    """The strokes, those that lie on one line taken together."""
    found: list[Box] = []
    for bar in sorted(level, key=lambda bar: (bar[1] + bar[3], bar[0])):
        last = found[-1] if found else None
        if last and abs((bar[1] + bar[3]) - (last[1] + last[3])) / 2 <= sheet.pixels(1):
            found[-1] = (
                min(last[0], bar[0]),
                min(last[1], bar[1]),
                max(last[2], bar[2]),
                max(last[3], bar[3]),
            )
        else:
            found.append(bar)
    return found


def _stacks(long: Sequence[Box], sheet: Sheet) -> Iterator[list[Box]]:
    """Rules of one length, each a row's height below the one before it."""
    stack: list[Box] = []
    for bar in long:
        if stack and not _follows(stack[-1], bar, sheet):
            yield stack
            stack = []
        stack.append(bar)
    yield stack


def _follows(above: Box, bar: Box, sheet: Sheet) -> bool:
    apart = bar[1] - above[3]
    near = sheet.pixels(SAME_END)
    ends = abs(above[0] - bar[0]) <= near and abs(above[2] - bar[2]) <= near
    return ends and sheet.pixels(ROW[0]) <= apart <= sheet.pixels(ROW[1])


def _ruling(sheet: Sheet, stack: Sequence[Box]) -> Ruling | None:
    if len(stack) < LEAST_RULES:
        return None
    left, right = round(np.median([bar[0] for bar in stack])), round(np.median([bar[2] for bar in stack]))
    ys = [(bar[1] + bar[3]) // 2 for bar in stack]
    inked = np.array([_columns_with_ink(sheet, (left, top, right, bottom)) for top, bottom in pairwise(ys)])
    white = _white(np.asarray(inked[1:].any(axis=0)), sheet.pixels(GUTTER))
    if not inked.any(axis=1).all() or len(white) + 1 < LEAST_COLUMNS:
        return None
    xs = [left, *(left + (start + end) // 2 for start, end in white), right]
    cells = tuple((x0, top, x1, bottom) for top, bottom in pairwise(ys) for x0, x1 in pairwise(xs))
    return Ruling((left, ys[0], right, ys[-1]), cells, frozenset(cells))


def _columns_with_ink(sheet: Sheet, box: Box) -> NDArray[np.bool_]:
    """For each pixel across a row whether there is print in it."""
    x0, top, x1, bottom = box
    inset = sheet.pixels(INSET)
    return np.asarray((sheet.grey[top + inset : bottom - inset, x0:x1] < INK).any(axis=0))


def _white(inked: NDArray[np.bool_], least: int) -> list[Span]:
    """The white runs of at least that width between print: first and last pixel (not included)."""
    changes = np.flatnonzero(np.diff(inked.astype(np.int8))) + 1
    runs = pairwise(changes.tolist())
    return [(start, end) for start, end in runs if not inked[start] and end - start >= least]
