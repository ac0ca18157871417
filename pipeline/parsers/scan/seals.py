"""Seals whose ink cannot be told from print by its colour: round discs on bilevel and grey sheets.

A state seal is a circle of 36 mm.  Its ring is told by its shape: nearly all of a circle is ink, while a
little farther out there is only what paper and print have.  Takes a flat picture; gives discs, and the
picture without what is surely theirs.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.records import POINTS, Disc, Picture

LOOK = 50.0
"""Dots per inch at which rings are looked for: one of 0.9 mm has two dots."""

RADII = (15.0, 21.0)
"""Millimetres of the radius of a seal; state seals have 18."""

OUTSIDE = 2.0
"""Millimetres outside of the ring where there is no ring any more."""

RING, CONTRAST = 0.6, 0.4
"""Share of the ring that is ink, and by how much more that is than outside: print has 0.2 to 0.3."""

MOST = 3
"""Seals of one page: two that stand on one sheet, and one across its edge."""

MARGIN = 0.8
"""Millimetres added to the radius: half of a ring's own width."""

THICKER = 2.2
"""Points: thicker than a stroke of print; bold capitals of 14 points have 2."""

EDGE = 2
"""Dots around thick ink that belong to it."""

STEPS = (4, 2, 1, 1)
"""Dots by which the middle is moved until the rings are sharpest."""

INK, PAPER = 140, 255

INCH = 25.4


def discs(grey: Picture, dpi: float) -> tuple[Disc, ...]:
    """The seals on a flat picture, the clearest first."""
    cv2 = vision()
    small = cv2.resize(grey, None, fx=LOOK / dpi, fy=LOOK / dpi, interpolation=cv2.INTER_AREA)
    ink = 1 - small.astype(np.float32) / 255
    step = round(OUTSIDE * LOOK / INCH)
    first, last = (round(side * LOOK / INCH) for side in RADII)
    rings = [cv2.filter2D(ink, -1, _ring(radius)) for radius in range(first, last + step + 1)]
    whole = np.stack(rings[: last - first + 1])
    clear = np.where(whole - np.stack(rings[step:]) >= CONTRAST, whole, 0)
    return tuple(_peaks(clear, first, dpi / LOOK, MARGIN * dpi / INCH))


def erased(grey: Picture, dpi: float, seals: Iterable[Disc]) -> Picture:
    """The picture without the ink in seals that is thicker than a stroke of print."""
    cv2 = vision()
    made = grey.copy()
    size = round(THICKER * dpi / POINTS)
    pencil = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    blur = np.ones((3, 3), np.uint8)
    for seal in seals:
        area = seal.area(grey.shape)
        ink = (grey[area] < INK).astype(np.uint8)
        thick = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, pencil), blur, iterations=EDGE)
        made[area][((thick > 0) | _rings(ink, seal, area)) & seal.mask(grey.shape)] = PAPER
    return made


def _rings(ink: Picture, seal: Disc, area: tuple[slice, slice]) -> NDArray[np.bool_]:
    """Where the thin rings of a seal are: circles around its middle that are ink nearly all around."""
    ys, xs = np.nonzero(ink)
    ys, xs = ys + area[0].start, xs + area[1].start
    down, right = np.ogrid[area]
    whole = np.maximum(1, np.bincount(_apart(down, right, seal.y, seal.x).ravel()))
    y, x = seal.y, seal.x
    for step in STEPS:
        near = [(y + dy, x + dx) for dy in (-step, 0, step) for dx in (-step, 0, step)]
        y, x = max(near, key=lambda at: _fullest(_apart(ys, xs, *at), whole))
    steps = _apart(down, right, y, x)
    share = np.bincount(steps.ravel(), ink.ravel()) / np.maximum(1, np.bincount(steps.ravel()))
    full = np.convolve(share >= RING, np.ones(2 * EDGE + 1), "same") > 0
    return np.asarray(full[steps])


def _apart(ys: NDArray[np.int64], xs: NDArray[np.int64], y: int, x: int) -> NDArray[np.int64]:
    return np.asarray(np.hypot(ys - y, xs - x), np.int64)


def _fullest(apart: NDArray[np.int64], whole: NDArray[np.int64]) -> float:
    """How sharp the rings around a middle are."""
    ink = np.bincount(apart)[: len(whole)]
    return float(((ink / whole[: len(ink)]) ** 2 * whole[: len(ink)]).sum())


def _ring(radius: int) -> NDArray[np.float32]:
    """A kernel that gives the share of a ring of so many dots that is ink."""
    side = np.arange(-radius - 1, radius + 2)
    apart = np.hypot(side[:, None], side[None, :])
    ring = (np.abs(apart - radius) <= 0.5).astype(np.float32)
    return np.asarray(ring / ring.sum(), np.float32)


def _peaks(clear: NDArray[np.float32], first: int, times: float, margin: float) -> Iterator[Disc]:
    for _ in range(MOST):
        depth, y, x = (int(at) for at in np.unravel_index(int(clear.argmax()), clear.shape))
        if clear[depth, y, x] < RING:
            return
        radius = first + depth
        yield Disc(round((x + 0.5) * times), round((y + 0.5) * times), round((radius + 0.5) * times + margin))
        clear[:, max(0, y - radius) : y + radius + 1, max(0, x - radius) : x + radius + 1] = 0
