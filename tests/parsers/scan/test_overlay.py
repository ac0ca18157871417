"""The drawing over a scan shows every cell, its text, its readings and how sure it is."""

from xml.etree import ElementTree

import pytest

from pipeline.model import Cell, Place
from pipeline.parsers.scan.overlay import overlay

SVG = "{http://www.w3.org/2000/svg}"
BOX = (10.0, 20.0, 110.0, 60.0)


def drawn(cell: Cell) -> ElementTree.Element:
    return ElementTree.fromstring(overlay(b"png", (595.0, 842.0), [cell]))


def cell(confidence: float | None, *readings: str) -> Cell:
    return Cell(0, 0, readings[0], Place("scan", 1, bbox=BOX), confidence=confidence, readings=readings)


def test_box_text_and_all_readings_are_drawn() -> None:
    (group,) = drawn(cell(0.93, "< 60%\n(3/5)", "<60%")).findall(f"{SVG}g")
    rect = group.find(f"{SVG}rect")
    assert rect is not None
    assert [float(rect.get(side, "")) for side in ("x", "y", "width", "height")] == [10, 20, 100, 40]
    assert [line.text for line in group.findall(f"{SVG}text")] == ["< 60%", "(3/5)", "0.93"]
    assert group.findtext(f"{SVG}title") == "0.93: < 60% / (3/5) | <60%"


@pytest.mark.parametrize(
    ("sure", "colour"), [(0.8, "#1a7f37"), (0.79, "#b26a00"), (0.49, "#c62828"), (0.0, "#c62828")]
)
def test_colour_says_how_sure_a_cell_is(sure: float, colour: str) -> None:
    (group,) = drawn(cell(sure, "60%")).findall(f"{SVG}g")
    assert group.get("fill") == colour


def test_cells_that_were_not_recognised_are_left_out() -> None:
    assert drawn(cell(None, "60%")).findall(f"{SVG}g") == []
