"""What the sheets and tables of some documents are read from: the harvest, the catalogue, each table's rows.

Takes a `Harvest` and a `Catalogue`; gives an `Output`.
"""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.catalogue.schema import Catalogue
from pipeline.model import Harvest
from pipeline.writers.columns import TABLES
from pipeline.writers.schema import Plain, Rows, Table


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows; `values` as the records have them, one value per column."""

    table: Table
    values: Rows

    def plain(self) -> tuple[tuple[Plain, ...], ...]:
        """Give the rows as CSV and Parquet hold them: amounts as floats."""
        return tuple(
            tuple(float(value) if isinstance(value, Decimal) else value for value in row)
            for row in self.values
        )


@dataclass(frozen=True, slots=True)
class Output:
    """All that a sheet may look at; `tables` in the order of `columns.TABLES`."""

    harvest: Harvest
    catalogue: Catalogue
    tables: tuple[Filled, ...]

    def table(self, name: str) -> Filled:
        """Give the table with this name; `KeyError` when there is none."""
        for found in self.tables:
            if found.table.name == name:
                return found
        raise KeyError(name)


def gather(harvest: Harvest, catalogue: Catalogue) -> Output:
    """Read every table from the harvest."""
    return Output(harvest, catalogue, tuple(Filled(table, table.read(harvest)) for table in TABLES))
