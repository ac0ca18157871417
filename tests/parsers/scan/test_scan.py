"""Scans end to end with the real engine: what the text layer says comes out of the picture, or is flagged."""

import io
from collections import Counter
from functools import cache

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from pipeline import parsers
from pipeline.archive import RawFile
from pipeline.checks import Config
from pipeline.errors import Unreadable
from pipeline.model import Document, Grid
from pipeline.parsers import pdf, scan
from pipeline.parsers.pdf import reader
from pipeline.parsers.scan import engine
from pipeline.parsers.scan.pictures import of_picture
from pipeline.run import Result, know, process
from tests.golden.documents import FILES, fact
from tests.scans.make import conditions
from tests.scans.make import scan as scanned

NEEDS_ENGINE = pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")
PAGE = 2  # of the district plan: 17 rows, two merged cells, every kind of value
PROSE = 3  # of the province plan


@cache
def page() -> bytes:
    with pikepdf.open(FILES["district", "pdf"]) as whole, pikepdf.new() as part:
        part.pages.append(whole.pages[PAGE - 1])
        saved = io.BytesIO()
        part.save(saved)
    return saved.getvalue()


@cache
def picture_file() -> RawFile:
    return RawFile("scan.pdf", scanned(page(), conditions()["sealed"]))


@cache
def recognised() -> Result:
    return process(picture_file(), know(), Config())


@cache
def digital() -> Result:
    return process(RawFile("digital.pdf", page()), know(), Config())


@cache
def prose() -> tuple[Image.Image, str]:
    """The first lines of a page of prose at 300 dpi, and what stands there."""
    read = next(read for read in reader.pages(FILES["province", "pdf"].read_bytes()) if read.number == PROSE)
    lines = sorted(read.lines, key=lambda line: line.top)[1:5]
    with pypdfium2.PdfDocument(FILES["province", "pdf"]) as whole:
        sheet = whole[PROSE - 1].render(scale=300 / 72).to_pil().convert("RGB")
    top, bottom = (round(side * 300 / 72) for side in (lines[0].top - 4, lines[-1].bottom + 4))
    blank = Image.new("RGB", (sheet.width, bottom - top + 200), "white")
    blank.paste(sheet.crop((0, top, sheet.width, bottom)), (0, 100))
    return blank, " ".join(line.text for line in lines)


def share_of_words(document: Document) -> float:
    """How many of the words of `prose` were read."""
    found = Counter(" ".join(block.text for block in document.paragraphs).split())
    wanted = Counter(prose()[1].split())
    return (found & wanted).total() / wanted.total()


def as_file(sheet: Image.Image, kind: str = "PNG", **options: object) -> RawFile:
    saved = io.BytesIO()
    sheet.save(saved, kind, dpi=(300, 300), **options)
    return RawFile(f"page.{kind.lower()}", saved.getvalue())


# ------------------------------------------------------------------ a scanned table


@NEEDS_ENGINE
def test_every_cell_of_a_sealed_crooked_scan_stands_where_it_stood() -> None:
    def shape(grid: Grid) -> list[tuple[int, int, int, int]]:
        return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]

    (found,), (wanted,) = recognised().document.grids, digital().document.grids
    assert shape(found) == shape(wanted)


@NEEDS_ENGINE
def test_no_wrong_value_is_accepted_and_nearly_all_are_right() -> None:
    wanted = [fact(row)[:-1] for row in digital().harvest.observations]
    found = [(fact(row)[:-1], row.review) for row in recognised().harvest.observations]
    assert [one for one, review in found if review == "accepted" and one not in wanted] == []
    assert sum(one in wanted for one, _ in found) >= 0.97 * len(wanted)


@NEEDS_ENGINE
def test_boxes_are_those_of_the_page_as_it_was_scanned() -> None:
    turn = np.deg2rad(-conditions()["sealed"].skew)
    (found,), (wanted,) = recognised().document.grids, digital().document.grids
    middle = np.array([wanted.place.bbox[2] + wanted.place.bbox[0], 595.3]) / 2
    for cell, true in zip(found.cells, wanted.cells, strict=True):
        box, own = cell.place.bbox, true.place.bbox
        assert box is not None and own is not None
        spot = np.array([own[0] + own[2], own[1] + own[3]]) / 2 - middle
        moved = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ spot + middle
        assert abs((box[0] + box[2]) / 2 - moved[0]) < 4
        assert abs((box[1] + box[3]) / 2 - moved[1]) < 4


@NEEDS_ENGINE
def test_document_says_that_it_was_recognised_and_every_cell_how_surely() -> None:
    document = recognised().document
    assert (document.method, document.flags) == ("ocr", ("recognised",))
    assert [one.method for one in document.pages] == ["ocr"]
    filled = [cell for cell in document.grids[0].cells if cell.text]
    assert all(cell.confidence is not None and cell.text in cell.readings for cell in filled[:5])
    assert all(cell.confidence is None for cell in document.grids[0].cells if not cell.text)


@NEEDS_ENGINE
def test_unsure_value_goes_to_review_with_its_reason() -> None:
    rows = recognised().harvest.observations
    unsure = [
        row for row in rows if row.source == "appendix" and (row.cells[-1].confidence or 1.0) < engine_sure()
    ]
    assert all(row.review == "needs_review" and "low_confidence" in row.match.reasons for row in unsure)


def engine_sure() -> float:
    return 0.80


# ------------------------------------------------------------------ mixed files, pictures, other pages


