"""Words of wordings: what differs only in values is read once, with the same result."""

import json
import random
from pathlib import Path

import pytest

from pipeline.catalogue.lexicon import Lexicon, bases, printed_words, tokens
from pipeline.catalogue.load import load
from pipeline.language.text import clean

EXAMPLES = Path(__file__).parent.parent / "examples" / "wordings.jsonl"
TEXTS = tuple(json.loads(line)["text"] for line in EXAMPLES.read_text(encoding="utf-8").splitlines())
ODD = (
    "Tỷ lệ nữ tiến sĩ đạt ５０% năm 2025",
    "Tỷ lệ nữ tiến sĩ đạt ０5% năm 2025",
    "Tỷ lệ nữ² tiến sĩ¹ trên 100 km² năm 2030",
    "Tỷ lệ &#53;0% nữ tiến sĩ năm 2025",
    "Tỷ lệ nữ tiến sĩ<sup>1</sup> đạt 35% (2/9)",
    "Trẻ em từ 6 đến 15 tuổi, 8 loại vắc xin, đạt 97,5%",
    "a 1.1 Tử vong mẹ còn 31.6/100.000 trẻ; 18 trên 1000 phụ nữ",
    "03tin,bài/quý 10 100 1.000 0 1",
    "",
)


@pytest.fixture(scope="module")
def lexicons() -> list[Lexicon]:
    return [Lexicon(family.synonyms, family.neutral) for family in load().families]


@pytest.mark.parametrize("text", ODD)
def test_reading_without_values_is_reading_and_then_dropping_them(lexicons: list[Lexicon], text: str) -> None:
    for lexicon in lexicons:
        assert lexicon.read_without_values(text) == lexicon.read(text).without_values()


def test_the_same_holds_for_all_examples_with_other_figures(lexicons: list[Lexicon]) -> None:
    chance = random.Random(5)
    for text in TEXTS:
        other = "".join(chance.choice("0123456789") if sign.isdecimal() else sign for sign in text)
        for one in (text, other):
            for lexicon in lexicons:
                assert lexicon.read_without_values(one) == lexicon.read(one).without_values()


def test_figures_are_not_shared_between_texts_of_one_form(lexicons: list[Lexicon]) -> None:
    first, second = (lexicons[0].read(f"Tỷ lệ nữ đạt {value}% năm 2025") for value in ("26,6", "30,5"))
    assert ("26,6" in first.printed, "30,5" in second.printed) == (True, True)
    assert "26,6" not in second.printed


def test_bases_need_two_zeros_in_a_row() -> None:
    assert bases("31,7/100.000 trẻ; 18 trên 1000 phụ nữ; 108/100") == {100, 1000, 100000}
    assert bases("20/127 cơ quan") == frozenset()


def test_words_read_piece_by_piece_are_those_of_the_whole_text() -> None:
    signs = "aộtHÀNG hàng năm  ,;:.%-/()[]0159*_<>&²–+o•'\"\t\n"
    chance = random.Random(13)
    for _ in range(20_000):
        text = "".join(chance.choices(signs, k=chance.randrange(1, 14)))
        assert printed_words(text) == tokens(clean(text)), text
