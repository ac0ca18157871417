"""One sheet of a workbook as paragraphs and grids: what Excel shows, hidden parts named and left out.

Takes a `Sheet` (texts by their 0-based row and column, merged ranges, hidden rows and columns) and fills
`Blocks`.  Blank rows part a sheet into pieces; rows with one text above the first table are its titles.  The
`line` of every place is the row number in the sheet, 1-based.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.errors import Unreadable
from pipeline.model import Place
from pipeline.parsers.blocks import MOST_CELLS, Blocks, RawCell, clean

Spot = tuple[int, int]
"""Row and column, 0-based."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, 0-based, all included."""

TABLE_COLUMNS = 3
"""Filled columns from which a piece is a table; a letterhead has two."""

MOST_EMPTY_CELLS = 100_000
"""Places of one piece up to which its empty cells are listed; beyond, the sheet is mostly void."""


@dataclass(slots=True)
class Sheet:
    """One visible sheet as its file holds it; `inline` are texts that stand in their cells, fonts applied."""

    title: str
    texts: dict[Spot, str] = field(default_factory=dict)
    inline: dict[Spot, str] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rounded: list[str] = field(default_factory=list)
    uncomputed: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """A cell with its spans in visible rows and columns.

    `line` and `column` are those of the sheet, 0-based; `row` does not count hidden rows.
    """

    line: int
    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


def address(spot: Spot) -> str:
    """Name a cell as Excel does.

    >>> address((4, 27))
    'AB5'
    """
    row, column = spot
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Name a column as Excel does."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def add(sheet: Sheet, blocks: Blocks) -> None:
    """Add one sheet: its title, then its paragraphs and grids."""
    sheet.texts = {spot: text for spot, raw in sheet.texts.items() if (text := clean(raw))}
    _report(sheet, blocks)
    pieces = list(_pieces(sheet))
    if not pieces:
        return
    blocks.paragraph(sheet.title)
    columns = _columns(sheet, pieces)
    seen = False
    for part in _parts(pieces):
        seen = _add_part(part, columns, seen, blocks)


def _report(sheet: Sheet, blocks: Blocks) -> None:
    rows = sorted({row for row, _ in sheet.texts if row in sheet.hidden_rows})
    columns = sorted({column for _, column in sheet.texts if column in sheet.hidden_columns})
    if rows:
        named = ", ".join(str(row + 1) for row in rows)
        blocks.note("hidden_rows", sheet=sheet.title, named=named)
    if columns:
        named = ", ".join(map(letters, columns))
        blocks.note("hidden_columns", sheet=sheet.title, named=named)
    if sheet.rounded:
        text, count = sheet.rounded[0], len(sheet.rounded)
        blocks.note("rounded_by_format", text, sheet=sheet.title, text=text, count=count)
    for spot in sheet.uncomputed:
        place = Place(blocks.id, line=spot[0] + 1)
        blocks.note("uncomputed_formula", "", place, sheet=sheet.title, cell=address(spot))


# ------------------------------------------------------------------ merged and hidden


def _pieces(sheet: Sheet) -> Iterator[Piece]:
    """Give the visible texts row by row; what a merged range covers is not shown by Excel."""
    merged, covered = _merged(sheet)
    hidden = sorted(sheet.hidden_rows)
    for spot, text in sorted(sheet.texts.items()):
        if spot in merged:
            yield from _merged_piece(sheet, merged[spot], text, hidden)
        elif spot not in covered and _is_visible(sheet, spot):
            yield Piece(spot[0], _rank(spot[0], hidden), spot[1], text)


def _rank(row: int, hidden: list[int]) -> int:
    """Count the visible rows above a row, or the columns before a column."""
    return row - bisect_left(hidden, row)


def _is_visible(sheet: Sheet, spot: Spot) -> bool:
    return spot[0] not in sheet.hidden_rows and spot[1] not in sheet.hidden_columns


