"""Every document of a folder, one after the other, into one harvest.

Takes the folder, gives the `Harvest` of all files in the order of their names.  A file that cannot be read is a
row with its status and never stops the others; the same content under a second name is read once.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import archive, checks
from pipeline.archive import RawFile
from pipeline.checks import Config
from pipeline.errors import Unreadable
from pipeline.model import DocumentRecord, Harvest
from pipeline.normalizer import Knowledge
from pipeline.normalizer.unmatched import settle
from pipeline.run import Result, process, remedy, unread

NOT_DOCUMENTS = ("decisions.csv",)
"""Files of the archive folder that are not documents."""


@dataclass(frozen=True, slots=True)
class Done:
    """One finished file, for whoever watches: its record and, for a fault of ours, the traceback."""

    record: DocumentRecord
    fault: str = ""


def documents_in(folder: Path) -> tuple[Path, ...]:
    """Every document below a folder, hidden files left out, in the order of their NFC names."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    shown = (
        path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return tuple(
        sorted((p for p in shown if p.name not in NOT_DOCUMENTS), key=lambda p: str(p.relative_to(folder)))
    )


def read_folder(
    folder: Path,
    known: Knowledge,
    config: Config,
    watch: Callable[[Done], None] = lambda done: None,
) -> Harvest:
    """The harvest of every document below `folder`; `watch` is called after each file."""
    results: list[Result | DocumentRecord] = []
    seen: dict[str, str] = {}
    for path in documents_in(folder):
        result, fault = _read(path, folder, known, config, seen)
        results.append(result)
        record = result if isinstance(result, DocumentRecord) else result.harvest.documents[0]
        watch(Done(record, fault))
    return merge(results, known, config)


def merge(results: Sequence[Result | DocumentRecord], known: Knowledge, config: Config) -> Harvest:
    """One harvest of all, with the findings across documents and the count of rows one answer settles."""
    harvests = [Harvest(documents=(r,)) if isinstance(r, DocumentRecord) else r.harvest for r in results]
    observations = tuple(o for harvest in harvests for o in harvest.observations)
    records = tuple(record for harvest in harvests for record in harvest.documents)
    read = ((harvest.documents[0], harvest.observations) for harvest in harvests)
    across = checks.check_across(read, known.catalogue, config)
    return Harvest(
        documents=records,
        observations=observations,
        findings=(*(f for harvest in harvests for f in harvest.findings), *across),
        responsibilities=tuple(r for harvest in harvests for r in harvest.responsibilities),
        unmatched=settle([row for harvest in harvests for row in harvest.unmatched]),
        cells=tuple(use for harvest in harvests for use in harvest.cells),
    )


def _read(
    path: Path, folder: Path, known: Knowledge, config: Config, seen: dict[str, str]
) -> tuple[Result | DocumentRecord, str]:
    try:
        file = archive.load(path, folder)
    except OSError as fault:
        name = path.relative_to(folder).as_posix()
        return _record(name, "retry", "unreadable_file"), str(fault)
    if file.id in seen:
        return replace(
            _record(file.name, "duplicate", "duplicate"), document_id=file.id, bytes=len(file.data)
        ), ""
    seen[file.id] = file.name
    return _process(file, known, config)


def _process(file: RawFile, known: Knowledge, config: Config) -> tuple[Result | DocumentRecord, str]:
    try:
        return process(file, known, config), ""
    except Unreadable as fault:
        return unread(file, fault), ""
    except Exception:  # noqa: BLE001 - a fault of ours in one document must not stop the others; it is reported
        return unread(file, Unreadable("internal_error", "internal_error")), traceback.format_exc()


def _record(name: str, status: str, reason: str) -> DocumentRecord:
    return DocumentRecord("", name, "", 0, status, reason, remedy=remedy(reason))


def failed(records: Sequence[DocumentRecord]) -> Iterator[DocumentRecord]:
    """The records of files that gave no table for a reason that someone can mend."""
    return (
        record for record in records if record.status not in {"ok", "ok_flagged", "no_table", "duplicate"}
    )
