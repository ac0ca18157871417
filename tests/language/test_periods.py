import unicodedata

import pytest

from pipeline.language.periods import (
    INVALID,
    find_dates,
    find_frequency,
    find_periods,
    read_date,
    read_period,
)
from tests.language.examples import examples

WANTED = {"none": "", "invalid": INVALID}


@pytest.mark.parametrize("case", examples("dates"), ids=lambda case: case["text"])
def test_the_date_of_each_example(case):
    assert read_date(case["text"]) == WANTED.get(case["want"], case["want"])


@pytest.mark.parametrize("case", examples("dates"), ids=lambda case: case["text"])
def test_decomposed_dates_read_the_same_once_composed(case):
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFD", case["text"]))
    assert read_date(composed) == read_date(case["text"])


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("Kết quả thực hiện năm 2024", "2024"),
        ("Ước TH năm 2024", "2024"),
        ("KH2025", "2025"),
        ("Mục tiêu 2026", "2026"),
        ("2025", "2025"),
        ("Năm 2025\n(%)", "2025"),
        ("đến hết năm 2025", "2025"),
        ("Mục tiêu, chỉ tiêu thực hiện > Giai đoạn 2021-2025", "2021/2025"),
        ("Mục tiêu > Giai đoạn 2021-2025 > Năm 2024", "2024"),
        ("Năm 2025 > 6 tháng đầu năm", "2025-H1"),
        ("Năm 2025 > Quý I", "2025-Q1"),
        ("6T đầu năm 2025", "2025-H1"),
        ("6 tháng cuối năm 2025", "2025-H2"),
        ("TH 9T/2025", "2025-9M"),
        ("Thực hiện 11 tháng năm 2025", "2025-11M"),
        ("Năm 2025 > Ước 12 tháng", "2025"),
        ("Năm gốc 2020", "2020"),
        ("Tiến độ Quý I/2026", "2026-Q1"),
        ("Kết quả đến 20/7/2026", "2026"),
        ("Chỉ tiêu NQ 34-NQ/TU năm 2026", "2026"),
        ("Kế hoạch 5 năm 2021-2025", "2021/2025"),
        ("từ năm 2021 đến năm 2025", "2021/2025"),
        ("giai đoạn 2026-2030, tầm nhìn đến năm 2050", "2026/2030"),
        ("Kết quả năm 2024 (theo Kế hoạch 2684/KH-UBND ngày 02 tháng 8 năm 2021)", "2024"),
    ],
)
def test_the_period_that_a_header_names(header, period):
    assert str(read_period(header)) == period


@pytest.mark.parametrize(
    "header",
    [
        "Kết quả thực hiện",
        "Ước tính",
        "So với năm 2020",
        "Năm 2024, năm 2025",
        "Năm 2024 và 2025",
        "Tỷ lệ 1:2.000",
        "2.025",
        "2025 người",
        "6 tháng",
        "Mã 2024",
        "",
    ],
)
def test_headers_that_name_no_single_period(header):
    assert read_period(header) is None


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Đến 31/12/2027, 62% dân số", ["2027"]),
        ("đến hết ngày 31 tháng 12 năm 2026", ["2026"]),
        ("trước ngày 30/6/2026", ["2026-06"]),
        ("theo Quyết định số 12/QĐ-UBND ngày 05/3/2025", []),
        ("so với năm 2020, 2021", []),
        ("các năm 2026, 2027 và 2028 lần lượt là", ["2026", "2027", "2028"]),
        ("đến năm 2026, 2050 người được đào tạo", ["2026"]),
    ],
)
def test_days_to_be_met_and_lists_of_years(text, periods):
    assert [str(period) for period, _, _ in find_periods(text)] == periods


def test_spans_of_periods_and_dates_are_exact():
    text = "giai đoạn 2021-2025, ngày 03 tháng 3 năm 2021, đến năm 2030"
    assert [text[start:end] for _, start, end in find_periods(text)] == ["giai đoạn 2021-2025", "năm 2030"]
    assert [text[start:end] for _, start, end in find_dates(text)] == ["ngày 03 tháng 3 năm 2021"]


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("hàng tháng", "month"),
        ("hằng năm", "year"),
        ("Phấn đấu hàng quý, mỗi xã có ít nhất 03 tin", "quarter"),
        ("từng quý", "quarter"),
        ("03tin/quý", "quarter"),
        ("mỗi tuần một lần", "week"),
        ("ngân hàng năm 2024", ""),
        ("khách hàng tháng 3", ""),
        ("trong tháng 3 năm 2025", ""),
        ("hằng quý, hằng năm", ""),
    ],
)
def test_how_often_a_text_says(text, frequency):
    assert find_frequency(text) == frequency
