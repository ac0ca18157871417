"""Shares that may be parts of one: a spreadsheet keeps 49 % as 0.49 and shows that without its format.

Takes the lines of a plan, gives them with a doubt at every share without a sign of its own that stands in a
column where none is above one, or small beside one of these.  Indicators with national targets that small
are left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.language.units import Units
from pipeline.normalizer.lines import Line
from pipeline.normalizer.observe import Value

PART_OF_ONE = "part_of_one"
"""The doubt of a share that may be a part of one: 0,49 for 49 %."""

_FIGURE = re.compile(r"\s*\d[\d.,]*\s*")

Column = tuple[int | None, str]
"""A table by its number, and the header of one of its columns."""


def parts_of_one(lines: Iterable[Line], units: Units) -> Iterator[Line]:
    """The lines; shares in a column where none is above one are in doubt, and small ones beside them."""
    lines = tuple(lines)
    columns: dict[Column, list[Decimal]] = {}
    for value in (value for line in lines for value in _bare_shares(line, units)):
        columns.setdefault(_column(value), []).append(value.quantity.amount or Decimal(0))
    small = {column for column, amounts in columns.items() if _are_small(amounts)}
    for line in lines:
        bare = _bare_shares(line, units)
        is_small = any(_column(value) in small for value in bare)
        yield replace(line, values=tuple(_with_doubts(line.values, bare))) if is_small else line


def _with_doubts(values: Iterable[Value], bare: list[Value]) -> Iterator[Value]:
    """The values of a row; all its shares up to one are in doubt."""
    for value in values:
        small = value in bare and (value.quantity.amount or 0) <= 1
        yield replace(value, doubts=(*value.doubts, PART_OF_ONE)) if small else value


def _are_small(amounts: list[Decimal]) -> bool:
    return max(amounts) <= 1 and any(0 < amount < 1 for amount in amounts)


def _bare_shares(line: Line, units: Units) -> list[Value]:
    """The value cells of a line that hold a share without a sign of its own."""
    if _is_small_by_nature(line):
        return []
    return [value for value in line.values if value.cell and _is_bare_share(value, units)]


def _is_bare_share(value: Value, units: Units) -> bool:
    unit = value.measured.unit
    share = unit in units and units[unit].family == "share"
    return share and bool(_FIGURE.fullmatch(value.quantity.raw))


def _is_small_by_nature(line: Line) -> bool:
    targets = line.subject.indicator.targets if line.subject.indicator else ()
    return any(target.value is not None and target.value <= 1 for target in targets)


def _column(value: Value) -> Column:
    return value.place.table, value.header
