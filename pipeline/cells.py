"""The cell ledger: what became of every non-empty cell of every indicator table.

Takes the plan, its observations and all findings so far; gives one `CellUse` per cell as it was read (a
joined cell counts as its parts): used by observations, a heading, ignored for a named reason, or in a
finding.  None is missing and none stands twice; a cell that no stage accounted for is `ignored` as
``unaccounted``, and the tests allow none of these.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.model import Cell, CellUse, Finding, Observation, Place, Plan, PlanRow, Table

Key = tuple[int | None, int | None, int | None]


@dataclass(slots=True)
class _Ledger:
    """What is known of each cell, by its place in the document."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    used: dict[Key, list[str]] = field(default_factory=dict)
    headings: set[Key] = field(default_factory=set)
    ignored: dict[Key, str] = field(default_factory=dict)
    findings: dict[Key, str] = field(default_factory=dict)


def account(
    plan: Plan, observations: Sequence[Observation], findings: Sequence[Finding]
) -> tuple[CellUse, ...]:
    """One entry per non-empty cell, in the order of their places."""
    ledger = _Ledger()
    indicator_tables = {number for number, reason in plan.verdicts if reason == "indicators"}
    for table in plan.tables:
        if table.number in indicator_tables:
            ledger.cells.update((_key(cell), cell) for cell in _table_cells(table))
            ledger.headings.update(_keys(table.heading_cells))
    ledger.headings.update(_keys(cell for heading in plan.headings for cell in heading.cells))
    ledger.ignored.update((_key(part), reason) for cell, reason in plan.ignored for part in cell.originals)
    for observation in observations:
        for key in _keys(observation.cells):
            ledger.used.setdefault(key, []).append(observation.observation_id)
    for found in findings:
        ledger.findings.update((_place_key(q.place), found.rule) for q in (found.a, found.b) if q)
    for row in plan.rows:
        _note_unused(ledger, row)
    uses = [_use(plan.document.id, key, ledger) for key in ledger.cells]
    return tuple(sorted(uses, key=lambda use: _order(_place_key(use.place))))


def _table_cells(table: Table) -> Iterable[Cell]:
    cells = [*table.heading_cells, *(cell for cell, _ in table.ignored)]
    cells.extend(cell for row in table.rows for cell in row if cell is not None)
    return (part for cell in cells for part in cell.originals if part.text.strip())


def _note_unused(ledger: _Ledger, row: PlanRow) -> None:
    """A row that gave nothing names its reason: nothing is reported in it, or it holds no value cells."""
    reason = "nothing_reported" if row.entries else "row_without_values"
    cells = [*row.cells, *(entry.cell for entry in row.entries), *(c for a in row.agencies for c in a.cells)]
    for key in _keys(cells):
        ledger.ignored.setdefault(key, reason)


def _use(document_id: str, key: Key, ledger: _Ledger) -> CellUse:
    cell = ledger.cells[key]
    if key in ledger.used:
        ids = tuple(dict.fromkeys(ledger.used[key]))
        return CellUse(document_id, cell.place, cell.text, "used", observation_ids=ids)
    if key in ledger.headings:
        return CellUse(document_id, cell.place, cell.text, "heading")
    if key in ledger.ignored:
        return CellUse(document_id, cell.place, cell.text, "ignored", ledger.ignored[key])
    if key in ledger.findings:
        return CellUse(document_id, cell.place, cell.text, "finding", ledger.findings[key])
    return CellUse(document_id, cell.place, cell.text, "ignored", "unaccounted")


def _keys(cells: Iterable[Cell]) -> list[Key]:
    return [_key(part) for cell in cells for part in cell.originals]


def _key(cell: Cell) -> Key:
    return _place_key(cell.place)


def _place_key(place: Place) -> Key:
    return place.table, place.row, place.column


def _order(key: Key) -> tuple[int, ...]:
    return tuple(part or 0 for part in key)
