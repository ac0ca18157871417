"""Grids become logical tables: headers, pieces, cut rows, merged cells."""

from dataclasses import replace

import pytest

from pipeline.model import Document, Table
from pipeline.tables import find
from tests.grids import document, grid

HEADER = ["TT", "Chỉ tiêu", "ĐVT", "Kết quả năm 2024", "Kế hoạch năm 2025", "Đơn vị chủ trì"]
SECOND = ["2", "Tỷ lệ hộ dân dùng nước sạch", "%", "90", "95", "Sở Xây dựng chủ trì thực hiện"]
FIRST = ["1", "Tỷ lệ hộ nghèo", "%", "5,1", "4,5", "Sở Nội vụ chủ trì thực hiện"]


def only(found: Document) -> Table:
    (table,) = find(found)[0]
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.rows]


def rules(found: Document) -> list[str]:
    return [finding.rule for finding in find(found)[1]]


# ------------------------------------------------------------------ headers


def test_two_header_rows_join_to_paths() -> None:
    table = only(
        document(
            [
                ["TT", "Chỉ tiêu", "Năm 2025", "<"],
                ["^", "^", "Kế hoạch", "Ước thực hiện"],
                ["1", "a", "2", "3"],
            ]
        )
    )
    assert table.headers == (("TT",), ("Chỉ tiêu",), ("Năm 2025", "Kế hoạch"), ("Năm 2025", "Ước thực hiện"))
    assert texts(table) == [["1", "a", "2", "3"]]


def test_unmerged_blank_above_a_lower_header_takes_its_left_neighbour() -> None:
    rows = [["TT", "Chỉ tiêu", "Mục tiêu", "", "Chủ trì"], ["", "", "Giai đoạn 2021-2025", "Năm 2024", ""]]
    table = only(document([*rows, ["1", "a", "60%", "50%", "Sở Y tế"]], ragged=True))
    assert table.headers[2:4] == (("Mục tiêu", "Giai đoạn 2021-2025"), ("Mục tiêu", "Năm 2024"))


def test_column_numbers_under_the_header_are_set_aside() -> None:
    table = only(document([HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], FIRST]))
    assert texts(table) == [FIRST]
    assert {reason for _, reason in table.ignored} == {"column_numbers"}


def test_column_numbers_that_the_format_repeats_with_the_header_belong_to_no_path() -> None:
    """Word repeats "(1) (2) (3)" with the header on every page: the office marks both rows as one header."""
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    table = only(document(replace(grid([HEADER, numbers, FIRST]), header_rows=2)))
    assert table.headers == tuple((words,) for words in HEADER)
    assert texts(table) == [FIRST]


def test_first_data_row_is_no_header() -> None:
    assert texts(only(document([HEADER, ["1", "Mục tiêu 1", "", "", "", ""], FIRST])))[0][1] == "Mục tiêu 1"


def test_letterhead_is_a_table_without_header() -> None:
    (table,) = find(
        document([["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 1/KH-UBND", "ngày 1"]])
    )[0]
    assert not any(table.headers)


# ------------------------------------------------------------------ pieces


@pytest.mark.parametrize("between", [[], ["12"], ["- 3 -"], ["² Cấp tỉnh: Phó Giám đốc Sở trở lên."]])
def test_pieces_over_pages_become_one_table(between: list[str]) -> None:
    found = document([HEADER, FIRST], *between, [HEADER, SECOND])
    assert texts(only(found)) == [FIRST, SECOND]
    assert "table_joined" in rules(found)


def test_piece_without_repeated_header_goes_on() -> None:
    assert texts(only(document([HEADER, FIRST], [SECOND]))) == [FIRST, SECOND]


def test_prose_between_two_tables_keeps_them_apart() -> None:
    tables, _ = find(document([HEADER, FIRST], "Phụ lục II. Các chỉ tiêu về nhà ở", [HEADER, SECOND]))
    assert len(tables) == 2


def test_recognised_columns_that_drift_are_laid_on_the_header() -> None:
    drifted = [*FIRST[:5], "", FIRST[5], ""]
    found = document([[*HEADER, "", ""], drifted], [SECOND], ragged=True)
    assert texts(only(found)) == [FIRST, SECOND]
    assert rules(found).count("D04") == 1


def test_piece_that_fits_no_layout_is_not_read_and_is_reported() -> None:
    found = document([HEADER, FIRST], [["x", "y", "z", "u", "v", "w", "q", "r"]], ragged=True)
    tables, findings = find(found)
    assert texts(tables[0]) == [FIRST]
    assert any(f.rule == "D04" and f.severity == "warning" for f in findings)
    assert {reason for _, reason in tables[0].ignored} == {"columns_unclear"}


# ------------------------------------------------------------------ rows and cells that a page end has cut


@pytest.mark.parametrize("cut", range(1, 7))
def test_label_cut_at_any_word_is_joined_again(cut: int) -> None:
    words = SECOND[1].split()
    top = [SECOND[0], " ".join(words[:cut]), *SECOND[2:]]
    tail = ["", " ".join(words[cut:]), "", "", "", ""]
    table = only(document([HEADER, FIRST, top], [tail]))
    assert [" ".join(row[1].split()) for row in texts(table)] == [FIRST[1], SECOND[1]]


