"""The one data frame per table: fixed types, no meaningful index.  The only module that knows pandas.

Takes a `Table` and a `Harvest`; gives a `Framed`, whose rows are what every format must hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from pipeline.model import Harvest
from pipeline.writers.schema import Kind, Rows, Table, Value

DTYPES: dict[Kind, str] = {"string": "string", "int": "Int64", "double": "Float64", "bool": "boolean"}
"""All of them know null, so that a missing year does not turn years into decimals."""

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Framed:
    """A table with its rows: `values` as the records have them, `frame` with the output types."""

    table: Table
    values: Rows
    frame: pd.DataFrame

    def rows(self) -> Iterator[tuple[Plain, ...]]:
        """Give the rows of the frame as plain Python values, None for null."""
        columns = [self.frame[name].astype(object).tolist() for name in self.frame.columns]
        for row in zip(*columns, strict=True):
            yield tuple(None if value is pd.NA else value for value in row)


def framed(table: Table, harvest: Harvest) -> Framed:
    """Read a table's rows from the harvest into a frame."""
    values = table.read(harvest)
    columns = list(zip(*values, strict=True)) or [()] * len(table.columns)
    plain = {
        column.name: [_plain(value) for value in found]
        for column, found in zip(table.columns, columns, strict=True)
    }
    frame = pd.DataFrame(plain, dtype=object)
    return Framed(table, values, frame.astype({column.name: DTYPES[column.kind] for column in table.columns}))


def _plain(value: Value) -> Plain:
    return float(value) if isinstance(value, Decimal) else value
