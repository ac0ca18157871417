"""Tables as Parquet: the exact values with types, titles, units and concepts in the schema.

Takes a table's rows piece by piece and writes them in groups of `ROW_GROUP`, so that no more than a group is
held and the file does not depend on the pieces.  Nothing that changes from run to run is in the file, and no
index.
"""

from collections.abc import Sequence
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
ROW_GROUP = 10_000
"""Rows that are packed together: about 12 MB of observations while they are written or read."""

PIECE = 1_000
"""Rows that are held as plain values, which take some ten times the room."""


class ParquetFile:
    """One file that grows by rows; close it to finish it."""

    def __init__(self, table: Table, path: Path) -> None:
        self.schema = schema(table)
        self.file = path.open("wb")
        self.writer = pq.ParquetWriter(self.file, self.schema, compression="zstd")
        self.waiting: list[Sequence[Plain]] = []
        self.group: list[pa.RecordBatch] = []
        self.held = 0

    def add(self, rows: Sequence[Sequence[Plain]]) -> None:
        """Add rows of plain values."""
        self.waiting.extend(rows)
        while len(self.waiting) >= PIECE:
            self._pack(PIECE)

    def close(self) -> None:
        """Write what is left; a file without rows is one too."""
        if self.waiting:
            self._pack(len(self.waiting))
        if self.group:
            self._write()
        self.writer.close()
        self.file.close()

    def _pack(self, count: int) -> None:
        rows, self.waiting = self.waiting[:count], self.waiting[count:]
        columns = zip(*rows, strict=True)
        arrays = [pa.array(found, field.type) for found, field in zip(columns, self.schema, strict=True)]
        self.group.append(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
        self.held += count
        if self.held >= ROW_GROUP:
            self._write()

    def _write(self) -> None:
        """Write a group as one piece: where its parts were joined must not show in the file."""
        whole = pa.Table.from_batches(self.group, self.schema).combine_chunks()
        self.writer.write_table(whole, row_group_size=ROW_GROUP)
        self.group, self.held = [], 0


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
