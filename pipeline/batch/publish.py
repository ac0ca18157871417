"""The tables of a run, published in one step: readers see the old complete set or the new complete set.

Everything is written into a staging folder beside the output folder and then swapped in.  When anything fails
the old set stays as it is and `OutputError` says why.  What was published is remembered with size and time of
each file, so that a run that finds nothing new, and the tables untouched, writes nothing.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.files import remove, swap, sync_tree, write_json
from pipeline.batch.ledger import Folders, unwritable
from pipeline.catalogue.schema import Catalogue
from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.writers import Stack, press

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


def publish(stack: Stack, catalogue: Catalogue, folders: Folders) -> Mapping[str, int]:
    """Write the tables and swap them in; gives the counts of the summary.

    Raises `OutputError` and leaves the old set when that fails.
    """
    staging, scratch = folders.work / "tables", folders.work / "scratch"
    try:
        for folder in (staging, scratch):
            remove(folder)
            folder.mkdir(parents=True)
        counts = press(stack, catalogue, staging, scratch).counts
        remove(scratch)
        sync_tree(staging)
        swap(staging, folders.out, folders.old)
        remove(staging)
        remove(folders.old)
    except (OSError, sqlite3.Error) as fault:
        raise unwritable(folders, fault) from fault
    return counts


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


def _files(folder: Path) -> dict[str, list[int]]:
    """What changes when somebody writes into a file: its size and time."""
    found = ((path.name, path.stat()) for path in sorted(folder.iterdir()))
    return {name: [status.st_size, status.st_mtime_ns] for name, status in found}
