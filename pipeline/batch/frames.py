"""The tables of a run as pandas data frames, for whoever goes on in Python.

Takes the folder that a run wrote; gives one frame per table with the types that the data package tells: text,
whole numbers and figures that may be missing (pandas' nullable types, so that a missing year is `<NA>` and
not a float), columns in the order of `docs/output.md`.
"""

from pathlib import Path

import pandas as pd

from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.writers.columns import TABLES

SURE = ("accepted", "decided")
"""What `review` says of values that may be counted on."""


def frame(folder: Path, table: str = "observations") -> pd.DataFrame:
    """One table of a run; raises `UsageError` when the folder holds no such table.

    >>> values = frame(Path("normalized"))
    >>> len(values), str(values["period_start"].dtype)
    (129, 'Int64')
    """
    names = {known.name for known in TABLES}
    path = folder / f"{table}.parquet"
    if table not in names or not path.is_file():
        raise UsageError(say("report.no_tables", "vi", folder=folder, file=path.name))
    return pd.read_parquet(path, dtype_backend="numpy_nullable")


def sure(folder: Path) -> pd.DataFrame:
    """The values that the program or a person is sure of; what waits for review is left out."""
    values = frame(folder)
    return values[values["review"].isin(SURE)]
