"""`plans.xlsx`, the workbook that people open.  The only module that knows XlsxWriter.

Takes an `Output`; writes the six sheets with typed cells.  No text ever becomes a formula, a link, a number
or a date.  The file is the same byte for byte for the same content: its created date is fixed.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeGuard

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.writers import sheets
from pipeline.writers.guide import GuideRow, guide
from pipeline.writers.layout import pages_across, row_height
from pipeline.writers.output import Output
from pipeline.writers.review import review
from pipeline.writers.schema import Value
from pipeline.writers.sheets import Choices, Heading, Line, Sheet
from pipeline.writers.texts import texts

NAME = "plans.xlsx"
CREATED = datetime(2000, 1, 1)
"""Fixed, so that equal content gives equal bytes."""

TEXT_LIMIT = 32_767
"""Characters that a cell of Excel can hold; a longer text is cut and ends in …"""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
A4 = 9
GROUPED_FROM = 1000
"""Amounts from here on are shown with the separator of thousands, as plans print them."""

PINK, YELLOW, BLUE = "#F8CBAD", "#FFF2CC", "#DDEBF7"
TONES = {
    "error": PINK,
    "warning": YELLOW,
    "info": BLUE,
    "needs_review": YELLOW,
    "ok_flagged": YELLOW,
    "no_table": BLUE,
    "duplicate": BLUE,
    "needs_ocr": PINK,
    "needs_conversion": PINK,
    "rejected": PINK,
    "resource": PINK,
    "crashed": PINK,
    "retry": PINK,
    "internal_error": PINK,
}
GUIDE_WIDTHS = (18, 10, 100)
ARROW = 3
"""Characters of a header cell that the button of the filter covers."""

TITLE_HEIGHT = {"title": 26.0, "heading": 22.0}
"""Points: larger letters, and room above a heading."""

_BODY = {"text_wrap": True, "valign": "top"}
_HEADER = {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "border": 1, **_BODY}
_GUIDE = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
    "sheet": {"bold": True, "valign": "top"},
    "cut": {"bold": True, "font_color": "#C00000", **_BODY},
}


def write(output: Output, folder: Path) -> tuple[Path, ...]:
    """Write the workbook; gives its path."""
    path = folder / NAME
    path.write_bytes(workbook(output))
    return (path,)


def workbook(output: Output) -> bytes:
    """Give the whole file."""
    made = (
        sheets.observations(output),
        sheets.findings(output),
        review(output),
        sheets.documents(output),
        sheets.catalogue(output),
    )
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": texts().plain["workbook_title"], "created": CREATED})
        formats = Formats(book)
        _guide(book, formats, guide(output, made))
        for sheet in made:
            _sheet(book, formats, sheet)
    return buffer.getvalue()


class Formats:
    """Cell formats by colour and number format, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}
        self.header = book.add_format(_HEADER)
        self.guide = {style: book.add_format(look) for style, look in _GUIDE.items()}

    def cell(self, tone: str, number: str = "") -> Format:
        """Give the format of a body cell; `number` is a number format of Excel."""
        key = (TONES.get(tone, ""), number)
        if key not in self._made:
            colour = {"bg_color": key[0]} if key[0] else {}
            shown = {"num_format": number} if number else {}
            self._made[key] = self._book.add_format({**_BODY, **colour, **shown})
        return self._made[key]


def number_format(value: Value) -> str:
    """Show as many decimals as were printed.

    >>> number_format(Decimal("31.70")), number_format(Decimal("1500")), number_format(Decimal("60"))
    ('0.00', '#,##0', '0')
    """
    if not isinstance(value, Decimal):
        return "" if isinstance(value, float) else "0"
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    whole = "#,##0" if abs(value) >= GROUPED_FROM else "0"
    return f"{whole}.{'0' * decimals}" if decimals else whole


