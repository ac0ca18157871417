"""Letters with a line through them are written so: a struck-out figure must not run into the valid one.

A draft printed with its tracked changes shows "51" crossed out right before "52".  Takes the runs of a page
and the level lines that it draws; gives the runs with U+0336 behind each struck letter, as people see it,
so that no such text is read as a value or a wording.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.model import Bbox
from pipeline.parsers.pdf.lines import Letters
from pipeline.parsers.pdf.runs import Run

STROKE = "\u0336"
HIGHEST, LOWEST = 0.5, 0.12
"""Shares of the font size above the base line between which a line goes through the letters: Word and
LibreOffice draw it at 0.22 to 0.32; capitals are 0.66 high, an underline stands below the base line."""


def marked(runs: Sequence[Run], bars: Iterable[Bbox], page: Letters) -> list[Run]:
    """Return the runs; those with a line through them letter by letter."""
    level = sorted(bars, key=_middle)
    heights = [_middle(bar) for bar in level]
    found: list[Run] = []
    for run in runs:
        first = bisect_left(heights, run.base - HIGHEST * run.size)
        last = bisect_right(heights, run.base - LOWEST * run.size)
        through = [bar for bar in level[first:last] if bar[0] < run.x1 and bar[2] > run.x0]
        found.extend(_letters(run, through, page) if through else (run,))
    return found


def _letters(run: Run, through: Sequence[Bbox], page: Letters) -> list[Run]:
    letters = list(page.split(run))
    struck = [any(bar[0] < (one.x0 + one.x1) / 2 < bar[2] for bar in through) for one in letters]
    if not any(struck):
        return [run]
    pairs = zip(letters, struck, strict=True)
    return [one._replace(text=one.text + STROKE) if line else one for one, line in pairs]


def _middle(bar: Bbox) -> float:
    return (bar[1] + bar[3]) / 2
