"""Rows and cells that a page end has cut, put together again.

Takes the body rows of the pieces of one table in order, gives one list of rows and a finding for every
repair.  A row without a number and without values whose text begins in mid-sentence is the tail of the row
above; the tail of a merged agency cell goes to the cell above that is unfinished, and stays where it is when
every cell above is finished (its beginning is lost, and nobody may guess it).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.agency_ends import is_complete
from pipeline.catalogue.agency_text import parts_of
from pipeline.language.messages import finding
from pipeline.language.numbers import read_value
from pipeline.language.text import clean, key
from pipeline.model import Cell, Finding, Quote
from pipeline.tables.spread import Row, filled, joined, swap, text

AGENCY = ("lead", "partner")
ENDING_WORDS = 2
"""So many last words tell whether a text ends as the others of its column do."""


@dataclass(slots=True)
class Seam:
    """Rows collected so far and the repairs made; grows piece by piece."""

    kinds: tuple[str, ...]
    rows: list[Row]
    findings: list[Finding]
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Row and column of every cell in `rows`, by the identity of the cell."""

    def add(self, piece: Sequence[Row], *, ruled: bool) -> None:
        """Append the rows of one piece; `ruled` says that its cell borders can be trusted."""
        rows = list(piece)
        at_seam = bool(self.rows and rows)
        if at_seam:
            for column, kind in enumerate(self.kinds):
                if kind in AGENCY:
                    rows = self._mend(column, rows, ruled=ruled)
        for row in rows:
            if self.rows and self._is_tail(row, at_seam):
                self._join(row)
            else:
                self._append(row)
            at_seam = False

    def _append(self, row: Row) -> None:
        for column, cell in enumerate(row):
            if cell is not None:
                self.places.setdefault(id(cell), []).append((len(self.rows), column))
        self.rows.append(row)

    def _swap(self, old: Cell, new: Cell) -> None:
        """Put a cell in every place of another one; only those places are touched."""
        for row, column in tuple(self.places[id(old)]):
            self._put(row, column, new)

    def _put(self, row: int, column: int, cell: Cell) -> None:
        cells = self.rows[row]
        old = cells[column]
        if old is not None:
            self.places[id(old)].remove((row, column))
        self.places.setdefault(id(cell), []).append((row, column))
        self.rows[row] = (*cells[:column], cell, *cells[column + 1 :])

    def _mend(self, column: int, rows: list[Row], *, ruled: bool) -> list[Row]:
        """Make one cell of an agency cell that the page end has cut, above and below the cut.

        Its text goes on below in mid-sentence, or stands on one side only: then (in ruled tables, where an
        empty cell at the page end beside a filled one at the page start can be nothing else) it counts for
        the other side too.
        """
        bottom, top = self.rows[-1][column], rows[0][column]
        if top is None or not text(top) or sum(cell is top for cell in rows[0]) > 1:
            return rows
        if _begins_inside(top.text) or self._is_tail(rows[0], True) or self._completes_a_name(column, top):
            head = self._head(column, top)
            if head is None:
                return rows
            whole = joined(head, top)
            self._swap(head, whole)
            self._report("D03", head, top)
            return swap(rows, top, whole)
        if ruled and bottom is not None and not text(bottom):
            self._swap(bottom, top)
            self._report("D05.carried", top, None)
        return rows

    def _is_tail(self, row: Row, at_seam: bool) -> bool:
        """Whether a row only continues the one above: no number, text in mid-sentence, no second values."""
        texts = [text(cell) for cell in filled(row)]
        above = self.rows[-1]
        if not texts or self._has(row, "number") or clean(_label(above, self.kinds)).endswith(":"):
            return False
        if at_seam and self._only_agencies(row):
            return True
        if not _begins_inside(_label(row, self.kinds) or texts[0]):
            return False
        has_values = self._has(row, "value") or self._has(row, "unit")
        return not has_values or (at_seam and not self._both_whole(row))

    def _only_agencies(self, row: Row) -> bool:
        """Whether a row holds nothing but agency text: it can only go on with the row above."""
        return {self.kinds[n] for n, cell in enumerate(row) if text(cell)} <= set(AGENCY)

    def _both_whole(self, row: Row) -> bool:
        """Whether a value column holds a whole figure here and another one in the row above."""
        pairs = zip(self.kinds, self.rows[-1], row, strict=True)
        return any(kind == "value" and _is_figure(above) and _is_figure(cell) for kind, above, cell in pairs)

    def _has(self, row: Row, kind: str) -> bool:
        return any(text(cell) and self.kinds[n] == kind for n, cell in enumerate(row))

    def _join(self, tail: Row) -> None:
        """Join each cell of a tail row to the cell above it that it continues."""
        met: set[int] = set()
        for column, cell in enumerate(tail):
            if cell is None or not text(cell) or id(cell) in met or self._holds(column, cell):
                continue
            met.add(id(cell))
            head = self._head(column, cell)
            if head is not None:
                self._swap(head, joined(head, cell))
                self._report("D03", head, cell)
            else:
                self._put(len(self.rows) - 1, column, cell)
                if self.kinds[column] in AGENCY:
                    self._report("D05.lost", cell, None)

    def _holds(self, column: int, cell: Cell) -> bool:
        """Whether a cell already stands in a row above: the seam has joined it there."""
        return any(row[column] is cell for row in self.rows)

    def _completes_a_name(self, column: int, top: Cell) -> bool:
        """Whether the last agency cell and this one are two halves of a known name."""
        head = next((text(row[column]) for row in reversed(self.rows) if text(row[column])), "")
        apart = _unknown_names(head) + _unknown_names(top.text)
        return bool(head) and _unknown_names(_together(head, text(top))) < apart

    def _head(self, column: int, tail: Cell) -> Cell | None:
        """The cell that a tail continues; None when there is none that is unfinished."""
        if self.kinds[column] not in AGENCY:
            above = self.rows[-1][column]
            return above if text(above) else None
        head = next((row[column] for row in reversed(self.rows) if text(row[column])), None)
        if head is None:
            return None
        others = [text(cell) for cell in filled(row[column] for row in self.rows) if cell is not head]
        return head if _continues(text(head), text(tail), others) else None

    def _report(self, rule: str, a: Cell, b: Cell | None) -> None:
        second = Quote(b.place, b.text) if b else None
        self.findings.append(
            finding(
                rule, Quote(a.place, a.text), second, first=clean(a.text), second=clean(b.text if b else "")
            )
        )