def fitting(text: str) -> str:
    """Give the text as far as a cell can hold it (Excel counts in UTF-16 units)."""
    if len(text) <= TEXT_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * TEXT_LIMIT:
        return text
    return units[: 2 * (TEXT_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def _sheet(book: Workbook, formats: Formats, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.title)
    page.set_row(0, row_height((heading.title, heading.width - ARROW) for heading in shown(sheet)))
    for place, heading in enumerate(sheet.headings):
        hidden = {} if heading.width else {"hidden": True}
        page.set_column(place, place, heading.width or None, None, hidden)
        page.write_string(0, place, heading.title, formats.header)
    for number, line in enumerate(sheet.lines, start=1):
        page.set_row(number, _height(sheet, line))
        for place, value in enumerate(line.values):
            tone = line.tone if place in sheet.toned or not sheet.toned else ""
            _cell(page, (number, place), value, formats, tone)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, max(len(sheet.lines), 1), len(sheet.headings) - 1)
    if sheet.choices and sheet.lines:
        _drop_down(page, sheet.choices, len(sheet.lines))
    _paper(page, [heading.width for heading in sheet.headings])
    page.repeat_columns(0, sheet.frozen - 1)


def shown(sheet: Sheet) -> tuple[Heading, ...]:
    """Give the columns that are not hidden."""
    return tuple(heading for heading in sheet.headings if heading.width)


def _height(sheet: Sheet, line: Line) -> float:
    cells = zip(line.values, sheet.headings, strict=True)
    return row_height((value, heading.width) for value, heading in cells if heading.width and _is_text(value))


def _is_text(value: Value) -> TypeGuard[str]:
    return isinstance(value, str)


def _cell(page: Worksheet, at: tuple[int, int], value: Value, formats: Formats, tone: str) -> None:
    if value is None or value == "":
        if tone in TONES:
            page.write_blank(*at, None, formats.cell(tone))
    elif isinstance(value, bool):
        page.write_boolean(*at, value, formats.cell(tone))
    elif isinstance(value, str):
        page.write_string(*at, fitting(value), formats.cell(tone))
    else:
        page.write_number(*at, float(value), formats.cell(tone, number_format(value)))


def _drop_down(page: Worksheet, choices: Choices, rows: int) -> None:
    """One list for the whole column: each row offers what stands in its own hidden cells.

    The list is as long as the row has choices, also after the rows were sorted.
    """
    first, last = (xl_col_to_name(place, col_abs=True) for place in (choices.first, choices.last))
    words = texts().review
    page.data_validation(
        1,
        choices.answer,
        rows,
        choices.answer,
        {
            "validate": "list",
            "source": f"=OFFSET({first}2,0,0,1,COUNTA({first}2:{last}2))",
            "error_type": "warning",
            "error_title": words["warning_title"],
            "error_message": words["warning"],
            "input_title": words["prompt_title"],
            "input_message": words["prompt"],
        },
    )


def _guide(book: Workbook, formats: Formats, rows: tuple[GuideRow, ...]) -> None:
    page = book.add_worksheet(texts().sheets["guide"])
    page.hide_gridlines(2)
    for place, width in enumerate(GUIDE_WIDTHS):
        page.set_column(place, place, width)
    for number, row in enumerate(rows):
        look = formats.guide.get(row.style) or formats.cell("")
        if row.sheet:
            page.write_string(number, 0, row.sheet, formats.guide["sheet"])
            page.write_number(number, 1, row.count, formats.cell("", "#,##0"))
            page.write_string(number, 2, row.text, look)
            page.set_row(number, row_height([(row.text, GUIDE_WIDTHS[2])]))
        else:
            page.merge_range(number, 0, number, 2, "", look)
            page.write_string(number, 0, row.text, look)
            page.set_row(number, _guide_height(row))
    _paper(page, GUIDE_WIDTHS)


def _guide_height(row: GuideRow) -> float:
    return TITLE_HEIGHT.get(row.style) or row_height([(row.text, sum(GUIDE_WIDTHS))])


def _paper(page: Worksheet, widths: Sequence[int]) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(pages_across(widths), 0)
    page.repeat_rows(0)