@NEEDS_ENGINE
def test_only_pages_without_a_text_layer_are_recognised() -> None:
    with pikepdf.open(io.BytesIO(picture_file().data)) as one, pikepdf.open(io.BytesIO(page())) as other:
        other.pages.extend(one.pages)
        saved = io.BytesIO()
        other.save(saved)
    document = parsers.read_file(RawFile("mixed.pdf", saved.getvalue()))
    assert document.method == "mixed"
    assert [one.method for one in document.pages] == ["text_layer", "ocr"]
    assert [(grid.place.page, grid.place.table) for grid in document.grids] == [(1, 1), (2, 2)]
    assert {cell.place.table for cell in document.grids[1].cells} == {2}
    assert all(cell.confidence is None for cell in document.grids[0].cells)


def test_document_with_a_text_layer_comes_back_as_it_is() -> None:
    file = RawFile("digital.pdf", page())
    document = pdf.parse(file)
    assert scan.recognise(file, document) is document


@NEEDS_ENGINE
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_picture_files_are_read(kind: str) -> None:
    document = parsers.read_file(as_file(prose()[0], kind))
    assert share_of_words(document) > 0.9
    assert (document.format, document.method) == ({"PNG": "png", "TIFF": "tiff"}[kind], "ocr")
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx((595, 126), abs=2)


@NEEDS_ENGINE
def test_page_on_its_side_is_turned() -> None:
    document = parsers.read_file(as_file(prose()[0].rotate(90, expand=True), "JPEG"))
    assert share_of_words(document) > 0.9
    assert "page_turned" in {told.rule for told in document.findings}
    box = document.paragraphs[0].place.bbox
    assert box is not None and box[3] - box[1] > box[2] - box[0]


@NEEDS_ENGINE
@pytest.mark.parametrize("name", ["blank", "photo", "frame"])
def test_pages_without_a_table_give_none(name: str) -> None:
    sheets = {
        "blank": Image.new("RGB", (900, 1200), "white"),
        "photo": Image.effect_mandelbrot((900, 1200), (-2, -1.5, 1, 1.5), 60).convert("RGB"),
        "frame": prose()[0].copy(),
    }
    if name == "frame":
        width, height = sheets[name].size
        ImageDraw.Draw(sheets[name]).rectangle((40, 40, width - 40, height - 40), outline="black", width=4)
    result = process(as_file(sheets[name]), know(), Config())
    assert result.document.grids == ()
    assert result.harvest.observations == ()
    assert result.harvest.documents[0].status in ("no_table", "needs_ocr")


# ------------------------------------------------------------------ what is missing or broken


def test_without_the_engine_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "missing", lambda: ("tesserocr",))
    result = process(picture_file(), know(), Config())
    (record,) = result.harvest.documents
    assert record.status == "needs_ocr"
    told = [
        one for one in result.document.findings if one.rule == "scan" and engine.INSTALL in one.message_vi
    ]
    assert len(told) == 1
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(as_file(Image.new("L", (40, 40))))
    assert (caught.value.status, caught.value.reason) == ("needs_ocr", "no_ocr")


def test_broken_and_swollen_pictures_are_rejected() -> None:
    broken = as_file(prose()[0]).data[:400]
    with pytest.raises(Unreadable) as caught:
        list(of_picture(broken))
    assert caught.value.reason == "damaged_picture"
    swollen = io.BytesIO()
    Image.new("1", (20000, 10000)).save(swollen, "PNG")
    with pytest.raises(Unreadable) as caught:
        list(of_picture(swollen.getvalue()))
    assert caught.value.reason == "bomb"


def test_two_makings_of_a_scan_are_the_same() -> None:
    assert scanned(page(), conditions()["sealed"]) == picture_file().data


@NEEDS_ENGINE
def test_two_readings_of_a_scan_are_the_same() -> None:
    file = as_file(prose()[0])
    first: Document = parsers.read_file(file)
    assert parsers.read_file(file) == first


# ------------------------------------------------------------------ handwriting


def letterhead_by_hand(seed: int) -> RawFile:
    """The top of the province plan with scribbles where the digits of its number stood."""
    with pypdfium2.PdfDocument(FILES["province", "pdf"]) as whole:
        text = whole[0].get_textpage()
        start = text.get_text_range().index("Số: ") + len("Số: ")
        boxes = [text.get_charbox(start + i) for i in range(3)]
        height, scale = whole[0].get_height(), 200 / 72
        sheet = whole[0].render(scale=scale).to_pil().convert("RGB")
    left, right = (min(box[0] for box in boxes) * scale, max(box[2] for box in boxes) * scale)
    top, bottom = ((height - max(box[3] for box in boxes)) * scale, (height - boxes[0][1]) * scale)
    pencil, random = ImageDraw.Draw(sheet), np.random.default_rng(seed)
    pencil.rectangle((left - 1, top - 3, right + 1, bottom + 3), fill="white")
    for middle in np.linspace(left, right, 7)[1::2]:
        stroke = [(middle + random.uniform(-9, 9), random.uniform(top - 8, bottom + 6)) for _ in range(6)]
        pencil.line(stroke, fill=(20, 30, 120), width=2, joint="curve")
    saved = io.BytesIO()
    sheet.crop((0, 0, sheet.width, sheet.height // 3)).save(saved, "PNG", dpi=(200, 200))
    return RawFile("by hand.png", saved.getvalue())


@NEEDS_ENGINE
def test_number_written_by_hand_is_left_empty_and_said() -> None:
    result = process(letterhead_by_hand(3), know(), Config())
    (record,) = result.harvest.documents
    assert (record.number, record.date) == ("", "2025-03-24")
    told = [one for one in result.document.findings if one.ocr_risk]
    assert told and all(one.rule == "scan" and one.a and "Số: /KH-UBND" in one.a.text for one in told[:1])
