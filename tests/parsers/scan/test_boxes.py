"""Print of a box: a dash alone is told by its ink, and is no piece of anything else."""

import numpy as np
import pytest

from pipeline.parsers.scan import engine
from pipeline.parsers.scan.boxes import dash
from pipeline.parsers.scan.records import Sheet

pytestmark = pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")

DPI = 200.0


def sheet(*pieces: tuple[int, int, int, int]) -> Sheet:
    """A sheet with black pieces: x0, top, x1, bottom in pixels."""
    grey = np.full((60, 120), 255, np.uint8)
    for x0, top, x1, bottom in pieces:
        grey[top:bottom, x0:x1] = 0
    return Sheet(1, 43.2, 21.6, grey, DPI, np.eye(3)[:2])


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        pytest.param([(50, 30, 58, 32)], "-", id="hyphen"),
        pytest.param([(50, 30, 66, 31)], "–", id="long dash"),
        pytest.param([(50, 30, 53, 33)], "", id="point"),
        pytest.param([(50, 20, 53, 40)], "", id="upright"),
        pytest.param([(50, 30, 90, 32)], "", id="piece of a rule"),
        pytest.param([(50, 30, 58, 32), (70, 20, 74, 40)], "", id="minus before a figure"),
        pytest.param([(50, 30, 58, 32), (50, 34, 58, 36)], "", id="equals"),
    ],
)
def test_dash_that_stands_alone(pieces: list[tuple[int, int, int, int]], read: str) -> None:
    assert dash(sheet(*pieces), (0, 0, 120, 60)) == read
