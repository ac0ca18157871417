"""Tables as Parquet: the exact values with types, titles, units and concepts in the schema.

Takes a table's rows piece by piece and writes them in groups of `ROW_GROUP`, so that no more than a group is
held and the file does not depend on the pieces.  Nothing that changes from run to run is in the file, and no
index.  Also the door to Arrow for rows that wait (`frozen`).
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Never

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.writers.schema import Column, Kind, Plain, Table

ARROW: dict[Kind, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
}
pa.set_memory_pool(pa.system_memory_pool())
# What Arrow lets go of is the system's again; its usual pool keeps 40 MiB of a run over 3,000 documents.

CODEC = "zstd"
"""A gigabyte a second on the way back; rows of a sheet shrink to a fortieth."""

ROW_GROUP = 10_000
"""Rows that are packed together: about 12 MB of observations while they are written or read."""


class ParquetFile:
    """One file that grows by rows; close it to finish it."""

    def __init__(self, table: Table, path: Path) -> None:
        self.schema = schema(table)
        self.file = path.open("wb")
        self.writer = pq.ParquetWriter(self.file, self.schema, compression=CODEC)
        self.group: list[pa.RecordBatch] = []
        self.held = 0

    def add(self, rows: bytes) -> None:
        """Add rows as `frozen` gives them."""
        self.group.append(_thawed(rows, self.schema))
        self.held += self.group[-1].num_rows
        while self.held >= ROW_GROUP:
            self._write(ROW_GROUP)

    def close(self) -> None:
        """Write what is left; a file without rows is one too."""
        if self.held:
            self._write(self.held)
        self.writer.close()
        self.file.close()

    def _write(self, count: int) -> None:
        """Write a group as one piece: where its parts were joined must not show in the file."""
        waiting = pa.Table.from_batches(self.group, self.schema)
        self.writer.write_table(waiting.slice(0, count).combine_chunks(), row_group_size=ROW_GROUP)
        self.group = waiting.slice(count).to_batches()
        self.held -= count


def frozen(table: Table, rows: Sequence[Sequence[Plain]]) -> bytes:
    """Give rows of plain values, of which there is at least one, as a file takes them."""
    columns = schema(table)
    found = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(found, columns, strict=True)]
    made: bytes = pa.RecordBatch.from_arrays(arrays, schema=columns).serialize().to_pybytes()
    return made


def column(table: Table, rows: bytes, name: str) -> list[Plain]:
    """Give one column of frozen rows."""
    found: list[Plain] = _thawed(rows, schema(table)).column(name).to_pylist()
    return found


def _thawed(rows: bytes, columns: pa.Schema) -> pa.RecordBatch:
    return pa.ipc.read_record_batch(pa.py_buffer(rows), columns)


def compressed(data: bytes) -> bytes:
    """Give the bytes in less room."""
    made: bytes = pa.compress(data, CODEC, asbytes=True)
    return made


def expanded(data: bytes, size: int) -> bytes:
    """Give so many bytes that were compressed."""
    found: bytes = pa.decompress(data, size, CODEC, asbytes=True)
    return found


@cache
def schema(table: Table) -> pa.Schema:
    """Give the Arrow schema of a table with its descriptions as metadata."""
    fields = [
        pa.field(column.name, ARROW[column.kind], nullable=True, metadata=_metadata(column))
        for column in table.columns
    ]
    return pa.schema(fields, metadata=_texts(table.title, table.about))


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
