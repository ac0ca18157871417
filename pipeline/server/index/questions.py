"""Questions about what waits for a person: wordings without an indicator, values in doubt.

An item is a wording below one row (or below none): one answer settles all of its rows.  A doubt is one
value.  What was ruled since the tables were written (`live.ruled`) is left out.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Place
from pipeline.server.index.store import Index, Page
from pipeline.writers.schema import JOINT

SIZE = 20
"""Questions in the list beside the open one."""

ROWS_SHOWN = 30
"""Rows of a wording that are listed under it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is printed: document, 1-based place, box in points; None: there is no such thing."""

    document_id: str
    page: int | None
    table: int | None
    row: int | None
    column: int | None
    line: int | None
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate of a wording: indicator, scope, score from 0 to 100."""

    indicator_id: str
    scope: str
    score: float


@dataclass(frozen=True, slots=True)
class Item:
    """A wording in its context: how many rows of how many documents one answer settles.

    `parent` is the label of the row that it is a part of (empty: none), `parent_id` that row's indicator
    (empty: not known).
    """

    no: int
    wording_key: str
    parent: str
    parent_id: str
    label: str
    rows: int
    documents: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One row without an indicator, as printed."""

    label_raw: str
    goal: str
    unit: str
    values: str
    choices: tuple[Choice, ...]
    reasons: tuple[str, ...]
    spot: Spot

    @property
    def place(self) -> str:
        """The place in words."""
        return in_words(self.spot)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One value that a person has to confirm or correct."""

    no: int
    observation_id: str
    indicator_id: str
    scope: str
    role: str
    period: str
    value: float | None
    value_high: float | None
    unit: str
    unit_raw: str
    label: str
    label_raw: str
    value_raw: str
    column_header: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    confidence: float | None
    spot: Spot
    place: str


def spot(row: sqlite3.Row | Mapping[str, Any]) -> Spot:
    """The place of a row of the index or of a table."""
    box = (row["x0"], row["top"], row["x1"], row["bottom"])
    known = None not in box
    return Spot(
        row["document_id"],
        row["page"],
        row["table"],
        row["row"],
        row["column"],
        row["line"],
        box if known else None,
    )


def in_words(place: Spot) -> str:
    """The place as `Place.spot` names it."""
    return Place("", place.page, place.table, place.row, place.column, place.line).spot


def split(text: str | None) -> tuple[str, ...]:
    """The parts of a joined cell."""
    return tuple(text.split(JOINT)) if text else ()


def choices(text: str | None) -> tuple[Choice, ...]:
    """Candidates from their column.

    >>> choices("VNGES.1.1/all 87.5")
    (Choice(indicator_id='VNGES.1.1', scope='all', score=87.5),)
    """
    found = (part.rpartition(" ") for part in split(text))
    return tuple(
        Choice(name.partition("/")[0], name.partition("/")[2], float(score)) for name, _, score in found
    )


# ------------------------------------------------------------------ wordings

SURE = "doubts.indicator_id IS NOT NULL"
"""A value without an indicator is asked about by its wording."""

UNRULED = "NOT EXISTS (SELECT 1 FROM live.ruled WHERE subject = 'value' AND key = doubts.observation_id)"

FREE = "NOT EXISTS (SELECT 1 FROM live.ruled WHERE subject = 'item' AND key = CAST(items.no AS TEXT))"
PUT_OFF = (
    "EXISTS (SELECT 1 FROM live.ruled WHERE subject = 'item' AND key = CAST(items.no AS TEXT)"
    " AND ruling = 'unsure')"
)


