"""Rows of indicator tables: what is a heading, a part, a value row; which agency counts where."""

from pipeline.catalogue.headings import load_headings
from pipeline.model import PlanRow
from pipeline.plans.columns import Reading, read_columns
from pipeline.plans.rows import TableRows, read_rows
from pipeline.tables import find
from tests.grids import Rows, document

HEADER = ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2024", "Kế hoạch 2025", "Cơ quan chủ trì"]


def reading(*rows: list[str], header: list[str] | None = None) -> Reading:
    (table,) = find(document([header or HEADER, *rows]))[0]
    return read_columns(table, load_headings())


def read(*rows: list[str], header: list[str] | None = None) -> TableRows:
    return read_rows(reading(*rows, header=header), load_headings(), 0)


def trail(row: PlanRow) -> list[str]:
    return [heading.text for heading in row.trail]


# ------------------------------------------------------------------ columns


def kinds(header: list[str], *rows: list[str]) -> list[str]:
    return [column.kind for column in reading(*rows, header=header).columns]


def test_columns_of_many_wordings() -> None:
    header = [
        "Stt",
        "Tên chỉ tiêu",
        "Đơn vị tính",
        "Ước TH năm 2024",
        "KH năm 2025",
        "Cơ quan phối hợp",
        "Ghi chú",
    ]
    found = reading(["1", "a", "%", "1", "2", "x", "y"], header=header)
    assert [c.kind for c in found.columns] == ["number", "label", "unit", "value", "value", "partner", "note"]
    assert [(c.role, str(c.period)) for c in found.of_kind("value")] == [
        ("estimate", "2024"),
        ("target", "2025"),
    ]


def test_bare_unit_header_over_agencies_is_an_agency_column() -> None:
    header = ["TT", "Chỉ tiêu", "Năm 2025", "Đơn vị"]
    assert (
        kinds(header, ["1", "a", "5%", "Sở Nội vụ"], ["2", "b", "6%", "Sở Giáo dục và Đào tạo"])[3] == "lead"
    )
    assert kinds(header, ["1", "a", "5", "%"], ["2", "b", "6", "người"])[3] == "unit"


def test_comparison_columns_hold_no_values() -> None:
    header = ["TT", "Chỉ tiêu", "Thực hiện 2024", "Kế hoạch 2025", "So sánh 2025/2024 (%)"]
    assert kinds(header, ["1", "a", "5", "6", "120"])[4] == "other"


def test_unit_in_the_header_is_kept() -> None:
    found = reading(["1", "a", "5", "6"], header=["TT", "Chỉ tiêu", "Năm 2024 (%)", "Năm 2025 (%)"])
    assert [column.unit for column in found.of_kind("value")] == ["%", "%"]


def verdict(rows: Rows) -> str:
    (table,) = find(document(rows))[0]
    return read_columns(table, load_headings()).reason


def test_task_lists_forms_and_letterheads_are_no_indicator_tables() -> None:
    tasks = [
        ["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian hoàn thành"],
        ["1", "Rà soát", "Sở Nội vụ", "Quý I/2025"],
    ]
    form = [["TT", "Chỉ tiêu", "Kế hoạch năm 2025"], ["1", "Tỷ lệ hộ nghèo", ""]]
    words = [["TT", "Nội dung", "Kết quả"], ["1", "a", "đã xong"], ["2", "b", "chưa"], ["3", "c", "đang làm"]]
    assert verdict(tasks) == "no_value_column"
    assert verdict(form) == "no_values"
    assert verdict(words) == "values_are_no_figures"
    assert verdict([["TM. ỦY BAN NHÂN DÂN", "Nơi nhận:"]]) == "no_header"


# ------------------------------------------------------------------ rows and headings


def test_rows_stand_under_their_goal_and_group() -> None:
    found = read(
        ["1", "Mục tiêu 1: Chính trị", "", "", "", ""],
        ["1.1", "Chỉ tiêu: Nữ lãnh đạo, trong đó:", "%", "50", "60", "Sở Nội vụ"],
        ["", "Cấp tỉnh", "", "", "", ""],
        ["", "Sở, ban, ngành", "%", "40", "45", ""],
        ["2", "Mục tiêu 2: Kinh tế", "", "", "", ""],
        ["2.1", "Chỉ tiêu: Lao động nữ", "%", "1", "2", ""],
    )
    assert [trail(row) for row in found.rows] == [
        ["Mục tiêu 1: Chính trị"],
        ["Mục tiêu 1: Chính trị", "Cấp tỉnh"],
        ["Mục tiêu 2: Kinh tế"],
    ]
    assert [row.parent for row in found.rows] == [None, 0, None]


