from dataclasses import replace

from pipeline.model import Place, Quantity
from pipeline.writers.review import OFFERED, WIDTHS, choices, questions, review
from pipeline.writers.texts import texts
from tests.writers.harvests import (
    DISTRICT,
    PROVINCE,
    candidates,
    catalogue,
    harvest,
    made,
    match,
    observation,
    unmatched,
)

KEYS = [key for key, _ in WIDTHS]


def line(number: int = 0, **changes: object) -> dict[str, object]:
    sheet = review(made(harvest(**changes)))
    return dict(zip(KEYS, sheet.lines[number].values, strict=False))


def test_rows_without_an_indicator_come_first_then_values_that_need_review() -> None:
    found = questions(made())
    assert [item.kind for item in found] == ["unmatched", "unmatched", "observation"]


def test_reasons_are_told_in_vietnamese() -> None:
    told = line(unmatched=(unmatched(1, reasons=("no key term: nữ",)),))["reasons"]
    assert told == "thiếu từ khóa “nữ”"


def test_a_value_whose_row_is_asked_about_already_is_not_asked_twice() -> None:
    asked = {item.observation_id for item in questions(made())}
    assert asked == {"", f"{6:016x}"}


def test_a_value_in_doubt_is_asked_about_although_its_row_is_too() -> None:
    place = Place(DISTRICT, table=1, row=2, column=2)
    sure = observation(
        9, document_id=DISTRICT, place=place, label_raw="Số nữ giám đốc", review="needs_review", match=match()
    )
    found = questions(made(harvest(observations=(sure,))))
    assert [item.observation_id for item in found] == ["", "", f"{9:016x}"]


def test_accepted_and_decided_values_are_not_asked_about() -> None:
    values = (observation(1), observation(2, review="decided"))
    assert questions(made(harvest(observations=values, unmatched=()))) == ()


def test_choices_are_the_candidates_best_first_then_the_two_ways_to_say_none() -> None:
    (question,) = questions(made(harvest(observations=(), unmatched=(unmatched(),))))
    assert choices(question, catalogue()) == (
        "TEST.1.1/district – Tỷ lệ nữ có việc làm, chia theo cấp (Cấp huyện)",
        "TEST.1.2/all – Tử vong mẹ",
        "GONE.9/all",
        "TEST.1.1/all – Tỷ lệ nữ có việc làm, chia theo cấp",
        "không thuộc danh mục",
        "chưa rõ",
    )


def test_a_value_is_offered_as_read_first_unless_nothing_was_read_or_its_indicator_is_open() -> None:
    read = observation(1, review="needs_review")
    unread = observation(2, review="needs_review", quantity=Quantity("31,,6", "unparsed"))
    nameless = observation(3, review="needs_review", indicator_id="", match=match(indicator_id=""))
    found = questions(made(harvest(observations=(read, unread, nameless), unmatched=())))
    assert [choices(one, catalogue())[0] == texts().review["confirm"] for one in found] == [
        True,
        False,
        False,
    ]


def test_a_candidate_that_comes_twice_is_offered_once() -> None:
    twice = unmatched(candidates=candidates(1) * 2)
    (question,) = questions(made(harvest(observations=(), unmatched=(twice,))))
    assert len(choices(question, catalogue())) == 3


def test_no_more_candidates_are_offered_than_fit() -> None:
    many = tuple(replace(candidates(1)[0], scope=f"scope.{number}") for number in range(20))
    sheet = review(made(harvest(observations=(), unmatched=(unmatched(candidates=many),))))
    assert sheet.choices is not None
    offered = sheet.lines[0].values[sheet.choices.first : sheet.choices.last + 1]
    assert len(offered) == OFFERED + 3
    assert offered[-3:] == ("không thuộc danh mục", "chưa rõ", None)


def test_the_indicator_that_a_value_was_put_under_is_offered_first() -> None:
    doubtful = observation(1, review="needs_review", match=match(candidates=candidates(4)))
    (question,) = questions(made(harvest(observations=(doubtful,), unmatched=())))
    offered = [(item.indicator_id, item.scope) for item in question.candidates]
    assert offered[0] == ("TEST.1.1", "all")
    assert len(offered) == len(set(offered)) == 4


def test_a_question_shows_where_it_is_printed_and_what_it_settles() -> None:
    found = line()
    assert found["document"] == "=huyện.txt"
    assert found["place"] == "bảng 1, hàng 2"
    assert found["settles"] == 2
    assert found["answer"] is None
    assert found["proposals"].splitlines()[1] == "TEST.1.2/all 65 – Tử vong mẹ"


def test_an_answer_can_be_traced_to_what_it_is_about() -> None:
    missing, doubtful = line(0), line(2)
    assert (missing["kind"], missing["document_id"], missing["wording_key"]) == (
        "unmatched",
        DISTRICT,
        "so nu giam doc",
    )
    assert (doubtful["kind"], doubtful["document_id"], doubtful["observation_id"]) == (
        "observation",
        PROVINCE,
        f"{6:016x}",
    )


def test_every_line_is_as_long_as_the_header_and_every_column_has_a_title() -> None:
    sheet = review(made())
    assert {len(found.values) for found in sheet.lines} == {len(sheet.headings)}
    assert set(KEYS) <= texts().review_columns.keys()


def test_a_value_without_an_indicator_offers_the_candidates_of_its_match() -> None:
    nameless = observation(
        1, indicator_id="", review="needs_review", match=match(indicator_id="", candidates=candidates(2))
    )
    (question,) = questions(made(harvest(observations=(nameless,), unmatched=())))
    assert question.candidates == candidates(2)