def _is_figure(cell: Cell | None) -> bool:
    """Whether a value cell can stand alone: every part of it is read without doubt."""
    found = read_value(cell.text) if cell is not None and text(cell) else ()
    return bool(found) and all(q.kind not in ("unparsed", "missing") and not q.doubtful for q in found)


def _label(row: Row, kinds: Sequence[str]) -> str:
    return next(
        (text(cell) for cell, kind in zip(row, kinds, strict=True) if kind == "label" and text(cell)), ""
    )


def _begins_inside(words: str) -> bool:
    """Whether a text begins in mid-sentence: with a small letter or a closing mark."""
    first = clean(words)[:1]
    return first.islower() or first in {",", ";", ")", "."}


def _continues(head: str, tail: str, others: Sequence[str]) -> bool:
    """Whether `tail` completes `head`: it is cut in a phrase or a name, or others end as both together do."""
    if not is_complete(clean(head), [clean(other) for other in others], load_agencies()):
        return True
    if _unknown_names(_together(head, tail)) < _unknown_names(head):
        return True
    endings = {_ending(other) for other in others if other}
    return _ending(head) not in endings and _ending(f"{head} {tail}") in endings


def _together(head: str, tail: str) -> str:
    """Two pieces of one text; a hyphen at the end of the first joins a word."""
    return f"{head}{tail}" if head.endswith("-") and not head.endswith(" -") else f"{head} {tail}"


def _unknown_names(words: str) -> int:
    """How many names in an agency text are no known body; half a name is one of them."""
    parts = parts_of(clean(words), load_agencies())
    return sum(part.kind == "name" and not part.agency_id for part in parts)


def _ending(words: str) -> tuple[str, ...]:
    return tuple(key(words).rstrip(". ;").split()[-ENDING_WORDS:])
