"""Footnotes below a short rule: set apart, so that the text goes on over the page end."""

from pipeline.archive import RawFile
from pipeline.parsers.pdf import parse
from tests.pdfs import made

RULE = b"60 90 m 200 90 l S\n"


def page(*rows: tuple[float, str]) -> bytes:
    return b"".join(made.text(60, y, words) for y, words in rows)


LONG = "phan dau den cuoi nam tren dia ban toan tinh co tat ca cac co quan nha nuoc dat"


def paragraphs(*pages: bytes) -> list[str]:
    return [paragraph.text for paragraph in parse(RawFile("a.pdf", made.blank(pages))).paragraphs]


def test_a_sentence_goes_on_over_footnotes_and_page_end() -> None:
    first = page((700, LONG), (684, LONG), (75, "1 Theo de nghi cua So Noi vu")) + RULE
    assert paragraphs(first, page((780, "ty le 60%."))) == [
        f"{LONG} {LONG} ty le 60%.",
        "1 Theo de nghi cua So Noi vu",
    ]


def test_an_underlined_last_line_begins_no_footnotes() -> None:
    first = page((700, LONG), (91, LONG), (75, "2 lan")) + RULE
    assert paragraphs(first, page((780, "ty le 60%.")))[-1] in ("ty le 60%.", "2 lan ty le 60%.")


def test_a_number_below_a_wide_rule_is_no_footnote() -> None:
    first = page((700, LONG), (75, "1 Theo")) + b"60 90 m 540 90 l S\n"
    assert paragraphs(first, page((780, "ty le 60%."))) == [LONG, "1 Theo", "ty le 60%."]
