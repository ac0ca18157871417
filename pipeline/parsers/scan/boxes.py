"""The boxes of a ruled table before they are read: rules erased, print told from dust, lines told apart.

Takes a sheet and its rulings; gives the sheet without rules, the print of a box, the lines of that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.records import POINTS, Box, Ruling, Sheet
from pipeline.parsers.scan.rules import Strokes

INSET = 1.6
"""Points from a rule's middle to where a box's print may begin."""

LEANS = 5.0
"""Points by which a rule may stray from its middle on a photographed page: 2 % of 250 points."""

INK = 140
"""Grey below which a dot is print rather than noise."""

SPECK = 2.0
"""Points: a box whose largest piece of ink is smaller holds dust; a dash has 3, a comma 2.5."""

THIN = 0.3
"""Points of the thinner side of such a piece."""

AROUND = 4.0
"""Points kept around the print of a box: a mark too small to be print by itself stands that near."""

ONE_LINE = 22.0
"""Points of height up to which a band of ink is one line; two lines of 10 points have 24."""

LOWEST_LINE = 5.0
"""Points of height from which a band of ink is a line and no mark above or below one."""

MARK_GAP = 3.0
"""Points of white below a lower band from which it is a line of its own: the point of "1.1" in a column as
narrow as a digit.  Marks stand nearer to their letter."""

ONE_PIECE = 2
"""Pieces that OpenCV counts where there is one: the paper is its first."""

ROUND, FULL = 1.4, 0.65
"""Longer side of a point by its shorter one at most, and the inked share of its box at least."""

DASH = (2.0, 9.0)
"""Points of length of a dash that stands alone in a box: a hyphen has 3, a long dash 6 to 8."""

LONG_DASH = 4.5
"""Points of length from which it is the long dash."""

FLAT, SOLID = 2.5, 0.5
"""Length of a dash by its height at least, and the inked share of its box."""

PAPER = 255


def erased(sheet: Sheet, found: Strokes, rulings: Sequence[Ruling]) -> Sheet:
    """The sheet with the rules of its tables painted white."""
    cv2 = vision()
    mask = np.zeros(sheet.grey.shape, np.uint8)
    for x0, top, x1, bottom in _sides(rulings):
        reach = sheet.pixels(LEANS)
        area = (slice(max(0, top - reach), bottom + reach + 1), slice(max(0, x0 - reach), x1 + reach + 1))
        ruled = found.level_mask[area] if x1 - x0 > bottom - top else found.upright_mask[area]
        mask[area] |= ruled.astype(np.uint8)
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    grey = sheet.grey.copy()
    grey[grown > 0] = PAPER
    return replace(sheet, grey=grey)


def _sides(rulings: Sequence[Ruling]) -> Iterable[Box]:
    for ruling in rulings:
        for x0, top, x1, bottom in ruling.cells:
            yield from ((x0, top, x1, top), (x0, bottom, x1, bottom))
            yield from ((x0, top, x0, bottom), (x1, top, x1, bottom))


def inked(sheet: Sheet, box: Box) -> Box | None:
    """The part of a box that holds print; None when it holds nothing but dust."""
    x0, top, x1, bottom = box
    ink = (sheet.grey[top:bottom, x0:x1] < INK).astype(np.uint8)
    _, _, stats, _ = vision().connectedComponentsWithStats(ink, connectivity=8)
    long, thin = stats[1:, 2:4].max(axis=1), stats[1:, 2:4].min(axis=1)
    print_ = stats[1:][(long >= sheet.pixels(SPECK)) & (thin >= sheet.pixels(THIN))]
    if not len(print_):
        return None
    around = sheet.pixels(AROUND)
    (left, upper), ends = print_[:, :2].min(axis=0), (print_[:, :2] + print_[:, 2:4]).max(axis=0)
    return (
        max(x0, x0 + int(left) - around),
        max(top, top + int(upper) - around),
        min(x1, x0 + int(ends[0]) + around),
        min(bottom, top + int(ends[1]) + around),
    )


def print_in(sheet: Sheet, box: Box) -> Box | None:
    """The part of a ruled box that holds print; None when it is empty."""
    x0, top, x1, bottom = inner(sheet, box)
    return inked(sheet, (x0, top, x1, bottom)) if x1 > x0 and bottom > top else None


def inner(sheet: Sheet, box: Box) -> Box:
    """The part of a ruled box in which print may stand."""
    inset = sheet.pixels(INSET)
    return (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)


def lines(sheet: Sheet, area: Box) -> Iterator[Box]:
    """The lines of print in an area: bands of ink, marks above a line with the line below them."""
    x0, top, x1, _ = area
    bands = _bands(sheet, area)
    start: int | None = None
    for (upper, lower), below in zip(bands, [*(band[0] for band in bands[1:]), area[3] - top], strict=True):
        start = upper if start is None else start
        if lower - start >= sheet.pixels(LOWEST_LINE) or below - lower > sheet.pixels(MARK_GAP):
            yield _trimmed(sheet, (x0, top + start, x1, top + lower))
            start = None


def is_point(sheet: Sheet, line: Box) -> bool:
    """Whether a line holds one round dot and nothing else."""
    x0, top, x1, bottom = line
    _, _, stats, _ = vision().connectedComponentsWithStats(
        (sheet.grey[top:bottom, x0:x1] < INK).astype(np.uint8)
    )
    if len(stats) != ONE_PIECE or bottom - top >= sheet.pixels(LOWEST_LINE):
        return False
    wide, tall, area = stats[1, 2:5].tolist()
    return bool(max(wide, tall) <= ROUND * min(wide, tall) and area >= FULL * wide * tall)


def dash(sheet: Sheet, area: Box) -> str:
    """The dash that is all the ink of an area; empty when there is anything else."""
    x0, top, x1, bottom = area
    _, _, stats, _ = vision().connectedComponentsWithStats(
        (sheet.grey[top:bottom, x0:x1] < INK).astype(np.uint8)
    )
    if len(stats) != ONE_PIECE:
        return ""
    wide, tall, ink = stats[1, 2:5].tolist()
    long = wide * POINTS / sheet.dpi
    is_dash = DASH[0] <= long <= DASH[1] and wide >= FLAT * tall and ink >= SOLID * wide * tall
    return ("–" if long >= LONG_DASH else "-") if is_dash else ""


def _bands(sheet: Sheet, area: Box) -> list[tuple[int, int]]:
    """First and last row (not included) of every band of ink, from the top of the area."""
    x0, top, x1, bottom = area
    inked_rows = (sheet.grey[top:bottom, x0:x1] < INK).any(axis=1).astype(np.int8)
    changes = np.flatnonzero(np.diff(np.concatenate(([0], inked_rows, [0])))).tolist()
    return list(zip(changes[::2], changes[1::2], strict=True))


def _trimmed(sheet: Sheet, line: Box) -> Box:
    x0, top, x1, bottom = line
    inked_columns = np.flatnonzero((sheet.grey[top:bottom, x0:x1] < INK).any(axis=0))
    around = sheet.pixels(1)
    left, right = x0 + int(inked_columns[0]) - around, x0 + int(inked_columns[-1]) + 1 + around
    return (max(x0, left), max(0, top - around), min(x1, right), bottom + around)
