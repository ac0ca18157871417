"""`normalized/` in the repository is what the program makes of `raw_docs/` today."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.batch.folder import read_folder
from pipeline.checks import Config
from pipeline.run import know
from pipeline.writers import write

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.name for path in (ROOT / "normalized").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("normalized")
    known = know()
    write(read_folder(ROOT / "raw_docs", known, Config()), known.catalogue, folder)
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
