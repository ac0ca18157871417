"""Columns that do not stand where the header says: recognised tables and pieces of another width.

Takes body rows and the column kinds of the reference header, gives the rows with one entry per reference
column.  Columns are laid on the reference in order, by what they hold (figures, units, text), so that the
whole column moves and no cell of its own.  When two cells of a row would fall on one place, or the columns
do not look like their kinds, nothing is moved and None says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.language.numbers import read_value
from pipeline.language.text import clean
from pipeline.language.units import UNITS
from pipeline.model import Cell
from pipeline.tables.spread import Row, Rows, text

LEAST_FIT = 0.6
"""Share of the cells that must look like the kind of column they are laid on."""

SAME_INDEX = 0.25
"""Bonus per cell for a column that keeps its index: it moves only when its cells clearly say so."""

LONGEST_VALUE = 60
"""Characters of a value cell; longer texts are prose."""

LOOK_ALIKE = (("value",), ("lead", "partner"))
"""Kinds of columns whose cells do not tell which of them they belong to."""

_NUMBER = re.compile(r"\(?([IVXLC]+|\d{1,3}|[a-zA-Z])([.\-]\d{1,3})*[.)]?[a-z]?|[-+*•]{1,3}")
_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Fit:
    """Rows laid on the reference columns; `moved` says that a column left its index."""

    rows: Rows
    moved: bool


def fit(rows: Rows, kinds: Sequence[str]) -> Fit | None:
    """Lay `rows` on columns of the given kinds; None when they do not fit without doubt."""
    width = max(map(len, rows), default=0)
    columns = [n for n in range(width) if any(text(row[n]) for row in rows)]
    layout = _best(rows, columns, tuple(kinds))
    if layout is None or _share(rows, layout, kinds) < LEAST_FIT or _is_open(layout, kinds, width):
        return None
    moved = any(column != target for column, target in layout.items())
    return Fit(tuple(_laid(row, layout, len(kinds)) for row in rows), moved)


def _is_open(layout: dict[int, int], kinds: Sequence[str], width: int) -> bool:
    """Whether columns that look alike could as well stand for others: some are missing and places moved."""
    for alike in LOOK_ALIKE:
        wanted = [n for n, kind in enumerate(kinds) if kind in alike]
        used = {column: target for column, target in layout.items() if target in wanted}
        moved = width < len(kinds) or any(column != target for column, target in used.items())
        if 0 < len(used) < len(wanted) and moved:
            return True
    return False


def _best(rows: Rows, columns: list[int], kinds: tuple[str, ...]) -> dict[int, int] | None:
    """The order-preserving layout column → reference with the highest likeness; None if there is none."""

    @cache
    def best(position: int, reference: int) -> tuple[float, tuple[int, ...]] | None:
        if position == len(columns):
            return 0.0, ()
        found: tuple[float, tuple[int, ...]] | None = None
        for target in range(reference, len(kinds)):
            rest = best(position + 1, target + 1)
            if rest is None:
                continue
            score = _likeness(rows, columns[position], kinds[target])
            score += rest[0]
            if columns[position] == target:
                score += SAME_INDEX * sum(bool(text(row[target])) for row in rows)
            if found is None or score > found[0]:
                found = score, (target, *rest[1])
        return found

    if len(columns) > len(kinds):
        return None
    result = best(0, 0)
    return dict(zip(columns, result[1], strict=True)) if result else None


def _likeness(rows: Rows, column: int, kind: str) -> float:
    texts = [text(row[column]) for row in rows if text(row[column])]
    return sum(_looks_like(words, kind) for words in texts)


def _share(rows: Rows, layout: dict[int, int], kinds: Sequence[str]) -> float:
    cells = sum(bool(text(row[column])) for row in rows for column in layout)
    good = sum(_likeness(rows, column, kinds[target]) for column, target in layout.items())
    return good / cells if cells else 1.0


def _looks_like(words: str, kind: str) -> float:
    """1 when a text may stand under a column of this kind, 0 when not, between when it says little."""
    plain = clean(words)
    if kind == "number":
        return float(bool(_NUMBER.fullmatch(plain)))
    if kind == "unit":
        return float(bool(UNITS.find(plain)) or (len(plain) <= 12 and not any(c.isdigit() for c in plain)))
    if kind == "value":
        return float(len(plain) <= LONGEST_VALUE and read_value(plain)[0].kind != "unparsed")
    return float(bool(_WORDS.search(plain)) and not plain[:1].isdigit())


def _laid(row: Row, layout: dict[int, int], width: int) -> Row:
    places: list[Cell | None] = [None] * width
    for column, target in layout.items():
        if text(row[column]):
            places[target] = row[column]
    return tuple(places)
