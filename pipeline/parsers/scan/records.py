"""What the parts of the scan reader hand to each other: sheets, ruled boxes, words as one view read them.

Pixels count from the top left corner of the straightened sheet; points are pixels times 72 / dpi.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Bbox

Picture = NDArray[np.uint8]
"""Grey values, rows by columns, 0 black to 255 white."""

Box = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels, x1 and bottom not included."""

POINTS = 72.0
"""Points of an inch."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A seal of the colour of print: its middle and radius, ring included, in pixels."""

    x: int
    y: int
    radius: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within the seal."""
        return (x - self.x) ** 2 + (y - self.y) ** 2 <= self.radius**2

    @property
    def box(self) -> Box:
        """The box around the seal."""
        return (self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)

    def area(self, shape: tuple[int, ...]) -> tuple[slice, slice]:
        """The rows and columns of a picture of that shape which the seal takes."""
        left, top = max(0, self.x - self.radius), max(0, self.y - self.radius)
        bottom, right = min(shape[0], self.y + self.radius + 1), min(shape[1], self.x + self.radius + 1)
        return slice(top, bottom), slice(left, right)

    def mask(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Where the seal is, within its `area`."""
        rows, columns = self.area(shape)
        ys, xs = np.ogrid[rows, columns]
        return np.asarray((xs - self.x) ** 2 + (ys - self.y) ** 2 <= self.radius**2)

    def touches(self, box: Box) -> bool:
        """Whether a box has a part within the seal."""
        x0, top, x1, bottom = box
        return self.holds(min(max(self.x, x0), x1), min(max(self.y, top), bottom))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, cleaned and straightened: black print on white.

    `number` is 1-based, `width` and `height` are those of the page in points.  `back` is the matrix (2 × 3)
    that leads from straightened points to points of the page as it was; `angle` in degrees is what was
    turned back, clockwise, `quarter` the quarter turns.  Rules are looked for in `lined`,
    which keeps what stands under the edges of a seal.  `seals` are those that are as black as print, `red` is
    red ink outside of seals, of which `grey` has nothing (no picture: there is no red).
    """

    number: int
    width: float
    height: float
    grey: Picture
    dpi: float
    back: NDArray[np.float64]
    angle: float = 0.0
    quarter: int = 0
    lined: Picture = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    seals: tuple[Disc, ...] = ()
    red: Picture = field(default_factory=lambda: np.zeros((0, 0), np.uint8))

    def pixels(self, points: float) -> int:
        """A length in pixels, at least 1."""
        return max(1, round(points * self.dpi / POINTS))

    def points(self, box: Box) -> Bbox:
        """A box in points of the straightened sheet."""
        x0, top, x1, bottom = (round(side * POINTS / self.dpi, 2) for side in box)
        return (x0, top, x1, bottom)

    def original(self, box: Bbox) -> Bbox:
        """The smallest upright box on the page as it was around a box of the straightened sheet."""
        corners = np.array([(x, y, 1.0) for x in (box[0], box[2]) for y in (box[1], box[3])])
        spots = corners @ self.back.T
        (x0, top), (x1, bottom) = spots.min(axis=0), spots.max(axis=0)
        return (
            round(max(0.0, float(x0)), 2),
            round(max(0.0, float(top)), 2),
            round(min(self.width, float(x1)), 2),
            round(min(self.height, float(bottom)), 2),
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """The ruled boxes of one table, in pixels; `doubtful` are those whose rules contradict each other."""

    box: Box
    cells: tuple[Box, ...]
    doubtful: frozenset[Box] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """One word as one view read it: `confidence` 0–1, `line` 0-based, `box` in pixels of the crop read."""

    text: str
    confidence: float
    line: int = 0
    box: Box = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of print: its words, left to right, and the base line in pixels of the crop read."""

    words: tuple[Word, ...]
    base: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the views make of one box: the voted text, how sure its figures are (0–1), every view's text.

    `why` names what speaks against it (`disagree`, `unsure`, `marks`, `unread`).
    """

    text: str
    confidence: float | None
    readings: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


EMPTY = Reading("", None)
"""A box without ink."""

Engine = Any
"""A module without types."""
