"""The rules again over written tables.

Takes a `Harvest` that was read back from tables, a catalogue and a configuration; gives the findings as a run
would give them today.  Rules that look at nothing but values are evaluated anew, those across documents too.
Rules that need the document itself (its rows, headings, sentences) cannot be: their findings are taken over
from the tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from pipeline import checks
from pipeline.catalogue.decisions import Rulings, Verdict, ruled
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Case, Config
from pipeline.model import Document, DocumentRecord, Finding, Harvest, Level, Observation, Period, Plan
from pipeline.writers import order
from pipeline.writers.identity import by_id

FROM_VALUES = frozenset(
    {"A02", "A02b", "A08", "A08b", "A09", "C01", "C02", "C07", "E02", "E03", "E04", "F01", "F02"}
)
"""Rules for one document that look at its observations only; a test holds that they touch nothing else."""

ANEW = FROM_VALUES | {rule.id for rule in checks.ACROSS}
"""Every rule whose findings are made again."""


def recheck(harvest: Harvest, catalogue: Catalogue, config: Config | None = None) -> tuple[Finding, ...]:
    """Every finding: those taken over, those of each document, those across documents."""
    settings = config or Config()
    kept = (f for f in harvest.findings if f.rule not in ANEW and settings.runs(f.rule))
    documents = _by_document(harvest, catalogue)
    again = (f for record, seen in documents for f in _of_document(record, seen, catalogue, settings))
    across = checks.check_across(documents, catalogue, settings)
    return _ruled(harvest, (*(settings.settle(finding) for finding in kept), *again, *across))


def _ruled(harvest: Harvest, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with what people ruled on those of the tables."""
    written = [row for row in order.findings(harvest) if row.finding.ruling]
    verdicts = (Verdict(r.finding_id, r.finding.ruling, note=r.finding.ruling_note) for r in written)
    rows = order.findings(replace(harvest, findings=findings))
    rulings = Rulings(verdicts=tuple(verdicts))
    return tuple(ruled((row.finding for row in rows), (row.finding_id for row in rows), rulings))


def _by_document(
    harvest: Harvest, catalogue: Catalogue
) -> list[tuple[DocumentRecord, tuple[Observation, ...]]]:
    """Each document that was read with its values of indicators that the catalogue has, or that have none."""
    values: dict[str, list[Observation]] = {}
    for seen in harvest.observations:
        if not seen.indicator_id or seen.indicator_id in catalogue:
            values.setdefault(seen.document_id, []).append(seen)
    records = by_id(harvest.documents).values()
    return [(record, tuple(sorted(values.get(record.document_id, ()), key=_as_read))) for record in records]


def _as_read(seen: Observation) -> tuple[int, int, bool]:
    """The order in which a run meets the values: row by row, the cells of a row before its label."""
    place = seen.place
    return place.table or 0, place.row or 0, seen.source == "appendix_label"


def _of_document(
    record: DocumentRecord, seen: Sequence[Observation], catalogue: Catalogue, config: Config
) -> Iterator[Finding]:
    case = Case(_header(record), tuple(seen), catalogue, config)
    for rule in checks.RULES:
        if rule.id in FROM_VALUES and config.runs(rule.id):
            yield from (config.settle(finding) for finding in rule.run(case))


def _header(record: DocumentRecord) -> Plan:
    """What the tables know of a plan: its header, none of its text."""
    known = record.plan_start is not None and record.plan_end is not None
    return Plan(
        document=Document(record.document_id, record.path, record.format, record.bytes, "text", ()),
        number=record.number,
        date=record.date,
        type=record.type,
        title=record.title,
        issuer=record.issuer,
        area_name=record.area_name,
        area_level=cast("Level", record.area_level),
        period=Period(record.plan_start or 0, record.plan_end or 0) if known else None,
        rows=(),
        statements=(),
        headings=(),
        columns=(),
    )
