"""What every format is written from: the harvest, the catalogue, and each table as a frame.

Takes a `Harvest` and a `Catalogue`; gives an `Output`, made once per run.
"""

from dataclasses import dataclass

from pipeline.catalogue.schema import Catalogue
from pipeline.model import Harvest
from pipeline.writers.columns import TABLES
from pipeline.writers.frame import Framed, framed


@dataclass(frozen=True, slots=True)
class Output:
    """All that a format may look at; `tables` in the order of `columns.TABLES`."""

    harvest: Harvest
    catalogue: Catalogue
    tables: tuple[Framed, ...]

    def table(self, name: str) -> Framed:
        """Give the table with this name; `KeyError` when there is none."""
        for found in self.tables:
            if found.table.name == name:
                return found
        raise KeyError(name)


def gather(harvest: Harvest, catalogue: Catalogue) -> Output:
    """Read every table from the harvest."""
    return Output(harvest, catalogue, tuple(framed(table, harvest) for table in TABLES))
