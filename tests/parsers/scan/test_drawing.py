"""Pictures of pages and places of picture files."""

import io

import pytest
from PIL import ExifTags, Image, ImageDraw

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.parsers.pdf.drawing import LINE, MARGIN
from pipeline.parsers.scan.drawing import cut, draw, sides

SIZE, DOTS = (1654, 2339), 200
"""A sheet of A4 at 200 dots per inch."""


def sheet(kind: str = "PNG", orientation: int = 1, said: int = DOTS) -> RawFile:
    page = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(page).rectangle((800, 1000, 899, 1099), fill="black")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    saved = io.BytesIO()
    page.save(saved, kind, dpi=(said, said), exif=exif)
    return RawFile("a", saved.getvalue())


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_the_page_is_drawn_in_points_with_its_boxes() -> None:
    width, height = sides(sheet(), 1)
    assert (width, height) == pytest.approx((595.4, 842), abs=0.5)
    box = (800 * 72 / DOTS, 1000 * 72 / DOTS, 900 * 72 / DOTS, 1100 * 72 / DOTS)
    picture = shown(draw(sheet(), 1, [box]))
    scale = picture.width / width
    assert picture.getpixel((round(306 * scale), round(378 * scale))) == (0, 0, 0)
    assert picture.getpixel((round(box[0] * scale), round(378 * scale))) == LINE


def test_a_place_is_cut_out_of_the_right_part() -> None:
    picture = shown(cut(sheet(), 1, (288.0, 360.0, 324.0, 396.0)))
    middle = picture.width // 2, picture.height // 2
    assert picture.getpixel(middle) == (0, 0, 0)
    assert picture.getpixel((5, middle[1])) == (255, 255, 255)
    assert picture.width / picture.height == pytest.approx((36 + 2 * MARGIN[0]) / (36 + 2 * MARGIN[1]), 0.03)


@pytest.mark.parametrize(("orientation", "lies"), [(1, False), (3, False), (6, True), (8, True)])
def test_the_sides_agree_with_the_picture_however_the_camera_was_held(orientation: int, lies: bool) -> None:
    file = sheet("JPEG", orientation)
    width, height = sides(file, 1)
    assert (width > height) == lies
    picture = shown(draw(file, 1, []))
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)


@pytest.mark.parametrize("said", [1, 200, 30_000])
def test_a_resolution_that_makes_no_sense_is_taken_for_a4(said: int) -> None:
    assert max(sides(sheet(said=said), 1)) == pytest.approx(842, abs=1)


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there_is_an_error(page: int) -> None:
    for ask in (sides, lambda file, number: draw(file, number, [])):
        with pytest.raises(IndexError):
            ask(sheet(), page)


def test_what_is_no_picture_cannot_be_read() -> None:
    for ask in (sides, lambda file, number: draw(file, number, [])):
        with pytest.raises(Unreadable):
            ask(RawFile("a", b"\x89PNG\r\n\x1a\n broken"), 1)
