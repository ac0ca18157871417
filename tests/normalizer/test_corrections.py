"""What people ruled on values: corrected and confirmed values are settled, whatever is unclear waits."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.catalogue.decisions import Line, append
from pipeline.model import Harvest, Observation
from pipeline.run import convert

TABLE = """TT\tChỉ tiêu\tKế hoạch năm 2025
1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t{value}
2\tTỷ lệ hộ trồng cà phê\t12%
"""


def plan(folder: Path, value: str = "31%") -> Path:
    path = folder / "plan.txt"
    path.write_text(TABLE.format(value=value), encoding="utf-8")
    return path


def about(seen: Observation, ruling: str, **changes: str) -> Line:
    told = {
        "who": "Lan",
        "when": "2025-05-01",
        "subject": "value",
        "wording": seen.label_raw,
        "document": seen.document_id,
        "place": seen.place.spot,
        "printed": seen.value_raw,
        "ruling": ruling,
        "note": "bản gốc in rõ",
    }
    return Line(**told | changes)


def ruled(folder: Path, path: Path, *lines: Line) -> Harvest:
    append(folder / "decisions.csv", lines)
    return convert(path, decisions=folder / "decisions.csv")


def rules(harvest: Harvest) -> list[str]:
    return [found.rule for found in harvest.findings]


def test_corrected_value_is_used_and_the_print_stays(tmp_path: Path) -> None:
    path = plan(tmp_path)
    before = convert(path).observations[0]
    harvest = ruled(tmp_path, path, about(before, "31,6%"))
    after = harvest.observations[0]
    assert (after.quantity.amount, after.review, after.value_raw) == (Decimal("31.6"), "decided", "31%")
    assert after.observation_id == before.observation_id
    assert after.match.reasons[-4:] == (
        "value corrected: 31,6%",
        "decided by Lan",
        "2025-05-01",
        "bản gốc in rõ",
    )
    (told,) = [found for found in harvest.findings if found.rule == "value_corrected"]
    assert (told.severity, told.a and told.a.text, told.indicator_id) == ("info", "31%", "VNGES.2.3")
    assert all(word in told.message_vi for word in ("31%", "31,6%", "Lan", "bản gốc in rõ"))


@pytest.mark.parametrize(
    ("typed", "amount", "high", "comparator"),
    [
        ("dưới 30", "30", None, "lt"),
        ("10 - 15%", "10", "15", "between"),
        ("31,6", "31.6", None, "eq"),
        ("trên 90 %", "90", None, "gt"),
    ],
)
def test_value_is_typed_as_offices_print_it_and_keeps_its_unit(
    tmp_path: Path, typed: str, amount: str, high: str | None, comparator: str
) -> None:
    path = plan(tmp_path)
    seen = ruled(tmp_path, path, about(convert(path).observations[0], typed)).observations[0]
    read = str(seen.quantity.amount), seen.quantity.high and str(seen.quantity.high)
    assert (*read, seen.quantity.comparator) == (amount, high, comparator)
    assert (seen.unit, seen.measure, seen.review) == ("percent", "share", "decided")


@pytest.mark.parametrize(
    "typed", ["nhiều hơn", "31,,6", "từ 70% lên 80%", "1.234", "giảm 2%", "60% năm 2030"]
)
def test_value_that_is_not_read_without_doubt_is_reported_never_guessed(tmp_path: Path, typed: str) -> None:
    path = plan(tmp_path)
    harvest = ruled(tmp_path, path, about(convert(path).observations[0], typed))
    seen = harvest.observations[0]
    assert (seen.quantity.amount, seen.review) == (Decimal(31), "needs_review")
    assert "value_ruling" in rules(harvest)


@pytest.mark.parametrize("typed", ["316%", "31 người/km²"])
def test_value_that_cannot_be_the_indicators_is_reported(tmp_path: Path, typed: str) -> None:
    path = plan(tmp_path)
    harvest = ruled(tmp_path, path, about(convert(path).observations[0], typed))
    assert (harvest.observations[0].quantity.amount, harvest.observations[0].review) == (
        Decimal(31),
        "needs_review",
    )
    assert "value_ruling" in rules(harvest)


def test_ruling_on_another_print_is_not_applied_and_reported(tmp_path: Path) -> None:
    path = plan(tmp_path)
    harvest = ruled(tmp_path, path, about(convert(path).observations[0], "31,6%", printed="13%"))
    assert (harvest.observations[0].quantity.amount, harvest.observations[0].review) == (
        Decimal(31),
        "accepted",
    )
    (told,) = [found for found in harvest.findings if found.rule == "value_ruling"]
    assert told.a
    assert (told.a.text, told.a.place.spot) == ("31%", harvest.observations[0].place.spot)


def test_ruling_on_a_row_with_another_label_is_not_applied_and_reported(tmp_path: Path) -> None:
    path = plan(tmp_path)
    harvest = ruled(tmp_path, path, about(convert(path).observations[0], "31,6%", wording="Dòng khác"))
    assert harvest.observations[0].quantity.amount == Decimal(31)
    assert "value_ruling" in rules(harvest)


def test_ruling_written_by_hand_needs_no_label(tmp_path: Path) -> None:
    path = plan(tmp_path)
    harvest = ruled(tmp_path, path, about(convert(path).observations[0], "31,6%", wording=""))
    assert harvest.observations[0].quantity.amount == Decimal("31.6")


def test_confirmed_value_loses_its_doubts(tmp_path: Path) -> None:
    path = plan(tmp_path, "310%")
    before = convert(path).observations[0]
    assert before.review == "needs_review"
    harvest = ruled(tmp_path, path, about(before, "confirm", note=""))
    assert (harvest.observations[0].review, harvest.observations[0].quantity.amount) == (
        "decided",
        Decimal(310),
    )
    assert "doubtful_value" not in rules(harvest)


def test_unread_value_can_be_typed_but_not_confirmed(tmp_path: Path) -> None:
    path = plan(tmp_path, "31,,6")
    before = convert(path).observations[0]
    assert (before.quantity.kind, before.review) == ("unparsed", "needs_review")
    confirmed = ruled(tmp_path, path, about(before, "confirm"))
    assert confirmed.observations[0].review == "needs_review"
    typed = ruled(tmp_path, path, about(before, "31%")).observations[0]
    assert (typed.quantity.amount, typed.review, typed.value_raw) == (Decimal(31), "decided", "31,,6")
    assert typed.observation_id == before.observation_id


def test_undone_ruling_leaves_the_value_as_read(tmp_path: Path) -> None:
    path = plan(tmp_path)
    before = convert(path)
    lines = (about(before.observations[0], "31,6%"), about(before.observations[0], "undo", note=""))
    assert ruled(tmp_path, path, *lines) == before


def test_two_people_who_disagree_send_the_value_to_review(tmp_path: Path) -> None:
    path = plan(tmp_path)
    seen = convert(path).observations[0]
    lines = (about(seen, "31,6%"), about(seen, "confirm", who="Minh"))
    after = ruled(tmp_path, path, *lines).observations[0]
    assert (after.quantity.amount, after.review) == (Decimal(31), "needs_review")


def test_number_of_an_open_indicator_is_settled_and_the_indicator_stays_open(tmp_path: Path) -> None:
    path = plan(tmp_path)
    local = convert(path).observations[1]
    after = ruled(tmp_path, path, about(local, "13%")).observations[1]
    assert (after.quantity.amount, after.review, after.indicator_id) == (Decimal(13), "needs_review", "")


BODY = """KẾ HOẠCH
Thực hiện Chiến lược quốc gia về bình đẳng giới năm 2025

