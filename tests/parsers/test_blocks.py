"""What all readers share: tight grids, no cell over another, places, one finding for many repairs."""

from pipeline.archive import RawFile
from pipeline.model import Grid
from pipeline.parsers.blocks import Blocks, RawCell
from tests.documents import rows

FILE = RawFile("x.txt", b"x")


def grid(*cells: RawCell, header_rows: int = 0) -> Grid:
    blocks = Blocks(FILE)
    blocks.grid(cells, header_rows=header_rows)
    (only,) = blocks.document("txt", "text").grids
    return only


def test_columns_in_which_no_cell_begins_are_left_out() -> None:
    found = grid(RawCell(0, 0, "A", column_span=2), RawCell(0, 2, "B"), RawCell(1, 0, "C", column_span=3))
    assert rows(found) == [["A", "B"], ["C", "<"]]


def test_rows_in_which_no_cell_begins_are_left_out_and_header_rows_follow() -> None:
    found = grid(RawCell(0, 0, "A", row_span=2), RawCell(2, 0, "B"), header_rows=2)
    assert (rows(found), found.header_rows) == ([["A"], ["B"]], 1)


def test_a_cell_over_another_one_is_named_and_not_read() -> None:
    blocks = Blocks(FILE)
    blocks.grid([RawCell(0, 0, "A", column_span=2), RawCell(0, 1, "60%"), RawCell(0, 2, "B")])
    document = blocks.document("txt", "text")
    assert rows(document.grids[0]) == [["A", "B"]]
    assert [(finding.rule, finding.a and finding.a.text) for finding in document.findings] == [
        ("overlapping_cells", "60%")
    ]
    assert document.flags == ("damaged",)


def test_a_table_without_cells_and_a_blank_paragraph_are_nothing() -> None:
    blocks = Blocks(FILE)
    blocks.grid([])
    blocks.paragraph(" \u00a0\u200b")
    assert blocks.document("txt", "text").blocks == ()


def test_paragraphs_and_tables_are_numbered_from_one() -> None:
    blocks = Blocks(FILE)
    blocks.paragraph("A")
    blocks.grid([RawCell(0, 0, "1")])
    blocks.paragraph("B")
    blocks.grid([RawCell(0, 0, "2")])
    document = blocks.document("txt", "text")
    assert [one.place.line for one in document.paragraphs] == [1, 2]
    assert [one.place.table for one in document.grids] == [1, 2]
