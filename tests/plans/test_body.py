"""Targets in the sentences of the body: which sections state them, where a sentence ends, what is in doubt.

The plans are made for the test: one section with one sentence, in words as provinces write them.
"""

from pathlib import Path

import pytest

from pipeline.model import Observation
from pipeline.run import convert

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 12/KH-UBND\n\n"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
    "Lạng Sơn, ngày 15 tháng 01 năm 2026\n\nKẾ HOẠCH\n\n"
    "Thực hiện Chiến lược quốc gia về bình đẳng giới năm 2026\n\n"
)
TAIL = "\n\nIII. TỔ CHỨC THỰC HIỆN\n\nCác sở, ngành triển khai.\n"
REACHED = "dân số được tiếp cận kiến thức cơ bản về bình đẳng giới"
WAGES = "Tỷ lệ lao động nữ làm công hưởng lương"


def observed(folder: Path, sentence: str, title: str = "II. MỤC TIÊU") -> list[Observation]:
    path = folder / "plan.txt"
    path.write_text(f"{HEAD}{title}\n\n- {sentence}{TAIL}", encoding="utf-8")
    found = convert(path).observations
    return sorted(found, key=lambda one: (str(one.period), one.quantity.amount or 0))


def accepted(found: list[Observation]) -> list[tuple[str, str, str]]:
    sure = [one for one in found if one.review == "accepted"]
    return [(one.indicator_id, str(one.period), str(one.quantity.amount)) for one in sure]


@pytest.mark.parametrize(
    "title",
    [
        "I. KẾT QUẢ CÁC CHỈ TIÊU",
        "I. THỰC TRẠNG CÁC CHỈ TIÊU BÌNH ĐẲNG GIỚI",
        "I. ĐẶC ĐIỂM TÌNH HÌNH\n\n1. Các chỉ tiêu",
        "II. MỤC TIÊU\n\n1. Các chỉ tiêu đã hoàn thành",
        "II. MỤC TIÊU\n\n1. Mục tiêu quốc gia",
        "II. MỤC TIÊU\n\nKết quả đạt được:",
    ],
)
def test_figures_below_a_title_of_results_or_of_others_wait(tmp_path: Path, title: str) -> None:
    (found,) = observed(tmp_path, f"57% {REACHED}.", title)
    assert (found.review, "title_above" in found.match.reasons) == ("needs_review", True)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("II. MỤC TIÊU, CHỈ TIÊU", "2026"),
        ("II. CHỈ TIÊU PHẤN ĐẤU NĂM 2027", "2027"),
        ("II. MỤC TIÊU THỰC HIỆN CHIẾN LƯỢC QUỐC GIA", "2026"),
        ("Mục tiêu cụ thể:", "2026"),
    ],
)
def test_titles_of_targets(tmp_path: Path, title: str, period: str) -> None:
    assert accepted(observed(tmp_path, f"57% {REACHED}.", title)) == [("VNGES.6.1", period, "57")]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        (f"{WAGES}: năm 2026 đạt 45%; năm 2028 đạt 50%; năm 2030: 60%.", ["45", "50", "60"]),
        (f"{WAGES}: 45% năm 2026; 60% năm 2030.", ["45", "60"]),
        # Undated steps contradict each other; a change or a part is no further stage.
        (f"{WAGES}: 45%; 50%; 60%.", []),
        (f"{WAGES} đạt 45%; tăng 2%.", ["45"]),
        (f"{WAGES} đạt 45%; trong đó nông thôn 40%.", ["45"]),
        (f"{WAGES} đạt 45%; đến năm 2030 đạt 60%.", ["45"]),
    ],
)
def test_a_clause_that_only_gives_another_year_belongs_to_the_one_before(
    tmp_path: Path, sentence: str, values: list[str]
) -> None:
    assert [value for _, _, value in accepted(observed(tmp_path, sentence))] == values


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        (f"{WAGES} trên địa bàn tỉnh Lạng Sơn đạt 45%.", [("VNGES.2.1", "2026", "45")]),
        (f"{WAGES} của thành phố Lạng Sơn đạt 45%.", []),
        (f"{WAGES} của tỉnh Cao Bằng đạt 45%.", []),
        (f"Đến 31/12/2027, 62% {REACHED}.", [("VNGES.6.1", "2027", "62")]),
        (f"{WAGES} từ 57% năm 2025 lên 60%.", [("VNGES.2.1", "2025", "57"), ("VNGES.2.1", "2026", "60")]),
        (f"Số liệu tính đến 31/12/2025: 55% {REACHED}.", []),
        (f"{WAGES} tăng lên 55% trong các năm 2026, 2027 và 2028.", []),
        (f"{WAGES} đạt 100% chỉ tiêu.", []),
        (f"{WAGES} tăng được 2%.", []),
        (f"{WAGES} tăng so với năm 2025 là 2%.", []),
        ("Mỗi xã có 16 tin, bài/năm về bình đẳng giới trên hệ thống thông tin cơ sở.", []),
        (
            "Mỗi xã có 04 tin, bài/quý về bình đẳng giới trên hệ thống thông tin cơ sở.",
            [("VNGES.6.3", "2026", "4")],
        ),
    ],
)
def test_what_a_sentence_says_for_sure(
    tmp_path: Path, sentence: str, known: list[tuple[str, str, str]]
) -> None:
    found = observed(tmp_path, sentence)
    assert found
    assert accepted(found) == known


def test_a_part_of_a_whole_without_a_share_waits_and_does_not_vanish(tmp_path: Path) -> None:
    (found,) = observed(
        tmp_path,
        "Phấn đấu 12/25 cơ sở trợ giúp xã hội công lập có hoạt động phòng ngừa và ứng phó "
        "với bạo lực trên cơ sở giới.",
    )
    assert (found.review, str(found.quantity.count), str(found.quantity.of)) == ("needs_review", "12", "25")
