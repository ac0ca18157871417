"""What a made document consists of: lines, tables of boxes, and turns of the paper.

Takes nothing, gives frozen records that every writer beside this module understands.  In all texts
``*words*`` are italic, ``**words**`` bold, and ``[^1]`` is a reference to the footnote with that key.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["body", "heading", "title", "centred", "right", "caption"]
COVERED = "^"
"""A cell of `table` that is merged with the cell above it."""

_MARK = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\[\^\w+\])")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: `row` and `column` are 0-based, `rows` and `columns` its spans."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """Boxes without overlap on `rows` × `columns` places; `widths` in centimetres, one per column.

    The first `header_rows` repeat on every page when `repeat` is set.  `ruled` is False for the invisible
    tables that hold letterheads and signatures.
    """

    rows: int
    columns: int
    boxes: tuple[Box, ...]
    widths: tuple[float, ...]
    header_rows: int = 0
    repeat: bool = True
    ruled: bool = True
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A new page; from here on the paper lies (landscape) or stands."""

    landscape: bool


Block = Line | Table | Turn


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: blocks in reading order, footnotes by key, and the words that say what it is."""

    blocks: tuple[Block, ...]
    title: str = ""
    comment: str = ""
    footnotes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text in one face; `note` is the key of a footnote and then `text` is empty."""

    text: str
    italic: bool = False
    bold: bool = False
    note: str = ""


def runs(text: str) -> Iterator[Run]:
    """The pieces of a marked text, in order."""
    for piece in filter(None, _MARK.split(text)):
        if piece.startswith("[^"):
            yield Run("", note=piece[2:-1])
        elif piece.startswith("**"):
            yield Run(piece[2:-2], bold=True)
        elif piece.startswith("*") and piece.endswith("*") and len(piece) > 1:
            yield Run(piece[1:-1], italic=True)
        else:
            yield Run(piece)


def plain(text: str) -> str:
    """The text without its marks; footnote references disappear."""
    return "".join(run.text for run in runs(text))


def table(
    header: Sequence[Box],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    centred: frozenset[int] = frozenset(),
    *,
    repeat: bool = True,
    size: float = 12.0,
) -> Table:
    """A ruled table from rows of texts under header boxes.

    A text of ``^`` is merged with the cell above it; the last cell of a row that is too short spans the
    remaining columns.  Columns named in `centred` are centred; `size` is the letters' in points.
    """
    top = max((box.row + box.rows for box in header), default=0)
    body = [
        _box(rows, row, column, top, len(widths), centred)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text != COVERED
    ]
    boxes = tuple(header) + tuple(body)
    return Table(
        top + len(rows), len(widths), boxes, tuple(widths), header_rows=top, repeat=repeat, size=size
    )


def _box(
    rows: Sequence[Sequence[str]], row: int, column: int, top: int, columns: int, centred: frozenset[int]
) -> Box:
    last = column == len(rows[row]) - 1
    span = columns - column if last else 1
    below = _covered_below(rows, row, column)
    style: Style = "heading" if last and span > 1 else "centred" if column in centred else "body"
    return Box(top + row, column, rows[row][column], rows=1 + below, columns=span, style=style)


def _covered_below(rows: Sequence[Sequence[str]], row: int, column: int) -> int:
    count = 0
    for cells in rows[row + 1 :]:
        if column >= len(cells) or cells[column] != COVERED:
            break
        count += 1
    return count
