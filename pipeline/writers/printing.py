"""All files of the output from the pages of its documents, one page at a time.

Takes a `Stack` of pages in the order of the output; writes the tables as CSV and Parquet, the report of
findings, the workbook and the data package into a folder.  Memory holds a page and what a file gathers
before it writes; whatever spans documents waits in a scratch folder.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Protocol

from pipeline.catalogue.schema import Catalogue
from pipeline.model import Harvest
from pipeline.writers import datapackage, sheet_rows, sheets, xlsx
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
from pipeline.writers.guide import READ
from pipeline.writers.leaves import Findings, Page, Rows
from pipeline.writers.order import SEVERITIES
from pipeline.writers.output import gather
from pipeline.writers.spool import Spool

COUNTED = dict(zip(SEVERITIES, ("errors", "warnings", "infos"), strict=True))


class Stack(Protocol):
    """The pages of all documents."""

    def pages(self) -> Iterator[Page]:
        """Every document's page in the order of the output."""

    def findings(self, severity: str) -> Iterator[Findings]:
        """The findings of one severity under every document that has any, in the same order."""

    def judge(self, found: Findings) -> Findings:
        """What people ruled, put on findings that have their final ids."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: the files, and the counts of the summary."""

    paths: tuple[Path, ...]
    counts: Mapping[str, int]


def press(stack: Stack, catalogue: Catalogue, folder: Path, scratch: Path) -> Printed:
    """Write every file; both folders are there, `scratch` is left to the caller.

    Raises `OSError` and `sqlite3.Error` when the disk refuses.
    """
    with Spool(scratch / "spool.db") as spool:
        return _Press(catalogue, folder, scratch, spool).run(stack)


class _Press:
    """The files while they grow."""

    def __init__(self, catalogue: Catalogue, folder: Path, scratch: Path, spool: Spool) -> None:
        self.catalogue, self.folder, self.spool = catalogue, folder, spool
        parts = ("observations", "findings", "unmatched", "questions", "documents", "catalogue")
        self.sheets = {name: SheetFile(scratch / f"{name}.xml") for name in parts}
        self.tables = {table.name: TableFile(table, folder, self.sheets.get(table.name)) for table in TABLES}
        self.report = ReportFile(folder / REPORT, scratch)
        self.counts = Counter[str]()

    def run(self, stack: Stack) -> Printed:
        for page in stack.pages():
            self._page(page)
        for row in self.spool.rows():
            self.tables[UNMATCHED.name].add(row)
        for severity in SEVERITIES:
            for found in final(stack, severity, self.spool):
                self._findings(severity, stack.judge(found))
        return self._close()

    def _page(self, page: Page) -> None:
        self.tables[DOCUMENTS.name].add(page.document)
        self.tables[OBSERVATIONS.name].add(page.observations)
        self.tables[RESPONSIBILITIES.name].add(page.responsibilities)
        self.tables[CELLS.name].add(page.cells)
        self.sheets["questions"].add(page.questions)
        self.spool.keep(page)
        if page.listing:
            self.report.documents.add([page.listing])
        self.counts["observations"] += len(page.observations.values)
        self.counts["documents"] += len(page.document.values)
        self.counts["review"] += page.review
        self.counts["failed"] += bool(page.status) and page.status not in READ

    def _findings(self, severity: str, found: Findings) -> None:
        rows = Rows(found.values, "".join(found.csv), found.sheet, found.guarded)
        self.tables[FINDINGS.name].add(rows)
        self.report.add(severity, found.rules, found.stand, found.json)
        self.counts[COUNTED[severity]] += sum(found.stand)

    def _close(self) -> Printed:
        for table in self.tables.values():
            table.close()
        self.report.close()
        listed = sheets.catalogue(gather(Harvest(), self.catalogue))
        self.sheets["catalogue"].add(sheet_rows.rows(listed))
        counts = {
            name: self.counts[name]
            for name in ("documents", "observations", "review", *COUNTED.values(), "failed")
        }
        book = xlsx.write(self.folder, self.catalogue, counts, self._sheets())
        package = datapackage.write(self.folder, tuple(self.tables.values()))
        paths = (path for table in self.tables.values() for path in table.paths)
        return Printed((*paths, book, self.report.path, package), counts)

    def _sheets(self) -> dict[str, tuple[SheetFile, ...]]:
        """The rows of every sheet: questions about rows without an indicator come before those on values."""
        parts = dict(self.sheets)
        asked = (parts.pop("unmatched"), parts.pop("questions"))
        return {"review": asked} | {name: (part,) for name, part in parts.items()}


def final(stack: Stack, severity: str, spool: Spool) -> Iterator[Findings]:
    """Give the findings of a severity as they stand in the output, with ids that no other finding has.

    The severities are to be asked for in their order, with one spool that kept every page.
    """
    for found in chain(stack.findings(severity), spool.loose(severity)):
        yield _named(found, tuple(map(spool.name, found.ids)))


def _named(found: Findings, names: tuple[str, ...]) -> Findings:
    """The findings with other ids, which stand wherever the plain ones stood."""
    if names == found.ids:
        return found
    pairs = tuple(zip(found.ids, names, strict=True))

    def changed(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(t.replace(old, new, 1) for t, (old, new) in zip(texts, pairs, strict=True))

    return replace(
        found,
        ids=names,
        values=tuple((name, *row[1:]) for name, row in zip(names, found.values, strict=True)),
        csv=changed(found.csv),
        sheet=changed(found.sheet),
        json=changed(found.json),
    )
