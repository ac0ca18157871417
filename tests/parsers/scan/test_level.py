"""Tables with level rules only on drawn sheets: columns by the white between them, and what is no table."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.parsers.scan import engine
from pipeline.parsers.scan.cleaning import clean
from pipeline.parsers.scan.level import rulings
from pipeline.parsers.scan.pictures import Shot
from pipeline.parsers.scan.records import Box, Ruling
from pipeline.parsers.scan.rules import strokes

pytestmark = pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")

DPI = 200
YS = (200, 260, 330, 400, 470)
COLUMNS = (220, 800, 1100)


def sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (1654, 900), "white")
    return picture, ImageDraw.Draw(picture)


def rules(pencil: ImageDraw.ImageDraw, ys: tuple[int, ...] = YS, right: int = 1400) -> None:
    for y in ys:
        pencil.line((200, y, right, y), fill="black", width=2)


def words(pencil: ImageDraw.ImageDraw, row: int, *widths: int) -> None:
    """Words of print in each column, as far as `widths` say."""
    for x, width in zip(COLUMNS, widths, strict=True):
        for start in range(x, x + width, 70):
            pencil.rectangle((start, YS[row] + 20, start + 60, YS[row] + 40), fill="black")


def table(pencil: ImageDraw.ImageDraw, *rows: tuple[int, int, int]) -> None:
    rules(pencil)
    for number, widths in enumerate(rows):
        words(pencil, number, *widths)


def found(picture: Image.Image, taken: tuple[Box, ...] = ()) -> tuple[Ruling, ...]:
    width, height = (side * 72 / DPI for side in picture.size)
    page = clean(Shot(1, width, height, np.asarray(picture), DPI))
    return rulings(page, strokes(page).level, taken)


FULL = ((200, 100, 100), (500, 100, 60), (300, 60, 120), (420, 100, 60))


def test_white_between_columns_cuts_the_rows_into_doubtful_boxes() -> None:
    picture, pencil = sheet()
    table(pencil, *FULL)
    (ruling,) = found(picture)
    assert len(ruling.cells) == 12
    assert ruling.doubtful == frozenset(ruling.cells)
    edges = sorted({cell[0] for cell in ruling.cells})
    assert [start < edge < end for edge, start, end in zip(edges[1:], (690, 890), COLUMNS[1:], strict=True)]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(((900, 100, 100),) * 4, id="prose between rules"),
        pytest.param(((200, 100, 100), (0, 0, 0), *FULL[2:]), id="a row without print"),
        pytest.param(((200, 0, 100),) * 4, id="two columns"),
    ],
)
def test_what_is_no_table(rows: tuple[tuple[int, int, int], ...]) -> None:
    picture, pencil = sheet()
    table(pencil, *rows)
    assert found(picture) == ()


def test_few_rules_and_rules_of_other_lengths_are_no_table() -> None:
    picture, pencil = sheet()
    rules(pencil, YS[:3])
    rules(pencil, YS[3:], right=1000)
    for number, widths in enumerate(FULL):
        words(pencil, number, *widths)
    assert found(picture) == ()


def test_rules_of_a_ruled_table_make_no_second_one() -> None:
    picture, pencil = sheet()
    table(pencil, *FULL)
    assert found(picture, taken=((200, 200, 1400, 470),)) == ()
