"""Ruled boxes from rules: where a rule between two places is missing, they are one merged cell.

Takes a `Sheet` with its `Strokes`, gives its `Ruling`s from top to bottom.  A table needs two level and two
upright rules that meet.  Open sides (rules that run past the outermost upright one) are closed.  Places whose
rules contradict each other are cut into boxes and named doubtful.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.records import Box, Ruling, Sheet
from pipeline.parsers.scan.rules import MEETS, Strokes, meeting

SAME = 3.5
"""Points within which two strokes are one rule; a row has at least 10."""

SOLID = 0.5
"""Share of the way between two crossings that must be ruled for a rule to be there."""

SMALLEST = (60.0, 20.0)
"""Points of width and height that a table has at least."""

OPEN = 8.0
"""Points by which level rules run past the outermost upright one when a side is open."""

LEAST_LEVEL, LEAST_UPRIGHT = 0.06, 0.2
"""Share of a table's width and height that the pieces of one rule take together at least; the straight pieces
of a black seal take less."""

MOST_OPEN = 0.5
"""Share of the level rules that must do so."""

NARROWEST = 9.0
"""Points between two upright rules at least; nearer, the shorter one is a piece of a seal or of a double
rule: one digit with its white has 10."""

WHOLE = 0.9
"""Share of the way between two crossings that a rule is there for in one place at least; pieces of a black
seal come to 0.64, a faint or broken rule is whole somewhere."""

Spot = tuple[int, int]
"""Row and column, 0-based."""


def rulings(sheet: Sheet, found: Strokes) -> tuple[Ruling, ...]:
    """All ruled tables that the strokes of a sheet make, from top to bottom."""
    made = (_ruling(sheet, found, box) for box in _regions(sheet, found))
    return tuple(sorted((ruling for ruling in made if ruling), key=lambda ruling: ruling.box[1]))


def _regions(sheet: Sheet, found: Strokes) -> list[Box]:
    """Boxes around strokes that touch each other, directly or through others."""
    cv2 = vision()
    reach = sheet.pixels(MEETS / 2)
    mask = (found.level_mask | found.upright_mask).astype(np.uint8)
    grown = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    least = [sheet.pixels(side) for side in SMALLEST]
    return [
        (x, y, x + width, y + height)
        for x, y, width, height, _ in stats[1:].tolist()
        if width >= least[0] and height >= least[1]
    ]


def _ruling(sheet: Sheet, found: Strokes, region: Box) -> Ruling | None:
    reach = sheet.pixels(MEETS)
    inside = Strokes(
        _within(found.level, region), _within(found.upright, region), found.level_mask, found.upright_mask
    )
    kept = meeting(inside, reach, region[2] - region[0])
    width, height = region[2] - region[0], region[3] - region[1]
    same = sheet.pixels(SAME)
    ys = _positions(
        (((bar[1] + bar[3]) / 2, bar[2] - bar[0]) for bar in kept.level), same, LEAST_LEVEL * width
    )
    xs = _positions(
        (((post[0] + post[2]) / 2, post[3] - post[1]) for post in kept.upright),
        same,
        LEAST_UPRIGHT * height,
        sheet.pixels(NARROWEST),
    )
    xs = _closed_sides(xs, kept.level, sheet.pixels(OPEN))
    if len(xs) < 2 or len(ys) < 2:
        return None
    return _Lattice(*_Lattice(xs, ys, kept, reach).whole(), kept, reach).ruling()


def _within(boxes: Sequence[Box], region: Box) -> tuple[Box, ...]:
    x0, top, x1, bottom = region
    return tuple(
        box for box in boxes if x0 <= (box[0] + box[2]) / 2 <= x1 and top <= (box[1] + box[3]) / 2 <= bottom
    )


def _positions(weighed: Iterable[tuple[float, int]], near: int, least: float, apart: int = 0) -> list[int]:
    """Where rules stand: strokes gathered, each weighed by its length; together at least `least` long.

    Of two that are not `apart` pixels from each other only the longer one stays.
    """
    groups: list[list[tuple[float, int]]] = []
    for position, weight in sorted(weighed):
        if groups and position - groups[-1][-1][0] <= near:
            groups[-1].append((position, weight))
        else:
            groups.append([(position, weight)])
    found: list[tuple[int, int]] = []
    for group in groups:
        length = sum(weight for _, weight in group)
        position = round(sum(p * w for p, w in group) / length)
        beside = found and position - found[-1][0] < apart
        if length >= least and beside:
            found[-1] = max(found[-1], (position, length), key=lambda one: one[1])
        elif length >= least:
            found.append((position, length))
    return [position for position, _ in found]


def _closed_sides(xs: list[int], level: Sequence[Box], open_by: int) -> list[int]:
    """The upright positions, with the ends of the level rules where a side has no rule of its own."""
    if not xs or not level:
        return xs
    left, right = np.median([bar[0] for bar in level]), np.median([bar[2] for bar in level])
    reach_left = np.mean([bar[0] < xs[0] - open_by for bar in level])
    reach_right = np.mean([bar[2] > xs[-1] + open_by for bar in level])
    before = [int(left)] if reach_left > MOST_OPEN else []
    after = [int(right)] if reach_right > MOST_OPEN else []
    return [*before, *xs, *after]


class _Lattice:
    """Places between rules, and which of them belong together."""

    def __init__(self, xs: list[int], ys: list[int], found: Strokes, reach: int) -> None:
        self.xs, self.ys, self.reach = xs, ys, reach
        self.rows, self.columns = len(ys) - 1, len(xs) - 1
        self.over_shares = self._ruled(found.level_mask, level=True)
        self.beside_shares = self._ruled(found.upright_mask, level=False)
        self.over, self.beside = self.over_shares >= SOLID, self.beside_shares >= SOLID

    def whole(self) -> tuple[list[int], list[int]]:
        """The positions of the rules, upright and level, that are whole somewhere, and of the outer sides."""
        return _whole(self.xs, self.beside_shares), _whole(self.ys, self.over_shares)

    def _ruled(self, mask: NDArray[np.bool_], *, level: bool) -> NDArray[np.float64]:
        """The share (0-1) of the way along each side that is ruled: [rule, place along it]."""
        along, across = (self.xs, self.ys) if level else (self.ys, self.xs)
        lines = mask if level else mask.T
        found = np.zeros((len(across), len(along) - 1))
        for i, at in enumerate(across):
            rows = lines[max(0, at - self.reach) : at + self.reach + 1]
            band: NDArray[np.bool_] = np.logical_or.reduce(rows, axis=0)
            for j in range(len(along) - 1):
                start, end = along[j] + self.reach, along[j + 1] - self.reach
                piece = band[start:end] if end > start else band[along[j] : along[j + 1]]
                found[i, j] = piece.mean() if piece.size else 0.0
        return found

    def ruling(self) -> Ruling:
        groups = self._groups()
        boxes: list[Box] = []
        doubtful: set[Box] = set()
        for group in groups:
            whole = _is_rectangle(group)
            for part in [group] if whole else list(_rectangles(group)):
                box = self._box(part)
                boxes.append(box)
                if not whole:
                    doubtful.add(box)
        area = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        return Ruling(area, tuple(sorted(boxes, key=lambda box: (box[1], box[0]))), frozenset(doubtful))

    def _groups(self) -> list[set[Spot]]:
        """Places with no rule between them."""
        seen: set[Spot] = set()
        groups: list[set[Spot]] = []
        for start in ((row, column) for row in range(self.rows) for column in range(self.columns)):
            if start in seen:
                continue
            group, waiting = {start}, [start]
            while waiting:
                fresh = [spot for spot in self._joined(waiting.pop()) if spot not in group]
                group.update(fresh)
                waiting.extend(fresh)
            seen |= group
            groups.append(group)
        return groups

    def _joined(self, spot: Spot) -> list[Spot]:
        row, column = spot
        found: list[Spot] = []
        if row and not self.over[row, column]:
            found.append((row - 1, column))
        if row + 1 < self.rows and not self.over[row + 1, column]:
            found.append((row + 1, column))
        if column and not self.beside[column, row]:
            found.append((row, column - 1))
        if column + 1 < self.columns and not self.beside[column + 1, row]:
            found.append((row, column + 1))
        return found

    def _box(self, group: set[Spot]) -> Box:
        rows, columns = [row for row, _ in group], [column for _, column in group]
        return (
            self.xs[min(columns)],
            self.ys[min(rows)],
            self.xs[max(columns) + 1],
            self.ys[max(rows) + 1],
        )


def _whole(positions: Sequence[int], shares: NDArray[np.float64]) -> list[int]:
    ends = (0, len(positions) - 1)
    return [at for i, at in enumerate(positions) if i in ends or shares[i].max() >= WHOLE]


def _is_rectangle(group: set[Spot]) -> bool:
    rows, columns = {row for row, _ in group}, {column for _, column in group}
    return len(group) == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def _rectangles(group: set[Spot]) -> Iterable[set[Spot]]:
    """The places of a crooked group in rectangles, taken from the top left."""
    rest = set(group)
    while rest:
        row, column = min(rest)
        width = 1
        while (row, column + width) in rest:
            width += 1
        height = 1
        while all((row + height, column + step) in rest for step in range(width)):
            height += 1
        part = {(row + down, column + right) for down in range(height) for right in range(width)}
        rest -= part
        yield part
