"""Marks of labels: a spelling is taken where known wordings have it and another view read it, else never."""

import pytest

from pipeline.parsers.scan.spelling import Spellings, respelled, tidied


@pytest.mark.parametrize(
    ("text", "other", "right"),
    [
        (
            "Trẻ em đến 8 tuối được\ntiếp cận",
            "Trẻ em đến 8 tuổi được tiếp cận",
            "Trẻ em đến 8 tuổi được\ntiếp cận",
        ),
        ("bình đăng giới", "bình đẳng giới", "bình đẳng giới"),
        ("Úy ban nhân dân các xã", "Ủy ban nhân dân các xã", "Ủy ban nhân dân các xã"),
        ("so với tống số lao động", "so voi tổng số lao động", "so với tổng số lao động"),
    ],
)
def test_marks_are_taken_from_a_view_that_read_a_known_wording(text: str, other: str, right: str) -> None:
    assert respelled(text, [other]) == (right, (other,))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param("bình đăng giới", "bình đắng giới", id="nobody read the known one"),
        pytest.param("bình đẳng giới", "bình đăng giới", id="what was read is known"),
        pytest.param("huyện Đăk Tô", "huyện Đắk Tố", id="names of areas are left"),
        pytest.param("đạt 60% năm 2025", "đạt 80% năm 2026", id="figures"),
    ],
)
def test_what_is_known_or_was_read_by_nobody_stays(text: str, other: str) -> None:
    assert respelled(text, [other])[0] == text


def test_views_are_asked_only_while_a_word_is_in_doubt() -> None:
    assert respelled("Tỷ lệ nữ đại biểu Quốc hội", iter([""]))[1] == ()
    views = iter(["bình đắng giới", "bình đẳng giới", "never asked"])
    assert respelled("bình đăng giới", views) == ("bình đẳng giới", ("bình đắng giới", "bình đẳng giới"))
    assert list(views) == ["never asked"]


def test_known_word_gives_way_only_to_one_that_fits_both_its_neighbours() -> None:
    spellings = Spellings(["cấp tỉnh", "giới tính khi sinh", "cấp tính"], ["Tĩnh Gia"])
    assert spellings.others("giới", "tỉnh", "khi") == {"tính"}
    assert spellings.others("giới", "tỉnh", "và") == set()
    assert spellings.others("cấp", "tỉnh", "khi") == set()
    assert spellings.others("", "tĩnh", "gia") == set()


def test_words_without_marks_are_never_taken() -> None:
    assert Spellings(["an toan thuc pham"], []).others("an", "toàn", "thuc") == set()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Công an tỉnh; SởY tế", "Công an tỉnh; Sở Y tế"),
        ("Trạm Ytế", "Trạm Y tế"),
        ("~ Số xã đạt chuẩn", "- Số xã đạt chuẩn"),
        ("~ 45 người", "~ 45 người"),
        ("UBND tỉnh, VHTTDL", "UBND tỉnh, VHTTDL"),
        ("thuỷ điện, wide", "thuỷ điện, wide"),
    ],
)
def test_lost_blanks_and_dashes_of_lists_come_back(text: str, right: str) -> None:
    assert tidied(text) == right
