"""Writers: everything that a run found, as files that people and programs can open.

`press` writes CSV, Parquet, the workbook `plans.xlsx`, `findings.json` and `datapackage.json` from the pages
of documents, however many there are; `write` does so for one `Harvest`.  All formats are made from the
columns in `columns.py`.  The same content gives the same bytes, in whatever order it was gathered.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Harvest
from pipeline.writers.leaves import Findings, Page, Told, by_document, loose, page, told
from pipeline.writers.printing import Printed, Stack, press

__all__ = ["Findings", "Page", "Printed", "Stack", "Told", "page", "press", "told", "write"]


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
    """The pages of a harvest that is in memory."""

    def __init__(self, harvest: Harvest, catalogue: Catalogue) -> None:
        self.harvest, self.catalogue = harvest, catalogue
        self.told = told(harvest, catalogue)

    def pages(self) -> Iterator[Page]:
        """Every document's page."""
        yield from (page(own, self.catalogue) for _, own in by_document(self.harvest))
        yield Page(loose=loose(self.told))

    def findings(self, severity: str) -> Iterator[Findings]:
        """The findings under every document, once for files with the same bytes."""
        ids = (record.document_id for record, _ in by_document(self.harvest) if record)
        found = (self.told.get((severity, name)) for name in dict.fromkeys(ids))
        return (some for some in found if some)

    def judge(self, found: Findings) -> Findings:
        """The findings of a harvest carry their rulings already."""
        return found
