"""Tables as CSV that survives Excel: UTF-8 with BOM, CRLF, RFC 4180, point decimals, no formulas.

Takes rows of plain values; gives them as lines, which are the same wherever in the file they come to stand.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.language.guard import guarded
from pipeline.writers.schema import Plain, Table

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the machine's old code page."""

LINE_END = "\r\n"


def header(table: Table) -> str:
    """Give how the file of a table begins."""
    return BOM + lines([[column.name for column in table.columns]])


def lines(rows: Iterable[Sequence[Plain]]) -> str:
    """Give rows as lines, each with its line end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=LINE_END)
    writer.writerows([printed(value) for value in row] for row in rows)
    return buffer.getvalue()


def printed(value: Plain) -> str:
    """One value as it stands in the file: null is empty, text is guarded.

    >>> printed(31.7), printed(60.0), printed(None), printed(True), printed("- Chỉ tiêu")
    ('31.7', '60', '', 'true', "'- Chỉ tiêu")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return guarded(value)
    return shortest(value)


def shortest(number: float) -> str:
    """Give the fewest digits that read back as the same number, never with an exponent.

    >>> shortest(99.75), shortest(1e16), shortest(100000)
    ('99.75', '10000000000000000', '100000')
    """
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def guarded_places(rows: Iterable[Sequence[Plain]]) -> frozenset[int]:
    """Give the positions of the columns in which at least one text gets an apostrophe."""
    return frozenset(
        place
        for row in rows
        for place, value in enumerate(row)
        if isinstance(value, str) and guarded(value) != value
    )
