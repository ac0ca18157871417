"""The parts in which a document is shown: its pages, or pieces of its tables and the lines of its text.

Takes an `Extract`; gives every `Part` in order with how many values stand in it, and the part of a place.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Place
from pipeline.server.document.source import Extract

CHUNK = 60
"""Rows of a table that one view shows."""

Kind = Literal["page", "table", "lines"]


@dataclass(frozen=True, slots=True)
class Part:
    """One view of a document: the page or table `number`, of a table the rows from `first` on.

    `values` counts what was read there.
    """

    kind: Kind
    number: int = 1
    first: int = 1
    values: int = 0

    @property
    def last(self) -> int:
        """The last row of a table that belongs to this part."""
        return self.first + CHUNK - 1

    @property
    def query(self) -> dict[str, int]:
        """What the address of this part says."""
        first = {"first": self.first} if self.first > 1 else {}
        return {self.kind: self.number, **first}

    def holds(self, place: Place) -> bool:
        """Whether a place is shown in this part."""
        if self.kind == "page":
            return place.page == self.number
        if self.kind == "lines":
            return place.table is None
        return place.table == self.number and self.first <= (place.row or 1) <= self.last


def parts(extract: Extract, pages: int, *, loose: bool = False) -> tuple[Part, ...]:
    """Every part in order; `pages` is how many the document has (0: its format has none).

    `loose` says that there are findings outside the tables, which need the part of the running text.
    """
    if pages:
        counts = Counter(extract.values["page"].to_pylist())
        return tuple(Part("page", number, values=counts[number]) for number in range(1, pages + 1))
    pieces = Counter(_pieces(extract.values["table"].to_pylist(), extract.values["row"].to_pylist()))
    shown = set(_pieces(extract.cells["table"].to_pylist(), extract.cells["row"].to_pylist()))
    lines = pieces.pop((0, 1), 0)
    shown.discard((0, 1))
    tables = sorted(shown | pieces.keys())
    text = (Part("lines", values=lines),) if lines or loose or not tables else ()
    return (*text, *(Part("table", table, first, pieces[table, first]) for table, first in tables))


def _pieces(tables: Iterable[int | None], rows: Iterable[int | None]) -> Iterable[tuple[int, int]]:
    """Table and first row of the piece in which each row stands; no table is (0, 1)."""
    return (
        (table, (row or 1) - ((row or 1) - 1) % CHUNK) if table else (0, 1)
        for table, row in zip(tables, rows, strict=True)
    )


def part_of(place: Place, known: tuple[Part, ...]) -> Part | None:
    """The part that shows a place; None when there is none."""
    return next((part for part in known if part.holds(place)), None)