I. MỤC TIÊU
1. Mục tiêu 2: Trong lĩnh vực kinh tế, lao động
Chỉ tiêu 1: {sentence}

"""
NAME = "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã"


def stated(folder: Path, sentence: str) -> tuple[Path, list[Observation]]:
    path = folder / "plan.txt"
    path.write_text(BODY.format(sentence=sentence) + TABLE.format(value="31%"), encoding="utf-8")
    return path, in_body(convert(path))


def in_body(harvest: Harvest) -> list[Observation]:
    return [seen for seen in harvest.observations if seen.source == "body"]


def test_values_of_one_sentence_printed_alike_wait_together(tmp_path: Path) -> None:
    path, seen = stated(tmp_path, f"{NAME} đạt 60% vào năm 2025 và 60% vào năm 2030.")
    assert len({(value.place.spot, value.value_raw) for value in seen}) == 1 < len(seen)
    harvest = ruled(tmp_path, path, about(seen[0], "65%"))
    after = [(value.quantity.amount, value.review) for value in in_body(harvest)]
    assert after == [(Decimal(60), "needs_review")] * 2
    assert "value_ruling" in rules(harvest)


def test_values_of_one_place_printed_alike_are_told_apart_by_their_labels(tmp_path: Path) -> None:
    sentence = f"Phấn đấu {NAME.lower()} đạt 60% vào năm 2025; các huyện đạt 60% vào năm 2025."
    path, seen = stated(tmp_path, sentence)
    assert len({(value.place.spot, value.value_raw) for value in seen}) == 1 < len(seen)
    after = in_body(ruled(tmp_path, path, about(seen[0], "65%")))
    assert [value.quantity.amount for value in after] == [Decimal(65), Decimal(60)]


def test_rules_look_at_the_corrected_value(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    text = "TT\tChỉ tiêu\tThực hiện năm 2024\tKế hoạch năm 2025\n"
    text += "1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t31%\t13%\n"
    path.write_text(text, encoding="utf-8")
    before = convert(path)
    grave = {found.rule for found in before.findings if found.severity != "info"}
    assert grave
    after = ruled(tmp_path, path, about(before.observations[1], "33%"))
    assert {found.rule for found in after.findings if found.severity != "info"} < grave
