import ast
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.model import Harvest
from pipeline.writers import output, parquet, write
from pipeline.writers.columns import DOCUMENTS, OBSERVATIONS, TABLES
from pipeline.writers.output import gather
from pipeline.writers.parquet import ARROW, ParquetFile, frozen, schema
from tests.writers.harvests import catalogue, harvest, made
from tests.writers.readers import parquet_rows

ROOM = Path(output.__file__).parent


def test_empty_text_and_none_are_null_and_amounts_are_plain_numbers() -> None:
    found = made().table("documents")
    place = found.table.index("title")
    assert {row[place] for row in found.plain()} == {None}
    amount = OBSERVATIONS.index("value")
    assert {type(row[amount]) for row in made().table("observations").plain()} == {float}


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        made().table("nothing")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("found", [harvest(), Harvest()], ids=["full", "empty"])
def test_parquet_has_types_titles_units_and_no_index_whatever_the_rows(table, found, tmp_path) -> None:
    write(found, catalogue(), tmp_path)
    read = pq.read_schema(tmp_path / f"{table.name}.parquet")
    assert read.names == [column.name for column in table.columns]
    assert read.equals(schema(table), check_metadata=True)
    for column, field in zip(table.columns, read, strict=True):
        assert field.type == ARROW[column.kind]
        assert field.metadata[b"title_vi"].decode() == column.title[0]
        assert field.metadata.get(b"unit", b"").decode() == column.unit
        assert field.metadata.get(b"concept", b"").decode() == column.concept
    assert b"pandas" not in read.metadata


def test_a_year_with_gaps_stays_whole(tmp_path: Path) -> None:
    write(harvest(), catalogue(), tmp_path)
    years = [row[DOCUMENTS.index("plan_start")] for row in parquet_rows(tmp_path / "documents.parquet")]
    assert sorted(years, key=str) == [2025, None, None]
    assert {type(year) for year in years} == {int, type(None)}


@pytest.mark.parametrize("step", [1, 7, 50, 150])
def test_the_file_does_not_depend_on_the_pieces_in_which_its_rows_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP", 100)
    rows = gather(harvest(), catalogue()).table("observations").plain() * 32
    digests = set()
    for size in (step, len(rows)):
        file = ParquetFile(OBSERVATIONS, tmp_path / "rows.parquet")
        for at in range(0, len(rows), size):
            file.add(frozen(OBSERVATIONS, rows[at : at + size]))
        file.close()
        digests.add((tmp_path / "rows.parquet").read_bytes())
    assert len(digests) == 1
    assert pq.ParquetFile(tmp_path / "rows.parquet").num_row_groups == 3
    assert parquet_rows(tmp_path / "rows.parquet") == list(rows)


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize(
    ("library", "doors"), [("pandas", []), ("pyarrow", ["parquet.py"]), ("xlsxwriter", ["xlsx.py"])]
)
def test_each_heavy_library_has_one_door(library: str, doors: list[str]) -> None:
    users = [
        path.name
        for path in sorted(ROOM.rglob("*.py"))
        if any(name.split(".")[0] == library for name in imported(path))
    ]
    assert users == doors
