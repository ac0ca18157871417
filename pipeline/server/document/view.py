"""One part of a document as the page shows it: where cells stand, what was read in each row, findings beside.

Takes the rows of an `Extract` that belong to a part, and the document's findings; gives a `View`.  Marks tie
both sides together: the mark of a place on the left begins with that of its row on the right.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.batch.reload import place_of
from pipeline.model import Bbox, Place
from pipeline.server.document.parts import Part
from pipeline.server.document.source import Extract, narrowed, rows
from pipeline.server.document.source import Row as Record
from pipeline.server.index import Index
from pipeline.server.index.schema import PLACE
from pipeline.writers.schema import JOINT

MOST_NOTES = 200
"""Findings that one view shows; a page of a plan has under 30."""

INF = float("inf")


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the table `observations` has it; `data` is that row."""

    place: Place
    data: Record

    @property
    def id(self) -> str:
        """Its observation id."""
        return str(self.data["observation_id"])

    @property
    def mark(self) -> str:
        """The mark of its place."""
        return mark(self.place)

    @property
    def line(self) -> str:
        """The mark of its row."""
        return line_mark(self.place)


@dataclass(frozen=True, slots=True)
class Note:
    """One finding at a place of this document; `data` is its row in the index, `quote` what stands there.

    `side` is the side of the finding that stands here, ``a`` or ``b``.
    """

    place: Place
    quote: str
    side: str
    data: Record

    @property
    def id(self) -> str:
        """Its finding id."""
        return str(self.data["finding_id"])

    @property
    def mark(self) -> str:
        """A name that can stand in an address: both sides may be in one document."""
        return f"{self.id}-{self.side}"


