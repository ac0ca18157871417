"""Writers: everything that a run found, as files that people and programs can open.

`press` writes CSV, Parquet, the workbook `plans.xlsx`, `findings.json` and `datapackage.json` from bundles
of documents, however many there are; `write` does so for one `Harvest`.  All formats are made from the
columns in `columns.py`.  The same content gives the same bytes, in whatever order it was gathered.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Harvest
from pipeline.writers.bundle import Bundle, Lot, Said, bundled, said
from pipeline.writers.leaves import Findings, Page, Told, by_document, loose, page, told
from pipeline.writers.printing import Printed, Stack, press

__all__ = [
    "Bundle",
    "Findings",
    "Lot",
    "Page",
    "Printed",
    "Said",
    "Stack",
    "Told",
    "bundled",
    "page",
    "press",
    "said",
    "told",
    "write",
]


def write(harvest: Harvest, catalogue: Catalogue, folder: Path) -> tuple[Path, ...]:
    """Write every table in every format into the folder, which is made if need be; gives the paths.

    Raises `OutputError` when the disk refuses; files may then be missing or cut, so callers write into a
    folder of their own and swap it in when this returns.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            return press(_Heap(harvest, catalogue), catalogue, folder, Path(scratch)).paths
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"{folder}: {getattr(error, 'strerror', None) or error}") from error


class _Heap:
    """A harvest that is in memory, as one bundle."""

    def __init__(self, harvest: Harvest, catalogue: Catalogue) -> None:
        self.harvest, self.catalogue = harvest, catalogue
        self.told = told(harvest, catalogue)

    def bundles(self) -> Iterator[Bundle]:
        """Every document's page."""
        pages = (page(own, self.catalogue) for _, own in by_document(self.harvest))
        yield bundled((*pages, Page(loose=loose(self.told))))

    def findings(self, severity: str) -> Iterator[Lot]:
        """The findings under every document, once for files with the same bytes."""
        ids = dict.fromkeys(record.document_id for record, _ in by_document(self.harvest) if record)
        found = [some for name in ids if (some := self.told.get((severity, name)))]
        yield Lot(said(found), partial(iter, found))

    def judge(self, lot: Lot) -> Said:
        """The findings of a harvest carry their rulings already."""
        return lot.said
