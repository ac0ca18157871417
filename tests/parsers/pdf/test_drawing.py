"""The picture of a page with its cells."""

import io

import pytest
from PIL import Image

from pipeline.archive import RawFile
from pipeline.parsers.pdf import draw, drawing
from tests.pdfs import made

FILE = RawFile("a.pdf", made.blank([b"", made.text(50, 700, "Ke hoach")]))


def test_boxes_are_drawn_where_they_are() -> None:
    picture = Image.open(io.BytesIO(draw(FILE, 1, [(100.0, 200.0, 300.0, 400.0)])))
    assert picture.format == "PNG"
    assert picture.size == pytest.approx((595 * drawing.SCALE, 842 * drawing.SCALE), abs=1)
    assert picture.getpixel((round(200 * drawing.SCALE), round(200 * drawing.SCALE))) == drawing.LINE
    assert picture.getpixel((round(200 * drawing.SCALE), round(300 * drawing.SCALE))) == (255, 255, 255)


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_an_error(page: int) -> None:
    with pytest.raises(IndexError):
        draw(FILE, page, [])


def test_huge_pages_are_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_PIXELS", 10_000)
    picture = Image.open(io.BytesIO(draw(FILE, 1, [])))
    assert picture.width * picture.height < 11_000
