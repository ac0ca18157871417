"""What can be put in order only when all documents were seen, set aside on the disk until then.

Takes rows without an indicator, findings that stand under no document, ids of findings; gives them in the
order of the output, equal ids numbered.  A file in a scratch folder holds them and a database what they are
sorted by; memory stays flat.
"""

import io
import json
import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, islice
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Never

from pipeline.writers.columns import UNMATCHED
from pipeline.writers.identity import numbered
from pipeline.writers.leaves import Findings, OpenRow, Page, settled
from pipeline.writers.slabs import NOTHING, Packed, Slab, pack, slab

TOGETHER = 500
"""Rows or findings that are packed at a time."""

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE open_row (wording TEXT, parent TEXT, place INTEGER PRIMARY KEY, size INTEGER);
CREATE TABLE loose (severity TEXT, key TEXT, place INTEGER PRIMARY KEY, size INTEGER);
CREATE TABLE finding (id TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;
"""
ROWS = """
SELECT place, size, count(*) OVER (PARTITION BY wording, parent) AS settles FROM open_row
ORDER BY settles DESC, wording, place
"""
BUMP = """
INSERT INTO finding VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times
"""
LOOSE = "SELECT place, size FROM loose WHERE severity = ? ORDER BY key, place"
MET = "SELECT 1 FROM finding WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1"
_PARTS = attrgetter(*(field.name for field in fields(OpenRow)))
LISTS = tuple(field.name for field in fields(Findings) if field.name != "guarded")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What waits of some documents, packed: the two texts that each piece is sorted by, and its bytes.

    Those of a row without an indicator are the keys of its wording and of its parent's, those of a finding
    under no document its severity and what it goes by.
    """

    keys: tuple[tuple[str, str], ...] = ()
    sizes: tuple[int, ...] = ()
    data: Packed = NOTHING


NO_PIECES = Pieces()


class Spool:
    """The scratch files; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.file = path.with_suffix(".pieces").open("w+b")
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.executescript(SCHEMA)
        self.base.execute("BEGIN")

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.base.close()
        self.file.close()

    def keep(self, rows: Pieces, findings: Pieces) -> None:
        """Set aside what some documents have of this kind; they come in the order of the output."""
        self.base.executemany("INSERT INTO open_row VALUES (?, ?, ?, ?)", self._put(rows))
        self.base.executemany("INSERT INTO loose VALUES (?, ?, ?, ?)", self._put(findings))

    def _put(self, pieces: Pieces) -> Iterator[tuple[str, str, int, int]]:
        start = self.file.seek(0, io.SEEK_END)
        self.file.write(pieces.data.bytes())
        places = accumulate(pieces.sizes, initial=start)
        for (one, other), place, size in zip(pieces.keys, places, pieces.sizes, strict=False):
            yield one, other, place, size

    def _piece(self, place: int, size: int) -> Any:  # noqa: ANN401 - what `packed` was given
        self.file.seek(place)
        return _Values(io.BytesIO(self.file.read(size))).load()

    def rows(self) -> Iterator[Slab]:
        """Give all rows without an indicator: those first of which one answer settles the most."""
        found = self.base.execute(ROWS)
        rows = (settled(OpenRow(*self._piece(place, size)), count) for place, size, count in found)
        while some := list(islice(rows, TOGETHER)):
            yield slab(UNMATCHED, some)

    def loose(self, severity: str) -> Iterator[Findings]:
        """Give the findings of a severity that stand under no document, some at a time."""
        found = (self._piece(place, size) for place, size in self.base.execute(LOOSE, (severity,)))
        while some := list(islice(found, TOGETHER)):
            guarded = {place for *_, places in some for place in places}
            columns = dict(zip(LISTS, zip(*(one[:-1] for one in some), strict=True), strict=True))
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


class _Values(pickle.Unpickler):
    """Texts, numbers and tuples, nothing else."""

    def find_class(self, module: str, name: str) -> Never:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def open_pieces(pages: Iterable[Page]) -> Pieces:
    """Pack the rows of pages that have no indicator."""
    rows = (row for page in pages for row in page.unmatched)
    return _packed(((row.wording_key, row.parent_key), _PARTS(row)) for row in rows)


def loose_pieces(pages: Iterable[Page]) -> Pieces:
    """Pack the findings of pages that stand under no document."""
    return _packed(
        piece for page in pages for severity, some in page.loose for piece in _each(severity, some)
    )


def _each(severity: str, found: Findings) -> Iterator[tuple[tuple[str, str], object]]:
    for at, key in enumerate(found.keys):
        yield (severity, key), (*(getattr(found, name)[at] for name in LISTS), found.guarded)


def _packed(pieces: Iterable[tuple[tuple[str, str], object]]) -> Pieces:
    told = [(keys, pickle.dumps(values)) for keys, values in pieces]
    whole = pack(b"".join(data for _, data in told))
    return Pieces(tuple(keys for keys, _ in told), tuple(len(data) for _, data in told), whole)
