"""Raw documents as they lie in `raw_docs/`: found, read once into memory, never changed.

A file's identity is the SHA-256 of its bytes; its name is only a label.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RawFile:
    """One input file: `name` is the label to show (NFC, relative to the folder), `data` its bytes."""

    name: str
    data: bytes

    @property
    def id(self) -> str:
        """First 16 hex digits of the SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()[:16]


def load(path: Path, folder: Path | None = None) -> RawFile:
    """Read one file; `folder` is what its label is relative to (default: the file's own folder)."""
    label = path.relative_to(folder) if folder else Path(path.name)
    return RawFile(unicodedata.normalize("NFC", label.as_posix()), path.read_bytes())
