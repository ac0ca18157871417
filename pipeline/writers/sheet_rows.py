"""Rows of a sheet as the XML of the workbook, ready to be put at any place of the sheet.

Takes a `Sheet`; gives one text per line without line ends, in which `ROW` stands for the row number.  No text
becomes a formula, a link, a number or a date: texts stand in the cells themselves.
"""

import re
from functools import lru_cache
from typing import TypeGuard
from xml.sax.saxutils import escape

from pipeline.writers.layout import LINE_HEIGHT, row_height
from pipeline.writers.schema import Value, writable
from pipeline.writers.sheets import Line, Sheet
from pipeline.writers.styles import TONES, number_format, style

ROW = "\x01"
"""Stands for the row number; XML cannot hold this sign, so no text of a cell has it."""

_ROW = ROW.encode()

TEXT_LIMIT = 32_767
"""Characters that a cell of Excel can hold; a longer text is cut and ends in …"""

LETTERS = 26
_ESCAPED = re.compile("(_x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_PLAIN = re.compile(r"(?!\s)[^&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]*(?<!\s)")
_OUTER_SPACE = re.compile(r"\A\s|\s\Z")


def rows(sheet: Sheet) -> tuple[str, ...]:
    """Give every line of the sheet."""
    return tuple(_row(sheet, line) for line in sheet.lines)


def placed(row: bytes, number: int) -> bytes:
    """Give a row at its place; `number` is 1-based and counts the header."""
    return row.replace(_ROW, b"%d" % number)


@lru_cache(maxsize=128)
def column_name(place: int) -> str:
    """Give the letters of a column, `place` counts from 0.

    >>> column_name(0), column_name(26), column_name(701)
    ('A', 'AA', 'ZZ')
    """
    before, last = divmod(place, LETTERS)
    return (column_name(before - 1) if before else "") + chr(ord("A") + last)


def fitting(text: str) -> str:
    """Give the text as far as a cell can hold it (Excel counts in UTF-16 units)."""
    if len(text) <= TEXT_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * TEXT_LIMIT:
        return text
    return units[: 2 * (TEXT_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def _row(sheet: Sheet, line: Line) -> str:
    cells = "".join(
        _cell(place, value, line.tone if place in sheet.toned or not sheet.toned else "")
        for place, value in enumerate(line.values)
    )
    height = _height(sheet, line)
    tall = f' ht="{height:g}" customHeight="1"' if height != LINE_HEIGHT else ""
    return f'<row r="{ROW}"{tall}>{cells}</row>'


def _height(sheet: Sheet, line: Line) -> float:
    cells = zip(line.values, sheet.headings, strict=True)
    return row_height((value, heading.width) for value, heading in cells if heading.width and _is_text(value))


def _is_text(value: Value) -> TypeGuard[str]:
    return isinstance(value, str)


def _cell(place: int, value: Value, tone: str) -> str:
    if value is None or value == "":
        return f"<c {_at(place, style(tone))}/>" if tone in TONES else ""
    if isinstance(value, bool):
        return f'<c {_at(place, style(tone))} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c {_at(place, style(tone))} t="inlineStr"><is>{_text(fitting(value))}</is></c>'
    return f"<c {_at(place, style(tone, number_format(value)))}><v>{float(value):.16G}</v></c>"


def _at(place: int, look: int) -> str:
    return f'r="{column_name(place)}{ROW}" s="{look}"'


def _text(text: str) -> str:
    """A text with signs that XML cannot hold as ``_x0001_``, line ends as references."""
    if _PLAIN.fullmatch(text):
        return f"<t>{text}</t>"
    kept = ' xml:space="preserve"' if _OUTER_SPACE.search(text) else ""
    held = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub(r"_x005F\1", writable(text)))
    return f"<t{kept}>{escape(held, {chr(10): '&#10;'})}</t>"
