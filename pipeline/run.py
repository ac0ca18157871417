"""One file, stage after stage: who reads this has read the architecture.

`convert` reads one document and gives everything found in it as a `Harvest`; it writes nothing.  Doubt comes
back as findings; only a document that cannot be read raises (`Unreadable`), and `convert` turns that into a
`documents` row with a status.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline import __version__, archive, cells, checks, normalizer, parsers, plans, tables
from pipeline.archive import RawFile
from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.areas import load_areas
from pipeline.catalogue.decisions import Rulings, fitting, read_rulings
from pipeline.catalogue.load import load
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Config
from pipeline.errors import Unreadable
from pipeline.language.messages import messages
from pipeline.model import Document, DocumentRecord, Harvest
from pipeline.normalizer import Knowledge, Normalized
from pipeline.normalizer.matching import build_index, ruled_index
from pipeline.parsers import Engine

FULL_DATE = 10
"""Length of a complete ISO date; an incomplete one is not written as a date."""

Stamp = tuple[int, int, int] | None

DAMAGED = "damaged"
"""The flag of a file whose bytes are not what its office saved."""


@dataclass(frozen=True, slots=True)
class Result:
    """One document after every stage: as read, normalized, and its harvest.  For `inspect` and `report`."""

    document: Document
    normalized: Normalized
    harvest: Harvest


def ruled(catalogues: tuple[Path, ...] = (), decisions: Path | None = None) -> tuple[Catalogue, Rulings]:
    """The catalogues and people's rulings that they can follow: what `know` gives, nothing else loaded."""
    catalogue = load(catalogues)
    rulings = read_rulings(decisions) if decisions else Rulings()
    return catalogue, fitting(rulings, catalogue)


def know(catalogues: tuple[Path, ...] = (), decisions: Path | None = None) -> Knowledge:
    """The catalogues (packaged ones by default), people's rulings, bodies and areas, ready for matching.

    The rulings are read again when the file changed.
    """
    return _known(catalogues, decisions, _stamp(decisions))


@lru_cache(maxsize=4)
def _known(catalogues: tuple[Path, ...], decisions: Path | None, stamp: Stamp) -> Knowledge:
    base = _catalogue_known(catalogues)
    rulings = fitting(read_rulings(decisions), base.catalogue) if decisions and stamp else Rulings()
    return replace(base, index=ruled_index(base.index, rulings.wordings), rulings=rulings)


@lru_cache(maxsize=4)
def _catalogue_known(catalogues: tuple[Path, ...]) -> Knowledge:
    catalogue = load(catalogues)
    return Knowledge(catalogue, build_index(catalogue), catalogue.units, load_agencies(), load_areas())


def _stamp(decisions: Path | None) -> Stamp:
    """What changes with a file: its inode, size and time; None when there is no file."""
    try:
        found = decisions.stat() if decisions else None
    except FileNotFoundError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found else None


def convert(
    path: Path,
    *,
    catalogues: Sequence[Path] = (),
    config: Config | None = None,
    folder: Path | None = None,
    decisions: Path | None = None,
) -> Harvest:
    """Read one document and give all that was found: its record, observations, findings and cells.

    `catalogues` are folders of indicator catalogues (default: the packaged ones), `folder` is what the
    path is shown relative to, `decisions` the file of what people ruled.  A document that cannot be read
    gives a record with its status and reason.

    >>> harvest = convert(Path("raw_docs/002_caf17976ac21758d.txt"))
    >>> harvest.documents[0].status, len(harvest.observations)
    ('ok', 43)
    """
    file = archive.load(path, folder)
    try:
        return process(file, know(tuple(catalogues), decisions), config or Config()).harvest
    except Unreadable as fault:
        return Harvest(documents=(unread(file, fault),))


def process(file: RawFile, known: Knowledge, config: Config, engine: Engine = "auto") -> Result:
    """All stages for one file; raises `Unreadable` when there is nothing to read."""
    document = parsers.read_file(file, engine)
    found, table_findings = tables.find(document)
    plan, plan_findings = plans.read(document, found)
    normalized, doubts = normalizer.normalize(plan, known)
    normalized = _doubted(normalized) if DAMAGED in document.flags else normalized
    plan, observations = normalized.plan, normalized.observations
    faults = checks.check(plan, observations, known.catalogue, config)
    findings = (*document.findings, *table_findings, *plan_findings, *doubts, *faults)
    harvest = Harvest(
        documents=(_record(document, normalized, len(findings), known),),
        observations=observations,
        findings=findings,
        responsibilities=normalized.responsibilities,
        unmatched=normalized.unmatched,
        cells=cells.account(plan, observations, findings),
    )
    return Result(document, normalized, harvest)


def _doubted(normalized: Normalized) -> Normalized:
    """A damaged file may print another number than its office wrote: a person has to look at every value."""
    doubted = (
        value if value.observation_id in normalized.settled else replace(value, review="needs_review")
        for value in normalized.observations
    )
    return replace(normalized, observations=tuple(doubted))


def unread(file: RawFile, fault: Unreadable) -> DocumentRecord:
    """The record of a file that could not be read: status, reason, and what the sender should do."""
    return DocumentRecord(
        document_id=file.id,
        path=file.name,
        format=Path(file.name).suffix.lstrip(".").lower(),
        bytes=len(file.data),
        status=fault.status,
        reason=fault.reason,
        remedy=remedy(fault.reason),
        program_version=__version__,
    )


def remedy(reason: str, lang: str = "vi") -> str:
    """The sentence for the sender that goes with a reason; empty when there is none."""
    return messages().get(f"remedy.{reason}", {}).get(lang, "")


def _record(document: Document, normalized: Normalized, findings: int, known: Knowledge) -> DocumentRecord:
    plan = normalized.plan
    status, reason = _status(document, normalized)
    families = (known.catalogue.family(family) for family in normalized.families)
    return DocumentRecord(
        document_id=document.id,
        path=document.path,
        format=document.format,
        bytes=document.size,
        status=status,
        reason=reason,
        flags=document.flags,
        remedy=remedy(reason),
        method=document.method,
        pages=len(document.pages) or None,
        number=plan.number,
        date=plan.date if len(plan.date) == FULL_DATE else "",
        type=plan.type,
        title=plan.title,
        issuer=plan.issuer,
        area_code=normalized.area_code,
        area_name=plan.area_name,
        area_level=plan.area_level,
        parent_area=normalized.parent_area,
        plan_start=plan.period.start if plan.period else None,
        plan_end=plan.period.end if plan.period else None,
        catalogue=" ; ".join(f"{family.id}@{family.version}" for family in families),
        tables_read=len(plan.columns),
        rows_read=len(plan.rows),
        observations=len(normalized.observations),
        findings=findings,
        program_version=__version__,
        catalogue_version=known.catalogue.version,
    )


def _status(document: Document, normalized: Normalized) -> tuple[str, str]:
    if "needs_ocr" in document.flags and not normalized.observations:
        return "needs_ocr", "no_text_layer"
    if not normalized.observations:
        return "no_table", "no_indicator_table"
    return ("ok_flagged", document.flags[0]) if document.flags else ("ok", "")
