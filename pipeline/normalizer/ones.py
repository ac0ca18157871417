"""Shares that may be parts of one: a spreadsheet keeps 49 % as 0.49 and shows that without its format.

Takes the lines of a plan, gives them with a doubt at every share without a sign of its own that stands in a
column where none is above one, or small beside one of these.  A single figure in a table shows no habit.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.language.units import Units
from pipeline.normalizer.lines import Line
from pipeline.normalizer.observe import Value

PART_OF_ONE = "part_of_one"
"""The doubt of a share that may be a part of one: 0,49 for 49 %."""

LEAST_SHARES = 2
"""Shares in a table from which a habit of its office can be seen."""

_FIGURE = re.compile(r"\s*\d[\d.,]*\s*")

Column = tuple[int | None, str]
"""A table by its number, and the header of one of its columns."""


def parts_of_one(lines: Iterable[Line], units: Units) -> Iterator[Line]:
    """The lines; shares in a column where none is above one are in doubt, and small ones beside them."""
    lines = tuple(lines)
    columns: dict[Column, list[Decimal]] = {}
    for value in (value for line in lines for value in line.values if _is_bare_share(value, units)):
        columns.setdefault(_column(value), []).append(value.quantity.amount or Decimal(0))
    small = {column for column, amounts in columns.items() if _are_small(amounts)}
    lonely = {table for table, _ in columns if _shares_of(table, columns) < LEAST_SHARES}
    for line in lines:
        bare = [value for value in line.values if _is_bare_share(value, units)]
        small_here = any(_column(value) in small for value in bare) and line.place.table not in lonely
        yield replace(line, values=_with_doubts(line.values, bare)) if small_here else line


def _with_doubts(values: Iterable[Value], bare: Collection[Value]) -> tuple[Value, ...]:
    """The values of a row; all its shares up to one are in doubt."""
    return tuple(
        replace(value, doubts=(*value.doubts, PART_OF_ONE))
        if value in bare and value.quantity.amount is not None and value.quantity.amount <= 1
        else value
        for value in values
    )


def _are_small(amounts: list[Decimal]) -> bool:
    return max(amounts) <= 1 and any(0 < amount < 1 for amount in amounts)


def _shares_of(table: int | None, columns: dict[Column, list[Decimal]]) -> int:
    return sum(len(amounts) for (number, _), amounts in columns.items() if number == table)


def _is_bare_share(value: Value, units: Units) -> bool:
    """Whether a value cell holds a share without a sign of its own."""
    quantity, unit = value.quantity, value.measured.unit
    share = unit in units and units[unit].family == "share"
    return share and value.cell is not None and bool(_FIGURE.fullmatch(quantity.raw))


def _column(value: Value) -> Column:
    return value.place.table, value.header
