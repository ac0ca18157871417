"""`normalized/` in the repository is what the program makes of `raw_docs/` today."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.name for path in (ROOT / "normalized").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "normalized"
    command = [sys.executable, "-m", "pipeline", "run", "raw_docs", "--out", str(folder), "-q"]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_committed_output_is_fresh(name: str, made: Path) -> None:
    """When this fails, run `make golden` and look at the difference."""
    assert (made / name).read_bytes() == (ROOT / "normalized" / name).read_bytes()


def test_nothing_else_is_written(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".csv")])
def test_csv_and_parquet_hold_the_same_rows(name: str, made: Path) -> None:
    text = pd.read_csv(made / name, dtype=str, keep_default_na=False)
    typed = pd.read_parquet(made / name.replace(".csv", ".parquet"))
    assert list(text.columns) == list(typed.columns)
    assert len(text) == len(typed)
