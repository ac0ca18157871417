"""A page's picture becomes a sheet: seal gone, background white, print straight.

The red channel alone is used, in which red ink is nearly as light as paper; what is clearly red is made so.
The paper's own shade is divided out; the angle is that at which the rows of print and the rules are sharpest.
Takes a `Shot`, gives a `Sheet`.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.pictures import Shot
from pipeline.parsers.scan.records import POINTS, Picture, Sheet
from pipeline.parsers.scan.seals import discs, erased

LOW, RAISED = 190.0, 300.0
"""Pages under so many dots per inch are enlarged to so many: small print has too few dots to be read."""

SMALL = 50.0
"""Dots per inch at which the shade of the paper is found."""

BLOT = 24.0
"""Points: wider than any stroke of print, narrower than a shaded cell."""

SEARCH = 100.0
"""Dots per inch at which the angle is searched, and twice that for its last digit."""

STEEPEST, STEP = 5.0, 0.25
"""Degrees that a page may lie crooked, and the steps in which they are tried."""

FINE = 0.05
"""Degrees of the last search: half a point over the width of a page."""

LEAST = 0.03
"""Degrees under which nothing is turned: turning blurs."""

DARK = 150
"""Grey below which a dot of a small picture is print."""

REDNESS, SEAL_DARK = 45, 150
"""Grey by which red ink is lighter in red than in green and blue, and under which it has print under it."""

EDGE, EDGE_REDNESS, EDGE_DARK = 2.5, 20, 52
"""Points around red ink that belong to its edge, how red they are at least, and the brightness under which
they are print: red ink has 70 and more, black ink under it 30."""

PAPER = 255

INKED = 0.5
"""Per cent of a page's dots that are surely ink: print covers 3 to 8 per cent."""

LEAST_INK, DARKEST = 0.0005, 10
"""Share of a page's dots that are print when there is any: two rows of a table have 0.002; and the per cent
of these that are surely ink, the others being its edges."""

BLACK, PALEST = 60.0, 190.0
"""Grey of ordinary ink, and of the palest that is made darker; paler still is a page without print."""


def clean(shot: Shot, quarter: int = 0) -> Sheet:
    """The sheet of a page, turned `quarter` quarters counter-clockwise first."""
    colour = np.ascontiguousarray(np.rot90(shot.colour, quarter))
    red = np.ascontiguousarray(colour[:, :, 0])
    width, height = (shot.width, shot.height) if quarter % 2 == 0 else (shot.height, shot.width)
    level = flat(red, shot.dpi)
    lined = without_seal(level, colour)
    sealed = lined is not level
    lined, dpi = enlarged(darkened(lined), shot.dpi)
    grey = enlarged(darkened(without_edges(level, colour, shot.dpi)), shot.dpi)[0] if sealed else lined
    angle = skew(grey, dpi)
    back = _quarter_back(quarter, shot.width, shot.height)
    sheet = Sheet(shot.number, shot.width, shot.height, grey, dpi, back[:2], 0.0, quarter, lined)
    if sealed:
        sheet = replace(sheet, red=red_print(level, colour, shot.dpi))
    if abs(angle) < LEAST:
        return sheet if sealed else _black_sealed(sheet)
    undo = vision().getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    straight = turned(grey, angle)
    made = replace(
        sheet,
        grey=straight,
        lined=turned(lined, angle) if sealed else straight,
        back=(back @ _square(undo))[:2],
        angle=angle,
    )
    return replace(made, red=turned(sheet.red, angle)) if sealed else _black_sealed(made)


def _black_sealed(sheet: Sheet) -> Sheet:
    """The sheet with the seals that no colour tells from print found, and their thick ink made paper."""
    seals = discs(sheet.grey, sheet.dpi)
    return replace(sheet, grey=erased(sheet.grey, sheet.dpi, seals), seals=seals) if seals else sheet


def turned(picture: Picture, angle: float) -> Picture:
    """The picture turned by so many degrees counter-clockwise, paper where there was nothing."""
    cv2 = vision()
    turn = cv2.getRotationMatrix2D((picture.shape[1] / 2, picture.shape[0] / 2), angle, 1.0)
    size = picture.shape[::-1]
    made = cv2.warpAffine(
        picture, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER
    )
    return np.asarray(made, np.uint8)


def without_seal(grey: Picture, colour: NDArray[np.uint8]) -> Picture:
    """The flat red channel, with what is red and not dark made paper; the same picture without any red."""
    red, others = colour[:, :, 0], np.maximum(colour[:, :, 1], colour[:, :, 2])
    if np.array_equal(red[::8, ::8], others[::8, ::8]):
        return grey
    seal = _seal(grey, red, others)
    return np.asarray(np.where(seal, PAPER, grey), np.uint8) if seal.any() else grey


def red_print(grey: Picture, colour: NDArray[np.uint8], dpi: float) -> Picture:
    """What was made paper because it is red, black on white and without seals: it may be print."""
    red, others = colour[:, :, 0], np.maximum(colour[:, :, 1], colour[:, :, 2])
    ink = np.asarray(np.where(_seal(grey, red, others), 0, PAPER), np.uint8)
    for seal in discs(ink, dpi):
        ink[seal.area(ink.shape)][seal.mask(ink.shape)] = PAPER
    return enlarged(ink, dpi)[0]