def items(index: Index, number: int = 1, put_off: bool = False) -> Page[Item]:
    """Wordings that wait, those first that settle the most rows; or those that somebody was unsure about."""
    where = PUT_OFF if put_off else FREE
    total = index.count(f"SELECT count(*) FROM items WHERE {where}")  # noqa: S608
    rows = index.rows(
        f"SELECT * FROM items WHERE {where} ORDER BY rows DESC, no LIMIT ? OFFSET ?",  # noqa: S608
        (SIZE, (number - 1) * SIZE),
    )
    return Page(tuple(map(_item, rows)), number, total, SIZE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: `wordings` with their `rows`, `values`; `settled` of `total` questions are ruled on."""

    wordings: int
    rows: int
    values: int
    settled: int
    total: int


def waiting(index: Index) -> Waiting:
    """How far the review is."""
    row = index.one(f"SELECT count(*), sum(rows) FROM items WHERE {FREE}")  # noqa: S608
    wordings, rows = (row[0], row[1] or 0) if row else (0, 0)
    values = index.count(f"SELECT count(*) FROM doubts WHERE {SURE} AND {UNRULED}")  # noqa: S608
    total = index.count("SELECT count(*) FROM items")
    total += index.count(f"SELECT count(*) FROM doubts WHERE {SURE}")  # noqa: S608
    return Waiting(wordings, rows, values, total - wordings - values, total)


def item(index: Index, no: int) -> Item | None:
    """The wording with this number."""
    row = index.one("SELECT * FROM items WHERE no = ?", (no,))
    return _item(row) if row else None


def items_of(index: Index, wording_key: str) -> tuple[Item, ...]:
    """Every context of a wording."""
    return tuple(map(_item, index.rows("SELECT * FROM items WHERE wording_key = ?", (wording_key,))))


def rows_of(index: Index, item: Item, most: int = ROWS_SHOWN) -> tuple[OpenRow, ...]:
    """The first rows of a wording, in output order."""
    rows = index.rows("SELECT * FROM open WHERE item = ? ORDER BY no LIMIT ?", (item.no, most))
    return tuple(map(_open, rows))


def _item(row: sqlite3.Row) -> Item:
    return Item(
        no=row["no"],
        wording_key=row["wording_key"],
        parent=row["parent"] or "",
        parent_id=row["parent_id"] or "",
        label=row["label"] or "",
        rows=row["rows"],
        documents=row["documents"],
    )


def _open(row: sqlite3.Row) -> OpenRow:
    return OpenRow(
        row["label_raw"] or "",
        row["goal"] or "",
        row["unit"] or "",
        row["values"] or "",
        choices(row["candidates"]),
        split(row["reasons"]),
        spot(row),
    )


# ------------------------------------------------------------------ values in doubt


def doubts(index: Index, number: int = 1) -> Page[Doubt]:
    """Values that wait, in output order."""
    total = index.count(f"SELECT count(*) FROM doubts WHERE {SURE} AND {UNRULED}")  # noqa: S608
    rows = index.rows(
        f"SELECT * FROM doubts WHERE {SURE} AND {UNRULED} ORDER BY no LIMIT ? OFFSET ?",  # noqa: S608
        (SIZE, (number - 1) * SIZE),
    )
    return Page(tuple(map(_doubt, rows)), number, total, SIZE)


def doubts_at(index: Index, document_id: str, place: str) -> tuple[Doubt, ...]:
    """The values in doubt of one place in words."""
    sql = "SELECT * FROM doubts WHERE document_id = ? AND spot = ?"
    return tuple(map(_doubt, index.rows(sql, (document_id, place))))


def doubt(index: Index, observation_id: str) -> Doubt | None:
    """The value in doubt with this id."""
    row = index.one("SELECT * FROM doubts WHERE observation_id = ?", (observation_id,))
    return _doubt(row) if row else None


TEXTS = (
    *("observation_id", "indicator_id", "scope", "role", "period", "unit", "unit_raw"),
    *("label", "label_raw", "value_raw", "column_header"),
)


def _doubt(row: sqlite3.Row) -> Doubt:
    texts = {name: row[name] or "" for name in TEXTS}
    return Doubt(
        no=row["no"],
        value=row["value"],
        value_high=row["value_high"],
        reasons=split(row["match_reasons"]),
        flags=split(row["flags"]),
        confidence=row["confidence"],
        spot=spot(row),
        place=row["spot"],
        **texts,
    )
