"""What a run is asked for, what it tells on the way, and what it ends with.

Plain records between the command line and the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline.batch.job import Order
from pipeline.batch.ledger import Folders
from pipeline.batch.limits import Limits
from pipeline.model import DocumentRecord


@dataclass(frozen=True, slots=True)
class Task:
    """What to do: documents below `raw` into `out`, with `jobs` workers; `force` reads everything again.

    `raw` is a folder or an address that fsspec knows; `cluster` is where documents are read, empty: here.
    """

    raw: Path | str
    out: Path
    order: Order = field(default_factory=Order)
    limits: Limits = field(default_factory=Limits)
    jobs: int = 1
    force: bool = False
    lang: str = "vi"
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """One finished file: its record, what it cost; `stored` when it was read in an earlier run."""

    record: DocumentRecord
    sha: str = ""
    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0
    detail: str = ""
    fault: str = ""
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended: counts of the tables; `changed` is False when the tables stood there already."""

    counts: Mapping[str, int]
    folders: Folders
    changed: bool


class Watcher(Protocol):
    """Whoever wants to know how a run goes on."""

    def begin(self, count: int, stored: int) -> None:
        """So many files, so many of them read in an earlier run."""

    def done(self, done: Done) -> None:
        """One file is finished."""

    def stage(self, name: str) -> None:
        """A stage of the whole run begins."""
