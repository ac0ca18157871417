"""Text however a program sets it: in lines, in words, in single letters."""

import pytest

from pipeline.archive import RawFile
from pipeline.parsers.pdf import parse
from tests.pdfs import made

WORDS = ("Ty", "le", "nu", "dat", "60%")


def line(pieces: list[tuple[float, str]], size: float = 12) -> str:
    content = b"".join(made.text(x, 700, text, size) for x, text in pieces)
    return parse(RawFile("a.pdf", made.blank([content]))).paragraphs[0].text


def test_a_line_set_in_one_go() -> None:
    assert line([(60, " ".join(WORDS))]) == "Ty le nu dat 60%"


def test_words_set_one_by_one_without_blanks() -> None:
    assert line([(60 + 30 * number, word) for number, word in enumerate(WORDS)]) == "Ty le nu dat 60%"


def test_words_and_blanks_set_one_by_one() -> None:
    pieces, x = [], 60.0
    for word, width in zip(WORDS, (13.3, 9.3, 13.3, 16.7, 24.0), strict=True):
        pieces += [(x, word), (x + width, " ")]
        x += width + 2.4
    assert line(pieces) == "Ty le nu dat 60%"


def test_letters_set_one_by_one_are_words() -> None:
    widths = {"1": 6.67, ".": 3.34, "0": 6.67, "%": 10.67}
    pieces, x = [], 60.0
    for letter in "1.000%":
        pieces.append((x, letter))
        x += widths[letter]
    assert line(pieces) == "1.000%"


def test_text_that_is_set_out_of_order_is_read_as_it_stands() -> None:
    assert line([(145, "nu"), (60, "Ty le"), (110, "cua")]) == "Ty le cua nu"


@pytest.mark.parametrize("by", [0.2, 0.6, 1.0])
def test_text_printed_twice_for_bold_is_read_once(by: float) -> None:
    assert line([(60, "Ty le 60%"), (60 + by, "Ty le 60%")]) == "Ty le 60%"


def test_equal_digits_side_by_side_are_all_read() -> None:
    assert line([(60, "1"), (66.7, "1"), (73.4, "1")]) == "111"


def test_a_small_raised_digit_is_written_as_such() -> None:
    content = made.text(60, 700, "dat 30") + made.text(95, 705, "1", 7) + made.text(60, 680, "2 lan")
    document = parse(RawFile("a.pdf", made.blank([content])))
    assert "dat 30¹" in document.paragraphs[0].text
