"""Lines become paragraphs again."""

from pipeline.parsers.pdf.paragraphs import Block, blocks, notes_last, page_margins
from pipeline.parsers.pdf.records import Line

LEFT, RIGHT, STEP = 85.0, 540.0, 18.0


def lines(*rows: tuple[str, float, float] | None, bold: bool = False) -> list[Line]:
    """Rows are (text, left, right); None is an empty row."""
    return [
        Line(row[0], row[1], 100 + STEP * number, row[2], 113 + STEP * number, 13.0, bold)
        for number, row in enumerate(rows)
        if row
    ]


def found(rows: list[Line]) -> list[str]:
    return [block.text for block in blocks(rows, (LEFT, RIGHT))]


def test_full_lines_are_one_paragraph_until_a_short_one() -> None:
    rows = lines(
        ("Thực hiện", 113, RIGHT), ("kế hoạch của", LEFT, RIGHT), ("tỉnh", LEFT, 200), ("Mới", 113, RIGHT)
    )
    assert found(rows) == ["Thực hiện kế hoạch của tỉnh", "Mới"]


def test_an_indented_line_begins_a_paragraph() -> None:
    rows = lines(("Một", 113, RIGHT), ("hai.", LEFT, RIGHT), ("Ba", 113, RIGHT), ("bốn", LEFT, RIGHT))
    assert found(rows) == ["Một hai.", "Ba bốn"]


def test_bullets_begin_paragraphs() -> None:
    rows = lines(
        ("- Một;", 113, RIGHT), ("- Hai;", 113, RIGHT), ("+ Ba;", 113, RIGHT), ("1.2. Bốn", 113, RIGHT)
    )
    assert found(rows) == ["- Một;", "- Hai;", "+ Ba;", "1.2. Bốn"]


def test_a_year_at_a_line_start_is_no_list_number() -> None:
    rows = lines(("Phấn đấu đến năm", 113, RIGHT), ("2030. Tỷ lệ đạt", LEFT, RIGHT), ("60%.", LEFT, 120))
    assert found(rows) == ["Phấn đấu đến năm 2030. Tỷ lệ đạt 60%."]


def test_a_gap_ends_a_paragraph() -> None:
    rows = lines(("Một", LEFT, RIGHT), ("hai", LEFT, RIGHT), ("ba", LEFT, RIGHT), None, ("bốn", LEFT, RIGHT))
    assert found(rows) == ["Một hai ba", "bốn"]


def test_a_hyphen_at_a_line_end_is_kept_and_takes_no_blank() -> None:
    assert found(lines(("Văn phòng HĐND-", LEFT, RIGHT), ("UBND tỉnh", LEFT, 300))) == [
        "Văn phòng HĐND-UBND tỉnh"
    ]


def test_centred_titles_of_one_manner_are_one_paragraph() -> None:
    rows = lines(("KẾ HOẠCH", 280, 345), bold=True)
    rows += [
        Line(text, left, 118 + STEP * number, right, 131 + STEP * number, 13.0, True)
        for number, (text, left, right) in enumerate((("Triển khai", 150, 475), ("năm 2025", 220, 405)))
    ]
    made = blocks(rows, (LEFT, RIGHT))
    assert [block.text for block in made] == ["KẾ HOẠCH", "Triển khai năm 2025"]
    assert all(block.centred for block in made)


def test_the_columns_of_a_letterhead_are_read_one_after_the_other() -> None:
    rows = [
        Line("ỦY BAN NHÂN DÂN", 115, 80, 228, 92, 12, True),
        Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 273, 80, 523, 92, 12, True),
        Line("TỈNH KON TUM", 125, 98, 218, 110, 12, True),
        Line("Độc lập - Tự do - Hạnh phúc", 325, 98, 472, 110, 12, True),
        Line("Số: 956/KH-UBND", 124, 116, 219, 128, 12),
        Line("Kon Tum, ngày 24 tháng 3 năm 2025", 309, 116, 487, 128, 12),
        Line("Thực hiện Nghị quyết số 28/2021/NQ-CP của Chính phủ", LEFT, 150, RIGHT, 163, 13),
    ]
    assert found(rows) == [
        "ỦY BAN NHÂN DÂN TỈNH KON TUM",
        "Số: 956/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Kon Tum, ngày 24 tháng 3 năm 2025",
        "Thực hiện Nghị quyết số 28/2021/NQ-CP của Chính phủ",
    ]


def test_a_short_last_line_left_of_the_line_above_stays_with_it() -> None:
    assert found(lines(("- Tỷ số giới tính khi sinh", 113, RIGHT), ("sống.", LEFT, 112))) == [
        "- Tỷ số giới tính khi sinh sống."
    ]


def block(text: str, full: bool = True, size: float = 13.0) -> Block:
    return Block((Line(text, LEFT, 0, RIGHT, 13, size),), open=full)


def test_a_sentence_goes_on_over_the_page_end() -> None:
    assert block("Phấn đấu đến năm").continues(block("2025 đạt 60%"))
    assert block("Phấn đấu").continues(block("đạt 60%"))


def test_a_finished_paragraph_does_not_go_on() -> None:
    assert not block("đạt 60%.").continues(block("tiếp theo"))
    assert not block("đạt 60%", full=False).continues(block("tiếp theo"))
    assert not block("Phấn đấu").continues(block("Mục tiêu"))
    assert not block("Phấn đấu").continues(block("2. Mục tiêu"))


def test_small_paragraphs_at_the_foot_are_notes() -> None:
    body, notes = notes_last([block("Nội dung của kế hoạch"), block("¹ Theo đề nghị", size=10)])
    assert [each.text for each in body] == ["Nội dung của kế hoạch"]
    assert [each.text for each in notes] == ["¹ Theo đề nghị"]


def test_margins_count_tables_too() -> None:
    assert page_margins(lines(("Một", 100, 200)), [(50, 0, 500, 10)]) == (50, 500)
    assert page_margins([]) == (0.0, 0.0)


def test_lines_of_one_width_in_a_letterhead_part_where_the_print_changes() -> None:
    rows = [
        Line("ỦY BAN NHÂN DÂN", 122, 58, 235, 70, 12, True),
        Line("HUYỆN KON RẪY", 125, 76, 232, 88, 12, True),
        Line("Số: 12/KH-UBND", 128, 94, 230, 106, 12),
    ]
    assert [block.text for block in blocks(rows, (122, 235))] == [
        "ỦY BAN NHÂN DÂN HUYỆN KON RẪY",
        "Số: 12/KH-UBND",
    ]


def test_lines_that_share_a_middle_by_chance_are_not_centred() -> None:
    rows = lines(("Đào tạo nghề cho lao động nữ.", LEFT, RIGHT), ("Đặc biệt ưu tiên xã khó khăn.", LEFT, 440))
    rows += [Line("6. Mục tiêu 6", 113, 136, 412, 149, 13.0, True)]
    assert found(rows) == ["Đào tạo nghề cho lao động nữ. Đặc biệt ưu tiên xã khó khăn.", "6. Mục tiêu 6"]
    assert not any(block.centred for block in blocks(rows, (LEFT, RIGHT)))
