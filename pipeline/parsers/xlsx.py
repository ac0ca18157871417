"""Excel workbooks: every visible sheet with its numbers as Excel shows them.

Takes a `RawFile`, gives a `Document`; raises `Unreadable` (damaged_xlsx, bomb, dtd, too_many_cells).
openpyxl reads the values one row after the other (its full mode builds an object for every place of a merged
range); merges, hidden rows and formulas without a result are read from the sheet's XML.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.model import Document
from pipeline.parsers import sheets, zips
from pipeline.parsers.blocks import MOST_CELLS, Blocks
from pipeline.parsers.raised import raised
from pipeline.parsers.sheet_numbers import moment, shown
from pipeline.parsers.sheets import Sheet

FORMATS = ("xlsx",)
DAMAGE = "damaged_xlsx"
FAULTS = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, AssertionError,
    zipfile.BadZipFile, ParseError, etree.XMLSyntaxError,
)  # fmt: skip
"""What openpyxl was seen to raise on damaged workbooks."""

MOST_PLACES = 2_000_000
"""Places looked at in one workbook, empty ones included; a plan has some thousands."""

MOST_COLUMNS = 16_384
"""Columns of a sheet, fixed by the format."""

VALUE = b"<v>"
"""How the value of a cell begins; counted before a sheet is taken apart, which takes 30 µs for each."""

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TRUE = ("1", "true")


def parse(file: RawFile) -> Document:
    """Read a workbook."""
    blocks = Blocks(file)
    fill(file.data, blocks)
    return blocks.document("xlsx", "xlsx")


def fill(data: bytes, blocks: Blocks) -> None:
    """Read the bytes of a workbook into `blocks`, which may belong to the file that they were made of."""
    members = zips.members(data, DAMAGE)
    members.check_all()
    if any(name.startswith("xl/externalLinks/") for name in members.names):
        blocks.flag("external_refs")
    try:
        _read(data, members, blocks)
    except FAULTS as fault:
        raise Unreadable("rejected", DAMAGE, f"{type(fault).__name__}: {fault}") from fault


def _read(packed: bytes, members: zips.Members, blocks: Blocks) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(packed), read_only=True, data_only=True, rich_text=True)
    places = 0
    for page in book.worksheets:
        if page.sheet_state != "visible":
            blocks.note("hidden_sheet", sheet=page.title)
            continue
        sheet = Sheet(page.title)
        data = members.read(page._worksheet_path)
        if data.count(VALUE) > MOST_CELLS:
            raise Unreadable("rejected", "too_many_cells", f"more than {MOST_CELLS} cells on {page.title}")
        _structure(data, sheet)
        places += _values(page, sheet, MOST_PLACES - places)
        sheets.add(sheet, blocks)


# ------------------------------------------------------------------ what only the XML says


def _structure(data: bytes, sheet: Sheet) -> None:
    """Read merged ranges, hidden rows and columns, formulas that were never computed."""
    tags = tuple(MAIN + name for name in ("c", "row", "col", "mergeCell"))
    events = etree.iterparse(io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True)
    for _, node in events:
        READERS[node.tag](node, sheet)
        if node.tag in (MAIN + "row", MAIN + "col"):
            node.clear()


def _cell(node: "etree._Element", sheet: Sheet) -> None:
    kind = node.get("t")
    if kind == "inlineStr":
        sheet.inline[_spot(node)] = "".join(_inline(node))
    elif kind != "str" and node.find(MAIN + "f") is not None and not node.findtext(MAIN + "v"):
        sheet.uncomputed.append(_spot(node))


def _spot(node: "etree._Element") -> sheets.Spot:
    row, column = coordinate_to_tuple(node.get("r", "A1"))
    return row - 1, column - 1


def _inline(node: "etree._Element") -> Iterator[str]:
    """Give the parts of a text that is kept in its cell; openpyxl's row reader drops their fonts."""
    for text in node.iter(MAIN + "t"):
        parent = text.getparent()
        place = None if parent is None else parent.find(f"{MAIN}rPr/{MAIN}vertAlign")
        is_raised = place is not None and place.get("val") == "superscript"
        yield raised(text.text or "") if is_raised else text.text or ""


def _row(node: "etree._Element", sheet: Sheet) -> None:
    if node.get("hidden") in TRUE:
        sheet.hidden_rows.add(int(node.get("r", "1")) - 1)


def _column(node: "etree._Element", sheet: Sheet) -> None:
    if node.get("hidden") in TRUE:
        last = min(int(node.get("max", "1")), MOST_COLUMNS)
        sheet.hidden_columns |= set(range(int(node.get("min", "1")) - 1, last))


def _merge(node: "etree._Element", sheet: Sheet) -> None:
    left, top, right, bottom = range_boundaries(node.get("ref", ""))
    if left is not None and top is not None and right is not None and bottom is not None:
        sheet.merges.append((top - 1, left - 1, bottom - 1, right - 1))


READERS = {MAIN + "c": _cell, MAIN + "row": _row, MAIN + "col": _column, MAIN + "mergeCell": _merge}


# ------------------------------------------------------------------ values


def _values(page: Any, sheet: Sheet, most: int) -> int:
    """Put the texts of the cells into the sheet; give the number of places looked at."""
    page.reset_dimensions()
    places = 0
    for row in page.iter_rows():
        places += len(row)
        if places > most:
            raise Unreadable("rejected", "too_many_cells", f"more than {MOST_PLACES} places")
        for cell in row:
            if cell.value is not None:
                spot = cell.row - 1, cell.column - 1
                sheet.texts[spot] = sheet.inline.get(spot) or _text(cell, sheet)
    return places


def _text(cell: Any, sheet: Sheet) -> str:
    value, form = cell.value, cell.number_format or "General"
    if isinstance(value, CellRichText):
        return "".join(_rich(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        written = shown(value, form)
        if written.rounded:
            sheet.rounded.append(written.text)
        return written.text
    if isinstance(value, (datetime, date, time, timedelta)):
        return moment(value, form)
    return str(value)


def _rich(value: CellRichText) -> Iterator[str]:
    """Give the parts of a text with several fonts; raised digits are marks of notes, not of a number."""
    for part in value:
        if isinstance(part, TextBlock):
            is_raised = part.font is not None and part.font.vertAlign == "superscript"
            yield raised(part.text) if is_raised else part.text
        else:
            yield part
