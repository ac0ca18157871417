"""What can be put in order only when all documents were seen, set aside on the disk until then.

Takes rows without an indicator, findings that stand under no document, ids of findings; gives them in the
order of the output, equal ids numbered.  A database in a scratch folder holds them; memory stays flat.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from types import TracebackType

from pipeline.writers.columns import UNMATCHED
from pipeline.writers.identity import numbered
from pipeline.writers.leaves import Findings, OpenRow, Page, Rows, settled
from pipeline.writers.slabs import Slab, slab

OpenPiece = tuple[str, str, str]
"""A row without an indicator: keys of its wording and of its parent's, the row itself as JSON."""

LoosePiece = tuple[str, str, str]
"""A finding under no document: its severity, what it goes by, the finding itself as JSON."""

TOGETHER = 500
"""Rows or findings that are packed at a time."""

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE open_row (id INTEGER PRIMARY KEY, wording TEXT, parent TEXT, piece TEXT);
CREATE TABLE loose (id INTEGER PRIMARY KEY, severity TEXT, key TEXT, piece TEXT);
CREATE TABLE finding (id TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;
"""
ROWS = """
SELECT id, count(*) OVER (PARTITION BY wording, parent) AS settles FROM open_row
ORDER BY settles DESC, wording, id
"""
BUMP = """
INSERT INTO finding VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times
"""
MET = "SELECT 1 FROM finding WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1"
_PARTS = attrgetter(*(field.name for field in fields(OpenRow)))
LISTS = tuple(field.name for field in fields(Findings) if field.name != "guarded")


class Spool:
    """The scratch database; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.executescript(SCHEMA)
        self.base.execute("BEGIN")

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.base.close()

    def keep(self, rows: Sequence[OpenPiece], findings: Sequence[LoosePiece]) -> None:
        """Set aside what some documents have of this kind; they come in the order of the output."""
        self.base.executemany("INSERT INTO open_row (wording, parent, piece) VALUES (?, ?, ?)", rows)
        self.base.executemany("INSERT INTO loose (severity, key, piece) VALUES (?, ?, ?)", findings)

    def rows(self) -> Iterator[Slab]:
        """Give all rows without an indicator: those first of which one answer settles the most."""
        rows = (self._settled(name, count) for name, count in self.base.execute(ROWS))
        while some := list(islice(rows, TOGETHER)):
            yield slab(UNMATCHED, some)

    def _settled(self, name: int, count: int) -> Rows:
        (piece,) = self.base.execute("SELECT piece FROM open_row WHERE id = ?", (name,)).fetchone()
        return settled(_open_row(*json.loads(piece)), count)

    def loose(self, severity: str) -> Iterator[Findings]:
        """Give the findings of a severity that stand under no document, some at a time."""
        query = "SELECT piece FROM loose WHERE severity = ? ORDER BY key, id"
        found = (json.loads(piece) for (piece,) in self.base.execute(query, (severity,)))
        while some := list(islice(found, TOGETHER)):
            columns = {name: tuple(one[name][0] for one in some) for name in LISTS}
            guarded = {place for one in some for place in one["guarded"]}
            yield Findings(**columns, guarded=tuple(sorted(guarded)))

    def fresh(self, ids: Sequence[str]) -> bool:
        """Note the next ids of the final order, if none of them was met before; says whether it did."""
        times = Counter(ids)
        if self.base.execute(MET, (json.dumps(list(times)),)).fetchone():
            return False
        self.base.executemany("INSERT INTO finding VALUES (?, ?)", times.items())
        return True

    def name(self, plain: str) -> str:
        """The id of the next finding in the final order that has these digits."""
        ((times,),) = self.base.execute(BUMP, (plain,)).fetchall()
        return numbered(plain, times)


def _open_row(
    wording: str, parent: str, values: list[str], before: str, after: str, sheet: str, guarded: list[int]
) -> OpenRow:
    return OpenRow(wording, parent, tuple(values), before, after, sheet, tuple(guarded))


def open_pieces(page: Page) -> Iterator[OpenPiece]:
    """Give the rows of a page that have no indicator, ready to be set aside."""
    return ((row.wording_key, row.parent_key, _told(_PARTS(row))) for row in page.unmatched)


def loose_pieces(page: Page) -> Iterator[LoosePiece]:
    """Give the findings of a page that stand under no document, ready to be set aside."""
    for severity, found in page.loose:
        for at, key in enumerate(found.keys):
            one = {name: (getattr(found, name)[at],) for name in LISTS}
            yield severity, key, _told(one | {"guarded": found.guarded})


def _told(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
