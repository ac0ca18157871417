"""Number and date that stand in signature fields."""

import pytest

from pipeline.archive import RawFile
from pipeline.model import Document
from pipeline.parsers.pdf import parse
from tests.pdfs import made

NUMBER = made.text(100, 750, "So:") + made.text(156, 750, "/KH-UBND")
DATE = b"".join(
    made.text(x, 750, words) for x, words in ((300, "ngay 24 thang"), (384, "3"), (398, "nam 2025"))
)


def read(content: bytes, *fields: tuple[tuple[float, float, float, float], bytes]) -> Document:
    data = made.blank([content])
    for box, look in fields:
        data = made.with_field(data, box, look)
    return parse(RawFile("a.pdf", data))


def text(document: Document) -> str:
    return " | ".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    "look",
    [
        made.text(0, 5, "3 6 8 6"),
        b"".join(made.text(9 * place, 5, digit) for place, digit in enumerate("3686")),
    ],
)
def test_spaced_digits_of_a_stamp_are_one_number(look: bytes) -> None:
    document = read(NUMBER, ((118, 745, 156, 765), look))
    assert "3686" in text(document)
    assert "3686" in document.paragraphs[0].text
    assert document.findings == ()


def test_spaced_digits_that_are_typed_stay_apart() -> None:
    assert "3 6 8 6" in text(read(made.text(100, 750, "3 6 8 6")))


def test_a_stamp_over_dots_takes_their_place_silently() -> None:
    document = read(
        made.text(100, 750, "So: ......... /KH-UBND"), ((120, 745, 152, 765), made.text(1, 5, "12"))
    )
    assert "12" in text(document)
    assert document.findings == ()


def test_a_stamped_month_over_a_typed_one_is_used_and_said() -> None:
    document = read(DATE, ((382, 745, 394, 765), made.text(0, 5, "04", size=9)))
    assert text(document) == "ngay 24 thang 04 nam 2025"
    clash = document.findings[0]
    assert clash.rule == "stamp_over_text"
    assert clash.a is not None
    assert clash.a.text == "04"
    assert "3" in clash.message_vi


def test_fields_do_not_change_pages_without_fields() -> None:
    two = made.blank([DATE, DATE])
    stamped = made.with_field(two, (10, 10, 60, 30), made.text(1, 5, "Ky so"))
    first, second = (parse(RawFile("a.pdf", data)) for data in (two, stamped))
    assert [p.text for p in second.paragraphs if p.place.page == 2] == [
        p.text for p in first.paragraphs if p.place.page == 2
    ]
