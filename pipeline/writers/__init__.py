"""Writers: everything that a run found, as files that people and programs can open.

Takes a `Harvest` and the catalogue; gives CSV, Parquet, the workbook `plans.xlsx` and `datapackage.json`, all
from the columns in `columns.py`.  The same harvest gives the same bytes, in whatever order it was gathered.
"""

from collections.abc import Callable
from pathlib import Path

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Harvest
from pipeline.writers import csv, datapackage, findings_json, parquet, xlsx
from pipeline.writers.output import Output, gather

Writer = Callable[[Output, Path], tuple[Path, ...]]

WRITERS: tuple[Writer, ...] = (csv.write, parquet.write, xlsx.write, findings_json.write, datapackage.write)
"""In this order: the data package describes the files that stand in the folder already."""


def write(harvest: Harvest, catalogue: Catalogue, folder: Path) -> tuple[Path, ...]:
    """Write every table in every format into the folder, which is made if need be; gives the paths.

    Raises `OutputError` when the disk refuses; files may then be missing or cut, so callers write into a
    folder of their own and swap it in when this returns.
    """
    made = gather(harvest, catalogue)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(path for writer in WRITERS for path in writer(made, folder))
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
