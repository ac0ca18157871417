"""The tables of a run, published in one step: readers see the old complete set or the new complete set.

Everything is written into a staging folder beside the output folder and then swapped in.  When anything fails
the old set stays as it is and `OutputError` says why.  What was published is remembered with the digest of
each file, so that a run that finds nothing new, and the tables untouched, writes nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.files import remove, swap, sync_tree, write_json
from pipeline.batch.ledger import Folders, unwritable
from pipeline.catalogue.schema import Catalogue
from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.model import Harvest
from pipeline.writers import write

MARK = "datapackage.json"
"""A folder with this file is an output of ours and may be replaced."""

MEMORY = "published.json"
"""The file beside the tables that remembers them."""


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in the output folder: the digest of what it was made of, and the counts of the run."""

    digest: str
    counts: Mapping[str, int]


def check_target(out: Path, raw: Path, lang: str) -> None:
    """Refuse an output folder that would harm: inside the documents, or holding files that are not ours."""
    if out.resolve() == raw.resolve() or raw.resolve() in out.resolve().parents:
        raise UsageError(say("cli.out_inside_raw", lang, out=out, raw=raw))
    if out.exists() and not out.is_dir():
        raise UsageError(say("cli.not_ours", lang, out=out.parent, file=out.name))
    strangers = sorted(path.name for path in out.iterdir()) if out.is_dir() else []
    if strangers and MARK not in strangers:
        raise UsageError(say("cli.not_ours", lang, out=out, file=strangers[0]))


def publish(harvest: Harvest, catalogue: Catalogue, folders: Folders) -> None:
    """Write the tables and swap them in; raises `OutputError` and leaves the old set otherwise."""
    staging = folders.work / "tables"
    try:
        remove(staging)
        staging.mkdir(parents=True)
        write(harvest, catalogue, staging)
        sync_tree(staging)
        swap(staging, folders.out, folders.old)
        remove(staging)
        remove(folders.old)
    except OSError as fault:
        raise unwritable(folders, fault) from fault


def remember(published: Published, folders: Folders) -> None:
    """Note what was published, for the next run."""
    told = {"digest": published.digest, "counts": dict(published.counts), "files": _files(folders.out)}
    write_json(folders.home / MEMORY, told, folders.work)


def standing(folders: Folders) -> Published | None:
    """What stands in the output folder; None when it is not known or was changed since."""
    try:
        told = json.loads((folders.home / MEMORY).read_text(encoding="utf-8"))
        if told["files"] != _files(folders.out):
            return None
        return Published(told["digest"], told["counts"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(folder: Path) -> dict[str, str]:
    return {path.name: _digest(path) for path in sorted(folder.iterdir())}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
