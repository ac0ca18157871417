"""Several readings of one box: the majority counts, disagreement is never sure."""

import pytest

from pipeline.parsers.scan.lead import Lead, choose, without
from pipeline.parsers.scan.records import Reading, Row, Word
from pipeline.parsers.scan.votes import SURE, vote, without_unsure


def rows(text: str, confidence: float = 0.95) -> tuple[Row, ...]:
    return tuple(
        Row(tuple(Word(word, confidence) for word in line.split()), 0.0) for line in text.split("\n") if line
    )


def test_equal_readings_are_as_sure_as_the_least_sure_view() -> None:
    reading = vote([rows("60%"), rows("60%", 0.9), rows("60%")])
    assert (reading.text, reading.confidence, reading.why, reading.readings) == ("60%", 0.9, (), ("60%",))


@pytest.mark.parametrize(
    ("views", "text"),
    [
        (("1,7", "1,7", "17"), "1,7"),
        (("50", "90", "50"), "50"),
        (("79,4", "", "79,4"), "79,4"),
        (("55% (11/20\ncơ quan)", "55% (11/20\ncơ quan)", "55% (1/20\ncơ quan)"), "55% (11/20\ncơ quan)"),
        (("31,6", "31,6 -", "31,6"), "31,6"),
    ],
)
def test_majority_counts_and_disagreement_on_figures_is_unsure(views: tuple[str, ...], text: str) -> None:
    reading = vote([rows(view) for view in views])
    assert reading.text == text
    assert reading.confidence is not None and (reading.confidence < SURE or " -" in views[1])
    assert set(reading.readings) == set(views)


def test_sure_figures_stay_sure_when_a_letter_far_away_is_in_doubt() -> None:
    views = ["phấn đấu đến năm 2025 đạt tỷ lệ", "phần đấu đến năm 2025 đạt tỷ lệ"]
    reading = vote([rows(views[0]), rows(views[1]), rows(views[0])])
    assert reading.text == views[0]
    assert reading.confidence is not None and reading.confidence >= SURE


def test_the_word_before_a_figure_belongs_to_it() -> None:
    reading = vote([rows("đạt trên 60%"), rows("đạt trên 60%"), rows("đạt trên 60%", 0.3)])
    assert reading.confidence == 0.3 and reading.why == ("unsure",)


def test_ink_that_nobody_reads_is_said() -> None:
    assert vote([(), (), ()]) == Reading("", 0.0, ("",), ("unread",))


def test_share_of_many_looks_is_how_sure_a_figure_is() -> None:
    looks = [rows("25,8%")] * 12
    assert vote([*looks, rows("25,3%"), rows("258%")]).confidence == pytest.approx(12 / 14, abs=0.001)
    reading = vote([*looks[:10], *[rows("25,3%")] * 4])
    assert (reading.text, reading.why) == ("25,8%", ("disagree",))
    assert reading.confidence is not None and reading.confidence < SURE


def test_many_unsure_looks_stay_unsure() -> None:
    assert vote([rows("25,8%", 0.6)] * 7) == Reading("25,8%", 0.6, ("25,8%",), ("unsure",))


@pytest.mark.parametrize("views", [("25,8 %", "25,8%"), ("> 60", ">60"), (">= 35", ">=35")])
def test_blank_between_a_figure_and_its_sign_is_no_difference(views: tuple[str, str]) -> None:
    reading = vote([rows(view) for view in views])
    assert (reading.confidence, reading.why) == (0.95, ())
    assert reading.text in views


def test_blank_inside_a_figure_is_a_difference() -> None:
    assert vote([rows("1 000"), rows("1000")]).why == ("disagree",)


@pytest.mark.parametrize("voters", [3, 7])
def test_figure_that_a_few_views_see_beside_the_others_is_a_doubt(voters: int) -> None:
    views = [rows("31,6")] * (voters - voters // 3) + [rows("31,6 5")] * (voters // 3)
    reading = vote(views)
    assert reading.text == "31,6"
    assert reading.confidence is not None and reading.confidence < SURE


def test_lead_word_shows_the_whole_height_of_a_line() -> None:
    line = Row((Word("nam", 0.99), Word("công", 0.97), Word("hưởng", 0.95), Word("2025", 0.99)), 10.0)
    lead = choose([line])
    assert lead is not None and lead.text == "hưởng"
    assert choose([Row((Word("nam", 0.99),), 10.0)]) is None


def test_lead_word_is_taken_off_again_and_never_print_with_it() -> None:
    lead = Lead("hưởng", (0, 0, 50, 10), 8.0)
    apart = (Row((Word("hưởng", 0.9, box=(0, 0, 50, 10)), Word("1,7", 0.9, box=(60, 0, 90, 10))), 8.0),)
    glued = (Row((Word("hưởng1,7", 0.9, box=(0, 0, 90, 10)),), 8.0),)
    torn = (Row((Word("huong1,7", 0.9, box=(0, 0, 90, 10)),), 8.0),)
    assert [word.text for row in without(apart, 55, lead) or () for word in row.words] == ["1,7"]
    assert [word.text for row in without(glued, 55, lead) or () for word in row.words] == ["1,7"]
    assert without(torn, 55, lead) is None


def test_unsure_figures_of_a_letterhead_are_left_out_and_named() -> None:
    looks = [rows("Số: 46/KH-UBND ngày 5"), rows("Số: 4ổ6/KH-UBND ngày 5"), rows("Số: 416/KH-UBND ngày 5")]
    assert without_unsure(looks) == ("Số: /KH-UBND ngày 5", ("46/KH-UBND",))
    assert without_unsure([rows("ngày 5/3"), rows("ngày 8/3")]) == ("ngày", ("5/3",))
    assert without_unsure([rows("Số: 46/KH-UBND")] * 2) == ("Số: 46/KH-UBND", ())


@pytest.mark.parametrize("figure", ["95%", "55/1.000"])
def test_specks_beside_a_figure_are_dropped_and_stay_a_doubt(figure: str) -> None:
    looks = [rows(f"{figure} `"), rows(f"{figure} „"), rows(f"{figure} `")]
    reading = vote(looks)
    assert reading.text == figure
    assert reading.confidence is not None and reading.confidence < SURE
    assert f"{figure} `" in reading.readings


def test_signs_on_which_all_views_agree_and_a_box_of_signs_alone_are_kept() -> None:
    assert vote([rows("“ chỉ tiêu")] * 2).text == "“ chỉ tiêu"
    assert vote([rows("`"), rows("'"), rows("`")]).text == "`"
