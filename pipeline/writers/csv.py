"""Tables as CSV that survives Excel: UTF-8 with BOM, CRLF, RFC 4180, point decimals, no formulas.

Takes an `Output`; writes `NAME.csv` for every table that has this format.
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.writers.frame import Framed, Plain
from pipeline.writers.output import Output

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the machine's old code page."""

GUARD = "'"
_RISKY = re.compile(r"'*[ \u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def write(output: Output, folder: Path) -> tuple[Path, ...]:
    """Write one file per table; gives the paths."""
    return tuple(_write(found, folder) for found in output.tables if "csv" in found.table.formats)


def _write(found: Framed, folder: Path) -> Path:
    path = folder / f"{found.table.name}.csv"
    path.write_bytes("".join(lines(found)).encode("utf-8"))
    return path


def lines(found: Framed) -> Iterator[str]:
    """Give the file piece by piece, from the BOM on."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.name for column in found.table.columns])
    for row in found.rows():
        writer.writerow([printed(value) for value in row])
        yield _taken(buffer)
    yield _taken(buffer)


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


def guarded(text: str) -> str:
    """Give the text with an apostrophe in front where a spreadsheet could take it for a formula.

    Numbers stay as they are.  A text that begins with apostrophes before such a sign gets one more, so that
    taking one away always gives the exact text (`unguarded`).

    >>> guarded("=1+1"), guarded("-5"), guarded("Nam"), guarded("'=1")
    ("'=1+1", '-5', 'Nam', "''=1")
    """
    return GUARD + text if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Give the exact text behind a guarded one.

    >>> unguarded("'=1+1"), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[len(GUARD) :] if text.startswith(GUARD) and _RISKY.match(text) else text


def guarded_columns(found: Framed) -> tuple[str, ...]:
    """Names of the columns in which at least one text got an apostrophe."""
    names = [column.name for column in found.table.columns]
    hit = {
        place
        for row in found.rows()
        for place, value in enumerate(row)
        if isinstance(value, str) and guarded(value) != value
    }
    return tuple(names[place] for place in sorted(hit))


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
