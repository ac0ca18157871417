"""What stands on each page, as plain data for the templates.

Takes a `Harvest` and the catalogue; gives a `PlanPage` per document with values or findings, and the `Index`.
"""

import importlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar, cast

from markupsafe import Markup

from pipeline.catalogue.schema import ALL, Catalogue, Indicator, Target
from pipeline.model import COMPARATOR_SIGNS, DocumentRecord, Harvest, Observation, Severity
from pipeline.writers import codes, order
from pipeline.writers.identity import by_id
from pipeline.writers.order import SEVERITIES, FindingRow
from pipeline.writers.report.compare import Comparison, Track, comparison, plan_above
from pipeline.writers.report.notes import Note, Placed, documents_of, placed
from pipeline.writers.report.rows import Line, Sheet, sheets
from pipeline.writers.report.words import Text, figure, unit_name, word
from pipeline.writers.schema import Code

CHARTS = "pipeline.writers.report.charts"
TRACKS = 11
"""Tracks in one chart: as high as it is wide."""

FIRST = 8
"""Warnings in the list at the head of a page; errors are all there."""


class _Charts(Protocol):
    def draw(self, tracks: Sequence[Track], percent: bool, name: str) -> Markup: ...


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart with the unit of its values."""

    unit: Text
    svg: Markup


@dataclass(frozen=True, slots=True)
class Chart:
    """The charts of a page with what they compare."""

    comparison: Comparison
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the index; `page` is empty when it has none."""

    record: DocumentRecord
    page: str
    counts: Mapping[Severity, int]
    status: Text


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One document: its record, its tables with their notes, what to look at first, its charts."""

    entry: Entry
    sheets: tuple[Sheet, ...]
    notes: Placed
    urgent: tuple[Note, ...]
    chart: Chart | None
    values: int
    to_review: int
    catalogue: Catalogue
    entries: Mapping[str, Entry]

    def notes_at(self, sheet: int, line: int) -> tuple[Note, ...]:
        """The notes beside a line (0-based)."""
        return self.notes.by_line.get((sheet, line), ())

    def indicator(self, line: Line) -> Indicator | None:
        """The indicator of a line, when it is sure."""
        first = line.first
        known = first is not None and first.indicator_id in self.catalogue
        return self.catalogue.indicator(first.indicator_id) if known and first else None

    def scope(self, line: Line) -> str:
        """The part of the population that a line is about, in Vietnamese; empty for all of it."""
        indicator, first = self.indicator(line), line.first
        scope = indicator.scope(first.scope) if indicator and first and first.scope != ALL else None
        return scope.name_vi if scope else ""

    def nation(self, line: Line) -> Target | None:
        """The national target for the last year that the line has a target for."""
        indicator = self.indicator(line)
        wanted = [one for one in line.about if one.role == "target" and one.period and one.indicator_id]
        for one in sorted(wanted, key=lambda one: -(one.period.end if one.period else 0)):
            year = one.period.end if one.period else 0
            target = indicator.target(year, one.measure, one.scope) if indicator else None
            if target is not None and target.value is not None:
                return target
        return None

    def amount(self, target: Target) -> Text:
        """A national target as a number with its bound and unit."""
        value, unit = figure(target.value or Decimal(0)), unit_name(target.unit, self.catalogue.units)
        high = figure(target.high) if target.high is not None else Text("", "")
        sign = COMPARATOR_SIGNS[target.comparator]
        dash = "–" if high else ""
        return Text(
            f"{sign}{value.vi}{dash}{high.vi} {unit.vi}", f"{sign}{value.en}{dash}{high.en} {unit.en}"
        )

    def goal(self, line: Line, before: Line | None) -> Text | None:
        """The goal of the national text that a sentence falls under, where it begins."""
        here, last = self.indicator(line), self.indicator(before) if before else None
        if here is None or (last and last.goal == here.goal):
            return None
        goal = self.catalogue.family_of(here.id).goal(here.goal)
        return Text(f"{goal.number}. {goal.vi}", f"{goal.number}. {goal.en or goal.vi}") if goal else None


def told(code: str, known: Sequence[Code]) -> Text:
    """A value of a closed list in words."""
    found = next((one for one in known if one.value == code), None)
    return Text(found.vi, found.en) if found else Text(code, code)


def entries(harvest: Harvest) -> dict[str, Entry]:
    """One entry per document, in the order of the output."""
    rows = findings_of(harvest)
    seen = {one.document_id for one in harvest.observations}
    made = {}
    for name, record in by_id(order.documents(harvest)).items():
        counts = Counter(row.finding.severity for row in rows.get(name, ()) if row.finding.stands)
        page = f"{name}.html" if name and (name in seen or name in rows) else ""
        known = {severity: counts[severity] for severity in codes_of()}
        made[name] = Entry(record, page, known, told(record.status, codes.STATUS))
    return made


def codes_of() -> tuple[Severity, ...]:
    """The severities, the gravest first."""
    return cast("tuple[Severity, ...]", SEVERITIES)


def findings_of(harvest: Harvest) -> dict[str, list[FindingRow]]:
    """The findings of each document: those that quote it."""
    found: dict[str, list[FindingRow]] = {}
    for row in order.findings(harvest):
        for document in documents_of(row.finding):
            found.setdefault(document, []).append(row)
    return found


def plan_pages(harvest: Harvest, catalogue: Catalogue, known: Mapping[str, Entry]) -> Iterator[PlanPage]:
    """The pages, one at a time."""
    findings = findings_of(harvest)
    values = _grouped(harvest.observations)
    unmatched, cells = _grouped(harvest.unmatched), _grouped(harvest.cells)
    records = [entry.record for entry in known.values()]
    for name, entry in known.items():
        if not entry.page:
            continue
        seen = values.get(name, [])
        tables = sheets(seen, unmatched.get(name, ()), cells.get(name, ()))
        notes = placed(name, findings.get(name, ()), tables)
        yield PlanPage(
            entry=entry,
            sheets=tables,
            notes=notes,
            urgent=_urgent(notes.all),
            chart=_chart(entry.record, seen, records, values, catalogue),
            values=len(seen),
            to_review=sum(one.review == "needs_review" for one in seen),
            catalogue=catalogue,
            entries=known,
        )


class _OfDocument(Protocol):
    @property
    def document_id(self) -> str: ...


Kept = TypeVar("Kept", bound=_OfDocument)


def _grouped(records: Sequence[Kept]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for record in records:
        found.setdefault(record.document_id, []).append(record)
    return found


def _urgent(notes: Sequence[Note]) -> tuple[Note, ...]:
    errors = [note for note in notes if note.severity == "error" and note.stands]
    warnings = [note for note in notes if note.severity == "warning" and note.stands]
    return (*errors, *warnings[:FIRST])


def _chart(
    record: DocumentRecord,
    seen: Sequence[Observation],
    records: Sequence[DocumentRecord],
    values: Mapping[str, Sequence[Observation]],
    catalogue: Catalogue,
) -> Chart | None:
    upper = plan_above(record, records, values)
    above = values.get(upper.document_id, ()) if upper else ()
    compared = comparison(seen, above, upper.area_name if upper else "", catalogue)
    return Chart(compared, tuple(_panels(compared, catalogue))) if compared else None


def _panels(compared: Comparison, catalogue: Catalogue) -> Iterator[Panel]:
    """One chart per unit, long ones cut into equal parts."""
    charts = cast("_Charts", importlib.import_module(CHARTS))
    units: dict[str, list[Track]] = {}
    for track in compared.tracks:
        units.setdefault(track.key[3], []).append(track)
    for number, (unit, tracks) in enumerate(sorted(units.items(), key=lambda item: -len(item[1]))):
        parts = -(-len(tracks) // TRACKS)
        size = -(-len(tracks) // parts)
        name = unit_name(unit, catalogue.units) or word("unknown")
        for part in range(parts):
            here = tracks[part * size : (part + 1) * size]
            yield Panel(name, charts.draw(here, unit == "percent", f"c{number}-{part}"))
