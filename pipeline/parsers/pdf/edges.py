"""Ruled edges and pictures of a page, read from PDFium's page objects.

Takes an open page and gives the straight edges of every painted path (a rectangle has four) in points from
the top left corner, and the boxes of the pictures.  Objects inside forms are followed with their matrices.
White boxes without a line are not edges: offices lay them behind prose, and nobody sees them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import Bbox
from pipeline.parsers.pdf import native
from pipeline.parsers.pdf.native import Matrix

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, BEZIER_TO, MOVE_TO = 0, 1, 2
NESTING = 12
"""Forms inside forms that are followed; real files need three."""
THIN = 2.0
"""Points of height of a level line; what is higher is a box."""
STRAIGHT = 0.05
"""Points by which the ends of a straight edge may differ across its direction."""
WHITE = 250
"""From this value on (0 to 255) a colour channel counts as white."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Point = tuple[float, float]


class Edge(NamedTuple):
    """One straight edge: `upright` or level, `at` its x or y, from `start` to `end` along its direction."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """What a page draws beside text: visible edges, pictures, dark areas and white boxes over them.

    `bars` are the boxes of level lines, drawn as such or as thin boxes.
    """

    left: float
    top: float
    limit: int
    edges: list[Edge] = field(default_factory=list)
    pictures: list[Bbox] = field(default_factory=list)
    areas: list[Bbox] = field(default_factory=list)
    bars: list[Bbox] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether more edges were met than a page may have."""
        return len(self.edges) > self.limit


def read(page: int, count: int, drawing: Drawing) -> Drawing:
    """Add the `count` objects of an open page to the drawing."""
    for index in range(count):
        _object(native.page_object(page, index), IDENTITY, drawing, NESTING)
        if drawing.full:
            break
    return drawing


def _object(item: int, outer: Matrix, drawing: Drawing, nesting: int) -> None:
    kind = native.object_type(item)
    if kind == TEXT:
        return
    if kind == PATH:
        _path(item, outer, drawing)
    elif kind == IMAGE:
        matrix = _times(native.object_matrix(item), outer)
        drawing.pictures.append(_box([_apply(matrix, corner) for corner in ((0, 0), (1, 1))], drawing))
    elif kind == FORM and nesting:
        matrix = _times(native.object_matrix(item), outer)
        for index in range(native.form_length(item)):
            _object(native.form_object(item, index), matrix, drawing, nesting - 1)


def _path(item: int, outer: Matrix, drawing: Drawing) -> None:
    filled, stroked = native.painted(item)
    if native.count_segments(item) > drawing.limit or not (filled or stroked):
        return
    matrix = _times(native.object_matrix(item), outer)
    hidden = not (stroked and _seen(native.stroke(item))) and not (filled and _seen(native.fill(item)))
    for points in _outlines(item, matrix):
        box = _box(points, drawing)
        if hidden and not _over(box, drawing.areas):
            continue
        if filled and not hidden:
            drawing.areas.append(box)
        if box[3] - box[1] <= THIN < box[2] - box[0]:
            drawing.bars.append(box)
        drawing.edges.extend(_edges(points, drawing))


def _seen(color: tuple[int, int, int, int]) -> bool:
    red, green, blue, alpha = color
    return alpha > 0 and min(red, green, blue) < WHITE


def _over(box: Bbox, areas: list[Bbox]) -> bool:
    """Whether the box lies on a bigger dark area, so that its edges are seen."""
    return any(
        area[0] <= box[0] and area[1] <= box[1] and area[2] >= box[2] and area[3] >= box[3] and area != box
        for area in areas
    )


def _outlines(item: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Give the corners of each closed or open outline of a path; curved parts begin a new outline."""
    points: list[Point] = []
    for index in range(native.count_segments(item)):
        part = native.segment(item, index)
        kind = native.segment_type(part)
        if kind != LINE_TO and points:
            yield points
            points = []
        points.append(_apply(matrix, native.point(part)))
        if native.segment_closes(part) and len(points) > 2 and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points


def _edges(points: list[Point], drawing: Drawing) -> Iterator[Edge]:
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ax - bx) <= STRAIGHT < abs(ay - by):
            low, high = drawing.top - max(ay, by), drawing.top - min(ay, by)
            yield Edge(True, ax - drawing.left, low, high)
        elif abs(ay - by) <= STRAIGHT < abs(ax - bx):
            yield Edge(False, drawing.top - ay, min(ax, bx) - drawing.left, max(ax, bx) - drawing.left)


def _box(points: list[Point], drawing: Drawing) -> Bbox:
    xs, ys = [x - drawing.left for x, _ in points], [drawing.top - y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _apply(matrix: Matrix, point: tuple[float, float]) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
