"""The blocks of a document while a parser collects them: numbered, placed, text as it is printed.

Takes paragraphs and tables (as `RawCell`s) in reading order; gives the `Document`.  All parsers of formats
without pages build their documents here, so that the table numbers, the places, the NFC text and the promise
"cells inside the grid, none over another" are kept in one spot.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.language.messages import finding
from pipeline.language.text import printed
from pipeline.model import Cell, Document, Finding, Grid, Paragraph, Place, Quote, ReadingMethod
from pipeline.parsers.old_letters import mended

MOST_CELLS = 500_000
"""Cells of one document; more than any plan has, and few enough to stay in memory."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as a parser met it: 0-based position, spans, text before cleaning, line of a text file."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    line: int | None = None

    def spots(self) -> set[tuple[int, int]]:
        """Give the places that the cell covers: rows and columns, 0-based."""
        return {
            (self.row + down, self.column + right)
            for down in range(self.row_span)
            for right in range(self.column_span)
        }


def clean(text: str) -> str:
    """Give the text as printed (`pipeline.language.text.printed`) without the white space around it."""
    return printed(text).strip()


def without_overlap(cells: Iterable[RawCell]) -> tuple[list[RawCell], list[RawCell]]:
    """Split into the cells that fit, first come first served, and those that lie over another one."""
    taken: set[tuple[int, int]] = set()
    kept: list[RawCell] = []
    over: list[RawCell] = []
    for cell in cells:
        spots = cell.spots()
        if taken.isdisjoint(spots):
            kept.append(cell)
            taken |= spots
        else:
            over.append(cell)
    return kept, over


def tightened(cells: list[RawCell]) -> Iterator[RawCell]:
    """Leave out rows and columns in which no cell begins.

    Word and Excel split a column in two wherever some other table or row once had an edge; a value that spans
    both halves would stand under two headings.
    """
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    for cell in cells:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        height = bisect_left(rows, cell.row + cell.row_span) - row
        width = bisect_left(columns, cell.column + cell.column_span) - column
        yield RawCell(row, column, cell.text, height, width, cell.line)


@dataclass(slots=True)
class Blocks:
    """Collects the blocks of one file; `paragraphs` and `tables` are the running numbers, 1-based."""

    file: RawFile
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    mended: list[tuple[str, str, str]] = field(default_factory=list)
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.file.id

    def paragraph(
        self, text: str, *, line: int | None = None, bold: bool = False, centred: bool = False
    ) -> None:
        """Add one paragraph; nothing is added when only white space is left of it."""
        text = self._clean(text)
        if not text:
            return
        self.paragraphs += 1
        place = Place(self.id, line=line if line is not None else self.paragraphs)
        self.blocks.append(Paragraph(text, place, bold, centred))

    def grid(
        self,
        cells: Sequence[RawCell],
        *,
        header_rows: int = 0,
        ragged: bool = False,
    ) -> None:
        """Add one table, rows and columns that no cell begins in left out; without cells nothing is added."""
        if not cells:
            return
        self._count(len(cells))
        self.tables += 1
        kept, over = without_overlap(cells)
        lines = sorted({cell.row for cell in kept})
        placed = tuple(self._cell(cell) for cell in tightened(kept))
        columns = len({cell.column for cell in kept})
        header_rows = sum(line < header_rows for line in lines)
        place = Place(self.id, table=self.tables, line=kept[0].line)
        self.blocks.append(Grid(len(lines), columns, placed, place, header_rows, ragged))
        for cell in over:
            self._overlapping(cell)

    def note(self, rule: str, quote: str = "", place: Place | None = None, **values: Any) -> None:
        """Add a finding about how the file was read."""
        a = Quote(place or Place(self.id), quote) if quote or place else None
        self.findings.append(finding(rule, a, **values))

    def flag(self, word: str) -> None:
        """Add a flag once."""
        if word not in self.flags:
            self.flags.append(word)

    def document(self, format_: str, method: ReadingMethod) -> Document:
        """Give the finished document."""
        if self.mended:
            before, after, encoding = self.mended[0]
            count = len(self.mended)
            self.note("old_letters", before, before=before, after=after, encoding=encoding, count=count)
        return Document(
            self.id,
            self.file.name,
            format_,
            len(self.file.data),
            method,
            tuple(self.blocks),
            findings=tuple(self.findings),
            flags=tuple(self.flags),
        )

    def _clean(self, text: str) -> str:
        meant, encoding = mended(text)
        if encoding:
            self.mended.append((text.strip(), meant.strip(), encoding))
        return clean(meant)

    def _count(self, more: int) -> None:
        self.cells += more
        if self.cells > MOST_CELLS:
            raise Unreadable("rejected", "too_many_cells", f"more than {MOST_CELLS} cells")

    def _cell(self, raw: RawCell) -> Cell:
        place = Place(self.id, table=self.tables, row=raw.row + 1, column=raw.column + 1, line=raw.line)
        return Cell(raw.row, raw.column, self._clean(raw.text), place, raw.row_span, raw.column_span)

    def _overlapping(self, raw: RawCell) -> None:
        text = clean(raw.text)
        if text:
            place = Place(self.id, table=self.tables, row=raw.row + 1, column=raw.column + 1)
            self.note("overlapping_cells", text, place, text=text, spot=place.spot)
            self.flag("damaged")
