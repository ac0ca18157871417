"""`datapackage.json`: a Frictionless Data Package (version 2) that describes every file and every column.

Takes the tables after they were written; describes each CSV and Parquet file with size and hash.  Where
Vietnamese stands beside English, the plain key is English and `…_vi` Vietnamese.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Never

from pipeline.writers.growing import TableFile
from pipeline.writers.schema import Column, Format, Kind, Table

NAME = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0/"
TYPES: dict[Kind, str] = {"string": "string", "int": "integer", "double": "number", "bool": "boolean"}
MEDIA_TYPES: dict[Format, str] = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
RESOURCE_TYPES: dict[Format, str] = {"csv": "table", "parquet": "file"}
"""Parquet carries its own types; readers that turn years with a null into decimals would call it invalid."""

Json = dict[str, object]


def write(folder: Path, tables: Sequence[TableFile]) -> Path:
    """Describe the CSV and Parquet files in the folder, which must be finished; gives the path."""
    path = folder / NAME
    text = json.dumps(package(tables), ensure_ascii=False, indent=2)
    path.write_bytes((text + "\n").encode("utf-8"))
    return path


def package(tables: Sequence[TableFile]) -> Json:
    """Give the description."""
    return {
        "$schema": f"{PROFILES}datapackage.json",
        "profile": "data-package",
        "name": "doichieu",
        "title": "Indicators of government plans, with their provenance and contradictions",
        "title_vi": "Chỉ tiêu trong các kế hoạch, kèm nguồn gốc và các điểm mâu thuẫn",
        "resources": [_resource(found, kind) for found in tables for kind in found.table.formats],
    }


def _resource(found: TableFile, kind: Format) -> Json:
    table, path = found.table, found.path(kind)
    name = path.name
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    plain: Json = {
        "$schema": f"{PROFILES}dataresource.json",
        "name": table.name if kind == "csv" else name,
        "type": RESOURCE_TYPES[kind],
        "path": name,
        "title": table.title[1],
        "title_vi": table.title[0],
        "description": table.about[1],
        "description_vi": table.about[0],
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    return plain | (_as_csv(found) if kind == "csv" else {}) | {"schema": _schema(table)}


def _as_csv(found: TableFile) -> Json:
    """Give what a reader of the CSV has to know; `guarded` names the columns where a leading ' was added."""
    return {
        "rows": found.count,
        "encoding": "utf-8",
        "dialect": {
            "$schema": f"{PROFILES}tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "guarded": [found.table.columns[place].name for place in sorted(found.guarded)],
        "guard": "Texts in these columns that start like a formula have one more apostrophe in front.",
    }


def _schema(table: Table) -> Json:
    plain: Json = {
        "$schema": f"{PROFILES}tableschema.json",
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        plain["primaryKey"] = list(table.key)
    if table.in_documents:
        reference = {"resource": "documents", "fields": ["document_id"]}
        plain["foreignKeys"] = [{"fields": ["document_id"], "reference": reference}]
    return plain


def _field(column: Column[Never], table: Table) -> Json:
    plain: Json = {
        "name": column.name,
        "type": TYPES[column.kind],
        "title": column.title[1],
        "title_vi": column.title[0],
        "description": column.about[1],
        "description_vi": column.about[0],
    }
    if column.unit:
        plain["unit"] = column.unit
    if column.concept:
        plain["concept"] = column.concept
    if column.codes:
        plain["categories"] = [{"value": code.value, "label": code.en} for code in column.codes]
        plain["categories_vi"] = [{"value": code.value, "label": code.vi} for code in column.codes]
    return plain | _constraints(column, table)


def _constraints(column: Column[Never], table: Table) -> Json:
    found: Json = {}
    if column.name in table.key:
        found["required"] = True
    if column.codes:
        found["enum"] = [code.value for code in column.codes]
    return {"constraints": found} if found else {}
