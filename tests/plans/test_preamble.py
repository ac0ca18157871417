"""Letterheads as offices set them."""

from pathlib import Path

import pytest

from pipeline.run import convert

TARGETS = "II. MỤC TIÊU\n- Tỷ lệ lao động nữ làm công hưởng lương đạt 50% vào năm 2025.\n"

# Two columns of a letterhead in plain text: wide gaps, tabs, and one blank only.
SIDE_BY_SIDE = {
    "gaps": "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "HUYỆN THANH SƠN          Độc lập - Tự do - Hạnh phúc\n"
    "Số: 45/KH-UBND           Thanh Sơn, ngày 12 tháng 02 năm 2025\n",
    "tabs": "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "HUYỆN THANH SƠN\tĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 45/KH-UBND\tThanh Sơn, ngày 12 tháng 02 năm 2025\n",
    "blanks": "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "HUYỆN THANH SƠN Độc lập - Tự do - Hạnh phúc\n"
    "Số: 45/KH-UBND\n"
    "Thanh Sơn, ngày 12 tháng 02 năm 2025\n",
}


@pytest.mark.parametrize("letterhead", SIDE_BY_SIDE.values(), ids=SIDE_BY_SIDE.keys())
def test_the_two_halves_of_a_letterhead_are_kept_apart(letterhead: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"{letterhead}\nKẾ HOẠCH\nBình đẳng giới năm 2025\n\n{TARGETS}", "utf-8")
    record = convert(path).documents[0]
    assert record.issuer == "Ủy ban nhân dân huyện Thanh Sơn"
    assert (record.number, record.date) == ("45/KH-UBND", "2025-02-12")
