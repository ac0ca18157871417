"""The tables of a plan as they were read, in print order: value columns, goals as headings, one line per row.

Takes the observations, rows without an indicator and cells of one document; gives `Sheet`s, one per logical
table (its pieces on several pages have their column headings in common), and one for the running text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.model import CellUse, Observation, Place, Role, Unmatched
from pipeline.writers.order import place_key

LEVELS = " > "
"""Stands between the levels of a column heading."""

Spot = tuple[int, int]
"""Table and row, both 1-based; for running text page (or 0) and line."""

Key = tuple[str, int]
Headings = dict[Spot, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """One value column: its printed heading (empty: none) and what its values are."""

    header: str
    role: Role
    period: str


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row.  `cells` has the values under each column of the sheet, `headline` a goal or group.

    `about` are the values of the row whatever column they stand in; `loose` are printed values of a row for
    which there is no observation.
    """

    spot: Spot
    number: str = ""
    label: str = ""
    unit: str = ""
    headline: bool = False
    goal: bool = False
    loose: str = ""
    cells: tuple[tuple[Observation, ...], ...] = ()
    about: tuple[Observation, ...] = ()

    @property
    def first(self) -> Observation | None:
        """The value that tells what the row is about: one with an indicator if there is one."""
        return next((seen for seen in self.about if seen.indicator_id), next(iter(self.about), None))


@dataclass(slots=True)
class Sheet:
    """A logical table with the grids that it was printed in; or the running text."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    body: bool = False
    grids: set[int] = field(default_factory=set)


def sheets(
    seen: Iterable[Observation], unmatched: Iterable[Unmatched], cells: Iterable[CellUse]
) -> tuple[Sheet, ...]:
    """The tables of one document in print order, then its running text."""
    values = sorted(seen, key=lambda one: (place_key(one.place), one.quantity.start))
    tables = [one for one in values if one.place.table]
    body = [one for one in values if not one.place.table]
    open_rows = sorted(unmatched, key=lambda row: place_key(row.place))
    headings = _headings(cells)
    made = [
        _table(grids, tables, [row for row in open_rows if row.place.table in grids], headings)
        for grids in _logical(tables, open_rows)
    ]
    sentences = _sentences(body, [row for row in open_rows if not row.place.table])
    return (*made, Sheet((), sentences, body=True)) if sentences else tuple(made)


def _logical(tables: Sequence[Observation], unmatched: Sequence[Unmatched]) -> list[set[int]]:
    """The grids that belong together: neighbours with a column heading in common."""
    headers: dict[int, set[str]] = {row.place.table: set() for row in unmatched if row.place.table}
    for one in tables:
        headers.setdefault(one.place.table or 0, set()).add(one.column_header)
    groups: list[tuple[set[int], set[str]]] = []
    for grid in sorted(headers):
        if groups and groups[-1][1] & headers[grid]:
            groups[-1][0].add(grid)
            groups[-1][1].update(headers[grid])
        else:
            groups.append(({grid}, set(headers[grid])))
    return [grids for grids, _ in groups]


def _table(
    grids: set[int], tables: Sequence[Observation], unmatched: Sequence[Unmatched], headings: Headings
) -> Sheet:
    values = [one for one in tables if one.place.table in grids]
    keys = _keys(values)
    heads = {keys[_column(one)]: one for one in reversed(values) if one.source == "appendix"}
    order = sorted(heads, key=lambda key: min(at for at, known in keys.items() if known == key)[1])
    rows: dict[Spot, list[Observation]] = {}
    for one in values:
        rows.setdefault(_spot(one.place), []).append(one)
    lines = {spot: _line(spot, here, order, keys) for spot, here in rows.items()}
    for row in unmatched:
        spot = _spot(row.place)
        lines.setdefault(spot, Line(spot, label=row.label_raw, unit=row.unit, loose=row.values))
    titles = {level for one in values for level in one.column_header.split(LEVELS)}
    for spot, texts in headings.items():
        if spot[0] in grids and spot not in lines and not titles.intersection(texts):
            lines[spot] = _headline(spot, texts)
    return Sheet(
        tuple(_head(heads[key]) for key in order), tuple(lines[spot] for spot in sorted(lines)), grids=grids
    )


def _head(one: Observation) -> Head:
    return Head(one.column_header, one.role, str(one.period or ""))


def _column(one: Observation) -> Spot:
    return one.place.table or 0, one.place.column or 0


def _keys(values: Iterable[Observation]) -> dict[Spot, Key]:
    """What tells the columns of a logical table apart, for each value column of each of its grids.

    The heading, and the how-manieth column with it: pieces may have more columns than their header.  A column
    without a heading is told by what its values are.
    """
    found: dict[Spot, Key] = {}
    counts: dict[tuple[int, str], int] = {}
    for one in sorted(values, key=lambda one: _column(one)):
        at = _column(one)
        if one.source != "appendix" or at in found:
            continue
        name = one.column_header or f"{one.role} {one.period or ''}"
        counts[at[0], name] = counts.get((at[0], name), 0) + 1
        found[at] = name, counts[at[0], name]
    return found


def _spot(place: Place) -> Spot:
    if place.table:
        return place.table, place.row or 0
    return place.page or 0, place.line or 0


def _line(spot: Spot, here: Sequence[Observation], order: Sequence[Key], keys: dict[Spot, Key]) -> Line:
    first = here[0]
    in_cells = [one for one in here if one.source == "appendix"]
    cells = tuple(tuple(one for one in in_cells if keys[_column(one)] == key) for key in order)
    return Line(spot, first.row_number, first.label_raw, first.unit_raw, cells=cells, about=tuple(here))


def _headings(cells: Iterable[CellUse]) -> Headings:
    """The texts of heading cells by their row."""
    found: dict[Spot, tuple[str, ...]] = {}
    for cell in sorted(cells, key=lambda cell: place_key(cell.place)):
        if cell.status == "heading" and cell.place.table:
            spot = _spot(cell.place)
            found[spot] = (*found.get(spot, ()), " ".join(cell.text.split()))
    return found


def _headline(spot: Spot, texts: Sequence[str]) -> Line:
    """A goal has a number before it, a group of rows has not."""
    numbered = len(texts) > 1
    return Line(spot, texts[0] if numbered else "", texts[-1], headline=True, goal=numbered)


def _sentences(body: Sequence[Observation], unmatched: Sequence[Unmatched]) -> tuple[Line, ...]:
    """One line per sentence with targets."""
    found: dict[tuple[Spot, str], list[Observation]] = {}
    for one in body:
        found.setdefault((_spot(one.place), one.label_raw), []).append(one)
    lines = [
        Line(spot, here[0].row_number, label, about=tuple(here)) for (spot, label), here in found.items()
    ]
    known = {(line.spot, line.label) for line in lines}
    open_rows = (row for row in unmatched if (_spot(row.place), row.label_raw) not in known)
    lines.extend(Line(_spot(row.place), label=row.label_raw, loose=row.values) for row in open_rows)
    return tuple(sorted(lines, key=lambda line: line.spot))
