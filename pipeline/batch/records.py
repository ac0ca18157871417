"""Records of files that gave nothing: one row of `documents` each, with status, reason and remedy.

Takes what is known of the file and an `Unreadable`; gives the `DocumentRecord`.  `SETTLED` are the statuses
that are no failure.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pipeline import __version__
from pipeline.errors import Unreadable
from pipeline.model import DocumentRecord, Harvest
from pipeline.run import remedy

READ = frozenset({"ok", "ok_flagged", "no_table"})
"""Statuses of documents that were read to the end: only these are remembered for the next run."""

SETTLED = READ | {"duplicate"}
"""Statuses that nobody has to mend."""


def refused(name: str, fault: Unreadable, sha: str = "", size: int = 0) -> DocumentRecord:
    """The record of a file that was not read; `sha` is empty when its bytes were not looked at."""
    return DocumentRecord(
        document_id=sha[:16],
        path=name,
        format=PurePosixPath(name).suffix.lstrip(".").lower(),
        bytes=size,
        status=fault.status,
        reason=fault.reason,
        remedy=remedy(fault.reason),
        program_version=__version__,
    )


def nothing(record: DocumentRecord) -> Harvest:
    """The harvest of a file that gave its record only."""
    return Harvest(documents=(record,))


def failed(records: Iterable[DocumentRecord]) -> Iterator[DocumentRecord]:
    """The records of files that were not read for a reason that someone can mend."""
    return (record for record in records if record.status not in SETTLED)
