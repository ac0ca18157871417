"""Papers as workbooks: one sheet for the front, one for each appendix, merged cells, typed numbers if wanted.

Takes a `Paper`, gives the bytes of an XLSX.
"""

import io
import re

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.plans_made.blocks import Box, Line, Paper, Table, Turn, plain

_WHOLE = re.compile(r"\d{1,3}")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_PERCENT = re.compile(r"(\d+(?:[.,]\d{1,2})?)%")
THIN = Side(style="thin")
CHARACTERS_PER_CM = 4.5  # column widths of a workbook are counted in characters


def to_xlsx(paper: Paper, *, mark: str = "") -> bytes:
    """The bytes of the workbook; with a decimal `mark`, cells that hold only a number become numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Văn bản"
    row = 1
    for block in paper.blocks:
        if isinstance(block, Turn):
            if row > 1:
                sheet, row = book.create_sheet(f"Phụ lục {len(book.worksheets)}"), 1
        elif isinstance(block, Line):
            sheet.cell(row, 1, plain(block.text) or None)
            row += 1
        else:
            _add(sheet, block, row, mark)
            row += block.rows + 1
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _add(sheet: Worksheet, table: Table, top: int, mark: str) -> None:
    if table.ruled:
        for column, width in enumerate(table.widths, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width * CHARACTERS_PER_CM
    for box in table.boxes:
        cell = sheet.cell(top + box.row, box.column + 1)
        assert isinstance(cell, Cell)
        _fill(cell, plain(box.text), mark if table.ruled and box.row >= table.header_rows else "")
        cell.font = Font(name="Times New Roman", bold=box.row < table.header_rows)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        if table.ruled:
            cell.border = Border(THIN, THIN, THIN, THIN)
        _merge(sheet, box, top)


def _merge(sheet: Worksheet, box: Box, top: int) -> None:
    if box.rows > 1 or box.columns > 1:
        sheet.merge_cells(
            start_row=top + box.row,
            start_column=box.column + 1,
            end_row=top + box.row + box.rows - 1,
            end_column=box.column + box.columns,
        )


def _fill(cell: Cell, text: str, mark: str) -> None:
    share = _PERCENT.fullmatch(text)
    if not mark or not text:
        cell.value = text or None
    elif share:
        cell.value = round(float(share.group(1).replace(",", ".")) / 100, 6)
        cell.number_format = "0%" if share.group(1).isdigit() else "0.0#%"
    elif _GROUPED.fullmatch(text):
        cell.value = int(text.replace(".", ""))
        cell.number_format = "#,##0"
    elif _DECIMAL.fullmatch(text) and mark in text:
        cell.value = float(text.replace(",", "."))
        cell.number_format = "0." + "0" * len(text.partition(mark)[2])
    elif _WHOLE.fullmatch(text) and not (len(text) > 1 and text.startswith("0")):
        cell.value = int(text)
    else:
        cell.value = text
