"""Old and foreign office files (DOC, RTF, ODT, ODS, flat XML): converted by LibreOffice, then read as usual.

Takes a `RawFile`, gives a `Document` whose `format` stays that of the file and whose `method` is `converted`.
Raises `MissingProgram` where LibreOffice is not installed, `Unreadable` for what it cannot open.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline import tools
from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.model import Document
from pipeline.parsers import doc97, docx, xlsx, zips
from pipeline.parsers.blocks import Blocks
from pipeline.parsers.sniff import sniff

FORMATS = ("doc", "rtf", "odt", "ods", "xml_word", "xml_sheet", "xml_open")

LEAST_CELLS = 0.9
"""Share of the cell marks of a DOC that must come out as cells; hidden and deleted rows take a few away."""

FLAT_CELLS = re.compile(rb"<w:t[cr][ >]")
"""Cells and rows of a flat Word file; LibreOffice drops cells whose width is not stated."""

RAW_BYTES = re.compile(rb"\\bin(\d{1,18})")
"""RTF: so many bytes follow that are no text."""

MANIFEST = "META-INF/manifest.xml"


@dataclass(frozen=True, slots=True)
class Way:
    """How one format is read: ending of the file for LibreOffice, format to make, its reader."""

    source: str
    target: str
    fill: Callable[[bytes, Blocks], None]


WAYS = {
    "doc": Way("doc", "docx", docx.fill),
    "rtf": Way("rtf", "docx", docx.fill),
    "odt": Way("odt", "docx", docx.fill),
    "ods": Way("ods", "xlsx", xlsx.fill),
    "xml_word": Way("xml", "docx", docx.fill),
    "xml_sheet": Way("xml", "xlsx", xlsx.fill),
    "xml_open": Way("fodt", "docx", docx.fill),
}


def parse(file: RawFile) -> Document:
    """Convert and read; a password is found before LibreOffice asks for it."""
    kind = sniff(file.data, file.name)
    way = WAYS[kind]
    _refuse(kind, file.data)
    blocks = Blocks(file)
    made = tools.convert(file.data, way.source, way.target)
    _compare(_marks(kind, file.data), made)
    way.fill(made, blocks)
    return blocks.document(kind, "converted")


def _refuse(kind: str, data: bytes) -> None:
    if kind == "rtf" and (beyond := _beyond(data)):
        raise Unreadable("needs_conversion", "conversion_failed", f"{beyond} bytes are said to follow")
    if kind == "doc" and doc97.is_encrypted(data):
        raise Unreadable("rejected", "encrypted", "password on a Word file")
    if kind in ("odt", "ods"):
        members = zips.members(data, "damaged_zip")
        members.check_all()
        if MANIFEST in members.names and b"encryption-data" in members.read(MANIFEST):
            raise Unreadable("rejected", "encrypted", "password on an OpenDocument file")


def _beyond(data: bytes) -> int:
    """How many raw bytes an RTF announces that it does not have; LibreOffice waits for them a long time."""
    counts = (int(found[1]) for found in RAW_BYTES.finditer(data))
    return next((count for count in counts if count > len(data)), 0)


def _marks(kind: str, data: bytes) -> int | None:
    """Count the cells and rows of the original where its format lets them be counted."""
    if kind == "doc":
        return doc97.cell_marks(data)
    return len(FLAT_CELLS.findall(data)) if kind == "xml_word" else None


def _compare(marks: int | None, made: bytes) -> None:
    """Refuse a conversion that lost cells: numbers would be missing or come out glued together."""
    if not marks:
        return
    cells = docx.cell_marks(made)
    if cells < LEAST_CELLS * marks:
        lost = f"LibreOffice kept {cells} of {marks} cell marks"
        raise Unreadable("needs_conversion", "conversion_failed", lost)
