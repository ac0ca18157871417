"""Made plans as text files, with what a person has to settle: odd wordings, a wrong figure."""

from pathlib import Path

from pipeline.batch.folder import run_folder
from pipeline.batch.job import Order
from pipeline.batch.task import Done, Task
from pipeline.checks import Config

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN {name}

KẾ HOẠCH
Thực hiện Chiến lược quốc gia về bình đẳng giới năm 2025

Phụ lục
CÁC CHỈ TIÊU BÌNH ĐẲNG GIỚI
(Kèm theo Kế hoạch số {number}/KH-UBND ngày 05/01/2025 của Ủy ban nhân dân huyện {name})

TT\tMục tiêu/chỉ tiêu\tĐơn vị tính\tNăm 2025\tĐơn vị chủ trì thực hiện
2\tMục tiêu 2: Trong lĩnh vực kinh tế, lao động\t\t\t
2.1\tChỉ tiêu 1: Tăng tỷ lệ lao động nữ làm công hưởng lương so với tổng số lao động nữ\t%\t50\tPhòng Nội vụ
2.2\tChỉ tiêu 2: {first}\t%\t{share}\tPhòng Tài chính - Kế hoạch
2.3\tChỉ tiêu 3: {second}\t%\t{poor}\tPhòng Nội vụ
4\tMục tiêu 4: Trong lĩnh vực y tế\t\t\t
4.1\tChỉ tiêu 1: Tỷ số giới tính khi sinh ở mức\tbé trai/100 bé gái\t110\tPhòng Y tế
4.2\tChỉ tiêu 2: Tỷ lệ tử vong bà mẹ liên quan đến thai sản\ttrên 100.000 trẻ đẻ sống\t31.600\tPhòng Y tế
"""
FIRST = "Tỷ lệ chị em đứng đầu cơ sở kinh doanh"
SECOND = "Tỷ lệ hộ nghèo do nữ làm chủ hộ"


class Silent:
    """Nobody watches."""

    def begin(self, count: int, stored: int) -> None:
        """Say nothing."""

    def done(self, done: Done) -> None:
        """Say nothing."""

    def stage(self, name: str) -> None:
        """Say nothing."""


def write(raw: Path, count: int = 2) -> Path:
    """Write so many plans; gives the folder."""
    raw.mkdir(parents=True)
    for number in range(count):
        values = {"name": f"Đắk {'ABCDEFGH'[number]}", "number": 100 + number}
        words = {"first": FIRST, "second": SECOND, "share": 20 + number, "poor": 5 + number}
        (raw / f"ke-hoach-{number}.txt").write_text(PLAN.format(**values, **words), encoding="utf-8")
    return raw


def run(raw: Path, out: Path) -> Path:
    """Read the documents into tables; gives the folder of the tables."""
    run_folder(Task(raw, out, Order((), Config(), raw / "decisions.csv")), Silent())
    return out
