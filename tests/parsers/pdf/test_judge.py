"""Ruled boxes that are no table, and pieces of tables that look like none."""

import pytest

from pipeline.archive import RawFile
from pipeline.model import Document
from pipeline.parsers.pdf import parse
from pipeline.parsers.pdf.reader import Engine
from tests.parsers.pdf.test_reader import needs_office, pdf, shapes, texts
from tests.pdfs import made

GREY, WHITE = b".8 .8 .8 rg ", b"1 1 1 rg "
BOXES = b"".join(made.rectangle(60 + 90 * x, 700 - 17 * y, 90, 17, b"f") for x in range(5) for y in range(30))


def read(data: bytes, engine: Engine = "auto") -> Document:
    return parse(RawFile("a.pdf", data), engine)


def words(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@needs_office
@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
@pytest.mark.parametrize("colour", [GREY, WHITE])
def test_filled_boxes_behind_prose_are_no_table(colour: bytes, engine: Engine) -> None:
    plain = read(pdf("prose_only"), engine)
    boxed = read(made.under(pdf("prose_only"), colour + BOXES), engine)
    assert boxed.grids == ()
    assert words(boxed) == words(plain)
    assert bool(boxed.findings) == (colour == GREY)


@needs_office
def test_a_frame_around_the_page_is_no_table_and_keeps_the_one_inside() -> None:
    frame = made.rectangle(20, 20, 555, 800) + made.rectangle(20, 20, 555, 20)
    plain, framed = read(pdf("two_row_header")), read(made.under(pdf("two_row_header"), frame))
    assert shapes(framed) == shapes(plain)
    assert texts(framed) == texts(plain)


@needs_office
def test_prose_gives_no_table() -> None:
    assert read(pdf("prose_only")).grids == ()


def test_boxes_for_single_letters_are_no_table() -> None:
    rules = made.ruled(56, 695, [20.0] * 12, [20.0, 20.0])
    digits = b"".join(made.text(60 + 20 * x, 700 + 20 * y, str(x % 10)) for x in range(12) for y in range(2))
    document = read(made.blank([rules + digits]))
    assert document.grids == ()
    assert [found.rule for found in document.findings] == ["no_table"]


def test_empty_boxes_are_no_table() -> None:
    assert read(made.blank([made.ruled(50, 600, [90.0] * 4, [20.0] * 5)])).grids == ()


def table(rows: list[list[str]], top: float, widths: list[float]) -> bytes:
    low = top - 20.0 * len(rows)
    content = made.ruled(50, low, widths, [20.0] * len(rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            content += made.text(54 + sum(widths[:column]), top - 20 * number - 15, text)
    return content


ROWS = [["TT", "Chi tieu", "Nam 2025"], ["1", "Ty le nu", "60%"], ["2", "Ty le nam", "40%"]]
WIDTHS = [40.0, 200.0, 100.0]


def test_a_single_row_goes_on_the_table_of_the_page_before() -> None:
    pages = [table(ROWS, 200, WIDTHS), table([["3", "Ty so", "1,7"]], 780, WIDTHS)]
    document = read(made.blank(pages))
    assert [(grid.rows, grid.columns) for grid in document.grids] == [(3, 3), (1, 3)]
    assert [cell.text for cell in document.grids[1].cells] == ["3", "Ty so", "1,7"]


def test_the_tail_of_one_cell_goes_on_the_table_of_the_page_before() -> None:
    pages = [table(ROWS, 200, WIDTHS), table([["", "va tuong duong", ""]], 780, WIDTHS)]
    document = read(made.blank(pages))
    assert [(grid.rows, grid.columns) for grid in document.grids] == [(3, 3), (1, 3)]


def test_a_single_row_on_its_own_is_text() -> None:
    document = read(made.blank([table([["Noi", "Luu", "VT"]], 400, WIDTHS)]))
    assert document.grids == ()
    assert " ".join(words(document)) == "Noi Luu VT"


def test_a_single_row_with_other_columns_is_text() -> None:
    pages = [table(ROWS, 200, WIDTHS), table([["a", "b", "c"]], 780, [100.0, 100.0, 180.0])]
    assert len(read(made.blank(pages)).grids) == 1
