"""Texts that once took a time that grew with their square; each is done in seconds now."""

import time

import pytest

from pipeline.archive import RawFile
from pipeline.checks import Config
from pipeline.errors import Unreadable
from pipeline.run import know, process
from tests.hostile import packed
from tests.hostile.ordinary import HEAD

MOST_SECONDS = 10
"""Of processor time for any hostile file; before the cure these took 11 to 60."""

TASK, NUMBER = "Công việc thứ {} của huyện.", "Số: 956/KH-UBND\n\nKẾ HOẠCH\n\nBình đẳng giới năm 2025\n\n"
TARGET = "- Chỉ tiêu {}: Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã đạt {}% vào năm 2025."

SLOW = {
    "tails_of_a_wide_row.md": b"".join(b"|" + b"a|" * 2_000 + b"\n" for _ in range(12)),
    "tails_of_one_row.txt": (HEAD + "1\tTỷ lệ nữ\t31%\n" + "\tvà nữa\t\n" * 1_500).encode(),
    "many_columns.txt": ("\t".join(map(str, range(6_000))) + "\n").encode() * 3,
    "many_periods_in_a_cell.txt": (HEAD + "1\tTỷ lệ năm " + "2020-2025, " * 5_000 + "\t31%\n").encode(),
    "many_words_in_a_line.txt": ("kế hoạch " * 10_000 + "\n" + HEAD).encode(),
    "many_marks_on_a_letter.txt": (HEAD + "1\ta" + "\u0301\u0323" * 50_000 + "\t31%\n").encode(),
    "many_cells.xlsx": packed.files()["many_cells.xlsx"],
    "many_paragraphs.txt": (NUMBER + "\n\n".join(TASK.format(n) for n in range(4_000))).encode(),
    "many_targets.txt": (NUMBER + "\n\n".join(TARGET.format(n, n % 90 + 1) for n in range(1_200))).encode(),
    "endless_bytes.rtf": rb"{\rtf1{\object\bin999999999 x}}",
}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_a_file_that_was_slow_is_done_in_time(name: str) -> None:
    known, start = know(), time.process_time()
    try:
        process(RawFile(name, SLOW[name]), known, Config())
    except Unreadable as fault:
        assert fault.status != "internal_error"
    assert time.process_time() - start < MOST_SECONDS
