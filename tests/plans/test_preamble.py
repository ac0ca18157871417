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


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"

# The left half of a letterhead above its number, and who issues.
ISSUERS = {
    "a department below its committee": (
        "UBND TỈNH BẮC GIANG\nSỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI",
        "Sở Lao động - Thương binh và Xã hội tỉnh Bắc Giang",
    ),
    "a commune below its district": ("UBND HUYỆN EA KAR\nUBND XÃ EA Ô", "UBND xã Ea Ô, huyện Ea Kar"),
    "the province above": (
        "TỈNH ĐẮK LẮK\nỦY BAN NHÂN DÂN HUYỆN EA KAR",
        "Ủy ban nhân dân huyện Ea Kar, tỉnh Đắk Lắk",
    ),
    "an association": (
        "HỘI LHPN TỈNH LÂM ĐỒNG\nBAN THƯỜNG VỤ",
        "Ban Thường vụ, Hội Liên hiệp Phụ nữ tỉnh Lâm Đồng",
    ),
    "two offices together": (
        "SỞ NỘI VỤ - HỘI LIÊN HIỆP PHỤ NỮ\nTỈNH PHÚ THỌ",
        "Sở Nội vụ - Hội Liên hiệp Phụ nữ tỉnh Phú Thọ",
    ),
    "an office that nobody listed": (
        "UBND TỈNH ĐỒNG THÁP\nBAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",
        "Ban Vì Sự Tiến Bộ Của Phụ Nữ tỉnh Đồng Tháp",
    ),
    "a ministry": ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Bộ Giáo dục và Đào tạo"),
    "small letters": ("Ủy ban nhân dân tỉnh Nghệ An", "Ủy ban nhân dân tỉnh Nghệ An"),
    "a stamp beside it": ("ỦY BAN NHÂN DÂN\nTHỊ XÃ LONG MỸ\nDỰ THẢO", "Ủy ban nhân dân thị xã Long Mỹ"),
    "a party committee": ("ĐẢNG ỦY XÃ IA LY\n*", "Đảng ủy xã Ia Ly"),
}


@pytest.mark.parametrize(("left", "issuer"), ISSUERS.values(), ids=ISSUERS.keys())
def test_the_lowest_office_of_a_letterhead_issues(left: str, issuer: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    right = MOTTO + "ngày 12 tháng 02 năm 2025\n"
    title = "KẾ HOẠCH LIÊN NGÀNH\nBình đẳng giới năm 2025\n\n"
    path.write_text(f"{left}\nSố: 45/KH-X\n{right}{title}{TARGETS}", "utf-8")
    record = convert(path).documents[0]
    assert record.issuer == issuer
    assert (record.title, record.plan_start) == ("Bình đẳng giới năm 2025", 2025)


# Lines above the targets, and number, date and issuer that the document has of its own.
REFERENCES = {
    "a sentence that cites": (
        "Thực hiện Chiến lược ban hành kèm theo Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ:",
        ("", "", ""),
    ),
    "a sentence broken before the bracket": (
        "Thực hiện\n(ban hành kèm theo Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ), UBND",
        ("", "", ""),
    ),
    "a line of its own": (
        "(Kèm theo Kế hoạch số 77/KH-UBND ngày 12/3/2024 của UBND huyện Mường La)",
        ("77/KH-UBND", "2024-03-12", "UBND huyện Mường La"),
    ),
    "two lines": (
        "(Kèm theo Kế hoạch số 77/KH-UBND ngày 12 tháng 3\nnăm 2024 của UBND huyện Mường La)",
        ("77/KH-UBND", "2024-03-12", "UBND huyện Mường La"),
    ),
}


@pytest.mark.parametrize(("lines", "own"), REFERENCES.values(), ids=REFERENCES.keys())
def test_what_a_document_cites_is_not_its_own_number(
    lines: str, own: tuple[str, str, str], tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"KẾ HOẠCH\nBình đẳng giới năm 2025\n{lines}\n{TARGETS}", "utf-8")
    record = convert(path).documents[0]
    assert (record.number, record.date, record.issuer) == own


PERIODS = {
    "Bình đẳng giới năm 2025, Chương trình truyền thông đến năm 2030": (2025, 2025),
    "Chiến lược giai đoạn 2021-2025 và Chương trình truyền thông đến năm 2030": (2021, 2025),
    "Chiến lược giai đoạn 2021-2030 đến năm 2025": (2025, 2025),
    "Chiến lược giai đoạn 2021-2030 và Chương trình đến năm 2030 trên địa bàn huyện năm 2024": (2024, 2024),
    "Chương trình truyền thông về bình đẳng giới đến năm 2030": (2030, 2030),
    "Tổng kết năm 2024 và triển khai công tác bình đẳng giới năm 2025": (2025, 2025),
}


@pytest.mark.parametrize(("title", "years"), PERIODS.items(), ids=PERIODS.keys())
def test_a_title_tells_the_years_of_the_plan(title: str, years: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"KẾ HOẠCH\n{title}\n{TARGETS}", "utf-8")
    record = convert(path).documents[0]
    assert (record.plan_start, record.plan_end) == years


DATES = {
    "Thanh Sơn, ngày 12 tháng 02 năm 2025": "2025-02-12",
    "Thanh Sơn ngày 12 tháng 02 năm 2025": "2025-02-12",
    "Thanh Sơn, ngày 31 tháng 02 năm 2025": "",
    "Chiến lược về bình đẳng giới, giai đoạn 2021-2025": "",
}


@pytest.mark.parametrize(("line", "date"), DATES.items(), ids=DATES.keys())
def test_the_line_with_place_and_day_dates_the_document(line: str, date: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"UBND HUYỆN THANH SƠN\n45/KH-UBND\n{MOTTO}{line}\n{TARGETS}", "utf-8")
    record = convert(path).documents[0]
    assert (record.number, record.date) == ("45/KH-UBND", date)


@pytest.mark.parametrize("joined", [" ", "\n"])
def test_the_title_may_stand_on_the_line_of_its_type(joined: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"KẾ HOẠCH THỰC HIỆN CHIẾN LƯỢC VỀ BÌNH ĐẲNG GIỚI{joined}NĂM 2025\n{TARGETS}", "utf-8")
    record = convert(path).documents[0]
    assert (record.type, record.title) == ("Kế hoạch", "THỰC HIỆN CHIẾN LƯỢC VỀ BÌNH ĐẲNG GIỚI NĂM 2025")


@pytest.mark.parametrize("day", ["ngày 07 tháng 10 năm 2025", "ngày … tháng … năm 2025"])
def test_the_line_with_place_and_date_is_no_title(day: str, tmp_path: Path) -> None:
    """A letterhead in two columns whose right half is read below the type (a PDF printed by a browser)."""
    path = tmp_path / "plan.txt"
    path.write_text(f"KẾ HOẠCH\nLâm Đồng, {day}\nThực hiện công tác trẻ em năm 2026\n\n{TARGETS}", "utf-8")
    (record,) = convert(path).documents
    assert (record.title, record.plan_start) == ("Thực hiện công tác trẻ em năm 2026", 2026)
