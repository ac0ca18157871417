"""Recorded readings: what the engine made of a scan, kept so that tests need not read it again.

`record` turns a recognised `Document` into JSON, `replay` back; `observations` runs the stages behind the
parser.  `readings/manifest.yaml` names engine, trained data and versions; ``python -m tests.evaluate.scan
--record`` writes both anew.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from pipeline import normalizer, plans, tables
from pipeline.model import Cell, Document, Grid, Observation, Page, Paragraph, Place
from pipeline.run import know

Json = Any
"""What JSON can hold."""

FOLDER = Path(__file__).parent / "readings"
MANIFEST = FOLDER / "manifest.yaml"


def observations(document: Document) -> tuple[Observation, ...]:
    """What the stages behind the parser make of a document."""
    plan, _ = plans.read(document, tables.find(document)[0])
    return normalizer.normalize(plan, know())[0].observations


def record(document: Document) -> str:
    """The document without its findings, as JSON."""
    kept = asdict(document) | {"findings": ()}
    return json.dumps(_without_nothing(kept), ensure_ascii=False, separators=(",", ":"))


def _without_nothing(value: Json) -> Json:
    """The value without None and empty parts, numbers with three digits."""
    if isinstance(value, dict):
        return {key: _without_nothing(part) for key, part in value.items() if part not in (None, (), "")}
    if isinstance(value, list | tuple):
        return [_without_nothing(part) for part in value]
    return round(value, 3) if isinstance(value, float) else value


def replay(text: str) -> Document:
    """The document of a recording."""
    data = json.loads(text)
    data["blocks"] = tuple(_block(block) for block in data.get("blocks", ()))
    data["pages"] = tuple(Page(**page) for page in data.get("pages", ()))
    data["flags"] = tuple(data.get("flags", ()))
    return Document(**data)


def _block(data: dict[str, Any]) -> Paragraph | Grid:
    if "cells" not in data:
        return Paragraph(**_placed(data))
    cells = tuple(Cell(**{"text": "", **_placed(cell)}) for cell in data["cells"])
    return Grid(**{**_placed(data), "cells": cells})


def _placed(data: dict[str, Any]) -> dict[str, Any]:
    place = {key: tuple(part) if isinstance(part, list) else part for key, part in data["place"].items()}
    lists = {"readings": tuple(data["readings"])} if "readings" in data else {}
    return {**data, **lists, "place": Place(**place)}


def manifest() -> dict[str, Any]:
    """The manifest as it stands."""
    found: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return found
