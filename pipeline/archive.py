"""Raw documents as they lie in `raw_docs/`: found, opened safely, read once into memory, never changed.

A file's identity is the SHA-256 of its bytes; its name is only a label.  Only regular files are opened: a
link, a pipe or a device raises `Unreadable`, and nothing that happens to the name afterwards matters.
"""

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Unreadable

NOT_SHOWN = frozenset({"Cc", "Cs"})
"""Unicode categories of control characters and of bytes that are no UTF-8: a label shows their bytes."""

TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: in a label they would show another name than the file has."""

SAFELY = os.O_RDONLY
for flag in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    SAFELY |= getattr(os, flag, 0)
"""Open without following a link and without waiting for the other end of a pipe, as far as the system can."""


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
    """Read one file; `folder` is what its label is relative to (default: the file's own folder).

    A link given by hand is followed once; raises `Unreadable` (not_regular_file) for what is no file.
    """
    name = path.relative_to(folder) if folder else Path(path.name)
    with os.fdopen(open_regular(path.resolve()), "rb") as file:
        return RawFile(label(name), file.read())


def label(name: Path) -> str:
    r"""The name to show: NFC; bytes that are no UTF-8, control and turning marks as ``%XX``.

    >>> label(Path("Ke\u0302\u0301 hoa\u0323ch.pdf")) == "Kế hoạch.pdf", label(Path("a\nb.txt"))
    (True, 'a%0Ab.txt')
    """
    return "".join(map(_shown, unicodedata.normalize("NFC", name.as_posix())))


def _shown(sign: str) -> str:
    if sign not in TURNING and unicodedata.category(sign) not in NOT_SHOWN:
        return sign
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogateescape"))


def open_regular(path: Path) -> int:
    """Open a regular file for reading and give its descriptor, which the caller closes.

    Raises `Unreadable` (not_regular_file) for a link, folder, pipe, socket or device, `OSError` for a file
    that the system does not let us read.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Unreadable("rejected", "not_regular_file")
    handle = os.open(path, SAFELY)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unreadable("rejected", "not_regular_file")
    return handle
