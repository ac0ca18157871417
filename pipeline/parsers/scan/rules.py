"""Rules of a table on a sheet: level and upright strokes that are long, thin and meet each other.

Takes a `Sheet`; gives `Strokes`: two masks and the boxes of their pieces.  A stroke that meets no other
stroke at either end is an underline, a letter or a piece of a seal, and is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.records import Box, Disc, Picture, Sheet

FAINT = 190
"""Grey below which a dot may belong to a rule; grey hairlines of 200 dpi scans reach 180."""

SHORTEST_LEVEL = 18.0
"""Points of the shortest level rule: the narrowest column (TT) has 22."""

SHORTEST_UPRIGHT = 12.5
"""Points of the shortest upright rule: higher than a capital of 14 points, lower than a row of one line."""

THICKEST = 5.0
"""Points: a double rule has 3, a shaded bar more."""

GAP = 7.0
"""Points that a faint rule may be broken for."""

MEETS = 4.0
"""Points within which two rules meet."""

FAR_LEVEL, FAR_UPRIGHT = 15, 10
"""So many times `MEETS` (60 and 40 points) a rule is long that a seal or a fault ends on one side: the
straight pieces of a seal have 30 points at most."""

IN_LINE = 1.5
"""Points by which pieces of one rule may be out of line: a straight piece of a seal seldom stands so near."""

LONG = 0.6
"""A level rule of more than this share of its table's width counts without meeting an upright one."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """Level and upright strokes: boxes of the pieces, and masks (true where a rule is)."""

    level: tuple[Box, ...]
    upright: tuple[Box, ...]
    level_mask: NDArray[np.bool_]
    upright_mask: NDArray[np.bool_]


def strokes(sheet: Sheet) -> Strokes:
    """All long thin strokes of a sheet."""
    ink = (sheet.lined < FAINT).astype(np.uint8)
    level, level_mask = _thin(sheet, _open(ink, sheet, SHORTEST_LEVEL, upright=False), upright=False)
    upright, upright_mask = _thin(sheet, _open(ink, sheet, SHORTEST_UPRIGHT, upright=True), upright=True)
    return Strokes(level, upright, level_mask, upright_mask)


def _open(ink: Picture, sheet: Sheet, shortest: float, *, upright: bool) -> Picture:
    """What is left of the ink after everything shorter than `shortest` points is taken away."""
    cv2 = vision()
    width = 3 if sheet.dpi < 250 else 5
    length, gap = sheet.pixels(shortest), sheet.pixels(GAP)
    sizes = ((width, 1), (1, length), (1, gap)) if upright else ((1, width), (length, 1), (gap, 1))
    across, along, over = (cv2.getStructuringElement(cv2.MORPH_RECT, size) for size in sizes)
    found = cv2.morphologyEx(cv2.dilate(ink, across), cv2.MORPH_OPEN, along)
    return np.asarray(cv2.morphologyEx(found, cv2.MORPH_CLOSE, over), np.uint8)


def _thin(sheet: Sheet, mask: Picture, *, upright: bool) -> tuple[tuple[Box, ...], NDArray[np.bool_]]:
    """Pieces that are not thicker than a rule nor belong to a seal, and the mask without the others."""
    cv2 = vision()
    thickest = sheet.pixels(THICKEST)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes: dict[int, Box] = {}
    for number, (x, y, width, height, area) in enumerate(stats.tolist()):
        length = height if upright else width
        if number and area <= thickest * length:
            box = (x, y, x + width, y + height)
            thick = (width if upright else height) > thickest
            boxes[number] = _spine(labels, number, box, upright=upright) if thick else box
    for number in _of_seals(sheet, boxes, upright=upright):
        del boxes[number]
    keep = np.zeros(len(stats), np.bool_)
    keep[list(boxes)] = True
    return tuple(boxes.values()), keep[labels]


def _of_seals(sheet: Sheet, boxes: Mapping[int, Box], *, upright: bool) -> list[int]:
    """Pieces within a seal that are on no line with a piece outside of it."""
    inside = {number for number, box in boxes.items() if any(_within(box, seal) for seal in sheet.seals)}
    start, end = (0, 2) if upright else (1, 3)
    lines = [box[start] + box[end] for number, box in boxes.items() if number not in inside]
    near = 2 * sheet.pixels(IN_LINE)
    return [n for n in inside if all(abs(boxes[n][start] + boxes[n][end] - line) > near for line in lines)]


def _within(box: Box, seal: Disc) -> bool:
    """Whether a piece lies within a seal, measured along the side that is nearer to its middle."""
    x0, top, x1, bottom = box
    lies = x1 - x0 > bottom - top
    x, y = min(max(seal.x, x0), x1), min(max(seal.y, top), bottom)
    return all(seal.holds(*end) for end in (((x0, y), (x1, y)) if lies else ((x, top), (x, bottom))))


def _spine(labels: NDArray[np.int32], number: int, box: Box, *, upright: bool) -> Box:
    """The part of a piece that runs along most of it: a rule without the seal or letter that touches it."""
    x0, top, x1, bottom = box
    along = (labels[top:bottom, x0:x1] == number).sum(axis=0 if upright else 1)
    dense = np.flatnonzero(2 * along >= along.max())
    first, last = int(dense[0]), int(dense[-1]) + 1
    return (x0 + first, top, x0 + last, bottom) if upright else (x0, top + first, x1, top + last)


def meeting(found: Strokes, reach: int, width: int) -> Strokes:
    """The strokes that meet a stroke of the other kind at one end at least; `width` is that of the table."""
    level = tuple(
        box
        for box in found.level
        if box[2] - box[0] >= LONG * width or _level_meets(box, found.upright, reach)
    )
    upright = tuple(box for box in found.upright if _upright_meets(box, level, reach))
    return Strokes(level, upright, found.level_mask, found.upright_mask)


def _level_meets(box: Box, upright: tuple[Box, ...], reach: int) -> bool:
    y = (box[1] + box[3]) / 2
    near = [(post[0] + post[2]) / 2 for post in upright if post[1] - reach <= y <= post[3] + reach]
    ends = [any(abs(x - end) <= reach for x in near) for end in (box[0], box[2])]
    return all(ends) or (any(ends) and box[2] - box[0] >= FAR_LEVEL * reach)


def _upright_meets(box: Box, level: tuple[Box, ...], reach: int) -> bool:
    x = (box[0] + box[2]) / 2
    near = [(bar[1] + bar[3]) / 2 for bar in level if bar[0] - reach <= x <= bar[2] + reach]
    ends = [any(abs(y - end) <= reach for y in near) for end in (box[1], box[3])]
    return all(ends) or (any(ends) and box[3] - box[1] >= FAR_UPRIGHT * reach)
