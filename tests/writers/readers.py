"""Read written files back into plain rows, each format by another library than the one that wrote it."""

import csv
import re
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.language.guard import unguarded
from pipeline.writers.schema import Kind, Table

Row = tuple[object, ...]


def csv_rows(path: Path, table: Table) -> list[Row]:
    """Rows of a CSV file with the types that the table declares."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [column.name for column in table.columns]
    kinds = [column.kind for column in table.columns]
    return [tuple(typed(text, kind) for text, kind in zip(row, kinds, strict=True)) for row in rows]


def typed(text: str, kind: Kind) -> object:
    if text == "":
        return None
    if kind == "bool":
        return {"true": True, "false": False}[text]
    return {"string": unguarded, "int": int, "double": float}[kind](text)


def parquet_rows(path: Path) -> list[Row]:
    found = pq.read_table(path).to_pydict()
    return list(zip(*found.values(), strict=True))


def sheet(path: Path, title: str) -> Worksheet:
    return load_workbook(path)[title]


def cell_texts(path: Path) -> list[str]:
    """All texts in cells of a workbook as Excel reads them (openpyxl leaves ``_x000D_`` as it is)."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        roots = [etree.fromstring(archive.read(name)) for name in sheets]
    texts = ["".join(item.itertext()) for root in roots for item in root.iterfind(".//{*}is")]
    return [re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text) for text in texts]


def sheet_rows(path: Path, title: str, table: Table) -> list[Row]:
    """Rows of a sheet in the columns of the table, words turned back into codes."""
    header, *rows = sheet(path, title).iter_rows(values_only=True)
    places = [header.index(column.title[0]) for column in table.columns]
    words = [{code.vi: code.value for code in column.codes} for column in table.columns]
    return [
        tuple(known.get(row[place], row[place]) for place, known in zip(places, words, strict=True))
        for row in rows
    ]
