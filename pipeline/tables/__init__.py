"""Stage 2: grids on pages become logical tables.

`find` takes a `Document` and gives its `Table`s in reading order with a finding for every repair.  Order of
work: merged cells spread (`spread`), header taken off (`headers`), pieces of one table gathered and laid on
one set of columns (`align`), rows cut by a page end joined (`stitch`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.catalogue.headings import Headings, load_headings
from pipeline.language.messages import finding
from pipeline.language.text import TO_RAISED, clean, key
from pipeline.model import Cell, Document, Finding, Grid, Paragraph, Quote, Table
from pipeline.tables.align import fit
from pipeline.tables.halves import halves
from pipeline.tables.headers import Head, take_apart
from pipeline.tables.spread import Row, filled, matrix
from pipeline.tables.stacked import stacked
from pipeline.tables.stitch import Seam

LONGEST_CAPTION = 12
"""So many paragraphs before a table may belong to it as captions."""

_FURNITURE = re.compile(r"(trang|page)?\s*[-–]?\s*\d{1,4}\s*(/\s*\d{1,4})?\s*[-–]?|[.\s_–-]*", re.IGNORECASE)
_PLAIN_FOOTNOTE = re.compile(r"\s*(\d{1,2})\s+[^\W\d_]")
_FOOTNOTE = re.compile(r"\s*([*]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\(\d\)|\[\d\])\s*\S")


@dataclass(frozen=True, slots=True)
class Piece:
    """One grid, or a part of it, with what stands between it and the piece before.

    `part` is the 0-based number of the table among those below each other in the grid.
    """

    grid: Grid
    part: int
    head: Head
    gap: tuple[Paragraph, ...]

    @property
    def width(self) -> int:
        """Columns: those of the grid, or of one half of it."""
        return len(next(iter((*self.head.header, *self.head.body)), ())) or self.grid.columns


def find(document: Document) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """All logical tables of a document, data tables or not, and the repairs that were made."""
    headings = load_headings()
    tables: list[Table] = []
    findings: list[Finding] = []
    for group in _groups(_pieces(document, headings), headings):
        table, repairs = _table(len(tables) + 1, group, headings)
        tables.append(table)
        findings.extend(repairs)
    return tuple(tables), tuple(findings)


def _pieces(document: Document, headings: Headings) -> list[Piece]:
    pieces: list[Piece] = []
    gap: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            gap.append(block)
            continue
        for number, part in enumerate(stacked(matrix(block), headings)):
            marked = 0 if number else block.header_rows
            for half in halves(part, headings, marked):
                pieces.append(Piece(block, number, take_apart(half, headings, marked), tuple(gap)))
                gap = []
    return pieces


def _groups(pieces: Sequence[Piece], headings: Headings) -> list[list[Piece]]:
    """Pieces that make one table stand together: a header opens, pieces without one continue."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _goes_on(groups[-1], piece, headings):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _goes_on(group: Sequence[Piece], piece: Piece, headings: Headings) -> bool:
    first = group[0]
    if not first.head.header or not all(_is_furniture(words.text, group) for words in piece.gap):
        return False
    if piece.head.header:
        return _path_keys(piece.head) == _path_keys(first.head)
    if _is_frame(piece, headings):
        return False
    return abs(piece.width - first.width) <= first.width // 2 + 1


def _is_frame(piece: Piece, headings: Headings) -> bool:
    """Whether a piece is a letterhead, an address or a signature."""
    top = next((cells for row in piece.head.body if (cells := filled(row))), ())
    return any(headings.is_frame(cell.text) for cell in top)


def _path_keys(head: Head) -> list[str]:
    return [key(" ".join(path)) for path in head.paths if path]


def _is_furniture(words: str, above: Sequence[Piece]) -> bool:
    """Whether a paragraph between two pieces is no content: a page number, a blank, a footnote.

    A footnote whose raised digit became a plain one is known by the raised digit in the table above.
    """
    if _FURNITURE.fullmatch(words) or _FOOTNOTE.match(words):
        return True
    plain = _PLAIN_FOOTNOTE.match(words)
    mark = plain[1].translate(TO_RAISED) if plain else ""
    return bool(mark) and any(mark in cell.text for piece in above for cell in piece.grid.cells)


def _table(number: int, group: Sequence[Piece], headings: Headings) -> tuple[Table, list[Finding]]:
    first = group[0]
    trimmed = first.grid.ragged and bool(first.head.header)
    paths = tuple(path for path in first.head.paths if path or not trimmed)
    kinds = tuple(headings.column_kind(path) if path else "" for path in paths)
    seam = Seam(kinds, [], [])
    ignored: list[tuple[Cell, str]] = []
    heads = {_row_keys(row) for row in first.head.header}
    for piece in group:
        rows, repairs = _laid_out(piece, kinds, ragged=piece.grid.ragged, width=len(first.head.paths))
        seam.findings.extend(repairs)
        if rows is None:
            ignored.extend((cell, "columns_unclear") for row in piece.head.body for cell in filled(row))
        else:
            again = [row for row in rows if _row_keys(row) in heads]
            ignored.extend((cell, "repeated_header") for row in again for cell in filled(row))
            seam.add([row for row in rows if _row_keys(row) not in heads], ruled=not piece.grid.ragged)
        ignored.extend((cell, "column_numbers") for row in piece.head.numbering for cell in filled(row))
        if piece is not first:
            ignored.extend((cell, "repeated_header") for cell in piece.head.cells)
    table = Table(
        number=number,
        headers=paths,
        rows=tuple(seam.rows),
        heading_cells=(*filled(cell for row in first.head.captions for cell in row), *first.head.cells),
        ignored=tuple(ignored),
        captions=_captions(first),
    )
    if any(piece.grid is other.grid and piece.part == other.part for piece, other in pairwise(group)):
        seam.findings.append(finding("table_halves", _quote(first)))
    if len(group) > 1:
        seam.findings.append(finding("table_joined", _quote(first), pieces=len(group), rows=len(table.rows)))
    return table, seam.findings


def _row_keys(row: Row) -> tuple[str, ...]:
    """The comparison keys of the distinct filled cells of a row: equal for a header and its repetition."""
    return tuple(key(cell.text) for cell in filled(row))


def _laid_out(
    piece: Piece, kinds: Sequence[str], *, ragged: bool, width: int
) -> tuple[Sequence[Row] | None, list[Finding]]:
    """Body rows on the columns of the table, and what had to be moved for it."""
    body = piece.head.body
    same = piece.width == width == len(kinds)
    if not any(kinds) or (same and not ragged):
        return body, []
    fitted = fit(body, kinds)
    if fitted is not None and not fitted.moved:
        return fitted.rows, []
    name = "D04" if fitted else "D04.unclear"
    report = finding(name, _quote(piece), found=piece.width, expected=len(kinds))
    return (fitted.rows if fitted else None), [report]


def _captions(piece: Piece) -> tuple[Paragraph, ...]:
    inside = [Paragraph(clean(cell.text), cell.place) for row in piece.head.captions for cell in filled(row)]
    return (*piece.gap[-LONGEST_CAPTION:], *inside)


def _quote(piece: Piece) -> Quote:
    cell = next(iter(filled(cell for row in (*piece.head.header, *piece.head.body) for cell in row)), None)
    return Quote(cell.place, cell.text) if cell else Quote(piece.grid.place, "")
