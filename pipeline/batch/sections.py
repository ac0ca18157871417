"""Files of sections: records side by side in one file, each of which can be read without the others.

Takes records of plain data by name; gives a file whose end says where each section stands, with a checksum of
everything before it: a file that was cut or changed does not count.  Records are unpickled as `plain` allows.
"""

import hashlib
import json
import os
import pickle
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pipeline.batch.plain import unpickle

CHECKSUM = 32
"""Bytes of SHA-256 at the end of a file."""

LENGTH = struct.Struct(">I")
"""Before the checksum: bytes of the index."""

TAIL = 2**14
"""Bytes read from the end at first: the index and the last section of most files."""

Index = dict[str, tuple[int, int]]


class Unsound(Exception):
    """A file of sections is missing, cut or changed."""


def write_sections(file: BinaryIO, sections: Iterable[tuple[str, object]]) -> None:
    """Write records one after the other; the last one is the quickest to read."""
    digest, index, at = hashlib.sha256(), dict[str, tuple[int, int]](), 0
    for name, record in sections:
        piece = zlib.compress(pickle.dumps(record), 1)
        index[name] = at, len(piece)
        digest.update(piece)
        file.write(piece)
        at += len(piece)
    told = json.dumps(index).encode()
    end = told + LENGTH.pack(len(told))
    digest.update(end)
    file.write(end + digest.digest())


class Sections:
    """One file of sections; raises `Unsound` when it cannot be read as one."""

    def __init__(self, path: Path, *, check: bool = False) -> None:
        """Look at the end of the file, or at every byte of it (`check`)."""
        self.path = path
        try:
            with path.open("rb", buffering=0) as file:
                self.size = os.fstat(file.fileno()).st_size
                self.first = 0 if check else max(0, self.size - TAIL)
                file.seek(self.first)
                self.tail = file.read(self.size - self.first)
            if check and hashlib.sha256(self.tail[:-CHECKSUM]).digest() != self.tail[-CHECKSUM:]:
                raise Unsound(str(path))
            self.index = self._index()
        except (OSError, struct.error, ValueError, TypeError) as fault:
            raise Unsound(str(path)) from fault

    def _index(self) -> Index:
        end = self.size - CHECKSUM - LENGTH.size
        (length,) = LENGTH.unpack(self._bytes(end, LENGTH.size))
        found: Index = {
            name: (at, size) for name, (at, size) in json.loads(self._bytes(end - length, length)).items()
        }
        if sum(size for _, size in found.values()) != end - length:
            raise Unsound(str(self.path))
        return found

    def __contains__(self, name: str) -> bool:
        return name in self.index

    def read(self, name: str) -> object:
        """Give one record."""
        try:
            return unpickle(zlib.decompress(self._bytes(*self.index[name])))
        except (OSError, KeyError, zlib.error, pickle.UnpicklingError) as fault:
            raise Unsound(str(self.path)) from fault

    @property
    def digest(self) -> str:
        """The checksum of everything, as the file has it."""
        return self._bytes(self.size - CHECKSUM, CHECKSUM).hex()

    def forget(self) -> None:
        """Keep the index only; sections are read from the disk again."""
        self.first, self.tail = self.size, b""

    def _bytes(self, at: int, size: int) -> bytes:
        if at >= self.first:
            return self.tail[at - self.first : at - self.first + size]
        if at < 0:
            raise ValueError(f"{self.path}: byte {at}")
        with self.path.open("rb", buffering=0) as file:
            file.seek(at)
            return file.read(size)
