"""What every reader promises, whatever the format: asked of all listed parsers, on many documents."""

import pkgutil
import unicodedata
from importlib import import_module
from itertools import product

import pytest

from pipeline import parsers, tools
from pipeline.archive import RawFile
from pipeline.model import Cell, Document, Grid
from pipeline.parsers.sniff import sniff
from tests.parsers.samples import CONVERTED, converted, made, read

MADE = made()
PICTURES = {"png", "jpg", "tiff", "gif", "bmp"}
NEEDS_OFFICE = pytest.mark.office
FILES = [
    *(pytest.param(lambda file=file: file, id=file.name) for file in MADE),
    *(
        pytest.param(lambda name=name: converted(name), id=f"converted.{name}", marks=NEEDS_OFFICE)
        for name in CONVERTED
    ),
]


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> RawFile:
    if request.node.get_closest_marker("office") and tools.find(tools.OFFICE) is None:
        pytest.skip("LibreOffice is not installed")
    made_file: RawFile = request.param()
    return made_file


@pytest.fixture
def document(file: RawFile) -> Document:
    return read(file)


def test_identity_is_that_of_the_file(file: RawFile, document: Document) -> None:
    assert (document.id, document.path, document.size) == (file.id, file.name, len(file.data))
    assert document.format == sniff(file.data, file.name)


def test_cells_lie_inside_their_grid_and_never_over_each_other(document: Document) -> None:
    for grid in document.grids:
        spots = [spot for cell in grid.cells for spot in covered(cell)]
        assert len(spots) == len(set(spots))
        assert all(0 <= row < grid.rows and 0 <= column < grid.columns for row, column in spots)


def test_no_row_and_no_column_is_without_a_cell_that_begins_there(document: Document) -> None:
    for grid in document.grids:
        assert {cell.row for cell in grid.cells} == set(range(grid.rows))
        assert {cell.column for cell in grid.cells} == set(range(grid.columns))


def test_every_block_and_cell_has_a_place(document: Document) -> None:
    for number, grid in enumerate(document.grids, 1):
        assert (grid.place.document, grid.place.table) == (document.id, number)
        for cell in grid.cells:
            place = cell.place
            assert (place.document, place.table) == (document.id, number)
            assert (place.row, place.column) == (cell.row + 1, cell.column + 1)
    assert all(paragraph.place.document == document.id for paragraph in document.paragraphs)


def test_text_is_nfc_without_blanks_around_it_and_without_invisible_signs(document: Document) -> None:
    for text in texts(document):
        assert text == unicodedata.normalize("NFC", text).strip()
        assert not [
            sign for sign in text if unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\n\t"
        ]


def test_no_paragraph_is_empty_and_no_grid_either(document: Document) -> None:
    assert all(paragraph.text for paragraph in document.paragraphs)
    assert all(grid.cells for grid in document.grids)


def test_header_rows_are_fewer_than_rows_or_none(document: Document) -> None:
    assert all(0 <= grid.header_rows <= grid.rows for grid in document.grids)


def test_the_same_bytes_give_the_same_document(file: RawFile, document: Document) -> None:
    assert parsers.read_file(RawFile(file.name, bytes(file.data))) == document


def test_every_format_of_a_listed_parser_has_a_document_here() -> None:
    formats = {word for parser in parsers.PARSERS for word in parser.FORMATS}
    shown = {sniff(one.data, one.name) for one in MADE} | set(CONVERTED)
    only_through_their_own_tests = {"mhtml", "xml_word", "xml_sheet", "xml_open"} | PICTURES
    assert formats <= shown | only_through_their_own_tests


def test_no_two_parsers_claim_one_format() -> None:
    claimed = [word for parser in parsers.PARSERS for word in parser.FORMATS]
    assert len(claimed) == len(set(claimed))


def test_every_module_that_parses_is_listed() -> None:
    names = [info.name for info in pkgutil.iter_modules(parsers.__path__)]
    modules = [import_module(f"pipeline.parsers.{name}") for name in names]
    parsing = [module for module in modules if hasattr(module, "parse") or hasattr(module, "FORMATS")]
    assert [module for module in parsing if module not in parsers.PARSERS] == []


def covered(cell: Cell) -> list[tuple[int, int]]:
    rows = range(cell.row, cell.row + cell.row_span)
    return list(product(rows, range(cell.column, cell.column + cell.column_span)))


def texts(document: Document) -> list[str]:
    blocks = document.blocks
    cells = [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]
    return cells + [paragraph.text for paragraph in document.paragraphs]
