from pathlib import Path

import pytest

from pipeline.writers import write
from tests.writers.harvests import catalogue, harvest
from tests.writers.readers import sheet


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The guide as it stands in the workbook."""
    folder: Path = tmp_path_factory.mktemp("normalized")
    write(harvest(), catalogue(), folder)
    return list(sheet(folder / "plans.xlsx", "Đọc trước").iter_rows(values_only=True))


@pytest.fixture
def words(lines: list[tuple[object, ...]]) -> str:
    return "\n".join(str(value) for line in lines for value in line if value is not None)


def test_the_guide_counts_the_rows_of_every_sheet(lines: list[tuple[object, ...]]) -> None:
    counts = {line[0]: line[1] for line in lines if isinstance(line[1], int)}
    assert counts == {"Số liệu": 8, "Phát hiện": 4, "Cần rà soát": 3, "Văn bản": 3, "Danh mục": 2}


def test_the_guide_counts_what_needs_a_person(words: str) -> None:
    assert "Dòng tô vàng (2 dòng)" in words
    assert "1 lỗi (đỏ), 2 cảnh báo (vàng), 1 thông tin (xanh)" in words
    assert "1 tệp chưa đọc được" in words


def test_nothing_is_left_unfilled_and_no_limit_is_announced_without_need(words: str) -> None:
    assert "{" not in words
    assert "CHÚ Ý" not in words


def test_the_guide_ends_with_a_part_in_english(words: str) -> None:
    assert "In English" in words
    assert "datapackage.json describes every column in English" in words
