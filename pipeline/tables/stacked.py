"""Tables printed right below each other in one grid: another header stands among the rows.

Word and browsers set the next table directly under the one before, and its columns then cut those of the
other in two; offices also write other years over the same columns half way down.  Takes the matrix of a grid,
gives its tables from top to bottom, each on columns of its own; a header that comes again in the same words
on the same columns is a repetition and opens none.
"""

from collections.abc import Iterator

from pipeline.catalogue.headings import Headings
from pipeline.language.text import key
from pipeline.tables.headers import holds_data, is_header
from pipeline.tables.spread import Row, Rows, filled, text

FIXED_KINDS = ("number", "label", "unit")
LEAST_FIXED = 2
"""So many columns of these kinds keep their place in a header that only its words tell from the other."""


def stacked(rows: Rows, headings: Headings) -> tuple[Rows, ...]:
    """The tables that stand below each other in a grid; the grid alone when it is one table."""
    starts = list(_starts(rows, headings))
    if not starts:
        return (rows,)
    bounds = zip([0, *starts], [*starts, len(rows)], strict=True)
    return tuple(_own_columns(rows[start:end]) for start, end in bounds)


def _starts(rows: Rows, headings: Headings) -> Iterator[int]:
    """The rows that open another table: headers below data that are not the header before."""
    header: Row = ()
    data = False
    for number, row in enumerate(rows):
        if not is_header(row, headings):
            data = data or holds_data(row)
        elif not data:
            header = header or row
        elif _columns(row) != _columns(header) or _has_other_words(row, header, headings):
            yield number
            header, data = row, False


def _has_other_words(row: Row, header: Row, headings: Headings) -> bool:
    """Whether a header on the same columns has other words, and stands over values as the first one does."""
    if [key(cell.text) for cell in filled(row)] == [key(cell.text) for cell in filled(header)]:
        return False
    kinds, before = (
        [headings.column_kind((text(cell),)) if text(cell) else "" for cell in each] for each in (row, header)
    )
    fixed = sum(kind == above and kind in FIXED_KINDS for kind, above in zip(kinds, before, strict=True))
    return fixed >= LEAST_FIXED and "value" in kinds


def _columns(row: Row) -> tuple[int, ...]:
    """Where the cells of a row begin."""
    return tuple(number for number, cell in enumerate(row) if not number or cell is not row[number - 1])


def _own_columns(rows: Rows) -> Rows:
    """The rows without the columns in which no cell begins."""
    begun = sorted({number for row in rows for number in _columns(row)})
    return tuple(tuple(row[number] for number in begun) for row in rows)
