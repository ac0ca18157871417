"""What the run that wrote the tables was asked for, as its diary tells: documents, catalogues, settings.

Takes the folder of the tables; gives what is known.  A diary that is not there, or that an older version
wrote, tells nothing.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.batch.ledger import Folders
from pipeline.checks import Config

DIARY = "run.json"


@dataclass(frozen=True, slots=True)
class LastRun:
    """The folder of documents (None: not known or gone), the catalogues, when it began (ISO or empty).

    `config` is what the user had set for the rules.
    """

    raw: Path | None = None
    catalogues: tuple[Path, ...] = ()
    began: str = ""
    config: Config = field(default_factory=Config)


def last_run(tables: Path) -> LastRun:
    """What the diary beside the tables tells."""
    try:
        told = json.loads((Folders(tables).home / DIARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return LastRun()
    return _read(told) if isinstance(told, dict) else LastRun()


def _read(told: dict[str, Any]) -> LastRun:
    raw, catalogues, began = told.get("raw"), told.get("catalogues"), told.get("began")
    folder = Path(raw) if isinstance(raw, str) and raw else None
    known = (
        [Path(name) for name in catalogues if isinstance(name, str)] if isinstance(catalogues, list) else []
    )
    return LastRun(
        folder if folder and folder.is_dir() else None,
        tuple(known),
        began if isinstance(began, str) else "",
        Config(_map(told.get("checks")), _map(told.get("populations"))),
    )


def _map(told: object) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}