def _merged(sheet: Sheet) -> tuple[dict[Spot, Range], set[Spot]]:
    """Give the merged ranges by their first cell, cut to the used area, and the places that they cover."""
    last_row = max((row for row, _ in sheet.texts), default=-1)
    last_column = max((column for _, column in sheet.texts), default=-1)
    ranges: dict[Spot, Range] = {}
    covered: set[Spot] = set()
    for top, left, bottom, right in sheet.merges:
        bottom, right = max(top, min(bottom, last_row)), max(left, min(right, last_column))
        if (top, left) not in sheet.texts or (top, left) in covered:
            continue
        if len(covered) + (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise Unreadable("rejected", "too_many_cells", "merged ranges")
        ranges[top, left] = (top, left, bottom, right)
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return ranges, covered


def _merged_piece(sheet: Sheet, area: Range, text: str, hidden: list[int]) -> Iterator[Piece]:
    top, left, bottom, right = area
    rows = [row for row in range(top, bottom + 1) if row not in sheet.hidden_rows]
    columns = [column for column in range(left, right + 1) if column not in sheet.hidden_columns]
    if rows and columns:
        rank = _rank(rows[0], hidden)
        yield Piece(rows[0], rank, columns[0], text, len(rows), len(columns))


# ------------------------------------------------------------------ pieces of a sheet


def _columns(sheet: Sheet, pieces: list[Piece]) -> dict[int, int]:
    """Number the columns in which a text begins, without counting hidden ones."""
    hidden = sorted(sheet.hidden_columns)
    return {column: _rank(column, hidden) for column in sorted({piece.column for piece in pieces})}


def _parts(pieces: list[Piece]) -> Iterator[list[list[Piece]]]:
    """Part the rows at blank ones; a row that a merged cell reaches into is not blank."""
    pieces.sort(key=lambda piece: (piece.row, piece.column))
    part: list[list[Piece]] = []
    end = 0
    for number, row in groupby(pieces, key=lambda piece: piece.row):
        if part and number > end:
            yield part
            part = []
        part.append(list(row))
        end = max(end, number + max(piece.row_span for piece in part[-1]))
    if part:
        yield part


def _add_part(part: list[list[Piece]], columns: dict[int, int], seen: bool, blocks: Blocks) -> bool:
    """Add one part; `seen` says that a table came before.  Gives whether one has come now."""
    titles = 0 if seen else _titles(part)
    if all(len(row) == 1 for row in part):
        titles = len(part)
    for row in part[:titles]:
        blocks.paragraph(row[0].text, line=row[0].line + 1)
    pieces = [piece for row in part[titles:] for piece in row]
    if pieces:
        _add_grid(pieces, columns, blocks)
    return seen or len({piece.column for piece in pieces}) >= TABLE_COLUMNS


def _titles(part: list[list[Piece]]) -> int:
    return next((index for index, row in enumerate(part) if len(row) > 1), len(part))


def _add_grid(pieces: list[Piece], columns: dict[int, int], blocks: Blocks) -> None:
    first = pieces[0].row
    cells = [_cell(piece, piece.row - first, columns[piece.column]) for piece in pieces]
    lines = {piece.row - first: piece.line + 1 for piece in pieces}
    cells += _empty(cells, columns, lines)
    blocks.grid(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _cell(piece: Piece, row: int, column: int) -> RawCell:
    return RawCell(row, column, piece.text, piece.row_span, piece.column_span, piece.line + 1)


def _empty(cells: list[RawCell], columns: dict[int, int], lines: dict[int, int]) -> list[RawCell]:
    """Fill the places of a grid that nothing covers; columns that are blank in the whole sheet stay out."""
    height = max(cell.row + cell.row_span for cell in cells)
    if height * len(columns) > MOST_EMPTY_CELLS:
        return []
    taken = {spot for cell in cells for spot in cell.spots()}
    every = ((row, column) for row in range(height) for column in columns.values())
    return [
        RawCell(row, column, "", line=lines.get(row)) for row, column in every if (row, column) not in taken
    ]
