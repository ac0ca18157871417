"""The boxes of a ruled table, read: rules erased, empty boxes told from full ones, three views each.

Takes a sheet and its rulings; gives the sheet without rules, and a `Reading` for every box.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.lead import Lead, choose
from pipeline.parsers.scan.marks import checked, suspects
from pipeline.parsers.scan.records import EMPTY, Box, Reading, Row, Ruling, Sheet, Word
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

ONE_LINE = 22.0
"""Points of height up to which a band of ink is one line; two lines of 10 points have 24."""

LOWEST_LINE = 5.0
"""Points of height from which a band of ink is a line and no mark above or below one."""

TINY = 36.0
"""Points of width up to which print is always read behind a lead word: "30,54" of 13 points has 33."""

NARROW = 110.0
"""Points of width up to which it is when it was read unsurely: three or four words."""

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


def read(sheet: Sheet, views: Sequence[View], boxes: Sequence[Box]) -> dict[Box, Reading]:
    """Every box in all views; short print is read behind a word of the others."""
    areas = {box: area for box in boxes if (area := _print(sheet, box))}
    tiny = {box for box, area in areas.items() if area[2] - area[0] <= sheet.pixels(TINY)}
    plain = {box: [view.rows(area) for view in views] for box, area in areas.items() if box not in tiny}
    lead = choose(row for readings in plain.values() for row in readings[-1])
    found = dict.fromkeys(boxes, EMPTY)
    for box, area in areas.items():
        if box in tiny:
            found[box] = vote([_behind(sheet, view, area, lead) for view in views])
            if found[box].why:
                found[box] = surer(found[box], vote([view.rows(area) for view in views]))
        else:
            found[box] = vote(plain[box])
            if found[box].why and area[2] - area[0] <= sheet.pixels(NARROW):
                found[box] = surer(found[box], vote([_behind(sheet, view, area, lead) for view in views]))
        found[box] = _looked_at(sheet, area, found[box], plain.get(box, []))
    return found


def _looked_at(sheet: Sheet, area: Box, reading: Reading, plain: Sequence[Sequence[Row]]) -> Reading:
    """The reading after a look at its marks, where the view stands that read the same words."""
    if not suspects(reading.text):
        return reading
    words = reading.text.split()
    if len(words) == 1:
        return checked(sheet, reading, (Row((Word(reading.text, 1.0, box=area),), 0.0),))
    same = (rows for rows in plain if [word.text for row in rows for word in row.words] == words)
    return checked(sheet, reading, next(same, ()))


def surer(first: Reading, second: Reading) -> Reading:
    """The first reading, as sure as the second one when that says the same; all texts are kept."""
    readings = tuple(dict.fromkeys((*first.readings, *second.readings)))
    if first.text.split() == second.text.split() and (second.confidence or 0) > (first.confidence or 0):
        return replace(first, confidence=second.confidence, why=second.why, readings=readings)
    return replace(first, readings=readings)


def _print(sheet: Sheet, box: Box) -> Box | None:
    inset = sheet.pixels(INSET)
    x0, top, x1, bottom = box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset
    return inked(sheet, (x0, top, x1, bottom)) if x1 > x0 and bottom > top else None


def _behind(sheet: Sheet, view: View, area: Box, lead: Lead | None) -> tuple[Row, ...]:
    """Narrow print, line by line behind the lead word; as it stands when its lines cannot be told apart."""
    lines = list(_lines(sheet, area))
    if lead is None or any(line[3] - line[1] > sheet.pixels(ONE_LINE) for line in lines):
        return view.rows(area)
    return tuple(row for line in lines for row in view.line(line, lead))


def _lines(sheet: Sheet, area: Box) -> Iterator[Box]:
    """The lines of print in an area: bands of ink, marks above a line with the line below them."""
    x0, top, x1, bottom = area
    inked_rows = (sheet.grey[top:bottom, x0:x1] < INK).any(axis=1).astype(np.int8)
    changes = np.flatnonzero(np.diff(np.concatenate(([0], inked_rows, [0]))))
    start: int | None = None
    for upper, lower in zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True):
        start = upper if start is None else start
        if lower - start >= sheet.pixels(LOWEST_LINE):
            yield _trimmed(sheet, (x0, top + start, x1, top + lower))
            start = None


def _trimmed(sheet: Sheet, line: Box) -> Box:
    x0, top, x1, bottom = line
    inked_columns = np.flatnonzero((sheet.grey[top:bottom, x0:x1] < INK).any(axis=0))
    around = sheet.pixels(1)
    left, right = x0 + int(inked_columns[0]) - around, x0 + int(inked_columns[-1]) + 1 + around
    return (max(x0, left), max(0, top - around), min(x1, right), bottom + around)
