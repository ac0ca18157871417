import ast
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.model import Harvest
from pipeline.writers import frame
from pipeline.writers.columns import TABLES
from pipeline.writers.frame import DTYPES, framed
from pipeline.writers.parquet import ARROW, schema, write
from tests.writers.harvests import harvest, made

ROOM = Path(frame.__file__).parent


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("found", [harvest(), Harvest()], ids=["full", "empty"])
def test_types_do_not_depend_on_the_rows(table, found: Harvest) -> None:
    made_frame = framed(table, found).frame
    assert {name: str(kind) for name, kind in made_frame.dtypes.items()} == {
        column.name: DTYPES[column.kind] for column in table.columns
    }


def test_a_year_with_gaps_stays_whole() -> None:
    years = made().table("documents").frame["plan_start"]
    assert years.dropna().tolist() == [2025]
    assert str(years.dtype) == "Int64"


def test_empty_text_and_none_are_null_and_rows_give_none() -> None:
    found = made().table("documents")
    assert found.frame["title"].isna().all()
    place = found.table.index("title")
    assert {row[place] for row in found.rows()} == {None}


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        made().table("nothing")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_parquet_has_types_titles_units_and_no_index(table, tmp_path) -> None:
    write(made(), tmp_path)
    found = pq.read_schema(tmp_path / f"{table.name}.parquet")
    assert found.names == [column.name for column in table.columns]
    assert found.equals(schema(table), check_metadata=True)
    for column, field in zip(table.columns, found, strict=True):
        assert field.type == ARROW[column.kind]
        assert field.metadata[b"title_vi"].decode() == column.title[0]
        assert field.metadata.get(b"unit", b"").decode() == column.unit
        assert field.metadata.get(b"concept", b"").decode() == column.concept
    assert b"pandas" not in found.metadata


def test_pandas_reads_the_same_frame_back(tmp_path) -> None:
    write(made(), tmp_path)
    found = made().table("observations").frame
    again = pd.read_parquet(tmp_path / "observations.parquet").astype(found.dtypes)
    pd.testing.assert_frame_equal(again, found)


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize(
    ("library", "door"),
    [("pandas", "frame.py"), ("pyarrow", "parquet.py"), ("xlsxwriter", "xlsx.py")],
)
def test_each_heavy_library_has_one_door(library: str, door: str) -> None:
    users = [
        path.name
        for path in sorted(ROOM.rglob("*.py"))
        if any(name.split(".")[0] == library for name in imported(path))
    ]
    assert users == [door]