def test_values_on_the_lower_half_of_a_cut_row_belong_to_it() -> None:
    top = ["2", "Tỷ lệ hộ dân", "", "", "", ""]
    tail = ["", "dùng nước sạch", *SECOND[2:]]
    (_, row) = texts(only(document([HEADER, FIRST, top], [tail])))
    assert [" ".join(cell.split()) for cell in row] == SECOND


def test_small_letter_row_with_values_of_its_own_stays_a_row() -> None:
    found = only(document([HEADER, FIRST, ["", "nữ", "%", "3", "2", ""]]))
    assert len(found.rows) == 2


def test_heading_that_ends_with_a_colon_is_not_continued() -> None:
    found = only(
        document([HEADER, ["1", "Lao động, trong đó:", "", "", "", ""], ["", "nữ", "%", "3", "2", ""]])
    )
    assert len(found.rows) == 2


def test_agency_text_cut_by_a_page_end_is_joined_for_every_row_that_it_covers() -> None:
    top = [*SECOND[:5], "Sở Y tế chủ trì, phối hợp"]
    below = ["3", "Số giường bệnh", "giường", "20", "22", "với các huyện chủ trì thực hiện"]
    after = ["4", "Số bác sĩ", "người", "20", "22", "^"]
    table = only(document([HEADER, FIRST, top], [below, after]))
    agencies = [" ".join(row[5].split()) for row in texts(table)[1:]]
    assert agencies == ["Sở Y tế chủ trì, phối hợp với các huyện chủ trì thực hiện"] * 3


def test_tail_whose_beginning_is_lost_is_never_joined_to_a_finished_cell() -> None:
    tail = ["", "và hợp vệ sinh", "", "", "", "ban nhân dân các xã chủ trì thực hiện"]
    found = document([HEADER, FIRST, [*SECOND[:5], ""]], [tail])
    rows = texts(only(found))
    assert rows[0][5] == FIRST[5]
    assert rows[1][5] == tail[5]
    assert "D05" in rules(found)


def test_merged_agency_cell_with_its_text_below_the_page_end_counts_above_too() -> None:
    found = document([HEADER, FIRST, [*SECOND[:5], ""]], [["3", "a", "%", "1", "2", "Sở Y tế"]])
    assert [row[5] for row in texts(only(found))] == [FIRST[5], "Sở Y tế", "Sở Y tế"]


def test_recognised_table_does_not_carry_agencies_upwards() -> None:
    found = document(
        [HEADER, FIRST, [*SECOND[:5], ""]], [["3", "a b c", "%", "1", "2", "Sở Y tế"]], ragged=True
    )
    assert [row[5] for row in texts(only(found))] == [FIRST[5], "", "Sở Y tế"]


def test_joined_cells_keep_their_parts() -> None:
    table = only(document([HEADER, ["1", "Tỷ lệ hộ", "%", "1", "2", ""]], [["", "nghèo", "", "", "", ""]]))
    cell = table.rows[0][1]
    assert cell is not None
    assert [part.text for part in cell.originals] == ["Tỷ lệ hộ", "nghèo"]


def test_recognised_table_without_header_is_kept_as_it_is() -> None:
    (table,) = find(document([["Nơi nhận:", "", "TM. ỦY BAN"], ["- Như trên", "", ""]], ragged=True))[0]
    assert len(table.rows) == 2


def test_header_repeated_inside_a_grid_is_no_row() -> None:
    table = only(document([HEADER, FIRST, HEADER, SECOND]))
    assert texts(table) == [FIRST, SECOND]
    assert {reason for _, reason in table.ignored} == {"repeated_header"}


def test_full_width_goal_at_the_page_start_is_no_agency_of_the_page_before() -> None:
    goal = ["II. Về y tế", "<", "<", "<", "<", "<"]
    table = only(document([HEADER, FIRST, [*SECOND[:5], ""]], [goal, ["3", "a", "%", "1", "2", "Sở Y tế"]]))
    assert texts(table)[1][5] == ""


def test_row_with_agency_text_alone_goes_on_with_the_cell_above() -> None:
    top = [*SECOND[:5], "Sở Y tế chủ trì, phối hợp với Hội Liên hiệp"]
    rest = ["", "", "", "", "", "Phụ nữ triển khai thực hiện"]
    table = only(document([HEADER, FIRST, top], [HEADER, rest, ["3", "a", "%", "1", "2", "Sở Y tế"]]))
    assert [" ".join(row[5].split()) for row in texts(table)][1] == f"{top[5]} {rest[5]}"
    assert len(table.rows) == 3


def test_words_in_a_value_column_do_not_move_it() -> None:
    header = ["TT", "Chỉ tiêu", "Kế hoạch năm 2025", "Chủ trì", "Ghi chú"]
    rows = [["1", "Tỷ lệ a b", "Đạt", "Sở Y tế", ""], ["2", "Tỷ lệ c d", "9.515", "Sở Y tế", ""]]
    table = only(document([header, *rows], ragged=True))
    assert texts(table) == rows


@pytest.mark.parametrize(("upper", "lower"), [("không dưới", "96%"), ("từ 57,53%", "trở lên")])
def test_label_and_value_cut_together_are_one_row(upper: str, lower: str) -> None:
    top = ["2", "Tỷ lệ hộ dân", "%", "90", upper, ""]
    tail = ["", "dùng nước sạch", "", "", lower, ""]
    (_, row) = texts(only(document([HEADER, FIRST, top], [tail])))
    assert [" ".join(cell.split()) for cell in row] == [*SECOND[:4], f"{upper} {lower}", ""]
