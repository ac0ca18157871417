"""The first sheet of the workbook: what is in the file and what a clerk does with it.

Takes the counts of the output and how many rows each sheet has; gives lines with their counts filled in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.writers.texts import GuideLine, texts

READ = ("ok", "ok_flagged", "no_table", "duplicate")
"""Statuses of files with which nothing has to be done."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a sheet should have (`total`) and how many its limit let in (`kept`)."""

    title: str
    total: int
    kept: int


@dataclass(frozen=True, slots=True)
class GuideRow:
    """One row of the sheet; with `sheet` it tells how many rows (`count`) that sheet has."""

    style: str
    text: str
    sheet: str = ""
    count: int = 0


def guide(counts: Mapping[str, int], sizes: Mapping[str, Size]) -> tuple[GuideRow, ...]:
    """Every line of the guide; `sizes` go by the key of the sheet, `counts` are those of `Counts`."""
    return tuple(row for line in texts().guide for row in _rows(line, counts, sizes))


def _rows(line: GuideLine, counts: Mapping[str, int], sizes: Mapping[str, Size]) -> Iterator[GuideRow]:
    if line.style == "cut":
        cut = (size for size in sizes.values() if size.kept < size.total)
        yield from (GuideRow("cut", line.text.format(sheet=size.title, kept=size.kept)) for size in cut)
    elif line.style == "count":
        size = sizes[line.sheet]
        yield GuideRow("count", line.text.format_map(counts), size.title, size.total)
    else:
        yield GuideRow(line.style, line.text.format_map(counts))
