"""Blocks in reading order, places, merged cells, page ends."""

import pytest

from pipeline.archive import RawFile
from pipeline.model import Document, Grid
from pipeline.parsers.pdf import parse
from tests.parsers.pdf.test_judge import ROWS, WIDTHS, table
from tests.parsers.pdf.test_reader import needs_office, pdf, shapes, texts
from tests.pdfs import made, words


def read(data: bytes) -> Document:
    return parse(RawFile("a.pdf", data))


def test_text_and_tables_come_from_top_to_bottom() -> None:
    page = made.text(50, 800, "Bieu 1") + table(ROWS, 780, WIDTHS) + made.text(50, 700, "Bieu 2")
    document = read(made.blank([page + table(ROWS, 680, WIDTHS) + made.text(50, 600, "Het")]))
    kinds = ["table" if isinstance(block, Grid) else block.text for block in document.blocks]
    assert kinds == ["Bieu 1", "table", "Bieu 2", "table", "Het"]


def test_tables_are_numbered_over_the_whole_document() -> None:
    document = read(
        made.blank([table(ROWS, 780, WIDTHS) + table(ROWS, 600, WIDTHS), table(ROWS, 780, WIDTHS)])
    )
    places = [(grid.place.page, grid.place.table) for grid in document.grids]
    assert places == [(1, 1), (1, 2), (2, 3)]
    cell = document.grids[2].cells[4]
    assert (cell.place.page, cell.place.table, cell.place.row, cell.place.column) == (2, 3, 2, 2)
    assert cell.text == "Ty le nu"


def test_boxes_are_measured_from_the_upper_left_corner_of_the_page() -> None:
    grid = read(made.blank([table(ROWS, 780, WIDTHS)])).grids[0]
    assert grid.cells[0].place.bbox == pytest.approx((50, 842 - 780, 90, 842 - 760), abs=0.1)


def test_boxes_of_a_cropped_page_are_measured_from_what_is_shown() -> None:
    data = made.cropped(made.blank([table(ROWS, 780, WIDTHS)]), 40, 500, 500, 800)
    document = read(data)
    assert document.grids[0].cells[0].place.bbox == pytest.approx((10, 20, 50, 40), abs=0.1)
    assert (document.pages[0].width, document.pages[0].height) == (460, 300)


def test_text_outside_the_cropped_page_is_not_read() -> None:
    data = made.cropped(
        made.blank([made.text(50, 820, "An di") + made.text(50, 600, "Con lai")]), 0, 500, 595, 800
    )
    assert [paragraph.text for paragraph in read(data).paragraphs] == ["Con lai"]


def test_page_numbers_are_no_paragraphs() -> None:
    pages = [made.text(290, 810, str(number)) + made.text(50, 700, "Noi dung") for number in (1, 2)]
    assert [paragraph.text for paragraph in read(made.blank(pages)).paragraphs] == ["Noi dung"] * 2


def test_a_number_in_the_middle_of_the_page_is_kept() -> None:
    assert [p.text for p in read(made.blank([made.text(290, 400, "1")])).paragraphs] == ["1"]


@needs_office
def test_two_halves_side_by_side_are_two_tables() -> None:
    document = read(made.side_by_side(pdf("plain"), pdf("all_merges")))
    left, right = read(pdf("plain")), read(pdf("all_merges"))
    assert shapes(document) == [shapes(left)[0], shapes(right)[0]]
    assert texts(document) == [texts(left)[0], texts(right)[0]]


@needs_office
def test_letters_doubled_for_bold_are_read_once() -> None:
    plain, bold = read(pdf("two_row_header")), read(made.doubled(pdf("two_row_header")))
    assert texts(bold) == texts(plain)
    assert [p.text for p in bold.paragraphs] == [p.text for p in plain.paragraphs]


@needs_office
@pytest.mark.parametrize("name", ["two_row_header", "agency_merged", "group_rows", "many_merges"])
def test_merged_cells_appear_once_with_their_spans(name: str) -> None:
    spec = next(spec for spec in words.SPECS if spec.name == name)
    first = read(pdf(name)).grids[0]
    spans = {
        (c.row, c.column, c.row_span, c.column_span) for c in first.cells if c.row_span * c.column_span > 1
    }
    assert spans == {merge for merge in spec.merges if merge[0] + merge[2] <= first.rows}
    assert sum(c.row_span * c.column_span for c in first.cells) == first.rows * first.columns


@needs_office
@pytest.mark.parametrize("name", ["empty_rows", "empty_column"])
def test_empty_rows_and_columns_are_dropped(name: str) -> None:
    found = read(pdf(name)).grids
    for grid in found:
        assert {cell.row for cell in grid.cells if cell.text} == set(range(grid.rows))
    filled = {cell.column for grid in found for cell in grid.cells if cell.text}
    assert filled == set(range(found[0].columns))


def test_a_column_that_only_the_header_fills_stays_on_every_page() -> None:
    rows = [["TT", "Chi tieu", "Ghi chu"], ["1", "Ty le nu", ""]]
    tail = [["2", "Ty le nam", ""], ["3", "Ty so", ""]]
    document = read(made.blank([table(rows, 200, WIDTHS), table(tail, 780, WIDTHS)]))
    assert [grid.columns for grid in document.grids] == [3, 3]


@needs_office
def test_a_water_mark_across_the_page_stays_out_of_the_cells() -> None:
    mark = b"BT /F9 60 Tf .7 .7 -.7 .7 150 300 Tm (BAN NHAP) Tj ET"
    marked = read(made.with_font(made.under(pdf("plain"), mark, over=True), "F9"))
    assert texts(marked) == texts(read(pdf("plain")))
    assert any("BAN NHAP" in paragraph.text for paragraph in marked.paragraphs)


@needs_office
def test_the_same_file_gives_the_same_document() -> None:
    assert read(pdf("over_pages_merged")) == read(pdf("over_pages_merged"))
