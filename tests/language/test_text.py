import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.text import bare, bare_key, clean, even, key, printed, sentences
from tests.language.examples import examples

PAIRS = examples("text_pairs")
NOISY = {"ocr_diac", "ocr_char", "mojibake"}
VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩị"
    "òóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵAĐƯ 0159,.;:-/()%",
    max_size=60,
)


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair["category"] not in NOISY], ids=lambda pair: pair["a"]
)
def test_spellings_of_the_same_words_have_one_key_and_others_do_not(pair):
    assert (key(pair["a"]) == key(pair["b"])) is pair["same"]


def test_no_two_wordings_that_differ_are_merged():
    assert [pair for pair in PAIRS if not pair["same"] and key(pair["a"]) == key(pair["b"])] == []


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair["category"] == "ocr_diac"], ids=lambda pair: pair["a"]
)
def test_lost_and_changed_marks_have_one_bare_key(pair):
    assert bare_key(pair["a"]) == bare_key(pair["b"])


@given(VIETNAMESE)
def test_decomposed_text_gives_what_composed_text_gives(text):
    split = unicodedata.normalize("NFD", text)
    assert printed(split) == printed(text)
    assert key(split) == key(text)


@given(VIETNAMESE)
def test_the_searching_forms_keep_every_offset(text):
    assert len(even(text)) == len(bare(text)) == len(text)


@given(VIETNAMESE)
def test_storing_and_comparing_twice_changes_nothing_more(text):
    assert printed(printed(text)) == printed(text)
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("kinh tế\x02xã hội\ufffe", "kinh tế-xã hội-"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("tỉnh \t\nxã  ", "tỉnh\nxã"),
        ("lực lƣợng, ty \u0309 lê \u0323", "lực lượng, tỷ lệ"),
        ("\ufeffbình\u00adđẳng\u200b", "bìnhđẳng"),
        ("ðảng Ɖảng", "đảng Đảng"),
        ("tỉnh¹ 10²", "tỉnh¹ 10²"),
    ],
)
def test_what_a_parser_stores(raw, stored):
    assert printed(raw) == stored


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("- Chỉ tiêu 1: Tỷ lệ\n  nữ", "Chỉ tiêu 1: Tỷ lệ nữ"),
        ("lãnh đạo chủ chốt² là nữ", "lãnh đạo chủ chốt là nữ"),
        ("diện tích 12 km², 5 m³, 3 m²", "diện tích 12 km², 5 m³, 3 m²"),
        ("mỗi xã (<i>phường</i>) và (*Kế hoạch*)", "mỗi xã (phường) và (Kế hoạch)"),
        ("C&Ocirc;NG T&Aacute;C &lt;b&gt;nữ&lt;/b&gt;", "CÔNG TÁC nữ"),
        ("+ Công nghiệp", "Công nghiệp"),
        ("\uf0b7 Tỉnh", "Tỉnh"),
        ("o Nông thôn", "Nông thôn"),
        ("-5% so với", "-5% so với"),
        ("tỷ lệ < 5 và > 3", "tỷ lệ < 5 và > 3"),
        ("Ghi chú (*)", "Ghi chú (*)"),
        ("tỉnh<sup>1</sup>", "tỉnh"),
    ],
)
def test_a_label_is_one_clean_line(text, label):
    assert clean(text) == label


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("80% người A; 50% người B.", ["80% người A", "50% người B"]),
        (
            "nữ thạc sĩ đạt 50%. Phấn đấu nữ tiến sĩ đạt 30%.",
            ["nữ thạc sĩ đạt 50%", "Phấn đấu nữ tiến sĩ đạt 30%"],
        ),
        ("1. Mục tiêu 1: Trong lĩnh vực", ["1. Mục tiêu 1: Trong lĩnh vực"]),
        ("TP. Kon Tum đạt 1.000 người", ["TP. Kon Tum đạt 1.000 người"]),
        ("đạt 26.6% (nữ; nam) và v.v. nữa", ["đạt 26.6% (nữ; nam) và v.v. nữa"]),
        ("theo quy định./.", ["theo quy định"]),
        ("a) Nữ; b) Nam", ["a) Nữ", "b) Nam"]),
        ("", []),
        (" ; . ", []),
    ],
)
def test_a_paragraph_is_cut_where_a_target_ends(text, pieces):
    assert [piece for piece, _ in sentences(text)] == pieces


@given(VIETNAMESE)
def test_each_piece_is_an_exact_substring_at_its_offset(text):
    assert all(text[start : start + len(piece)] == piece for piece, start in sentences(text))
