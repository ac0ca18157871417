"""What a run found: the records of documents and cells, and all of it together."""

from dataclasses import dataclass
from typing import Literal

from pipeline.model.finding import Finding
from pipeline.model.observation import Observation, Responsibility, Unmatched
from pipeline.model.place import Place


@dataclass(frozen=True, slots=True)
class CellUse:
    """What became of one non-empty cell of an indicator table; ignored cells name the reason."""

    document_id: str
    place: Place
    text: str
    status: Literal["used", "heading", "ignored", "finding"]
    reason: str = ""
    observation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One input file in the output, read or not; the fields are the columns of the table `documents`."""

    document_id: str
    path: str
    format: str
    bytes: int
    status: str
    reason: str = ""
    flags: tuple[str, ...] = ()
    remedy: str = ""
    method: str = ""
    pages: int | None = None
    number: str = ""
    date: str = ""
    type: str = ""
    title: str = ""
    issuer: str = ""
    area_code: str = ""
    area_name: str = ""
    area_level: str = ""
    parent_area: str = ""
    plan_start: int | None = None
    plan_end: int | None = None
    catalogue: str = ""
    tables_read: int = 0
    rows_read: int = 0
    observations: int = 0
    findings: int = 0
    program_version: str = ""
    catalogue_version: str = ""


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that a run found: the only input of the writers and of the review page."""

    documents: tuple[DocumentRecord, ...] = ()
    observations: tuple[Observation, ...] = ()
    findings: tuple[Finding, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    cells: tuple[CellUse, ...] = ()