@dataclass(slots=True)
class Line:
    """What was read in one row of a table or in one sentence; `text` is what is printed there.

    `pins` are the places of findings, `notes` the findings: one with both sides in this row stands here once.
    """

    mark: str
    order: tuple[float, ...]
    text: str = ""
    number: str = ""
    indicator: tuple[str, str, str] = ("", "", "")
    values: list[Value] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pins: list[Note] = field(default_factory=list)

    def add(self, note: Note) -> None:
        """Take a finding up."""
        same = next((one for one in self.notes if one.id == note.id), None)
        if same is None:
            self.notes.append(note)
        self.pins.append(replace(note, side=same.side) if same else note)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the left side: a cell of a table or a sentence.

    `line` is the mark of its `Line` (empty: nothing was read there), `pins` are the findings at the place.
    """

    mark: str
    line: str
    place: Place
    text: str
    status: str
    reason: str = ""
    pins: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was read: rows of spots or None, the numbers of its first row and of the table."""

    table: int
    first: int
    rows: tuple[tuple[Spot | None, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """One part: `spots` by their places, `lines` in reading order, `notes` on the part as a whole."""

    part: Part
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The spots in tables, as tables."""
        tables = sorted({spot.place.table for spot in self.spots if spot.place.table and spot.place.row})
        return tuple(_grid(number, self.spots) for number in tables)

    @property
    def sentences(self) -> tuple[Spot, ...]:
        """The spots outside tables."""
        return tuple(spot for spot in self.spots if not spot.place.table)


def mark(place: Place) -> str:
    """A name for a place that can stand in an address; empty for a whole page or document.

    >>> mark(Place(table=2, row=14, column=5)), mark(Place(line=7)), mark(Place(page=3))
    ('t2r14c5', 'l7', '')
    """
    if place.table and place.row:
        return line_mark(place) + (f"c{place.column}" if place.column else "")
    return line_mark(place)


def line_mark(place: Place) -> str:
    """The name of the row or sentence that a place belongs to."""
    if place.table and place.row:
        return f"t{place.table}r{place.row}"
    if place.line:
        return f"l{place.line}"
    return "b" + "-".join(str(round(side)) for side in place.bbox) if place.bbox else ""


def place_of_row(record: Record) -> Place:
    """The place that the columns of a row tell."""
    sides = (record["x0"], record["top"], record["x1"], record["bottom"])
    box: Bbox | None = None if None in sides else sides
    page, table, row, column, line = (record[name] for name in PLACE[:5])
    return Place(record["document_id"], page, table, row, column, line, box)


def view(extract: Extract, part: Part, findings: Iterable[Note]) -> View:
    """Everything of one part; `findings` are those of the whole document."""
    where: tuple[str, int | None] = ("table", None) if part.kind == "lines" else (part.kind, part.number)
    values = [Value(place_of_row(row), row) for row in rows(narrowed(extract.values, *where))]
    values = [value for value in values if part.holds(value.place)]
    read = rows(narrowed(extract.cells, *where))
    cells = {mark(place_of_row(cell)): cell for cell in read if part.holds(place_of_row(cell))}
    notes = list(_at(part, findings, values))
    lines = _lines(values, notes[:MOST_NOTES], cells)
    whole = tuple(note for note in notes if not line_mark(note.place))
    ordered = tuple(sorted(lines.values(), key=lambda line: line.order))
    return View(part, tuple(_spots(cells, lines)), ordered, whole)


# ------------------------------------------------------------------ findings


def findings_of(document: str, index: Index) -> tuple[Note, ...]:
    """Every finding with this document on one of its sides, at that side's place."""
    return tuple(
        Note(place_of(document, row[f"place_{side}"] or ""), row[f"quote_{side}"] or "", side, dict(row))
        for side, other in (("a", "b"), ("b", "a"))
        for row in _found(document, index, side, other)
    )


def general(notes: Iterable[Note], extract: Extract) -> list[Note]:
    """The findings about the document as a whole: they tell no place, and no value of it."""
    loose = [note for note in notes if not line_mark(note.place) and not note.place.page]
    known = set(extract.values["observation_id"].to_pylist()) if loose else set()
    return [note for note in loose if known.isdisjoint(_values(note))]


def _values(note: Note) -> list[str]:
    """The ids of the observations that a finding is about."""
    return (note.data["observation_ids"] or "").split(JOINT)


def _found(document: str, index: Index, side: str, other: str) -> list[sqlite3.Row]:
    """The findings with this document on one side; on side b only those that side a has elsewhere."""
    more = "" if side == "a" else f" AND (document_{other} IS NOT ?1 OR place_{other} IS NOT place_{side})"
    return index.rows(
        f"SELECT * FROM findings WHERE document_{side} = ?1{more} ORDER BY no",  # noqa: S608 - names are ours
        (document,),
    )


def _at(part: Part, notes: Iterable[Note], values: list[Value]) -> Iterator[Note]:
    """The findings of one part; one that only tells the page goes to the value that it is about."""
    known = {value.id: value.place for value in values}
    for note in notes:
        at = note.place
        if not line_mark(at):
            at = next((known[name] for name in _values(note) if name in known), at)
        if part.holds(at) and (line_mark(at) or at.page):
            yield replace(note, place=at)


# ------------------------------------------------------------------ right side


def _lines(values: list[Value], notes: list[Note], cells: dict[str, Record]) -> dict[str, Line]:
    """What was read, by rows; a row with a finding stands here even when nothing was read in it."""
    found: dict[str, Line] = {}
    for value in values:
        line = found.setdefault(line_mark(value.place), Line(line_mark(value.place), _order(value.place)))
        line.values.append(value)
        _describe(line, value.data)
    for note in notes:
        name, cell = line_mark(note.place), cells.get(mark(note.place))
        if name:
            at, text = (place_of_row(cell), cell["text"]) if cell else (note.place, note.quote)
            found.setdefault(name, Line(name, _order(at), text)).add(note)
    return found


def _describe(line: Line, value: Record) -> None:
    line.text = line.text or value["label_raw"] or value["label"]
    line.number = line.number or value["row_number"]
    if value["indicator_id"] and not line.indicator[0]:
        line.indicator = (value["indicator_id"], value["indicator_vi"], value["indicator_en"])


def _order(at: Place) -> tuple[float, ...]:
    """Reading order inside a part: down the page where that is known, else by table and row."""
    top = at.bbox[1] if at.bbox else INF if at.page else 0.0
    return top, at.table or 0, at.row or at.line or 0


# ------------------------------------------------------------------ left side


def _spots(cells: dict[str, Record], lines: dict[str, Line]) -> Iterator[Spot]:
    """Every cell, and every place of a value or finding that is no cell."""
    pins: dict[str, list[Note]] = {}
    for line in lines.values():
        for note in line.pins:
            pins.setdefault(mark(note.place), []).append(note)
    for name, cell in cells.items():
        at = place_of_row(cell)
        line_name = line_mark(at) if line_mark(at) in lines else ""
        yield Spot(
            name, line_name, at, cell["text"], cell["status"], cell["reason"], tuple(pins.get(name, ()))
        )
    for name, at, text, line in _elsewhere(lines):
        if name not in cells:
            yield Spot(
                name, line.mark, at, text, "used" if line.values else "finding", "", tuple(pins.get(name, ()))
            )


def _elsewhere(lines: dict[str, Line]) -> Iterator[tuple[str, Place, str, Line]]:
    """Each place that values and findings name, once."""
    seen: set[str] = set()
    for line in lines.values():
        told = [(value.place, line.text) for value in line.values]
        told += [(note.place, note.quote) for note in line.pins]
        for at, text in told:
            if mark(at) not in seen:
                seen.add(mark(at))
                yield mark(at), at, text, line


def _grid(number: int, spots: Iterable[Spot]) -> Grid:
    own = {(spot.place.row, spot.place.column): spot for spot in spots if spot.place.table == number}
    numbers = sorted(row for row, column in own if row and column)
    columns = range(1, max((column or 0 for _, column in own), default=0) + 1)
    whole = range(numbers[0], numbers[-1] + 1) if numbers else range(0)
    printed = tuple(tuple(own.get((row, column)) for column in columns) for row in whole)
    return Grid(number, whole.start, printed)
