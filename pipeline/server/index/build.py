"""Makes the index of a run's tables, in bounded memory, under a lock, whole or not at all.

`open_index` takes the folder of the tables, the folder to keep the index in, and the catalogue; it gives the
index that stands there for exactly these tables, made now if there is none.
"""

import hashlib
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError, UsageError
from pipeline.language.messages import say
from pipeline.model import Place
from pipeline.server.index import schema, words
from pipeline.server.index.store import BATCH, Index

if sys.platform != "win32":
    import fcntl

MARK = "datapackage.json"
"""A folder with this file is an output of ours."""

SOURCES = ("documents", "observations", "findings", "unmatched", "responsibilities", "cells")
TRIES = 3
"""A run may put new tables in place while the old ones are read; then everything is read once more."""

PREFIX, SUFFIX = "index-", ".sqlite"


def open_index(tables: Path, home: Path, catalogue: Catalogue, lang: str = "vi") -> Index:
    """Give the index of the tables as they stand.

    Raises `UsageError` when the folder is no output of a run, `OutputError` when `home` cannot be written.
    """
    if not (tables / MARK).is_file():
        raise UsageError(say("server.not_an_output", lang, folder=tables))
    try:
        with _held(home):
            return Index(_standing(tables, home, catalogue, lang), tables)
    except OSError as fault:
        raise OutputError(f"{home}: {fault.strerror or fault}") from fault


def _standing(tables: Path, home: Path, catalogue: Catalogue, lang: str) -> Path:
    for _ in range(TRIES):
        digest = _digest(tables, catalogue, lang)
        path = home / f"{PREFIX}{digest}{SUFFIX}"
        if path.is_file():
            return path
        made = _made(tables, home, catalogue, lang)
        if _digest(tables, catalogue, lang) == digest:
            made.replace(path)
            _forget(home, path)
            return path
    raise UsageError(say("server.tables_change", lang, folder=tables))


def _forget(home: Path, kept: Path) -> None:
    for path in home.glob(f"{PREFIX}*"):
        if path != kept:
            path.unlink()


@contextmanager
def _held(home: Path) -> Iterator[None]:
    """Wait for whoever makes an index in this folder."""
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _digest(tables: Path, catalogue: Catalogue, lang: str) -> str:
    """What an index is made of: every table, the catalogue, the shape of the index."""
    digest = hashlib.sha256(f"{schema.VERSION} {catalogue.version}".encode())
    for name in SOURCES:
        try:
            with (tables / f"{name}.parquet").open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as fault:
            raise UsageError(say("report.no_tables", lang, folder=tables, file=f"{name}.parquet")) from fault
    return digest.hexdigest()[:32]


def _made(tables: Path, home: Path, catalogue: Catalogue, lang: str) -> Path:
    path = home / "work.sqlite"
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;")
        base.executescript(schema.TABLES)
        base.execute("BEGIN")
        _Filling(base, tables, lang).fill()
        base.executescript(schema.AFTER)
        words.fill(base, catalogue)
        base.executescript("PRAGMA optimize; ANALYZE;")
    finally:
        base.close()
    return path


class _Filling:
    """Copies what is needed from the tables of a run, batch by batch."""

    def __init__(self, base: sqlite3.Connection, tables: Path, lang: str) -> None:
        self.base, self.tables, self.lang = base, tables, lang

    def fill(self) -> None:
        """Copy from every table."""
        self._copy("documents", "documents", schema.DOCUMENT)
        self._copy("findings", "findings", schema.FINDING)
        self._copy("unmatched", "open", schema.OPEN)
        self._observations()
        self._agencies()
        for name in schema.SPANNED:
            self._spans(name)

    def _copy(self, name: str, table: str, columns: tuple[str, ...]) -> None:
        for batch in self._batches(name, columns):
            self._insert(table, columns, _tuples(batch, columns))

    def _observations(self) -> None:
        """Values in doubt as they are; the wordings of all values counted."""
        wanted = tuple(dict.fromkeys((*schema.DOUBT, *schema.USE, "review")))
        for batch in self._batches("observations", wanted):
            doubts = batch.filter(pc.equal(batch.column("review"), "needs_review")).select(schema.DOUBT)
            rows = ((*row.values(), _spot(row)) for row in doubts.to_pylist())
            self._insert("doubts", (*schema.DOUBT, "spot"), rows)
            named = batch.filter(pc.is_valid(batch.column("indicator_id")))
            self._count(Counter(_tuples(named, schema.USE)))

    def _count(self, found: Counter[tuple[Any, ...]]) -> None:
        counts = [(document, tuple(word or "" for word in use), n) for (document, *use), n in found.items()]
        self.base.executemany(
            "INSERT INTO uses (indicator_id, scope, label, method, rows) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
            ((*use, n) for _, use, n in counts),
        )
        self.base.executemany(
            "INSERT INTO use_documents SELECT no, ?, ? FROM uses"
            " WHERE indicator_id = ? AND scope = ? AND label = ? AND method = ?"
            " ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
            ((document, n, *use) for document, use, n in counts),
        )

    def _agencies(self) -> None:
        found: set[str] = set()
        for batch in self._batches("responsibilities", ("agency",)):
            found.update(name for name in batch.column(0).to_pylist() if name)
        words.add(self.base, "agency", ((name, name) for name in sorted(found)))

    def _spans(self, name: str) -> None:
        """Runs of rows that belong to one document."""
        at = first = 0
        current: str | None = None
        for batch in self._batches(name, ("document_id",)):
            for document in batch.column(0).to_pylist():
                if document != current:
                    self._span(name, current, first, at)
                    current, first = document, at
                at += 1
        self._span(name, current, first, at)

    def _span(self, name: str, document: str | None, first: int, end: int) -> None:
        if document is not None and end > first:
            self.base.execute("INSERT INTO spans VALUES (?, ?, ?, ?)", (name, document, first, end - first))

    def _insert(self, table: str, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" for _ in names)
        self.base.executemany(
            f"INSERT INTO {table} ({schema.columns(names)}) VALUES ({marks})",  # noqa: S608 - names are ours
            rows,
        )

    def _batches(self, name: str, columns: Sequence[str]) -> Iterator[Any]:
        path = self.tables / f"{name}.parquet"
        try:
            with pq.ParquetFile(path) as file:
                missing = sorted(set(columns) - set(file.schema_arrow.names))
                if missing:
                    raise UsageError(
                        say("report.old_tables", self.lang, folder=self.tables, column=missing[0])
                    )
                yield from file.iter_batches(BATCH, columns=list(columns), use_threads=False)
        except (OSError, pa.ArrowException) as fault:
            raise UsageError(
                say("report.no_tables", self.lang, folder=self.tables, file=path.name)
            ) from fault


def _tuples(batch: Any, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - pyarrow has no types
    return zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def _spot(row: dict[str, Any]) -> str:
    """The place in words, as rulings name it."""
    return Place(
        page=row["page"], table=row["table"], row=row["row"], column=row["column"], line=row["line"]
    ).spot
