"""Text files: places are lines of the file, pieces end where the file parts them."""

from pathlib import Path

import pytest

from pipeline import parsers
from pipeline.archive import RawFile
from pipeline.model import Document
from tests.documents import rows

RAW = Path(__file__).parents[2] / "raw_docs"
PROVINCE = RAW / "000_753fda21913fb3fa.txt"


@pytest.fixture(scope="module")
def province() -> Document:
    return parsers.read(PROVINCE)


def read(text: str, name: str = "x.txt") -> Document:
    return parsers.read_file(RawFile(name, text.encode()))


def test_every_block_and_cell_stands_on_the_line_that_its_place_names(province: Document) -> None:
    lines = PROVINCE.read_text("utf-8").split("\n")
    for paragraph in province.paragraphs:
        assert paragraph.text in lines[(paragraph.place.line or 0) - 1]
    for grid in province.grids:
        assert all(cell.text in lines[(cell.place.line or 0) - 1] for cell in grid.cells)


def test_no_line_with_text_is_lost(province: Document) -> None:
    lines = PROVINCE.read_text("utf-8").split("\n")
    read_lines = {paragraph.place.line for paragraph in province.paragraphs}
    read_lines |= {cell.place.line for grid in province.grids for cell in grid.cells}
    assert read_lines == {number for number, line in enumerate(lines, 1) if line.strip()}


def test_the_appendix_of_the_province_comes_in_four_pieces(province: Document) -> None:
    assert [(grid.place.line, grid.rows, grid.columns) for grid in province.grids] == [
        (202, 11, 9),
        (216, 10, 6),
        (227, 13, 7),
        (241, 6, 7),
    ]
    assert all(grid.ragged for grid in province.grids)


def test_a_form_feed_is_a_blank_line_and_line_ends_of_all_systems_count_one() -> None:
    document = read("A\r\nB\rC\n\f\nD")
    assert [(one.text, one.place.line) for one in document.paragraphs] == [
        ("A", 1),
        ("B", 2),
        ("C", 3),
        ("D", 5),
    ]


def test_two_header_rows_above_the_rule_are_header_rows() -> None:
    grid = read("| TT | Mục tiêu | |\n| | 2024 | 2025 |\n|---|---|---|\n| 1 | 55 | 60 |\n", "x.md").grids[0]
    assert (grid.header_rows, grid.rows) == (2, 3)


def test_a_pipe_table_with_rows_of_different_lengths_is_ragged() -> None:
    grid = read("| TT | A | B |\n|--|--|--|\n| 1 | 60% |\n", "x.md").grids[0]
    assert grid.ragged
    assert rows(grid)[1] == ["1", "60%", ""]


def test_markdown_is_told_from_text_by_its_name_only() -> None:
    assert [read("A", name).format for name in ("x.md", "x.txt")] == ["md", "txt"]
