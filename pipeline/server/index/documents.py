"""Questions about documents: the list with its figures, one document, its findings and doubts."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from pipeline.server.index.schema import DOCUMENT
from pipeline.server.index.store import PAGE, Index, Page

READ = ("ok", "ok_flagged")
"""Statuses of a document that was read to the end."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One input file as the table `documents` has it (texts are never None), with what is left to do.

    `open` rows wait for an indicator, `doubtful` values for a look; `errors` and `warnings` are findings.
    """

    document_id: str
    path: str
    format: str
    bytes: int
    status: str
    reason: str
    flags: str
    remedy: str
    method: str
    pages: int | None
    number: str
    date: str
    type: str
    title: str
    issuer: str
    area_name: str
    area_level: str
    plan_start: int | None
    plan_end: int | None
    rows_read: int
    observations: int
    findings: int
    doubtful: int
    open: int
    errors: int
    warnings: int

    @property
    def name(self) -> str:
        """What people call it: its number, or the name of its file."""
        return self.number or self.path

    @property
    def left(self) -> int:
        """Rows and values that wait for a person."""
        return self.open + self.doubtful


@dataclass(frozen=True, slots=True)
class Totals:
    """All documents in figures."""

    documents: int
    read: int
    observations: int
    findings: int
    doubtful: int
    open: int
    errors: int
    warnings: int


NUMBERS = frozenset({"bytes", "pages", "plan_start", "plan_end", "rows_read", "observations", "findings"})


def _document(row: sqlite3.Row) -> DocumentRow:
    known: dict[str, Any] = {name: row[name] if name in NUMBERS else row[name] or "" for name in DOCUMENT}
    left = {name: row[name] for name in ("doubtful", "open", "errors", "warnings")}
    return DocumentRow(**known, **left)


def document(index: Index, document_id: str) -> DocumentRow | None:
    """The document with this id; of files with the same bytes the one that was read."""
    row = index.one(
        "SELECT * FROM documents WHERE document_id = ? ORDER BY status = 'duplicate', no LIMIT 1",
        (document_id,),
    )
    return _document(row) if row else None


def names(index: Index, ids: tuple[str, ...]) -> dict[str, str]:
    """What people call each of these documents."""
    found = ((name, document(index, name)) for name in dict.fromkeys(ids) if name)
    return {name: row.name if row else name for name, row in found}


def documents(
    index: Index, status: str = "", left: bool = False, number: int = 1, size: int = PAGE
) -> Page[DocumentRow]:
    """One page of the list; `status` narrows it (empty: all), `left` to those with something to do."""
    where = "(?1 = '' OR status = ?1) AND (NOT ?2 OR open + doubtful > 0)"
    total = index.count(f"SELECT count(*) FROM documents WHERE {where}", (status, left))  # noqa: S608
    rows = index.rows(
        f"SELECT * FROM documents WHERE {where} ORDER BY no LIMIT ?3 OFFSET ?4",  # noqa: S608
        (status, left, size, (number - 1) * size),
    )
    return Page(tuple(map(_document, rows)), number, total, size)


def statuses(index: Index) -> tuple[tuple[str, int], ...]:
    """Each status with its number of documents, the most frequent first."""
    rows = index.rows("SELECT status, count(*) AS n FROM documents GROUP BY status ORDER BY n DESC, status")
    return tuple((row["status"], row["n"]) for row in rows)


def totals(index: Index) -> Totals:
    """All documents in figures."""
    row = index.one(
        "SELECT count(*), sum(status IN ('ok', 'ok_flagged')), sum(observations), sum(findings),"
        " sum(doubtful), sum(open), sum(errors), sum(warnings) FROM documents WHERE status <> 'duplicate'"
    )
    return Totals(*(int(value or 0) for value in row or (0,) * 8))
