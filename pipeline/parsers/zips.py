"""ZIP containers (DOCX, XLSX, ODT) opened with limits, read in memory, never unpacked to disk.

Takes bytes, gives `Members`; raises `Unreadable`: bomb, encrypted, dtd, or the caller's reason for damage.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass

from pipeline.errors import Unreadable

MOST_MEMBERS = 5_000
"""Parts of one container; an office file with many pictures has some hundreds."""

MOST_BYTES = 100 * 2**20
"""Bytes of one unpacked part."""

MOST_BYTES_TOGETHER = 300 * 2**20
"""Bytes of all parts unpacked."""

MOST_RATIO = 500
"""Unpacked to packed bytes; XML of large tables reaches 100."""

RATIO_FROM = 2**20
"""Unpacked bytes below which the ratio says nothing."""

ENCRYPTED_BIT = 0x1
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Members:
    """The parts of one container; `damage` is the reason that unreadable ones are reported with."""

    container: zipfile.ZipFile
    names: frozenset[str]
    damage: str

    def read(self, name: str) -> bytes:
        """Give the bytes of one part; raises `Unreadable` when it is missing or damaged."""
        try:
            return self.container.read(name)
        except (KeyError, *DAMAGE) as fault:
            raise Unreadable("rejected", self.damage, f"{name}: {fault}") from fault

    def xml(self, name: str) -> bytes:
        """Give the bytes of an XML part; a document type declaration is refused."""
        data = self.read(name)
        if any(mark in data for mark in DOCTYPES):
            raise Unreadable("rejected", "dtd", name)
        return data

    def check_all(self) -> None:
        """Read every part once, as a check for damage and for document types before others read it."""
        for name in sorted(self.names):
            if name.endswith((".xml", ".rels")):
                self.xml(name)


def members(data: bytes, damage: str) -> Members:
    """Open a container; `damage` is the reason for `Unreadable` when it is broken."""
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in container.infolist() if not info.is_dir()]
    except DAMAGE as fault:
        raise Unreadable("rejected", damage, str(fault)) from fault
    _check(infos)
    return Members(container, frozenset(info.filename for info in infos), damage)


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & ENCRYPTED_BIT for info in infos):
        raise Unreadable("rejected", "encrypted", "password on a ZIP container")
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES_TOGETHER:
        raise Unreadable("rejected", "bomb", "too many or too large parts")
    for info in infos:
        if info.file_size > MOST_BYTES or _swells(info):
            raise Unreadable("rejected", "bomb", info.filename)


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * max(1, info.compress_size)