def without_edges(grey: Picture, colour: NDArray[np.uint8], dpi: float) -> Picture:
    """The flat red channel without a seal and its edges: for print; thin rules under a seal go with them.

    JPEG spreads colour over its neighbours and keeps brightness sharp.  So around what is surely red, dots
    with some red in them are the seal's edge when they are bright, and print under it when they are dark.
    """
    cv2 = vision()
    red, others = colour[:, :, 0], np.maximum(colour[:, :, 1], colour[:, :, 2])
    seal = _seal(grey, red, others)
    size = max(3, round(EDGE * dpi / POINTS)) | 1
    near = cv2.dilate(seal.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    bright = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY) * (grey / np.maximum(red, 1).astype(np.float32))
    edge = near & (red.astype(np.int16) - others > EDGE_REDNESS) & (bright > EDGE_DARK)
    return np.asarray(np.where(edge | seal, PAPER, grey), np.uint8)


def _seal(grey: Picture, red: Picture, others: Picture) -> NDArray[np.bool_]:
    return (grey > SEAL_DARK) & (red.astype(np.int16) - others > REDNESS)


def flat(red: Picture, dpi: float) -> Picture:
    """The picture with its background made white; a picture of pure black and white stays as it is."""
    if not np.any((red > 40) & (red < 215)):
        return red
    cv2 = vision()
    shrink = min(1.0, SMALL / dpi)
    small = cv2.resize(red, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    size = max(3, round(BLOT * SMALL / POINTS)) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    paper = cv2.GaussianBlur(paper, (size, size), 0)
    shade = cv2.resize(paper, red.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(red, np.maximum(shade, 1), scale=PAPER), np.uint8)


def darkened(grey: Picture) -> Picture:
    """The picture with faint ink made as dark as ordinary ink."""
    ink = float(np.percentile(grey[::4, ::4], INKED))
    ink = _sparse(grey) if ink > PALEST else ink
    if not BLACK < ink <= PALEST:
        return grey
    stretched = (grey.astype(np.float32) - ink) * (PAPER / (PAPER - ink))
    return np.asarray(np.clip(stretched, 0, PAPER), np.uint8)


def _sparse(grey: Picture) -> float:
    """The grey of the ink of a page with little print; white when even that is noise."""
    dark = grey[grey < PALEST]
    return float(np.percentile(dark, DARKEST)) if dark.size >= LEAST_INK * grey.size else float(PAPER)


def enlarged(grey: Picture, dpi: float) -> tuple[Picture, float]:
    """The picture at `RAISED` if it is coarse."""
    if dpi >= LOW:
        return grey, dpi
    cv2 = vision()
    grown = RAISED / dpi
    return cv2.resize(grey, None, fx=grown, fy=grown, interpolation=cv2.INTER_CUBIC), RAISED


def scaled(grey: Picture, times: float) -> Picture:
    """The picture so many times as large."""
    cv2 = vision()
    how = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=times, fy=times, interpolation=how), np.uint8)


def skew(grey: Picture, dpi: float) -> float:
    """Degrees to turn counter-clockwise until the print is level; 0 for a page without print."""
    coarse = _ink(grey, SEARCH / dpi)
    if not coarse.any():
        return 0.0
    about = _sharpest(coarse, np.arange(-STEEPEST, STEEPEST + STEP, STEP))
    fine = _ink(grey, 2 * SEARCH / dpi)
    return round(_sharpest(fine, np.arange(about - STEP, about + STEP + FINE / 2, FINE)), 3)


def _ink(grey: Picture, times: float) -> NDArray[np.bool_]:
    return scaled(grey, min(1.0, times)) < DARK


def _sharpest(ink: NDArray[np.bool_], angles: NDArray[np.float64]) -> float:
    """The angle at which neighbouring rows differ most."""
    ys, xs = (side.astype(np.float32) for side in np.nonzero(ink))
    xs -= ink.shape[1] / 2
    reach = ink.shape[1] / 2

    def sharpness(angle: float) -> float:
        turn = np.deg2rad(angle)
        rows = ys * np.float32(np.cos(turn)) - xs * np.float32(np.sin(turn)) + np.float32(reach)
        return float((np.diff(np.bincount(rows.astype(np.int32))) ** 2).sum())

    return max((float(angle) for angle in angles), key=lambda angle: (sharpness(angle), -abs(angle)))


def _square(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack([matrix, (0.0, 0.0, 1.0)])


def _quarter_back(quarter: int, width: float, height: float) -> NDArray[np.float64]:
    """From points of the turned page to those of the page as it was."""
    tables = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, -1, width), (1, 0, 0)),
        2: ((-1, 0, width), (0, -1, height)),
        3: ((0, 1, 0), (-1, 0, height)),
    }
    return _square(np.array(tables[quarter % 4], np.float64))
