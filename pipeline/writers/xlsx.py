"""`plans.xlsx`, the workbook that people open.  The only module that knows XlsxWriter.

Takes the rows of every sheet as XML (`sheet_rows`); XlsxWriter makes the workbook around them: headers,
widths, filters, drop-downs, the guide.  The file is the same byte for byte for the same content: its dates
are fixed.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.catalogue.schema import Catalogue
from pipeline.model import Harvest
from pipeline.writers import sheets
from pipeline.writers.growing import SheetFile
from pipeline.writers.guide import GuideRow, Size, guide
from pipeline.writers.layout import pages_across, row_height
from pipeline.writers.output import gather
from pipeline.writers.review import review
from pipeline.writers.sheet_rows import column_name, placed
from pipeline.writers.sheets import Choices, Heading, Sheet
from pipeline.writers.styles import GUIDE, LOOKS, style
from pipeline.writers.texts import texts

NAME = "plans.xlsx"
CREATED = datetime(2000, 1, 1)
"""Fixed, so that equal content gives equal bytes."""

FAST = 1
"""Level of compression: half the time of the usual one for a file that is a third larger."""

BATCH = 500
"""Rows that are compressed at a time."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
A4 = 9
GUIDE_WIDTHS = (18, 10, 100)
ARROW = 3
"""Characters of a header cell that the button of the filter covers."""

TITLE_HEIGHT = {"title": 26.0, "heading": 22.0}
"""Points: larger letters, and room above a heading."""

_END = b"</sheetData>"
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


def write(
    folder: Path,
    catalogue: Catalogue,
    counts: Mapping[str, int],
    rows: Mapping[str, Sequence[SheetFile]],
) -> Path:
    """Write the workbook; `rows` are those of each sheet by its key, `counts` are told in the guide."""
    path = folder / NAME
    empty = _sheets(catalogue)
    sizes = {key: _size(sheet, rows[key]) for key, sheet in empty.items()}
    filled = {
        f"xl/worksheets/sheet{number}.xml": _Filled(sizes[key], rows[key], len(sheet.headings))
        for number, (key, sheet) in enumerate(empty.items(), start=2)
    }
    frame = io.BytesIO(_frame(empty, sizes, guide(counts, sizes)))
    with (
        zipfile.ZipFile(frame) as parts,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as book,
    ):
        for name in parts.namelist():
            content = parts.read(name)
            with book.open(name, "w") as part:
                part.writelines(filled[name].around(content) if name in filled else (content,))
    return path


def _sheets(catalogue: Catalogue) -> dict[str, Sheet]:
    """Every sheet behind the guide in its order, without rows."""
    output = gather(Harvest(), catalogue)
    return {
        "observations": sheets.observations(output),
        "findings": sheets.findings(output),
        "review": review(output),
        "documents": sheets.documents(output),
        "catalogue": sheets.catalogue(output),
    }


def _size(sheet: Sheet, rows: Sequence[SheetFile]) -> Size:
    total = sum(file.total for file in rows)
    return Size(sheet.title, total, min(total, sheets.ROW_LIMIT))


@dataclass(frozen=True, slots=True)
class _Filled:
    """A sheet with its rows."""

    size: Size
    rows: Sequence[SheetFile]
    width: int

    def around(self, frame: bytes) -> Iterator[bytes]:
        """Give the sheet piece by piece; `frame` is the sheet with its header row only."""
        before, after = frame.split(_END)
        corner = f"{column_name(self.width - 1)}{self.size.kept + 1}"
        yield _DIMENSION.sub(f'<dimension ref="A1:{corner}"/>'.encode(), before)
        rows = islice(chain.from_iterable(file.pour() for file in self.rows), self.size.kept)
        numbered = (placed(row, number) for number, row in enumerate(rows, start=2))
        while piece := b"".join(islice(numbered, BATCH)):
            yield piece
        yield _END + after


def _frame(empty: Mapping[str, Sheet], sizes: Mapping[str, Size], rows: Sequence[GuideRow]) -> bytes:
    """The workbook with everything but the rows of its sheets."""
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": texts().plain["workbook_title"], "created": CREATED})
        looks = [book.add_format({**look, "xf_index": number}) for number, look in enumerate(LOOKS, start=1)]
        _guide(book, looks, rows)
        for key, sheet in empty.items():
            _sheet(book, looks[0], sheet, sizes[key].kept)
    return buffer.getvalue()


def _sheet(book: Workbook, header: Format, sheet: Sheet, rows: int) -> None:
    page = book.add_worksheet(sheet.title)
    page.set_row(0, row_height((heading.title, heading.width - ARROW) for heading in shown(sheet)))
    for place, heading in enumerate(sheet.headings):
        hidden = {} if heading.width else {"hidden": True}
        page.set_column(place, place, heading.width or None, None, hidden)
        page.write_string(0, place, heading.title, header)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, max(rows, 1), len(sheet.headings) - 1)
    if sheet.choices and rows:
        _drop_down(page, sheet.choices, rows)
    _paper(page, [heading.width for heading in sheet.headings])
    page.repeat_columns(0, sheet.frozen - 1)


def shown(sheet: Sheet) -> tuple[Heading, ...]:
    """Give the columns that are not hidden."""
    return tuple(heading for heading in sheet.headings if heading.width)


def _drop_down(page: Worksheet, choices: Choices, rows: int) -> None:
    """One list for the whole column: each row offers what stands in its own hidden cells.

    The list is as long as the row has choices, also after the rows were sorted.
    """
    first, last = (f"${column_name(place)}" for place in (choices.first, choices.last))
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


def _guide(book: Workbook, looks: Sequence[Format], rows: Sequence[GuideRow]) -> None:
    page = book.add_worksheet(texts().sheets["guide"])
    page.hide_gridlines(2)
    plain, number = looks[style("") - 1], looks[style("", "#,##0") - 1]
    named = dict(zip(GUIDE, looks[1:], strict=False))
    for place, width in enumerate(GUIDE_WIDTHS):
        page.set_column(place, place, width)
    for place, row in enumerate(rows):
        look = named.get(row.style, plain)
        if row.sheet:
            page.write_string(place, 0, row.sheet, named["sheet"])
            page.write_number(place, 1, row.count, number)
            page.write_string(place, 2, row.text, look)
            page.set_row(place, row_height([(row.text, GUIDE_WIDTHS[2])]))
        else:
            page.merge_range(place, 0, place, 2, "", look)
            page.write_string(place, 0, row.text, look)
            page.set_row(place, _guide_height(row))
    _paper(page, GUIDE_WIDTHS)


def _guide_height(row: GuideRow) -> float:
    return TITLE_HEIGHT.get(row.style) or row_height([(row.text, sum(GUIDE_WIDTHS))])


def _paper(page: Worksheet, widths: Sequence[int]) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(pages_across(widths), 0)
    page.repeat_rows(0)
