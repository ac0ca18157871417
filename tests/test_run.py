"""One file through every stage: records, statuses, the public functions."""

import unicodedata
from pathlib import Path

import pytest

from pipeline.run import convert

TABLE = "TT\tChỉ tiêu\tKế hoạch năm 2025\n1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t31%\n"


def written(folder: Path, text: str, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plan_gives_a_record_and_observations(tmp_path: Path) -> None:
    harvest = convert(written(tmp_path, TABLE))
    (record,) = harvest.documents
    (observation,) = harvest.observations
    assert (record.status, record.observations, observation.catalogue) == ("ok", 1, "VNGES@1")
    assert (observation.indicator_id, observation.unit, str(observation.period)) == (
        "VNGES.2.3",
        "percent",
        "2025",
    )
    assert observation.place.row == 2


def test_prose_is_no_table_and_gives_no_row(tmp_path: Path) -> None:
    harvest = convert(written(tmp_path, "Thông báo\n\nNgày 15 tháng 3, 60% đại biểu dự họp tại phòng 205.\n"))
    assert (harvest.documents[0].status, harvest.observations) == ("no_table", ())
    assert harvest.documents[0].remedy


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b"\x7fELF\x02\x01\x01" + bytes(64), "unsupported_type")]
)
def test_unreadable_file_is_a_record_with_a_reason_and_a_remedy(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    (record,) = convert(path).documents
    assert (record.status, record.reason) == ("rejected", reason)
    assert record.remedy


@pytest.mark.parametrize(
    ("label", "value", "review"),
    [
        ("Tỷ suất sinh ở vị thành niên", "25", "accepted"),
        ("Số ca sinh ở vị thành niên", "25", "needs_review"),  # a number of births as well as a rate
        ("Tin, bài về bình đẳng giới hằng quý trên hệ thống thông tin cơ sở", "04 tin/quý", "accepted"),
        ("Tin, bài về bình đẳng giới trên hệ thống thông tin cơ sở", "16 tin/năm", "needs_review"),
    ],
)
def test_a_figure_that_may_count_something_else_waits(
    tmp_path: Path, label: str, value: str, review: str
) -> None:
    table = f"TT\tChỉ tiêu\tKế hoạch năm 2025\n1\t{label}\t{value}\n"
    (observation,) = convert(written(tmp_path, table)).observations
    assert (observation.indicator_id[:5], observation.review) == ("VNGES", review)


def test_indicator_without_a_name_is_empty_and_waits(tmp_path: Path) -> None:
    harvest = convert(written(tmp_path, TABLE + "2\tTỷ lệ hộ trồng cà phê\t12%\n"))
    (_, local) = harvest.observations
    assert (local.indicator_id, local.review, local.unit) == ("", "needs_review", "percent")
    (waiting,) = harvest.unmatched
    assert (waiting.label, waiting.values, waiting.settles) == ("Tỷ lệ hộ trồng cà phê", "12%", 1)


def test_a_row_that_waits_names_its_goal_not_its_group(tmp_path: Path) -> None:
    rows = "II\tMục tiêu 2: Trong lĩnh vực kinh tế\t\n\tCấp huyện\t\n2\tTỷ lệ hộ trồng cà phê\t12%\n"
    (waiting,) = convert(written(tmp_path, TABLE + rows)).unmatched
    assert waiting.goal == "Mục tiêu 2: Trong lĩnh vực kinh tế"


def test_value_outside_hard_bounds_keeps_its_figure_and_waits(tmp_path: Path) -> None:
    harvest = convert(written(tmp_path, TABLE.replace("31%", "310%")))
    (observation,) = harvest.observations
    assert (observation.review, int(observation.quantity.amount or 0)) == ("needs_review", 310)


def test_value_that_cannot_be_read_is_empty_and_reported(tmp_path: Path) -> None:
    harvest = convert(written(tmp_path, TABLE + "2\tTỷ lệ nữ tiến sĩ\t31,,7 12\n"))
    (_, observation) = harvest.observations
    assert (observation.quantity.amount, observation.review) == (None, "needs_review")
    assert "unparsed_value" in {finding.rule for finding in harvest.findings}


def test_nfd_text_gives_what_nfc_text_gives(tmp_path: Path) -> None:
    first = convert(written(tmp_path, TABLE))
    second = convert(written(tmp_path, unicodedata.normalize("NFD", TABLE), "nfd.txt"))
    assert [(o.indicator_id, o.label_raw, o.quantity) for o in first.observations] == [
        (o.indicator_id, o.label_raw, o.quantity) for o in second.observations
    ]
