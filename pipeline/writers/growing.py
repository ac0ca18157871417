"""Files that grow row by row: a sheet of the workbook, a table in each of its formats.

Takes rows that are ready to be written (`leaves.Rows`); holds none of them for long.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from pipeline.writers import csv, sheets
from pipeline.writers.leaves import Rows
from pipeline.writers.parquet import ParquetFile
from pipeline.writers.schema import Table


class SheetFile:
    """Rows of a sheet without their numbers, one a line; no more are kept than a sheet may have."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w+", encoding="utf-8", newline="\n")
        self.total = 0

    def add(self, rows: Iterable[str]) -> None:
        """Add rows."""
        for row in rows:
            self.total += 1
            if self.total <= sheets.ROW_LIMIT:
                self.file.write(row + "\n")

    def pour(self) -> Iterator[str]:
        """Give the kept rows and forget them."""
        self.file.seek(0)
        yield from (line.removesuffix("\n") for line in self.file)
        self.file.close()


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
    csv: TextIO | None = field(init=False)

    def __post_init__(self) -> None:
        self.parquet = ParquetFile(self.table, self.path("parquet"))
        self.csv = None
        if "csv" in self.table.formats:
            self.csv = self.path("csv").open("w", encoding="utf-8", newline="")
            self.csv.write(csv.header(self.table))

    def path(self, kind: str) -> Path:
        """Where the file of a format stands."""
        return self.folder / f"{self.table.name}.{kind}"

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return tuple(self.path(kind) for kind in self.table.formats)

    def add(self, rows: Rows) -> None:
        """Add rows."""
        self.count += len(rows.values)
        self.guarded.update(rows.guarded)
        self.parquet.add(rows.values)
        if self.csv:
            self.csv.write(rows.csv)
        if self.sheet:
            self.sheet.add(rows.sheet)

    def close(self) -> None:
        """Finish the files."""
        self.parquet.close()
        if self.csv:
            self.csv.close()
