"""`datapackage.json`: a Frictionless Data Package (version 2) that describes every file and every column.

Takes an `Output` and the folder with the files that were written before; describes each CSV and Parquet file
with size and hash.  Where Vietnamese stands beside English, the plain key is English and `…_vi` Vietnamese.
"""

import hashlib
import json
from pathlib import Path
from typing import Never

from pipeline.writers.csv import guarded_columns
from pipeline.writers.frame import Framed
from pipeline.writers.output import Output
from pipeline.writers.schema import Column, Format, Kind, Table

NAME = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0/"
TYPES: dict[Kind, str] = {"string": "string", "int": "integer", "double": "number", "bool": "boolean"}
MEDIA_TYPES: dict[Format, str] = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
RESOURCE_TYPES: dict[Format, str] = {"csv": "table", "parquet": "file"}
"""Parquet carries its own types; readers that turn years with a null into decimals would call it invalid."""

Json = dict[str, object]


def write(output: Output, folder: Path) -> tuple[Path, ...]:
    """Describe the CSV and Parquet files in the folder; gives the path of the description."""
    path = folder / NAME
    text = json.dumps(package(output, folder), ensure_ascii=False, indent=2)
    path.write_bytes((text + "\n").encode("utf-8"))
    return (path,)


def package(output: Output, folder: Path) -> Json:
    """Give the description; the files must have been written."""
    return {
        "$schema": f"{PROFILES}datapackage.json",
        "profile": "data-package",
        "name": "doichieu",
        "title": "Indicators of government plans, with their provenance and contradictions",
        "title_vi": "Chỉ tiêu trong các kế hoạch, kèm nguồn gốc và các điểm mâu thuẫn",
        "resources": [
            _resource(found, kind, folder) for found in output.tables for kind in found.table.formats
        ],
    }


def _resource(found: Framed, kind: Format, folder: Path) -> Json:
    table = found.table
    name = f"{table.name}.{kind}"
    data = (folder / name).read_bytes()
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
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    return plain | (_as_csv(found) if kind == "csv" else {}) | {"schema": _schema(table)}


def _as_csv(found: Framed) -> Json:
    """Give what a reader of the CSV has to know; `guarded` names the columns where a leading ' was added."""
    return {
        "rows": len(found.values),
        "encoding": "utf-8",
        "dialect": {
            "$schema": f"{PROFILES}tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "guarded": list(guarded_columns(found)),
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
