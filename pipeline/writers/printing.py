"""All files of the output from the bundles of its documents, one bundle at a time.

Takes a `Stack` of bundles in the order of the output; writes the tables as CSV and Parquet, the report of
findings, the workbook and the data package into a folder.  Memory holds a bundle and what a file gathers
before it writes; whatever spans documents waits in a scratch folder.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from pipeline.catalogue.schema import Catalogue
from pipeline.model import Harvest
from pipeline.writers import datapackage, sheet_rows, sheets, xlsx
from pipeline.writers.background import Background
from pipeline.writers.bundle import Bundle, Lot, Said, said
from pipeline.writers.columns import (
    CELLS,
    DOCUMENTS,
    FINDINGS,
    OBSERVATIONS,
    RESPONSIBILITIES,
    TABLES,
    UNMATCHED,
)
from pipeline.writers.findings_json import NAME as REPORT
from pipeline.writers.findings_json import ReportFile
from pipeline.writers.growing import SheetFile, TableFile
from pipeline.writers.order import SEVERITIES
from pipeline.writers.output import gather
from pipeline.writers.schema import Table
from pipeline.writers.slabs import Slab, lines
from pipeline.writers.spool import Spool

COUNTED = dict(zip(SEVERITIES, ("errors", "warnings", "infos"), strict=True))


class Stack(Protocol):
    """Everything that is said of all documents, some of them at a time, in the order of the output."""

    def bundles(self) -> Iterator[Bundle]:
        """The rows of all documents."""

    def findings(self, severity: str) -> Iterator[Lot]:
        """The findings of one severity under all documents."""

    def judge(self, lot: Lot) -> Said:
        """What people ruled, put on findings that have their final ids."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: the files, and the counts of the summary."""

    paths: tuple[Path, ...]
    counts: Mapping[str, int]


def press(stack: Stack, catalogue: Catalogue, folder: Path, scratch: Path) -> Printed:
    """Write every file, the same whatever bundles the documents come in.

    Both folders are there, `scratch` is left to the caller.  Raises `OSError` and `sqlite3.Error` when the
    disk refuses.
    """
    with Spool(scratch / "spool.db") as spool, Background() as background:
        return _Press(catalogue, folder, scratch, spool, background).run(stack)


class _Press:
    """The files while they grow."""

    def __init__(
        self, catalogue: Catalogue, folder: Path, scratch: Path, spool: Spool, background: Background
    ) -> None:
        self.catalogue, self.folder, self.spool, self.background = catalogue, folder, spool, background
        parts = ("observations", "findings", "unmatched", "questions", "documents", "catalogue")
        self.sheets = {name: SheetFile(scratch / f"{name}.xml") for name in parts}
        self.tables = {table.name: TableFile(table, folder, self.sheets.get(table.name)) for table in TABLES}
        self.report = ReportFile(folder / REPORT, scratch)
        self.counts = Counter[str]()

    def run(self, stack: Stack) -> Printed:
        for bundle in stack.bundles():
            self._bundle(bundle)
        for rows in self.spool.rows():
            self._add(UNMATCHED, rows)
        for severity in SEVERITIES:
            for lot in final(stack, severity, self.spool):
                self._findings(severity, stack.judge(lot))
        return self._close()

    def _bundle(self, bundle: Bundle) -> None:
        self._add(DOCUMENTS, bundle.documents)
        self._add(OBSERVATIONS, bundle.observations)
        self._add(RESPONSIBILITIES, bundle.responsibilities)
        self._add(CELLS, bundle.cells)
        self.sheets["questions"].add(bundle.asked, bundle.questions)
        self.spool.keep(bundle.open, bundle.loose)
        self.report.documents.add(bundle.listing)
        self.counts["observations"] += bundle.observations.count
        self.counts["documents"] += bundle.documents.count
        self.counts["review"] += bundle.review
        self.counts["failed"] += bundle.failed

    def _findings(self, severity: str, found: Said) -> None:
        self._add(FINDINGS, found.rows)
        self.report.add(severity, found.fired, found.json)
        self.counts[COUNTED[severity]] += sum(count for _, count in found.fired)

    def _add(self, table: Table, rows: Slab) -> None:
        self.background.run(self.tables[table.name].add, rows)

    def _close(self) -> Printed:
        self.background.wait()
        for table in self.tables.values():
            table.close()
        listed = sheets.catalogue(gather(Harvest(), self.catalogue))
        self.sheets["catalogue"].add(len(listed.lines), lines(sheet_rows.rows(listed)))
        counts = {
            name: self.counts[name]
            for name in ("documents", "observations", "review", *COUNTED.values(), "failed")
        }
        self.background.run(xlsx.write, self.folder, self.catalogue, counts, self._sheets())
        self.report.close()
        package = datapackage.write(self.folder, tuple(self.tables.values()))
        self.background.wait()
        paths = (path for table in self.tables.values() for path in table.paths)
        return Printed((*paths, self.folder / xlsx.NAME, self.report.path, package), counts)

    def _sheets(self) -> dict[str, tuple[SheetFile, ...]]:
        """The rows of every sheet: questions about rows without an indicator come before those on values."""
        parts = dict(self.sheets)
        asked = (parts.pop("unmatched"), parts.pop("questions"))
        return {"review": asked} | {name: (part,) for name, part in parts.items()}


def final(stack: Stack, severity: str, spool: Spool) -> Iterator[Lot]:
    """Give the findings of a severity as they stand in the output, with ids that no other finding has.

    The severities are to be asked for in their order, with one spool that kept every bundle.
    """
    for lot in stack.findings(severity):
        yield lot if spool.fresh(lot.said.ids) else replace(lot, said=said(lot.parts(), spool.name))
    for found in spool.loose(severity):
        yield Lot(said([found], spool.name), partial(iter, [found]))
