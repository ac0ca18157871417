"""The picture of a page with its cells."""

import io

import pytest
from PIL import Image, ImageChops

from pipeline.archive import RawFile
from pipeline.model import Bbox
from pipeline.parsers.pdf import draw, drawing
from pipeline.parsers.pdf.drawing import cut, sides
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


def test_a_place_is_cut_out_with_its_surroundings_and_an_outline() -> None:
    picture = Image.open(io.BytesIO(cut(FILE, 1, (100.0, 200.0, 300.0, 260.0))))
    across, down = drawing.MARGIN
    wanted = ((200 + 2 * across) * drawing.CLOSE, (60 + 2 * down) * drawing.CLOSE)
    assert picture.size == pytest.approx(wanted, abs=2)
    assert picture.getpixel((round(across * drawing.CLOSE), picture.height // 2)) == drawing.LINE


def test_what_is_cut_out_is_what_stands_there() -> None:
    page = io.BytesIO(draw(FILE, 2, []))
    words = (45.0, 130.0, 120.0, 150.0)
    x0, top = words[0] - drawing.MARGIN[0], words[1] - drawing.MARGIN[1]
    times = drawing.SCALE / drawing.CLOSE
    piece = Image.open(io.BytesIO(cut(FILE, 2, words)))
    corner = (round(x0 * drawing.SCALE), round(top * drawing.SCALE))
    size = (round(piece.width * times), round(piece.height * times))
    same = Image.open(page).crop((*corner, corner[0] + size[0], corner[1] + size[1]))
    assert ink(same) == pytest.approx(ink(piece.resize(size)), abs=2)


def ink(picture: Image.Image) -> tuple[int, ...]:
    """Where the print begins and ends; what is red is ours."""
    blue = picture.getchannel("B").point(lambda dot: 255 * (dot < 140))
    red = picture.getchannel("R").point(lambda dot: 255 * (dot < 140))
    box = ImageChops.multiply(blue, red).getbbox()
    assert box
    return box


@pytest.mark.parametrize(
    "box", [(5000.0, 1.0, 5010.0, 9.0), (10.0, 10.0, 5.0, 20.0), (-5.0, 0.0, 9.0, 9.0), (1.0, 5.0, 9.0, 5.0)]
)
def test_a_place_that_is_not_on_the_page_is_an_error(box: Bbox) -> None:
    with pytest.raises(IndexError):
        cut(FILE, 1, box)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_that_is_shown_turned_has_the_sides_and_places_that_are_seen(turn: int) -> None:
    turned = RawFile("a.pdf", made.shown_turned(FILE.data, turn))
    assert sides(turned, 2) == sides(FILE, 2)
    words = (45.0, 130.0, 120.0, 150.0)
    pieces = [Image.open(io.BytesIO(cut(file, 2, words))) for file in (FILE, turned)]
    assert ink(pieces[0]) == pytest.approx(ink(pieces[1]), abs=2)
