"""Tables as Parquet: the exact values with types, titles, units and concepts in the schema.

Takes an `Output`; writes `NAME.parquet` for every table that has this format.  Nothing that changes from run
to run is in the file, and no index.
"""

from pathlib import Path
from typing import Never

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.writers.frame import Framed
from pipeline.writers.output import Output
from pipeline.writers.schema import Column, Kind, Table

ARROW: dict[Kind, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
}
ROW_GROUP = 100_000
"""Rows that are packed together: a reader needs about 20 MB for one group of observations."""


def write(output: Output, folder: Path) -> tuple[Path, ...]:
    """Write one file per table; gives the paths."""
    return tuple(_write(found, folder) for found in output.tables if "parquet" in found.table.formats)


def schema(table: Table) -> pa.Schema:
    """Give the Arrow schema of a table with its descriptions as metadata."""
    fields = [
        pa.field(column.name, ARROW[column.kind], nullable=True, metadata=_metadata(column))
        for column in table.columns
    ]
    return pa.schema(fields, metadata=_texts(table.title, table.about))


def _write(found: Framed, folder: Path) -> Path:
    path = folder / f"{found.table.name}.parquet"
    wanted = schema(found.table)
    arrow = pa.Table.from_pandas(found.frame, schema=wanted, preserve_index=False)
    with path.open("wb") as file:
        pq.write_table(
            arrow.replace_schema_metadata(wanted.metadata),
            file,
            compression="zstd",
            row_group_size=ROW_GROUP,
        )
    return path


def _metadata(column: Column[Never]) -> dict[str, str]:
    more = {"unit": column.unit, "concept": column.concept}
    return _texts(column.title, column.about) | {key: value for key, value in more.items() if value}


def _texts(title: tuple[str, str], about: tuple[str, str]) -> dict[str, str]:
    return {
        "title_vi": title[0],
        "title_en": title[1],
        "description_vi": about[0],
        "description_en": about[1],
    }
