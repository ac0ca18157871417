"""Which engine reads a page, and that turned pages come out as upright ones do."""

import sys

import pytest

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.model import Document
from pipeline.parsers.pdf import parse, reader
from tests.pdfs import made, words
from tests.plans_made.office import available

needs_office = pytest.mark.skipif(not available(), reason="LibreOffice prints the test documents")


def texts(document: Document) -> list[list[str]]:
    return [[" ".join(cell.text.split()) for cell in grid.cells] for grid in document.grids]


def shapes(document: Document) -> list[tuple[int, int, list[tuple[int, int, int, int]]]]:
    return [
        (grid.rows, grid.columns, [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells])
        for grid in document.grids
    ]


def pdf(name: str) -> bytes:
    return words.printed()[name].read_bytes()


@needs_office
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_shown_turned_is_read_as_it_is_shown(turn: int) -> None:
    upright = parse(RawFile("a", pdf("all_merges")))
    turned = parse(RawFile("a", made.shown_turned(pdf("all_merges"), turn)))
    assert shapes(turned) == shapes(upright)
    assert texts(turned) == texts(upright)
    assert [p.text for p in turned.paragraphs] == [p.text for p in upright.paragraphs]
    assert turned.findings == ()


@needs_office
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_whose_letters_lie_sideways_is_turned_upright_and_says_so(turn: int) -> None:
    upright = parse(RawFile("a", pdf("all_merges")))
    turned = parse(RawFile("a", made.lying(pdf("all_merges"), turn)))
    assert shapes(turned) == shapes(upright)
    assert texts(turned) == texts(upright)
    assert {found.rule for found in turned.findings} == {"page_turned"}


@needs_office
def test_sideways_letters_in_a_header_are_read_in_their_own_direction() -> None:
    first = parse(RawFile("a", pdf("sideways_header"))).grids[0]
    quick = [read.engine for read in reader.pages(pdf("sideways_header"))]
    header = [cell.text for cell in first.cells if cell.row == 0][1:]
    assert quick == ["pdfplumber"]
    assert header[-1].split("\n")[0].startswith(words.AGENCIES[0][:2])
    assert all(
        set(text.split()) <= set(" ".join((*words.AGENCIES, *words.VALUES)).split()) for text in header[1:]
    )


@needs_office
def test_plain_pages_stay_with_the_quick_engine_and_its_copy_agrees() -> None:
    assert {read.engine for read in reader.pages(pdf("two_row_header"))} == {"pdfium"}
    quick, slow = (parse(RawFile("a", pdf("two_row_header")), engine) for engine in ("auto", "pdfplumber"))
    assert texts(quick) == texts(slow)
    assert shapes(quick) == shapes(slow)
    assert [p.text for p in quick.paragraphs] == [p.text for p in slow.paragraphs]


def test_the_reference_engine_is_not_loaded_for_a_plain_page() -> None:
    sys.modules.pop(reader.REFERENCE, None)
    parse(RawFile("a", made.blank([made.text(50, 700, "Ke hoach")])))
    assert reader.REFERENCE not in sys.modules


def test_pages_beyond_the_limit_are_counted_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    document = parse(RawFile("a", made.blank([made.text(50, 700, "mot")] * 3)))
    assert len(document.pages) == 2
    assert document.flags == ("pages_capped",)
    assert "3" in document.findings[0].message_vi


def test_a_page_with_too_many_edges_is_skipped_and_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.parsers.pdf.quick.MOST_EDGES", 20)
    document = parse(RawFile("a", made.blank([made.ruled(50, 50, [20.0] * 20, [20.0] * 20)])))
    assert document.flags == ("page_skipped",)
    assert document.pages[0].method == "skipped"
    assert document.grids == ()


def test_a_page_with_too_many_letters_is_skipped_and_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.parsers.pdf.quick.MOST_CHARACTERS", 5)
    document = parse(RawFile("a", made.blank([made.text(50, 700, "Ke hoach")])))
    assert document.flags == ("page_skipped",)
    assert document.blocks == ()


@pytest.mark.parametrize("engine", ["auto", "pdfium", "pdfplumber"])
def test_every_engine_refuses_what_is_no_pdf(engine: reader.Engine) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse(RawFile("a", b"%PDF-1.7 nothing"), engine)
    assert (refusal.value.status, refusal.value.reason) == ("rejected", "damaged_pdf")
