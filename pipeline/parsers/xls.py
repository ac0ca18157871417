"""Old Excel workbooks (XLS, BIFF): every visible sheet with its numbers as Excel shows them.

Takes a `RawFile`, gives a `Document`; raises `Unreadable` (damaged_ole, encrypted, too_many_cells).  Read by
xlrd with the formats, so that 0.6 shown as 60% is 60%.
"""

import io
import struct
from itertools import pairwise
from typing import Any

import xlrd
from xlrd.xldate import xldate_as_datetime

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.model import Document
from pipeline.parsers import sheets
from pipeline.parsers.blocks import MOST_CELLS, Blocks
from pipeline.parsers.raised import raised
from pipeline.parsers.sheet_numbers import moment, shown
from pipeline.parsers.sheets import Sheet

FORMATS = ("xls",)
FAULTS = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, KeyError, ValueError, TypeError, AttributeError,
    IndexError, AssertionError, OSError, EOFError, OverflowError, NotImplementedError,
)  # fmt: skip
"""What xlrd was seen to raise on damaged workbooks."""

SUPERSCRIPT = 1
"""Escapement of a font that prints raised ([MS-XLS], Font record)."""


def parse(file: RawFile) -> Document:
    """Read a workbook."""
    blocks = Blocks(file)
    try:
        book = xlrd.open_workbook(file_contents=file.data, formatting_info=True, logfile=io.StringIO())
        for page in book.sheets():
            _page(book, page, blocks)
    except FAULTS as fault:
        reason = "encrypted" if "encrypted" in str(fault).lower() else "damaged_ole"
        raise Unreadable("rejected", reason, f"{type(fault).__name__}: {fault}") from fault
    return blocks.document("xls", "xlsx")


def _page(book: Any, page: Any, blocks: Blocks) -> None:
    if page.visibility:
        blocks.note("hidden_sheet", sheet=page.name)
        return
    if page.nrows * page.ncols > MOST_CELLS * 10:
        raise Unreadable("rejected", "too_many_cells", f"sheet {page.name}")
    sheet = Sheet(page.name)
    sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in page.merged_cells]
    sheet.hidden_rows = {row for row, info in page.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in page.colinfo_map.items() if info.hidden}
    for row in range(page.nrows):
        for column, cell in enumerate(page.row(row)):
            sheet.texts[row, column] = _text(book, page, sheet, (row, column), cell)
    sheets.add(sheet, blocks)


def _text(book: Any, page: Any, sheet: Sheet, spot: sheets.Spot, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return _rich(book, cell.value, page.rich_text_runlist_map.get(spot, ()))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        return moment(xldate_as_datetime(cell.value, book.datemode), form)
    written = shown(cell.value, form)
    if written.rounded:
        sheet.rounded.append(written.text)
    return written.text


def _rich(book: Any, text: str, runs: tuple[tuple[int, int], ...]) -> str:
    """Raise the digits of runs that print raised; a run is (first sign, font) and lasts to the next one."""
    if not runs:
        return text
    starts = [0, *(start for start, _ in runs), len(text)]
    fonts = [None, *(font for _, font in runs)]
    parts = [text[start:end] for start, end in pairwise(starts)]
    return "".join(
        raised(part) if font is not None and book.font_list[font].escapement == SUPERSCRIPT else part
        for part, font in zip(parts, fonts, strict=True)
    )
