"""Headings get the marks of their words back; nothing else is touched."""

import pytest

from pipeline.parsers.scan.records import Reading
from pipeline.parsers.scan.snapping import snapped


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("THỤC HIỆN NĂM 2024", "THỰC HIỆN NĂM 2024"),
        ("cơ\nQUAN\nTHỤC\nHIỆN", "CƠ\nQUAN\nTHỰC\nHIỆN"),
        ("Kêt quả 2024", "Kết quả 2024"),
        ("Ca", "Ca"),
        ("THỤC PHẨM", "THỤC PHẨM"),
        ("50%", "50%"),
    ],
)
def test_marks_and_capitals_of_headings(text: str, right: str) -> None:
    assert snapped(Reading(text, 0.9, (text,))) == Reading(right, 0.9, (text,))
