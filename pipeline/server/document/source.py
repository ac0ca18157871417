"""The rows of one document in the tables of a run, narrowed to what one view of it shows.

Takes the index; gives an `Extract` per document: its values and cells as Arrow, which stay small and answer
which pages and tables there are.  The few documents looked at last are kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.server.index import Index
from pipeline.server.index.schema import PLACE
from pipeline.server.index.store import BATCH

Row = dict[str, Any]

KEPT = 6
"""Documents that are kept in memory; one with 10,000 rows takes about 20 MB."""

CELLS = ("document_id", "text", "status", "reason", *PLACE)
VALUES = (
    *("observation_id", "document_id", "source", "indicator_id", "indicator_vi", "indicator_en", "scope"),
    *(
        "role",
        "period",
        "value",
        "value_high",
        "comparator",
        "unit",
        "numerator",
        "denominator",
        "row_number",
    ),
    *("label", "label_raw", "value_raw", "unit_raw", "column_header", "review", "confidence", *PLACE),
)


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything of one document: `values` are observations, `cells` the cell ledger."""

    document: str
    values: pa.Table
    cells: pa.Table

    def value(self, observation_id: str) -> Row | None:
        """One value by its id."""
        rows = self.values.filter(pc.equal(self.values["observation_id"], observation_id)).to_pylist()
        return _plain(rows[0]) if rows else None


class Extracts:
    """Gives extracts.  Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Extract] = OrderedDict()

    def of(self, index: Index, document: str) -> Extract:
        """Everything of one document; empty tables when it gave nothing."""
        key = str(index.path), document
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = Extract(
            document, _read(index, "observations", document, VALUES), _read(index, "cells", document, CELLS)
        )
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def narrowed(table: pa.Table, column: str, number: int | None) -> pa.Table:
    """The rows in which a column holds a number, or nothing (None)."""
    found = table[column]
    return table.filter(pc.is_null(found) if number is None else pc.equal(found, number))


def rows(table: pa.Table) -> list[Row]:
    """The rows as records; texts empty instead of missing."""
    return [_plain(row) for row in table.to_pylist()]


def _plain(row: Row) -> Row:
    return {name: "" if value is None and name not in NUMBERS else value for name, value in row.items()}


NUMBERS = frozenset({*PLACE, "value", "value_high", "numerator", "denominator", "confidence"})


def _read(index: Index, name: str, document: str, columns: Sequence[str]) -> pa.Table:
    """The document's rows of a table, copied out of the batches that hold them."""
    spans = index.rows(
        "SELECT first, count FROM spans WHERE name = ? AND document_id = ? ORDER BY first", (name, document)
    )
    with pq.ParquetFile(index.tables / f"{name}.parquet") as file:
        parts = [file.schema_arrow.empty_table().select(columns)]
        for span in spans:
            for batch in _batches(file, span["first"], span["count"], list(columns)):
                found = pa.Table.from_batches([batch])
                parts.append(found.filter(pc.equal(found["document_id"], document)))
    return pa.concat_tables(parts)


def _batches(file: pq.ParquetFile, first: int, count: int, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """The batches in which the rows from the 0-based `first` on stand; a few more rows come with them."""
    start = 0
    for group in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(group).num_rows
        low, high = max(first, start) - start, min(first + count, start + size) - start
        at = 0
        if low < high:
            for batch in file.iter_batches(BATCH, row_groups=[group], columns=columns, use_threads=False):
                if at < high and at + batch.num_rows > low:
                    yield batch
                at += batch.num_rows
                if at >= high:
                    break
        start += size
