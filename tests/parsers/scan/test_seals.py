"""Black seals on drawn sheets: found by their ring, thick ink erased, nothing beneath them sure."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.parsers.scan import engine, looks
from pipeline.parsers.scan.cleaning import clean
from pipeline.parsers.scan.pictures import Shot
from pipeline.parsers.scan.records import Box, Disc, Sheet
from pipeline.parsers.scan.seals import discs

pytestmark = pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")

DPI, SIZE = 300, (1200, 900)
MIDDLE, RADIUS = (700, 450), 213  # pixels; 18 mm
STROKE = (560, 445, 860, 449)
"""Ink as thin as print that runs through the seal's inner ring."""


def sealed() -> Image.Image:
    picture = Image.new("L", SIZE, 255)
    pencil = ImageDraw.Draw(picture)
    for radius, width in ((RADIUS, 11), (145, 4)):
        (x, y) = MIDDLE
        pencil.ellipse((x - radius, y - radius, x + radius, y + radius), outline=0, width=width)
    pencil.rectangle((660, 470, 740, 550), fill=0)
    pencil.rectangle(STROKE, fill=0)
    return picture


def sheet(picture: Image.Image, number: int = 1) -> Sheet:
    colour = np.asarray(picture.convert("RGB"))
    return clean(Shot(number, SIZE[0] * 72 / DPI, SIZE[1] * 72 / DPI, colour, DPI))


def test_seal_is_found_where_it_stands() -> None:
    (found,) = sheet(sealed()).seals
    assert (found.x, found.y) == pytest.approx(MIDDLE, abs=8)
    assert found.radius == pytest.approx(RADIUS, abs=16)


@pytest.mark.parametrize("shape", ["disc", "square", "large ring", "red seal"])
def test_other_shapes_are_no_black_seal(shape: str) -> None:
    picture = Image.new("RGB", SIZE, "white")
    pencil, box = ImageDraw.Draw(picture), (487, 237, 913, 663)
    if shape == "square":
        pencil.rectangle(box, outline="black", width=11)
    elif shape == "disc":
        pencil.ellipse((300, 50, 1100, 850), fill="black")
    elif shape == "large ring":
        pencil.ellipse((300, 50, 1100, 850), outline="black", width=11)
    else:
        pencil.ellipse(box, outline=(200, 20, 30), width=11)
    assert sheet(picture).seals == ()


def test_rings_and_thick_pieces_go_and_thin_print_stays() -> None:
    grey = sheet(sealed()).grey
    assert grey[452:, :].min() == 255 and grey[:443, :].min() == 255
    crossing = grey[447, STROKE[0] : STROKE[2]]
    assert (crossing < 100).mean() > 0.9


@pytest.mark.parametrize(
    ("box", "confidence", "why"),
    [((600, 350, 900, 600), 0.0, ("unread",)), ((20, 20, 300, 200), None, ())],
    ids=["under the seal", "beside it"],
)
def test_empty_box_under_a_seal_may_hold_covered_print(
    box: Box, confidence: float | None, why: tuple[str, ...]
) -> None:
    blank = replace(sheet(Image.new("L", SIZE, 255)), seals=(Disc(*MIDDLE, RADIUS),))
    reading = looks.read(blank, (), [box])[box]
    assert (reading.confidence, reading.why) == (confidence, why)


def test_ring_is_looked_for_at_any_resolution() -> None:
    small = np.asarray(sealed().resize((SIZE[0] * 2 // 3, SIZE[1] * 2 // 3), Image.Resampling.BOX))
    (found,) = discs(small, DPI * 2 / 3)
    assert found.x == pytest.approx(MIDDLE[0] * 2 / 3, abs=6)


@pytest.mark.parametrize("turn", [0, 1.0])
def test_red_print_that_was_taken_for_a_seal_is_unread_and_a_red_seal_is_nothing(turn: float) -> None:
    picture, red = Image.new("RGB", SIZE, "white"), (200, 20, 30)
    pencil, (x, y) = ImageDraw.Draw(picture), MIDDLE
    pencil.rectangle((50, 830, 1150, 834), fill="black")  # what the page is straightened by
    pencil.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), outline=red, width=11)
    pencil.rectangle((640, 400, 760, 500), fill=red)
    for left in (110, 150, 190):
        pencil.rectangle((left, 100, left + 7, 140), fill=red)
    cleaned = sheet(picture.rotate(turn, fillcolor="white"))
    boxes: list[Box] = [(60, 60, 300, 200), (600, 350, 800, 550), (60, 400, 300, 600)]
    found = looks.read(cleaned, [], boxes)
    assert [found[box].why for box in boxes] == [("unread",), (), ()]
    assert found[boxes[0]].confidence == 0
