"""Tables as data frames: typed as the data package says; what waits for review is not among what is sure."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.batch.frames import frame, sure
from pipeline.errors import UsageError
from pipeline.writers.columns import TABLES
from tests.batch.test_folder import run

# One figure that is sure, and one whose year belongs to nobody.
PLAN = """KẾ HOẠCH
Bình đẳng giới năm 2025

II. MỤC TIÊU
- Tỷ lệ lao động nữ làm công hưởng lương đạt 50%.
- Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã đạt trên 27% và 30% vào năm 2030.
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("frames")
    (home / "raw").mkdir()
    (home / "raw" / "plan.txt").write_text(PLAN, "utf-8")
    run(home / "raw", home / "out", jobs=1)
    return home / "out"


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_is_a_frame_with_its_columns_in_order(tables: Path, table: str) -> None:
    columns = next(known.columns for known in TABLES if known.name == table)
    assert list(frame(tables, table).columns) == [column.name for column in columns]


def test_a_missing_year_is_missing_and_no_number_turns_into_another(tables: Path) -> None:
    values = frame(tables)
    assert pd.api.types.is_integer_dtype(values["period_start"])
    assert sorted(values["value"]) == [27.0, 30.0, 50.0]


def test_what_waits_for_review_is_not_among_what_is_sure(tables: Path) -> None:
    assert list(sure(tables)["value"]) == [50.0]


def test_a_table_that_is_not_there_is_said(tables: Path) -> None:
    with pytest.raises(UsageError):
        frame(tables, "nothing")
