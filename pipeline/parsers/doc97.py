"""Facts about an old Word file (DOC) that its conversion is judged by: is it encrypted, how many cells.

Takes the bytes of an OLE container, gives numbers; offsets are those of the File Information Block in
Microsoft's specification [MS-DOC] 2.5.  A table that LibreOffice loses comes out as one paragraph with glued
numbers, so the marks that end cells are counted in the original text.
"""

import io
import struct

import olefile

from pipeline.errors import Unreadable

WORD_97 = 0xC1
"""Version number in the FIB from which the offsets below hold; older files are not judged."""

VERSION_AT, SWITCHES_AT, TEXT_LENGTH_AT, PIECES_AT = 0x02, 0x0A, 0x4C, 0x1A2
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
COMPRESSED = 0x40000000
"""Bit of a piece's address: one byte a letter, and the address counts half bytes."""

PROPERTIES, PIECE_TABLE = 1, 2
CELL_MARK = "\x07"
"""Ends a cell, and once more each row."""

FAULTS = (OSError, ValueError, IndexError, TypeError, struct.error)


def is_encrypted(data: bytes) -> bool:
    """Whether the file has a password; raises `Unreadable` (damaged_ole)."""
    head = _stream(data, "WordDocument")
    return len(head) > SWITCHES_AT + 1 and bool(_word(head, SWITCHES_AT) & ENCRYPTED)


def cell_marks(data: bytes) -> int | None:
    """Count the marks that end cells and rows in the main text; None when the file is too old to tell."""
    head = _stream(data, "WordDocument")
    try:
        if _word(head, VERSION_AT) < WORD_97:
            return None
        second = _word(head, SWITCHES_AT) & SECOND_TABLE
        table = _stream(data, "1Table" if second else "0Table")
        start, length = struct.unpack_from("<II", head, PIECES_AT)
        (letters,) = struct.unpack_from("<I", head, TEXT_LENGTH_AT)
        return _text(head, table[start : start + length])[:letters].count(CELL_MARK)
    except FAULTS as fault:
        raise Unreadable("rejected", "damaged_ole", str(fault)) from fault


def _stream(data: bytes, name: str) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            content: bytes = container.openstream(name).read()
            return content
    except FAULTS as fault:
        raise Unreadable("rejected", "damaged_ole", str(fault)) from fault


def _word(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 2], "little")


def _text(head: bytes, pieces: bytes) -> str:
    """Put the text together from its pieces; letters above U+00FF of compressed pieces do not matter here."""
    at = 0
    while pieces[at] == PROPERTIES:
        at += 3 + _word(pieces, at + 1)
    if pieces[at] != PIECE_TABLE:
        raise ValueError("no piece table")
    (length,) = struct.unpack_from("<I", pieces, at + 1)
    plan = pieces[at + 5 : at + 5 + length]
    count = (len(plan) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plan)
    found = []
    for index in range(count):
        (address,) = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * index + 2)
        found.append(_piece(head, address, ends[index + 1] - ends[index]))
    return "".join(found)


def _piece(head: bytes, address: int, letters: int) -> str:
    if address & COMPRESSED:
        start = (address & ~COMPRESSED) // 2
        return head[start : start + letters].decode("latin-1")
    return head[address : address + 2 * letters].decode("utf-16-le", errors="replace")
