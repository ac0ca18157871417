"""Runs become lines: of a cell, or of the page outside its tables.

Runs whose upper edges are within three points of one another stand in one line (as in pdfplumber), ordered
from left to right.  A small raised digit is a footnote mark or a power and is written as a raised digit, so
that it never becomes part of a number.  Takes runs, gives `Line`s.
"""

from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter
from typing import Protocol

from pipeline.language.text import TO_RAISED
from pipeline.parsers.pdf.records import Line
from pipeline.parsers.pdf.runs import Run
from pipeline.parsers.pdf.stamps import one_number

SAME_LINE = 3.0
"""Points between upper edges of neighbours in one line."""
GAP = 0.18
"""A gap of this share of the font size is a blank (the blank itself is 0.25 wide in the usual fonts)."""
WIDEST_NEEDED_GAP = 3.0
"""A gap of so many points is a blank in any size (pdfplumber's tolerance)."""
OVERLAP = 0.35
"""Runs that overlap by more than this share of the size are read letter by letter."""
RAISED_SIZE = 0.78
"""A raised sign is at most this share of the size of its line."""
RAISED_BY = 0.1
"""... and its base line is at least this share of the line's size above the line's own."""
COLUMN_GAP = 1.6
"""A gap of this many font sizes may separate two text columns (letterhead, signatures)."""
COLUMN_GAP_AGAINST_OTHERS = 3.0
"""... when it is so many times as wide as the other gaps of the line."""
LIST_MARK = 5
"""Letters of the longest mark ("1.10.") that stands apart from its paragraph without being a column."""


class Letters(Protocol):
    """What can give a run letter by letter."""

    def split(self, run: Run) -> Iterator[Run]:
        """Give the letters of the run, each placed."""


def cell_text(runs: list[Run], page: Letters) -> str:
    """Return the text of one cell, lines separated by a line break."""
    return "\n".join(filter(None, (_joined(line) for line in _rows(runs, page))))


def lines(runs: list[Run], page: Letters) -> tuple[Line, ...]:
    """Return the lines from top to bottom; one that spans two text columns is cut in two."""
    return tuple(line(part) for row in _rows(runs, page) for part in _columns(row))


def _rows(runs: list[Run], page: Letters) -> Iterator[list[Run]]:
    """Give the runs of each line, from left to right."""
    row: list[Run] = []
    for run in sorted(runs, key=attrgetter("top")):
        if row and run.top > row[-1].top + SAME_LINE:
            yield _ordered(row, page)
            row = []
        row.append(run)
    if row:
        yield _ordered(row, page)


def _ordered(row: list[Run], page: Letters) -> list[Run]:
    if len(row) == 1:
        return row
    row = sorted(row, key=lambda run: run.x0)
    if any(after.x0 < before.x1 - OVERLAP * before.size for before, after in pairwise(row)):
        row = sorted((letter for run in row for letter in page.split(run)), key=lambda run: run.x0)
    return _marked(row)


def _marked(row: list[Run]) -> list[Run]:
    """Give the row with small raised digits written as such."""
    if len({run.size for run in row}) == 1:
        return row
    size = _main_size(row)
    base = next(run.base for run in row if run.size == size)
    return [_raised(run) if _is_raised(run, size, base) else run for run in row]


def _is_raised(run: Run, size: float, base: float) -> bool:
    return run.size <= RAISED_SIZE * size and run.base < base - RAISED_BY * size


def _raised(run: Run) -> Run:
    return run._replace(text=run.text.translate(TO_RAISED))


def _main_size(row: list[Run]) -> float:
    weights: dict[float, int] = {}
    for run in row:
        weights[run.size] = weights.get(run.size, 0) + len(run.text)
    return max(weights, key=lambda size: (weights[size], size))


def _apart(before: Run, after: Run) -> bool:
    if one_number(before, after):
        return False
    gap = after.x0 - before.x1
    return before.spaced or gap > WIDEST_NEEDED_GAP or gap > GAP * max(before.size, after.size)


def _joined(row: list[Run]) -> str:
    if not row:
        return ""
    parts = [row[0].text]
    for before, after in pairwise(row):
        parts.append(" " + after.text if _apart(before, after) else after.text)
    return "".join(parts)


def _columns(row: list[Run]) -> Iterator[list[Run]]:
    """Cut the row at gaps that are wide in themselves and against the row's other gaps."""
    if len(row) == 1:
        yield row
        return
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(row))
    usual = gaps[len(gaps) // 2] if len(gaps) > 2 else 0.0
    part: list[Run] = []
    for run in row:
        if part and _is_column(part, run, usual):
            yield part
            part = []
        part.append(run)
    if part:
        yield part


def _is_column(part: list[Run], run: Run, usual: float) -> bool:
    gap = run.x0 - part[-1].x1
    if gap <= max(COLUMN_GAP * run.size, COLUMN_GAP_AGAINST_OTHERS * usual):
        return False
    return sum(len(each.text) for each in part) > LIST_MARK


def line(row: list[Run]) -> Line:
    """Return runs that stand side by side as one line."""
    if len(row) == 1:
        run = row[0]
        x0, x1 = round(run.x0, 2), round(run.x1, 2)
        return Line(run.text, x0, round(run.top, 2), x1, round(run.bottom, 2), round(run.size, 2), run.bold)
    return Line(
        _joined(row),
        round(row[0].x0, 2),
        round(min(run.top for run in row), 2),
        round(max(run.x1 for run in row), 2),
        round(max(run.bottom for run in row), 2),
        round(_main_size(row), 2),
        all(run.bold for run in row),
    )