def test_full_width_rows_are_goals() -> None:
    found = read(["I. VỀ Y TẾ", "<", "<", "<", "<", "<"], ["1", "Số bác sĩ", "người", "5", "6", ""])
    assert [(h.kind, h.number) for h in found.headings] == [("goal", "I")]
    assert len(found.rows) == 1


def test_new_indicator_ends_the_groups_above_it() -> None:
    found = read(
        ["1.1", "Chỉ tiêu 1: a, trong đó:", "%", "1", "2", ""],
        ["", "Cấp xã", "", "", "", ""],
        ["", "UBND xã", "%", "1", "2", ""],
        ["1.2", "Chỉ tiêu 2: b", "%", "1", "2", ""],
    )
    assert [row.parent for row in found.rows] == [None, 0, None]
    assert trail(found.rows[2]) == []


def test_numbers_stay_text_as_printed() -> None:
    found = read(*([number, "a", "%", "1", "2", ""] for number in ("1.10", "7a", "++", "11.1")))
    assert [row.number for row in found.rows] == ["1.10", "7a", "++", "11.1"]


def test_number_merged_over_two_rows_is_printed_once() -> None:
    found = read(["3.2", "a", "%", "1", "2", ""], ["^", "b", "%", "1", "2", ""])
    assert [(row.number, row.parent) for row in found.rows] == [("3.2", None), ("", 0)]


def test_merged_goal_column_beside_the_labels_is_the_trail() -> None:
    header = ["Mục tiêu", "Chỉ tiêu", "Kế hoạch 2025"]
    found = read(["Y tế", "a", "1"], ["^", "b", "2"], ["Giáo dục", "c", "3"], header=header)
    assert [trail(row) for row in found.rows] == [["Y tế"], ["Y tế"], ["Giáo dục"]]


def test_note_cells_are_ignored_with_a_reason() -> None:
    found = read(["1", "a", "5", "theo Nghị quyết"], header=["TT", "Chỉ tiêu", "Năm 2025", "Ghi chú"])
    assert [(cell.text, reason) for cell, reason in found.ignored] == [("theo Nghị quyết", "column_not_read")]


# ------------------------------------------------------------------ agencies


def origins(*agencies: str) -> list[tuple[str, str]]:
    rows = [[str(n), "chỉ tiêu", "%", "1", "2", agency] for n, agency in enumerate(agencies, 1)]
    return [(a.text, a.origin) for row in read(*rows).rows for a in row.agencies]


def test_agency_is_filled_down_then_up_inside_the_goal() -> None:
    assert origins("", "Sở A", "") == [("Sở A", "fill_up"), ("Sở A", "cell"), ("Sở A", "fill_down")]


def test_true_merge_is_no_fill() -> None:
    assert origins("Sở A", "^") == [("Sở A", "cell"), ("Sở A", "cell")]


def test_agency_never_crosses_a_goal() -> None:
    found = read(
        ["1", "Mục tiêu 1", "", "", "", ""],
        ["1.1", "a", "%", "1", "2", "Sở A"],
        ["2", "Mục tiêu 2", "", "", "", ""],
        ["2.1", "b", "%", "1", "2", ""],
    )
    assert [[a.text for a in row.agencies] for row in found.rows] == [["Sở A"], []]


def test_every_fill_is_a_finding() -> None:
    found = read(["1", "a", "%", "1", "2", "Sở A"], ["2", "b", "%", "1", "2", ""])
    assert [finding.rule for finding in found.findings] == ["D05"]


def test_ditto_marks_take_agency_and_unit_of_the_row_above() -> None:
    found = read(
        ["1", "a", "%", "1", "2", "Sở A"],
        ["2", "b", "nt", "1", "2", "nt"],
        ["3", "c", "người", "1", "2", "Sở B"],
    )
    assert [row.unit for row in found.rows] == ["%", "%", "người"]
    assert [row.agencies[0].text for row in found.rows] == ["Sở A", "Sở A", "Sở B"]


def test_unit_in_a_caption_counts_for_every_value_column() -> None:
    rows = [["TT", "Chỉ tiêu", "Năm 2024", "Năm 2025"], ["1", "Thu ngân sách", "5", "6"]]
    (table,) = find(document("(Đơn vị tính: Triệu đồng)", rows))[0]
    assert [c.unit for c in read_columns(table, load_headings()).of_kind("value")] == ["Triệu đồng"] * 2
