"""An open index: questions in SQL, answered one at a time, from any thread; rows of a document from Parquet.

Values always come in as parameters.  What people ruled since the tables were written stands in `live.ruled`,
a table in memory, so that a question can leave out what is settled.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pyarrow.parquet as pq

T = TypeVar("T")

BATCH = 4096
"""Rows of a table that are in memory at a time."""

PAGE = 50
"""Rows of a list that one page shows."""

LIVE = """
ATTACH DATABASE ':memory:' AS live;
CREATE TABLE live.ruled (subject TEXT, key TEXT, ruling TEXT, PRIMARY KEY (subject, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many: `items` of the 1-based page `number`; `total` counts all of them."""

    items: tuple[T, ...]
    number: int
    total: int
    size: int = PAGE

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.size))


class Index:
    """One open index file with the folder of the tables that it was made of."""

    def __init__(self, path: Path, tables: Path) -> None:
        self.path, self.tables = path, tables
        self._lock = threading.Lock()
        self._base = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._base.row_factory = sqlite3.Row
        self._base.executescript(LIVE)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Every row of an answer."""
        with self._lock:
            return self._base.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row of an answer, or None."""
        with self._lock:
            row: sqlite3.Row | None = self._base.execute(sql, values).fetchone()
            return row

    def count(self, sql: str, values: Sequence[object] = ()) -> int:
        """The single number of an answer; 0 when there is none."""
        row = self.one(sql, values)
        return int(row[0] or 0) if row else 0

    def ruled(self, rulings: Iterable[tuple[str, str, str]]) -> None:
        """Replace what is known to be ruled: subject, key, ruling."""
        known = list(rulings)  # asking what is ruled on asks this index
        with self._lock:
            self._base.execute("DELETE FROM live.ruled")
            self._base.executemany("INSERT OR REPLACE INTO live.ruled VALUES (?, ?, ?)", known)
            self._base.commit()

    def table(
        self, name: str, document: str, columns: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of one document in a table of the run, in output order, as the table has them.

        `name` is ``observations``, ``unmatched``, ``responsibilities`` or ``cells``; missing texts are None.
        When a run has just put other tables in place, rows of other documents stand there: they are left out.
        """
        spans = self.rows(
            "SELECT first, count FROM spans WHERE name = ? AND document_id = ? ORDER BY first",
            (name, document),
        )
        wanted = list(dict.fromkeys(("document_id", *columns))) if columns else None
        with pq.ParquetFile(self.tables / f"{name}.parquet") as file:
            for span in spans:
                rows = _slice(file, span["first"], span["count"], wanted)
                yield from (row for row in rows if row["document_id"] == document)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._base.close()


def _slice(
    file: pq.ParquetFile, first: int, count: int, columns: Sequence[str] | None
) -> Iterator[dict[str, Any]]:
    """The rows from the 0-based `first` on, read from the row groups that hold them."""
    start = 0
    for group in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(group).num_rows
        low, high = max(first, start), min(first + count, start + size)
        if low < high:
            yield from _part(file, group, low - start, high - start, columns)
        start += size


def _part(
    file: pq.ParquetFile, group: int, low: int, high: int, columns: Sequence[str] | None
) -> Iterator[dict[str, Any]]:
    start = 0
    for batch in file.iter_batches(BATCH, row_groups=[group], columns=columns, use_threads=False):
        begin, end = max(low, start), min(high, start + batch.num_rows)
        if begin < end:
            yield from batch.slice(begin - start, end - begin).to_pylist()
        start += batch.num_rows
        if start >= high:
            return
