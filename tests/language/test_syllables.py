import pytest

from pipeline.language.syllables import is_syllable, mark_share, split_words, syllable_share

OFFICE = "Tỷ lệ lao động nữ làm công hưởng lương trong tổng số người, con em, quyết định, nghiêng, khuya"


def test_office_text_is_made_of_syllables():
    assert syllable_share(OFFICE) == 1.0
    assert mark_share(OFFICE) > 0.7


@pytest.mark.parametrize("word", ["kà", "ghà", "ngê", "cê", "việcc", "các̀", "tếch̀", "zô", "quôô"])
def test_letters_that_no_syllable_has_are_refused(word):
    assert not is_syllable(word)


def test_wrong_encodings_and_foreign_recognition_score_low():
    assert syllable_share("Bỡnh ng gii vit nm phỏt trin") < 0.7
    assert mark_share("CQNG HOA XA HQI CHU NGHIA") == 0.0


def test_abbreviations_do_not_count_in_running_text():
    assert syllable_share("UBND tỉnh và HĐND xã") == 1.0


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("N ỘI DUNG", "NỘI DUNG"),
        ("Chuy ển cơ quan", "Chuyển cơ quan"),
        ("H ọ tên", "Họ tên"),
        ("T ỷ l ệ", "Tỷ lệ"),
    ],
)
def test_torn_words_are_put_together(torn, whole):
    assert split_words(torn) == whole


@pytest.mark.parametrize(
    "text", ["cán bộ ở xã", "a) Tỷ lệ", "xã an toàn", "UBND tỉnh", "nhóm A và B", "y tế"]
)
def test_whole_words_stay_apart(text):
    assert split_words(text) == text
