"""The quarantine: one folder per file that was not read, with a `reason.json` that can be acted on.

Takes the records of failed files; the folder ``OUT.run/quarantine`` afterwards holds exactly those of this
run.  The files themselves stay where they are: the folder of documents belongs to others.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.batch.files import remove, swap, write_json
from pipeline.batch.ledger import Folders
from pipeline.language.messages import messages
from pipeline.model import DocumentRecord

REASON = "reason.json"


@dataclass(frozen=True, slots=True)
class Case:
    """One failed file: its record, the SHA-256 of its bytes (empty: not looked at), a detail for the log."""

    record: DocumentRecord
    sha: str = ""
    detail: str = ""

    @property
    def folder(self) -> str:
        """The digest of the bytes, or of the name when the bytes could not be read."""
        return self.sha or "name-" + hashlib.sha256(self.record.path.encode()).hexdigest()


def keep(cases: Sequence[Case], folders: Folders) -> None:
    """Replace the quarantine by the cases of this run."""
    new, target = folders.work / "quarantine", folders.home / "quarantine"
    remove(new)
    new.mkdir()
    for case in cases:
        write_json(new / case.folder / REASON, _told(case), folders.work)
    swap(new, target, folders.work / "old-quarantine")


def _told(case: Case) -> Mapping[str, object]:
    record = case.record
    sentences = messages().get(f"remedy.{record.reason}", {})
    return {
        "path": record.path,
        "sha256": case.sha,
        "bytes": record.bytes,
        "status": record.status,
        "reason": record.reason,
        "detail": case.detail,
        "remedy_vi": sentences.get("vi", ""),
        "remedy_en": sentences.get("en", ""),
    }
