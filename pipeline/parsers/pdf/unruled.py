"""Tables without rules: words that keep to columns with white lanes between them.

Takes the runs that stand outside ruled tables, gives the boxes of the cells.  A table is only read when it
is sure which line belongs to which row: a line that fills fewer columns must go on a line above it that was
full.  Otherwise its area is given as doubtful; guessing could put a value beside the wrong words.
(pdfplumber's way, a row for each printed line, tears wrapped wordings; so it is not used for this.)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Bbox
from pipeline.parsers.pdf.runs import Run

SAME_LINE = 3.0
"""Points between upper edges of neighbours in one line."""
LANE = 7.0
"""Points of white between two columns."""
FEWEST_COLUMNS = 3
FEWEST_ROWS = 4
FURTHEST = 3.0
"""Font sizes from one line to the next inside a table."""
FULL = 6.0
"""Points by which a wrapped line may be shorter than it had to be."""

Span = tuple[float, float]


@dataclass(slots=True)
class _Row:
    """One printed line: the runs and the stretches that they cover, joined over narrow gaps."""

    runs: list[Run]
    spans: list[Span] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(run.top for run in self.runs)

    @property
    def bottom(self) -> float:
        return max(run.bottom for run in self.runs)


def find(runs: list[Run]) -> tuple[list[list[Bbox]], list[Bbox]]:
    """Return the cells of each table that is sure, and the boxes of those that are not."""
    sure: list[list[Bbox]] = []
    doubtful: list[Bbox] = []
    for block in _blocks(_rows(runs)):
        lanes = _columns(block)
        starts = _starts(block, lanes)
        if starts:
            sure.append(_cells(block, lanes, starts))
        else:
            doubtful.append((lanes[0][0], block[0].top, lanes[-1][1], block[-1].bottom))
    return sure, doubtful


def _rows(runs: list[Run]) -> list[_Row]:
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: run.top):
        if rows and run.top <= rows[-1].runs[-1].top + SAME_LINE:
            rows[-1].runs.append(run)
        else:
            rows.append(_Row([run]))
    for row in rows:
        row.spans = _joined((run.x0, run.x1) for run in row.runs)
    return rows


def _joined(spans: Iterator[Span] | list[Span]) -> list[Span]:
    """Return the covered stretches from left to right, joined over gaps narrower than a lane."""
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1] + LANE:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _columns(rows: list[_Row]) -> list[Span]:
    return _joined([span for row in rows for span in row.spans])


def _blocks(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Give stretches of lines that keep to three columns or more."""
    block: list[_Row] = []
    for row in rows:
        if block and _fits([*block, row]):
            block.append(row)
            continue
        yield from _whole(block)
        block = [row] if len(row.spans) >= FEWEST_COLUMNS else []
    yield from _whole(block)


def _fits(block: list[_Row]) -> bool:
    last, row = block[-2:]
    return row.top - last.top <= FURTHEST * row.runs[0].size and len(_columns(block)) >= FEWEST_COLUMNS


def _whole(block: list[_Row]) -> Iterator[list[_Row]]:
    if sum(len(row.spans) >= FEWEST_COLUMNS for row in block) >= FEWEST_ROWS:
        yield block


def _starts(rows: list[_Row], lanes: list[Span]) -> list[int]:
    """Return the lines at which rows of the table begin; none if a line could belong to two rows."""
    starts = [0]
    ends = list(zip(lanes, [*(right[0] - LANE for right in lanes[1:]), lanes[-1][1]], strict=True))
    for number, (before, row) in enumerate(pairwise(rows), start=1):
        if len(row.spans) >= FEWEST_COLUMNS:
            starts.append(number)
        elif not all(_goes_on(before, row, lane, end) for lane, end in ends if _inside(row, lane)):
            return []
    return starts


def _inside(row: _Row, lane: Span) -> list[Run]:
    return [run for run in row.runs if lane[0] <= (run.x0 + run.x1) / 2 <= lane[1]]


def _goes_on(before: _Row, row: _Row, lane: Span, end: float) -> bool:
    """Whether the first word of a line did not fit on the line above it, which could run to `end`."""
    above, here = _inside(before, lane), _inside(row, lane)
    if not above:
        return False
    first = min(here, key=lambda run: run.x0)
    word = first.text.split(" ", 1)[0]
    needed = (first.x1 - first.x0) * (len(word) + 1) / max(1, len(first.text))
    return max(run.x1 for run in above) + needed + FULL > end


def _cells(rows: list[_Row], lanes: list[Span], starts: list[int]) -> list[Bbox]:
    """Return a box for each row and column, edges in the middle of the white between them."""
    xs = [lanes[0][0] - 1, *((left[1] + right[0]) / 2 for left, right in pairwise(lanes)), lanes[-1][1] + 1]
    ys = [
        rows[0].top - 1,
        *((rows[at - 1].bottom + rows[at].top) / 2 for at in starts[1:]),
        rows[-1].bottom + 1,
    ]
    return [(x0, top, x1, bottom) for top, bottom in pairwise(ys) for x0, x1 in pairwise(xs)]
