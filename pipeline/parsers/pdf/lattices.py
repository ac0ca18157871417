"""Ruled edges become lattices: groups of cells that share corners.  The rules are those of pdfplumber.

Edges within 3 points of one another are one edge at their mean; edges on one line that nearly touch are
joined; where a level and an upright edge meet is a corner; four corners whose sides are ruled are a cell;
cells that share a corner are one table.  One rule more: cells that a page end has cut open are closed there.
Takes `Edge`s, gives the boxes of the cells of each lattice.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.model import Bbox
from pipeline.parsers.pdf.edges import Edge

SNAP = 3.0
"""Points within which edges are one, gaps are closed, and edges count as meeting (as in pdfplumber)."""
SHORTEST = 1.0
"""Points below which a drawn edge is only the thickness of a rule."""
SHORTEST_JOINED = 3.0
"""Points below which an edge that nothing was joined to is no rule."""
OPEN_BY = 6.0
"""Points by which upright edges run past the last level one where a cell is open; a line of print has 10."""
FEWEST_OPEN = 2
"""Upright edges that end together where a cell is open."""
FEWEST = 4
"""Edges without which no cell can be: the gate that spares pages of prose."""

Corner = tuple[float, float]


def lattices(edges: list[Edge]) -> list[list[Bbox]]:
    """Return the cells of each lattice with two cells or more, lattices from the top left corner on."""
    drawn = [edge for edge in edges if edge.end - edge.start >= SHORTEST]
    if len(drawn) < FEWEST:
        return []
    ruled = _long(_merged(drawn))
    closing = [*_closing(ruled, end=False), *_closing(ruled, end=True)]
    if closing:
        ruled = _long(_merged([*ruled, *closing]))
    return _groups(list(_cells(_corners(ruled))))


def _long(edges: Iterable[Edge]) -> list[Edge]:
    return [edge for edge in edges if edge.end - edge.start >= SHORTEST_JOINED]


def _closing(edges: list[Edge], *, end: bool) -> Iterator[Edge]:
    """Give the level edges that are missing at the lower (or upper) `end` of upright ones of a table."""
    level = sorted(edge for edge in edges if not edge.upright)
    heights = [edge.at for edge in level]
    ends: list[tuple[float, float, bool]] = []
    for edge in edges:
        if edge.upright:
            met = level[bisect_left(heights, edge.start - SNAP) : bisect_right(heights, edge.end + SNAP)]
            met = [each for each in met if each.start - SNAP <= edge.at <= each.end + SNAP]
            if met:
                free = edge.end - met[-1].at if end else met[0].at - edge.start
                ends.append((edge.end if end else edge.start, edge.at, free >= OPEN_BY))
    for at, group in _near(ends):
        if sum(is_open for _, _, is_open in group) >= FEWEST_OPEN:
            yield Edge(False, at, min(x for _, x, _ in group), max(x for _, x, _ in group))


def _near(ends: list[tuple[float, float, bool]]) -> Iterator[tuple[float, list[tuple[float, float, bool]]]]:
    """Give ends at one height together."""
    group: list[tuple[float, float, bool]] = []
    for one in sorted(ends):
        if group and one[0] > group[-1][0] + SNAP:
            yield group[0][0], group
            group = []
        group.append(one)
    if group:
        yield group[0][0], group


def _merged(edges: list[Edge]) -> Iterator[Edge]:
    for upright in (True, False):
        lines: dict[float, list[Edge]] = defaultdict(list)
        for at, group in _snapped([edge for edge in edges if edge.upright == upright]):
            lines[at].extend(group)
        for at, group in sorted(lines.items()):
            yield from _joined(at, group)


def _snapped(edges: list[Edge]) -> Iterator[tuple[float, list[Edge]]]:
    """Give edges that lie within the tolerance of one another, with the mean of where they lie."""
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if group and edge.at > group[-1].at + SNAP:
            yield sum(each.at for each in group) / len(group), group
            group = []
        group.append(edge)
    if group:
        yield sum(each.at for each in group) / len(group), group


def _joined(at: float, edges: list[Edge]) -> Iterator[Edge]:
    ordered = sorted(edges, key=lambda edge: edge.start)
    upright, start, end = ordered[0].upright, ordered[0].start, ordered[0].end
    for edge in ordered[1:]:
        if edge.start > end + SNAP:
            yield Edge(upright, at, start, end)
            start, end = edge.start, edge.end
        end = max(end, edge.end)
    yield Edge(upright, at, start, end)


def _corners(edges: list[Edge]) -> dict[Corner, tuple[set[int], set[int]]]:
    """Map each corner (x, y) to the numbers of the upright and of the level edges that meet there."""
    corners: dict[Corner, tuple[set[int], set[int]]] = {}
    level = sorted((edge.at, number) for number, edge in enumerate(edges) if not edge.upright)
    heights = [at for at, _ in level]
    for number, edge in enumerate(edges):
        if not edge.upright:
            continue
        for at, other in level[
            bisect_left(heights, edge.start - SNAP) : bisect_right(heights, edge.end + SNAP)
        ]:
            if edges[other].start - SNAP <= edge.at <= edges[other].end + SNAP:
                uprights, levels = corners.setdefault((edge.at, at), (set(), set()))
                uprights.add(number)
                levels.add(other)
    return corners


def _cells(corners: dict[Corner, tuple[set[int], set[int]]]) -> Iterator[Bbox]:
    """Give for each corner the smallest ruled box that has it as its upper left corner."""
    below: dict[float, list[Corner]] = defaultdict(list)
    right: dict[float, list[Corner]] = defaultdict(list)
    for corner in sorted(corners):
        below[corner[0]].append(corner)
        right[corner[1]].append(corner)
    for corner in sorted(corners):
        box = _smallest(corner, below[corner[0]], right[corner[1]], corners)
        if box:
            yield box


def _smallest(
    corner: Corner,
    column: list[Corner],
    row: list[Corner],
    corners: dict[Corner, tuple[set[int], set[int]]],
) -> Bbox | None:
    uprights, levels = corners[corner]
    to_right = [other for other in row[bisect_right(row, corner) :] if levels & corners[other][1]]
    for low in column[bisect_right(column, corner) :]:
        if not uprights & corners[low][0]:
            continue
        for high in to_right:
            opposite = corners.get((high[0], low[1]))
            if opposite and opposite[0] & corners[high][0] and opposite[1] & corners[low][1]:
                return (corner[0], corner[1], high[0], low[1])
    return None


def _groups(cells: list[Bbox]) -> list[list[Bbox]]:
    """Return the cells grouped by shared corners, groups of one left out."""
    at: dict[Corner, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        for corner in _four(cell):
            at[corner].append(number)
    left, groups = set(range(len(cells))), []
    for first in range(len(cells)):
        if first in left:
            group = sorted(_reached(first, cells, at, left))
            groups.append([cells[number] for number in group])
    return sorted((group for group in groups if len(group) > 1), key=lambda g: min((c[1], c[0]) for c in g))


def _reached(first: int, cells: list[Bbox], at: dict[Corner, list[int]], left: set[int]) -> Iterator[int]:
    waiting = [first]
    left.discard(first)
    while waiting:
        number = waiting.pop()
        yield number
        for other in (each for corner in _four(cells[number]) for each in at[corner]):
            if other in left:
                left.discard(other)
                waiting.append(other)


def _four(cell: Bbox) -> Iterable[Corner]:
    x0, top, x1, bottom = cell
    return ((x0, top), (x0, bottom), (x1, top), (x1, bottom))
