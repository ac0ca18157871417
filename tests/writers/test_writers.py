import time
from pathlib import Path

import pytest
from frictionless import Package

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Harvest
from pipeline.writers import write
from pipeline.writers.columns import TABLES
from pipeline.writers.texts import texts
from tests.writers.harvests import catalogue, harvest, reversed_harvest
from tests.writers.readers import csv_rows, parquet_rows, sheet_rows

IN_BOTH = [table for table in TABLES if "csv" in table.formats]
IN_WORKBOOK = [table for table in TABLES if table.name in texts().sheets]
EXPECTED = sorted(
    [f"{table.name}.{kind}" for table in TABLES for kind in table.formats]
    + ["plans.xlsx", "findings.json", "datapackage.json"]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("normalized")
    write(harvest(), catalogue(), made)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_of_the_contract_is_written_and_named(tmp_path: Path) -> None:
    paths = write(harvest(), catalogue(), tmp_path / "new" / "folder")
    assert sorted(path.name for path in paths) == EXPECTED
    assert all(path.is_file() for path in paths)


@pytest.mark.parametrize("table", IN_BOTH, ids=lambda table: table.name)
def test_csv_and_parquet_hold_the_same_values_in_the_same_order(folder: Path, table) -> None:
    from_csv = csv_rows(folder / f"{table.name}.csv", table)
    assert from_csv == parquet_rows(folder / f"{table.name}.parquet")
    assert from_csv


@pytest.mark.parametrize("table", IN_WORKBOOK, ids=lambda table: table.name)
def test_the_workbook_holds_the_same_values_in_the_same_order(folder: Path, table) -> None:
    from_sheet = sheet_rows(folder / "plans.xlsx", texts().sheets[table.name], table)
    assert from_sheet == parquet_rows(folder / f"{table.name}.parquet")


def test_written_again_later_every_file_is_the_same_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    time.sleep(2.1)  # longer than the two seconds that a ZIP archive can tell apart
    write(harvest(), catalogue(), tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_the_order_in_which_the_harvest_was_gathered_does_not_matter(folder: Path, tmp_path: Path) -> None:
    write(reversed_harvest(), catalogue(), tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_an_empty_harvest_gives_valid_files_without_rows(tmp_path: Path) -> None:
    write(Harvest(), Catalogue(()), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == EXPECTED
    for table in IN_BOTH:
        assert csv_rows(tmp_path / f"{table.name}.csv", table) == []
        assert parquet_rows(tmp_path / f"{table.name}.parquet") == []
    assert Package(str(tmp_path / "datapackage.json")).validate().valid


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        write(harvest(), catalogue(), tmp_path / "file")


def test_a_name_that_is_no_text_is_written_with_its_bytes_as_percent_signs(folder: Path) -> None:
    assert "z%FF.pdf" in (folder / "documents.csv").read_text(encoding="utf-8")
