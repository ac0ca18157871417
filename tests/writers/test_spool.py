"""What is put in order when all documents were seen."""

from pathlib import Path

from pipeline.batch.frames import frame
from tests.batch.test_folder import run

# "Nam" below two rows of one plan and below one of them in another: one word, two questions.
FIRST = """KẾ HOẠCH
Phát triển năm 2025

| TT | Chỉ tiêu | ĐVT | Kế hoạch năm 2025 |
|---|---|---|---|
| 1 | Tỷ lệ người đi bộ | % | 20 |
| | - Nam | % | 30 |
| 2 | Tỷ lệ người đi xe đạp | % | 40 |
| | - Nam | % | 50 |
"""
SECOND = FIRST.partition("| 2 |")[0].replace("30", "35")


def test_an_answer_settles_the_rows_with_its_wording_below_the_same_row(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "first.md").write_text(FIRST, "utf-8")
    (tmp_path / "raw" / "second.md").write_text(SECOND, "utf-8")
    run(tmp_path / "raw", tmp_path / "out", jobs=1)
    rows = frame(tmp_path / "out", "unmatched")
    parts = rows[rows["label"] == "Nam"]
    assert sorted(zip(parts["parent"], parts["settles"], strict=True)) == [
        ("Tỷ lệ người đi bộ", 2),
        ("Tỷ lệ người đi bộ", 2),
        ("Tỷ lệ người đi xe đạp", 1),
    ]
