"""Documents that lie elsewhere: any place that fsspec knows (``s3://``, ``file://``, ``memory://`` …).

Takes the address of a folder; gives one entry per file, as `intake` does for a folder on this machine.
Bytes are hashed while they are read, piece by piece; a document is fetched again when it is read, and counts
only if its bytes are still the same.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import fsspec  # type: ignore[import-untyped]
from fsspec.spec import AbstractFileSystem  # type: ignore[import-untyped]

from pipeline import archive
from pipeline.batch.intake import PIECE, Arrival, is_document, without_copies
from pipeline.batch.records import refused
from pipeline.errors import Unreadable
from pipeline.model import DocumentRecord
from pipeline.parsers import LARGEST


@dataclass(frozen=True, slots=True)
class RemoteArrival(Arrival):
    """A document at an address; `path` is its place below the folder."""

    address: str = ""

    def open(self) -> int:
        """Fetch the document; gives the descriptor of a copy without a name.  Raises `OSError`."""
        with tempfile.TemporaryFile() as copy, fsspec.open(self.address, "rb") as file:
            shutil.copyfileobj(file, copy, PIECE)
            copy.flush()
            return os.dup(copy.fileno())


def arrivals_at(address: str) -> Iterator[Arrival | DocumentRecord]:
    """Look at every file below an address once, in the order of the shown names."""
    system, root = fsspec.core.url_to_fs(address)
    below = {PurePosixPath(name).relative_to(root).as_posix(): name for name in system.find(root)}
    shown = {
        name: archive.label(Path(name)) for name in below if all(map(is_document, PurePosixPath(name).parts))
    }
    found = sorted(shown, key=lambda name: (shown[name].encode(), name.encode("utf-8", "surrogateescape")))
    yield from without_copies(_look(system, below[name], name, shown[name]) for name in found)


def fetch(address: str, target: Path) -> bool:
    """Copy one file to this machine; False when there is none."""
    system, name = fsspec.core.url_to_fs(address)
    if system.isfile(name):
        system.get_file(name, str(target))
        return True
    return False


def _look(system: AbstractFileSystem, place: str, name: str, label: str) -> Arrival | DocumentRecord:
    digest, size = hashlib.sha256(), 0
    try:
        with system.open(place, "rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
                if size > LARGEST:
                    return refused(label, Unreadable("rejected", "too_large"), size=size)
    except OSError:
        return refused(label, Unreadable("retry", "unreadable_file"))
    return RemoteArrival(Path(name), label, digest.hexdigest(), size, system.unstrip_protocol(place))
