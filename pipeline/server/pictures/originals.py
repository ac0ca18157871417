"""The documents of a run as they lie in their folder, found by what the tables say of them.

Takes the folder; gives open files that may be the document.  Whether one is, its content says: whoever reads
it compares the SHA-256.  No name comes from outside: the label and the size stand in the tables.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline import archive
from pipeline.batch.intake import files_in
from pipeline.errors import Unreadable
from pipeline.parsers import LARGEST

STALE = 2.0
"""Seconds after which the folder is looked through again for a file that was not found."""

MOST_TRIES = 8
"""Files of the same size that are tried for a document which is not where it was."""


@dataclass(frozen=True, slots=True)
class Original:
    """A document as the tables tell of it: id, label, bytes."""

    id: str
    name: str
    size: int


class Originals:
    """The files of a folder by their labels.  Safe to use from several threads."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._paths: dict[str, Path] = {}

    def places(self, original: Original) -> Iterator[Path]:
        """Where the document may lie: under its name first, then files of its size, if it was renamed."""
        named = self._named(original.name)
        if named is not None:
            yield named
        tries = 0
        for path in self._look():
            if path != named and _size(path) == original.size and tries < MOST_TRIES:
                tries += 1
                yield path

    def _named(self, name: str) -> Path | None:
        found = self._paths.get(name)
        if found is None or not found.is_file():
            self._look()
            found = self._paths.get(name)
        return found

    def _look(self) -> tuple[Path, ...]:
        with self._lock:
            if self._folder is not None and time.monotonic() - self._looked > STALE:
                found = files_in(self._folder)
                self._paths = {archive.label(path.relative_to(self._folder)): path for path in found}
                self._looked = time.monotonic()
            return tuple(self._paths.values())


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return -1


@contextmanager
def opened(path: Path) -> Iterator[int | None]:
    """The descriptor of a regular file of a size that documents have; None when there is none any more."""
    try:
        handle = archive.open_regular(path)
    except (OSError, Unreadable):
        yield None
        return
    try:
        yield handle if os.fstat(handle).st_size <= LARGEST else None
    finally:
        os.close(handle)
