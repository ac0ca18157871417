"""Bytes to text: byte order marks, UTF-8, UTF-16.

Takes bytes and the `Blocks` that collect findings, gives text; raises `Unreadable` for bytes
that are no text.
"""

import codecs

from pipeline.errors import Unreadable
from pipeline.parsers.blocks import Blocks

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, blocks: Blocks, declared: str = "") -> str:
    """Give the text of a file."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable("rejected", "unsupported_type", "bytes that are no text") from fault
