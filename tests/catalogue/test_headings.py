"""Header words: kinds, roles and periods of columns in the wordings that offices use."""

import pytest

from pipeline.catalogue.headings import header_period, load_headings

HEADINGS = load_headings()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("Số TT",), "number"),
        (("STT (1)",), "number"),
        (("ĐVT",), "unit"),
        (("ĐƠN VỊ TÍNH",), "unit"),
        (("Mục tiêu/chỉ tiêu",), "label"),
        (("Tên chỉ tiêu",), "label"),
        (("Mục tiêu 2026",), "value"),
        (("Kế hoạch năm",), "value"),
        (("2025",), "value"),
        (("Năm 2025", "Ước thực hiện"), "value"),
        (("Cơ quan chủ trì theo dõi, đánh giá",), "lead"),
        (("Đơn vị phối hợp thực hiện",), "partner"),
        (("Ghi chú (6)",), "note"),
        (("So sánh KH 2025/TH 2024 (%)",), "other"),
        (("Thời gian hoàn thành",), "other"),
        (("Họ và tên",), ""),
    ],
)
def test_kind_of_a_column(path: tuple[str, ...], kind: str) -> None:
    assert HEADINGS.column_kind(path) == kind


@pytest.mark.parametrize(
    ("path", "role"),
    [
        (("Kết quả thực hiện kế hoạch năm 2024",), "result"),
        (("TH 2024",), "result"),
        (("Ước thực hiện năm 2024",), "estimate"),
        (("KH năm 2025",), "target"),
        (("Kế hoạch thực hiện năm 2025",), "target"),
        (("Mục tiêu, chỉ tiêu thực hiện", "Năm 2024"), "target"),
        (("Năm 2025", "Thực hiện"), "result"),
        (("Kế hoạch", "Ước thực hiện"), "estimate"),
        (("Hiện trạng 2020",), "baseline"),
        (("2025",), None),
        (("2025 (ước)",), "estimate"),
        (("Ước kết quả năm 2024",), "estimate"),
        (("Kết quả ước thực hiện năm 2024",), "estimate"),
        (("Khả năng thực hiện năm 2024",), "estimate"),
        (("Tình hình thực hiện chỉ tiêu năm 2024",), "result"),
        (("Kết quả thực hiện chỉ tiêu được giao năm 2024",), "result"),
        (("Thực hiện kế hoạch năm 2024",), None),
        (("Dự kiến thực hiện năm 2024",), None),
        (("Kết quả phấn đấu năm 2025",), None),
    ],
)
def test_role_of_a_value_column(path: tuple[str, ...], role: str | None) -> None:
    assert HEADINGS.role(path) == role


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("Kết quả 5 năm 2021-2025", True),
        ("Chỉ tiêu phấn đấu đến cuối năm 2025", True),
        ("Lũy kế kết quả thực hiện đến thời điểm báo cáo", True),
        ("Quý IV/2025", True),
        ("Số lượng (người)", True),
        ("Kết quả khảo sát năm 2024", True),
        ("Chỉ tiêu UBND tỉnh giao năm 2025", False),
        ("Mục tiêu quốc gia năm 2025", False),
        ("Mục tiêu theo Nghị quyết 28/NQ-CP đến năm 2030", False),
        ("Bình quân vùng năm 2025", False),
        ("Năm học 2024-2025", False),
        ("Nữ", False),
    ],
)
def test_header_is_understood_when_every_word_is(header: str, known: bool) -> None:
    assert HEADINGS.explains(header) is known


def test_bare_year_is_a_period_in_a_header() -> None:
    assert str(header_period("2025 (ước)")) == "2025"
    assert header_period("2025 người") is None
    assert str(header_period("(2025)")) == "2025"
    assert header_period("Chỉ tiêu") is None
