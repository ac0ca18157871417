"""What can be put in order only when all documents were seen, set aside on the disk until then.

Takes rows without an indicator, findings that stand under no document, ids of findings; gives them in the
order of the output, equal ids numbered.  A database in a scratch folder holds them; memory stays flat.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from types import TracebackType

from pipeline.writers.identity import numbered
from pipeline.writers.leaves import Findings, OpenRow, Page, Rows, settled

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

    def keep(self, page: Page) -> None:
        """Set aside what a page has of this kind; pages come in the order of the output."""
        told = ((row.wording_key, row.parent_key, json.dumps(_PARTS(row))) for row in page.unmatched)
        self.base.executemany("INSERT INTO open_row (wording, parent, piece) VALUES (?, ?, ?)", told)
        for severity, found in page.loose:
            self._keep_loose(severity, found)

    def _keep_loose(self, severity: str, found: Findings) -> None:
        for at, key in enumerate(found.keys):
            one = {name: (getattr(found, name)[at],) for name in LISTS}
            told = (severity, key, json.dumps(one | {"guarded": found.guarded}))
            self.base.execute("INSERT INTO loose (severity, key, piece) VALUES (?, ?, ?)", told)

    def rows(self) -> Iterator[Rows]:
        """Give all rows without an indicator: those first of which one answer settles the most."""
        for name, count in self.base.execute(ROWS):
            (piece,) = self.base.execute("SELECT piece FROM open_row WHERE id = ?", (name,)).fetchone()
            yield settled(_open_row(*json.loads(piece)), count)

    def loose(self, severity: str) -> Iterator[Findings]:
        """Give the findings of a severity that stand under no document, one by one."""
        query = "SELECT piece FROM loose WHERE severity = ? ORDER BY key, id"
        for (piece,) in self.base.execute(query, (severity,)):
            yield Findings(**{name: tuple(values) for name, values in json.loads(piece).items()})

    def name(self, plain: str) -> str:
        """The id of the next finding in the final order that has these digits."""
        ((times,),) = self.base.execute(BUMP, (plain,)).fetchall()
        return numbered(plain, times)


def _open_row(
    wording: str, parent: str, values: list[str], before: str, after: str, sheet: str, guarded: list[int]
) -> OpenRow:
    return OpenRow(wording, parent, tuple(values), before, after, sheet, tuple(guarded))
