"""A line through letters is seen: the figure that a draft crosses out does not run into the valid one."""

import pytest

from pipeline.archive import RawFile
from pipeline.parsers import pdf
from tests.pdfs import made

TABLE = made.ruled(50, 500, [100, 100], [20, 20, 20])
PRINT = (
    made.text(60, 546, "TT") + made.text(160, 546, "2026") + made.text(60, 526, "1") + made.text(60, 506, "2")
)


def cells(content: bytes) -> list[str]:
    (grid,) = pdf.parse(RawFile("a.pdf", made.blank([TABLE + PRINT + content]))).grids
    return [cell.text for cell in grid.cells]


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (made.rectangle(160, 529.5, 13.3, 0.7, b"f"), "5̶1̶52"),  # as LibreOffice prints a tracked change
        (b"0.6 w 160 529.8 m 173.3 529.8 l S\n", "5̶1̶52"),  # as Word does
        (b"0.6 w 160 524.6 m 186 524.6 l S\n", "5152"),  # an underline
        (b"0.6 w 160 536 m 186 536 l S\n", "5152"),  # a rule over the figure
        (b"0.6 w 190 529.8 m 198 529.8 l S\n", "5152"),  # a dash beside it
        (b"0.9 g " + made.rectangle(155, 529.8, 60, 8, b"f") + b"0 g\n", "5152"),  # half a coloured band
    ],
)
def test_letters_are_struck_by_a_line_through_them_only(drawn: bytes, read: str) -> None:
    assert cells(made.text(160, 526, "5152") + drawn)[3] == read
