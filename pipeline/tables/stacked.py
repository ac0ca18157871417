"""Tables printed right below each other in one grid: a header comes again, on other columns.

Word and browsers set the next table directly under the one before, and its columns then cut those of the
other in two.  Takes the matrix of a grid, gives its tables from top to bottom, each on columns of its own; a
header that comes again on the same columns is a repetition and opens none.
"""

from collections.abc import Iterator

from pipeline.catalogue.headings import Headings
from pipeline.tables.headers import holds_data, is_header
from pipeline.tables.spread import Row, Rows


def stacked(rows: Rows, headings: Headings) -> tuple[Rows, ...]:
    """The tables that stand below each other in a grid; the grid alone when it is one table."""
    starts = list(_starts(rows, headings))
    if not starts:
        return (rows,)
    bounds = zip([0, *starts], [*starts, len(rows)], strict=True)
    return tuple(_own_columns(rows[start:end]) for start, end in bounds)


def _starts(rows: Rows, headings: Headings) -> Iterator[int]:
    """The rows that open another table: headers below data, on other columns than the header before."""
    header: tuple[int, ...] | None = None
    data = False
    for number, row in enumerate(rows):
        if is_header(row, headings):
            columns = _columns(row)
            if data and columns != header:
                yield number
                data = False
            header = columns
        else:
            data = data or holds_data(row)


def _columns(row: Row) -> tuple[int, ...]:
    """Where the cells of a row begin."""
    return tuple(number for number, cell in enumerate(row) if not number or cell is not row[number - 1])


def _own_columns(rows: Rows) -> Rows:
    """The rows without the columns in which no cell begins."""
    begun = sorted({number for row in rows for number in _columns(row)})
    return tuple(tuple(row[number] for number in begun) for row in rows)
