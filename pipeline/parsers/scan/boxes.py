"""The boxes of a ruled table, read: rules erased, empty boxes told from full ones, three views each.

Takes a sheet and its rulings; gives the sheet without rules, and a `Reading` for every box.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.parsers.scan.engine import BLOCK, LINE, vision
from pipeline.parsers.scan.marks import checked
from pipeline.parsers.scan.records import EMPTY, Box, Reading, Ruling, Sheet
from pipeline.parsers.scan.rules import Strokes
from pipeline.parsers.scan.views import View
from pipeline.parsers.scan.votes import vote

INSET = 1.6
"""Points from a rule's middle to where a box's print may begin."""

INK = 140
"""Grey below which a dot is print rather than noise."""

SPECK = 2.0
"""Points: a box whose largest piece of ink is smaller holds dust; a dash has 3, a comma 2.5."""

THIN = 0.3
"""Points of the thinner side of such a piece."""

AROUND = 4.0
"""Points kept around the print of a box: a mark too small to be print by itself stands that near."""

ONE_LINE = 24.0
"""Points of height (with `AROUND`) up to which a box holds one line; two lines of 10 points have 32."""

PAPER = 255


def erased(sheet: Sheet, found: Strokes, rulings: Sequence[Ruling]) -> Sheet:
    """The sheet with the rules of its tables painted white."""
    cv2 = vision()
    mask = np.zeros(sheet.grey.shape, np.uint8)
    for x0, top, x1, bottom in _sides(rulings):
        reach = sheet.pixels(INSET)
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


def read(sheet: Sheet, views: Sequence[View], box: Box) -> Reading:
    """One box in all views."""
    inset = sheet.pixels(INSET)
    x0, top, x1, bottom = box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset
    inner = inked(sheet, (x0, top, x1, bottom)) if x1 > x0 and bottom > top else None
    if inner is None:
        return EMPTY
    mode = LINE if inner[3] - inner[1] <= sheet.pixels(ONE_LINE) else BLOCK
    readings = [view.rows(inner, mode) for view in views]
    return checked(sheet, vote(readings), readings)
