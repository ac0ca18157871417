import pytest

from pipeline.language.numbers import read_value
from pipeline.language.repairs import repaired


@pytest.mark.parametrize(
    "text", ["l00%", "1OO%", "3O,5", "50,%", "31 ,7/100.000", "55/1 .000", "60 0/0", "60o/o", "26. 6%"]
)
def test_what_needed_a_repair_is_doubtful_and_keeps_what_is_printed(text):
    (got,) = read_value(text)
    assert got.kind == "level"
    assert got.doubtful
    assert got.raw == text


@pytest.mark.parametrize("text", ["S0%", "5S%", "B0%", "8O8S", "100/0", "lO"])
def test_letters_that_may_be_several_digits_are_not_repaired(text):
    assert read_value(text)[0].kind == "unparsed"


def test_sound_text_has_nothing_to_repair():
    assert repaired("55% (11/20 cơ quan)") is None
