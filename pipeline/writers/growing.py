"""Files that grow row by row: a sheet of the workbook, a table in each of its formats.

Takes rows that are ready to be written (`slabs.Slab`); holds none of them for long.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipeline.writers import csv, sheets
from pipeline.writers.parquet import ParquetFile
from pipeline.writers.schema import Table
from pipeline.writers.slabs import LINE, Packed, PackedFile, Slab


class SheetFile:
    """Rows of a sheet without their numbers; no more are kept than a sheet may have, and some beyond."""

    def __init__(self, path: Path) -> None:
        self.file = PackedFile(path)
        self.total = 0

    def add(self, count: int, rows: Packed) -> None:
        """Add so many rows."""
        if count and self.total < sheets.ROW_LIMIT:
            self.file.add(rows)
        self.total += count

    def pour(self) -> Iterator[bytes]:
        """Give the kept rows and forget them."""
        for rows in self.file.pour():
            yield from rows.split(LINE)


@dataclass(slots=True)
class TableFile:
    """A table in every one of its formats, and its sheet if it has one.

    `count` counts the rows so far, `guarded` are the 0-based positions of columns with a guarded text.
    """

    table: Table
    folder: Path
    sheet: SheetFile | None = None
    count: int = 0
    guarded: set[int] = field(default_factory=set)
    parquet: ParquetFile = field(init=False)
    csv: BinaryIO | None = field(init=False)

    def __post_init__(self) -> None:
        self.parquet = ParquetFile(self.table, self.path("parquet"))
        self.csv = None
        if "csv" in self.table.formats:
            self.csv = self.path("csv").open("wb")
            self.csv.write(csv.header(self.table).encode())

    def path(self, kind: str) -> Path:
        """Where the file of a format stands."""
        return self.folder / f"{self.table.name}.{kind}"

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return tuple(self.path(kind) for kind in self.table.formats)

    def add(self, rows: Slab) -> None:
        """Add rows."""
        if not rows.count:
            return
        self.count += rows.count
        self.guarded.update(rows.guarded)
        self.parquet.add(rows.values.bytes())
        if self.csv:
            self.csv.write(rows.csv.bytes())
        if self.sheet:
            self.sheet.add(rows.count, rows.sheet)

    def close(self) -> None:
        """Finish the files."""
        self.parquet.close()
        if self.csv:
            self.csv.close()
