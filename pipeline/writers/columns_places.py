"""Where a row is printed: the same columns at the end of every table whose rows stand in a document.

Gives `PLACE`, the columns for any record that has a place; all are empty where the format has no such thing.
"""

from typing import Protocol

from pipeline.model import Bbox, Place
from pipeline.writers.schema import Column, rounded

POINT_DIGITS = 2
"""A hundredth of a PDF point is finer than any printer."""


class Placed(Protocol):
    """Anything that is printed somewhere."""

    @property
    def place(self) -> Place:
        """Where it is printed."""


def _edge(bbox: Bbox | None, corner: int) -> float | None:
    return rounded(bbox[corner] if bbox else None, POINT_DIGITS)


PLACE: tuple[Column[Placed], ...] = (
    Column(
        "page",
        "int",
        lambda record: record.place.page,
        ("Trang", "Page"),
        (
            "Số trang, tính từ 1; trống khi định dạng không có trang",
            "Page number from 1; empty where the format has none",
        ),
        width=7,
    ),
    Column(
        "table",
        "int",
        lambda record: record.place.table,
        ("Bảng", "Table"),
        (
            "Số thứ tự của bảng trong văn bản, tính từ 1; trống đối với phần lời",
            "Number of the table in the document, from 1; empty for running text",
        ),
        width=7,
    ),
    Column(
        "row",
        "int",
        lambda record: record.place.row,
        ("Hàng", "Row"),
        ("Hàng trong bảng, tính từ 1", "Row in the table, from 1"),
        width=7,
    ),
    Column(
        "column",
        "int",
        lambda record: record.place.column,
        ("Cột", "Column"),
        ("Cột trong bảng, tính từ 1", "Column in the table, from 1"),
        width=7,
    ),
    Column(
        "line",
        "int",
        lambda record: record.place.line,
        ("Dòng", "Line"),
        (
            "Dòng của tệp văn bản thuần hoặc số thứ tự đoạn văn, tính từ 1",
            "Line of a text file, or number of the paragraph in other formats, from 1",
        ),
        width=7,
    ),
    Column(
        "x0",
        "double",
        lambda record: _edge(record.place.bbox, 0),
        ("Mép trái", "Left edge"),
        ("Khoảng cách từ mép trái của trang", "Distance from the page's left edge"),
        unit="pt",
    ),
    Column(
        "top",
        "double",
        lambda record: _edge(record.place.bbox, 1),
        ("Mép trên", "Top edge"),
        ("Khoảng cách từ mép trên của trang", "Distance from the page's top edge"),
        unit="pt",
    ),
    Column(
        "x1",
        "double",
        lambda record: _edge(record.place.bbox, 2),
        ("Mép phải", "Right edge"),
        ("Khoảng cách từ mép trái của trang", "Distance from the page's left edge"),
        unit="pt",
    ),
    Column(
        "bottom",
        "double",
        lambda record: _edge(record.place.bbox, 3),
        ("Mép dưới", "Bottom edge"),
        ("Khoảng cách từ mép trên của trang", "Distance from the page's top edge"),
        unit="pt",
    ),
)
