"""Text layers that hold nothing to read: scans, foreign recognition, broken codes."""

import pytest

from pipeline.archive import RawFile
from pipeline.model import Document
from pipeline.parsers.pdf import parse
from tests.parsers.pdf.test_reader import needs_office, pdf
from tests.pdfs import made

FOREIGN = "CQNG HOA XA HQI CHU NGHTA VIET NAM Dqc lap - Tu do - Hanh phuc KE HOACH thuc hien"


def read(data: bytes) -> Document:
    return parse(RawFile("a.pdf", data))


def page_of(words: str) -> bytes:
    return made.blank([b"".join(made.text(60, 780 - 15 * row, words) for row in range(20))])


def test_a_picture_without_text_needs_recognition() -> None:
    document = read(made.picture_only())
    assert document.pages[0].method == "needs_ocr"
    assert document.flags == ("needs_ocr",)
    assert document.findings[0].rule == "needs_ocr"
    assert document.blocks == ()


def test_a_stamp_on_a_scan_does_not_make_it_a_text_page() -> None:
    document = read(made.with_field(made.picture_only(), (400, 50, 560, 80), made.text(1, 5, "Ky boi: UBND")))
    assert document.pages[0].method == "needs_ocr"
    assert document.blocks == ()


def test_an_empty_page_needs_nothing() -> None:
    document = read(made.blank([b""]))
    assert document.pages[0].method == "text_layer"
    assert document.findings == ()


@pytest.mark.parametrize("visible", [False, True])
def test_the_layer_of_an_english_recognition_program_is_not_read(visible: bool) -> None:
    document = read(made.scanned(page_of(FOREIGN), visible=visible))
    assert document.pages[0].method == "needs_ocr"
    assert document.blocks == ()


def test_text_in_no_known_spelling_is_not_read() -> None:
    document = read(page_of("Bnfht gkjdsl qwrtz hgfdk plmnb vcxza wrtzp kjhgf dsapl mnbvc xzqwe"))
    assert document.pages[0].method == "needs_ocr"
    assert document.blocks == ()


@needs_office
def test_letters_without_codes_are_not_read() -> None:
    document = read(made.without_codes(pdf("plain")))
    assert {page.method for page in document.pages} == {"needs_ocr"}
    assert document.blocks == ()


@needs_office
def test_a_good_layer_under_a_scan_is_read_with_doubt() -> None:
    document = read(made.scanned(pdf("much_prose")))
    assert document.flags == ("ocr_layer",)
    assert {found.rule for found in document.findings} == {"ocr_layer"}
    assert all(paragraph.confidence is not None for paragraph in document.paragraphs)
    assert all(cell.confidence is not None for grid in document.grids for cell in grid.cells)


@needs_office
def test_printed_text_over_a_background_picture_is_no_scan() -> None:
    document = read(made.scanned(pdf("much_prose"), visible=True))
    assert document.findings == ()
    assert all(paragraph.confidence is None for paragraph in document.paragraphs)


@needs_office
def test_clean_office_text_has_a_quality_near_one() -> None:
    qualities = [page.quality for page in read(pdf("much_prose")).pages if page.quality is not None]
    assert qualities and min(qualities) > 0.95
