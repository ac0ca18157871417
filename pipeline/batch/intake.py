"""What came in: every file below the folder of documents becomes an `Arrival` or a record of its refusal.

Takes the folder; gives one entry per file in the order of the shown names.  Files are opened without
following links, hashed piece by piece (memory stays flat), and not kept open.  Hidden files and the few names
that are no documents are left out; everything else ends in exactly one row.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline import archive
from pipeline.batch.records import refused
from pipeline.errors import Unreadable
from pipeline.model import DocumentRecord
from pipeline.parsers import LARGEST

NOT_DOCUMENTS = ("decisions.csv", ".*", "~$*", "Thumbs.db", "desktop.ini")
"""Names that are no documents: rulings, hidden files, Word's owner marks, what Windows leaves in folders."""

PIECE = 2**20
"""Bytes hashed at a time."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that can be read: where it lies, its label, the SHA-256 of its bytes in hex, its size."""

    path: Path
    name: str
    sha: str
    size: int

    @property
    def id(self) -> str:
        """The document's id, as `RawFile.id`."""
        return self.sha[:16]

    def open(self) -> int:
        """Open the file and give its descriptor.  Raises `OSError`, `Unreadable` when it is no file."""
        return archive.open_regular(self.path)


def files_in(folder: Path) -> tuple[Path, ...]:
    """Every file below a folder by the bytes of its label; links and devices too, hidden ones left out."""
    return tuple(sorted(_walk(folder), key=lambda path: _order(path.relative_to(folder))))


def arrivals(folder: Path, paths: tuple[Path, ...]) -> Iterator[Arrival | DocumentRecord]:
    """Look at every file once."""
    yield from without_copies(look(path, archive.label(path.relative_to(folder))) for path in paths)


def without_copies(entries: Iterable[Arrival | DocumentRecord]) -> Iterator[Arrival | DocumentRecord]:
    """The same bytes under a second name are a record of status ``duplicate``."""
    seen: set[str] = set()
    for entry in entries:
        if isinstance(entry, Arrival) and entry.sha in seen:
            yield refused(entry.name, Unreadable("duplicate", "duplicate"), entry.sha, entry.size)
            continue
        if isinstance(entry, Arrival):
            seen.add(entry.sha)
        yield entry


def look(path: Path, name: str) -> Arrival | DocumentRecord:
    """Hash one file, or say why it is not taken."""
    try:
        handle = archive.open_regular(path)
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(handle)
            if before.st_size > LARGEST:
                return refused(name, Unreadable("rejected", "too_large"), size=before.st_size)
            digest, size = hashlib.sha256(), 0
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
                if size > LARGEST:
                    return refused(name, Unreadable("rejected", "too_large"), size=size)
        if (size, before.st_mtime_ns) != (before.st_size, path.lstat().st_mtime_ns):
            return refused(name, Unreadable("retry", "retry_io"), size=size)
    except Unreadable as fault:
        closed = path.is_dir() and not path.is_symlink()
        return refused(name, Unreadable("retry", "unreadable_file") if closed else fault)
    except OSError:
        return refused(name, Unreadable("retry", "unreadable_file"))
    return Arrival(path, name, digest.hexdigest(), size)


def _walk(folder: Path) -> Iterator[Path]:
    """Files and everything that is neither file nor folder; folders that cannot be opened count as files."""
    lost: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=lost.append):
        here = Path(parent)
        folders[:] = [name for name in folders if is_document(name)]
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in names if is_document(name))
    yield from (Path(fault.filename) for fault in lost)


def is_document(name: str) -> bool:
    """Whether a file or folder of this name may be one."""
    return not any(fnmatchcase(name, pattern) for pattern in NOT_DOCUMENTS)


def _order(path: Path) -> tuple[bytes, bytes]:
    return archive.label(path).encode(), os.fsencode(path)
