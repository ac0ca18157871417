"""What an output table is: its columns, each described once, and how its rows are read from a harvest.

Takes getters and texts; gives `Table`s, from which CSV, Parquet, the workbook, the data package and
`docs/output.md` are all made, so that no two of them can disagree.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Generic, Literal, Never, TypeVar

from pipeline.model import Harvest

Kind = Literal["string", "int", "double", "bool"]
Value = str | int | float | Decimal | bool | None
Plain = str | int | float | bool | None
Rows = tuple[tuple[Value, ...], ...]
Format = Literal["csv", "parquet"]

JOINT = " ; "
"""Stands between several values in one text cell."""

_LONE = re.compile("[\ud800-\udfff]")

Record = TypeVar("Record")
In = TypeVar("In", contravariant=True)


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a closed list, with its words for people."""

    value: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Column(Generic[In]):
    """One output column.  `title` and `about` are (Vietnamese, English).

    `get` reads the value from the record; an empty string becomes null, a `Decimal` keeps the printed number
    of decimals for the workbook.  `unit` is the unit of all values of the column (empty: none, or in a column
    of its own), `concept` the SDMX concept id, `codes` the closed list of values.  `width` is the width in
    the workbook in characters; 0 hides the column there.
    """

    name: str
    kind: Kind
    get: Callable[[In], Value]
    title: tuple[str, str]
    about: tuple[str, str]
    unit: str = ""
    concept: str = ""
    codes: tuple[Code, ...] = ()
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """One output table.  `read` gives its rows in their final order, one value per column.

    `key` names the columns that tell rows apart; `in_documents`: its `document_id` stands in `documents`.
    """

    name: str
    title: tuple[str, str]
    about: tuple[str, str]
    columns: tuple[Column[Never], ...]
    read: Callable[[Harvest], Rows]
    key: tuple[str, ...] = ()
    in_documents: bool = False
    formats: tuple[Format, ...] = ("csv", "parquet")

    def index(self, name: str) -> int:
        """0-based position of a column; an unknown name raises `StopIteration`."""
        return next(place for place, column in enumerate(self.columns) if column.name == name)


def table(
    name: str,
    title: tuple[str, str],
    about: tuple[str, str],
    columns: tuple[Column[Record], ...],
    records: Callable[[Harvest], tuple[Record, ...]],
    *,
    key: tuple[str, ...] = (),
    in_documents: bool = False,
    formats: tuple[Format, ...] = ("csv", "parquet"),
) -> Table:
    """Tie columns to the records that they read."""
    return Table(name, title, about, columns, partial(_read, columns, records), key, in_documents, formats)


def _read(
    columns: tuple[Column[Record], ...],
    records: Callable[[Harvest], tuple[Record, ...]],
    harvest: Harvest,
) -> Rows:
    return tuple(tuple(_value(column.get(record)) for column in columns) for record in records(harvest))


def _value(value: Value) -> Value:
    return (writable(value) or None) if isinstance(value, str) else value


def writable(text: str) -> str:
    """Give the text as UTF-8 can hold it: bytes of a file name that are no text become ``%FF``."""
    return _LONE.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", text)


def joined(parts: tuple[str, ...]) -> str:
    """Several values as one text."""
    return JOINT.join(parts)


def rounded(value: float | None, digits: int) -> float | None:
    """Give a measured figure without digits that mean nothing and differ between machines."""
    return None if value is None else round(value, digits)
