"""Documents in, blocks out: one parser module per kind of file, chosen by what the bytes are.

Each module of `PARSERS` has `FORMATS` (format words of `sniff`) and `parse(file) -> Document`.  A format is
added by writing such a module and naming it here; the contract test walks over the tuple.
"""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pipeline.archive import RawFile, load
from pipeline.errors import Unreadable
from pipeline.language.messages import finding
from pipeline.model import Document, Place, Quote
from pipeline.parsers import docx, html, office, pdf, scan, text, xls, xlsx
from pipeline.parsers.pdf import Engine as Engine
from pipeline.parsers.sniff import extension, sniff


class Parser(Protocol):
    """What a parser module offers."""

    @property
    def FORMATS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """Format words that the module reads."""

    def parse(self, file: RawFile) -> Document:
        """Read one file; raises `Unreadable`."""


PARSERS: tuple[Parser, ...] = (pdf, docx, xlsx, xls, html, office, scan, text)

LARGEST = 200 * 2**20
"""Bytes of one file; a scanned plan of 100 pages has 60 MiB."""

PICTURES = ("png", "jpg", "tiff", "gif", "bmp")


def read(path: Path | str, engine: Engine = "auto") -> Document:
    """Read one file of any known format; links are not followed, only regular files are read.

    `engine` is for PDF: the quick reader (``pdfium``), the reference (``pdfplumber``), or the fitting one.

    >>> from pipeline import parsers
    >>> document = parsers.read("raw_docs/002_caf17976ac21758d.txt")
    >>> document.grids[0].rows, document.grids[0].columns, document.grids[0].cells[1].text
    (10, 5, 'Mục tiêu/chỉ tiêu')
    """
    path = Path(path)
    if path.is_symlink() or not path.is_file():
        raise Unreadable("rejected", "not_regular_file", path.name)
    if path.stat().st_size > LARGEST:
        raise Unreadable("rejected", "too_large", f"more than {LARGEST} bytes")
    return read_file(load(path), engine)


def read_file(file: RawFile, engine: Engine = "auto") -> Document:
    """Read one file that is in memory; raises `Unreadable` with a status and reason of the closed lists."""
    if len(file.data) > LARGEST:
        raise Unreadable("rejected", "too_large", f"more than {LARGEST} bytes")
    kind = sniff(file.data, file.name)
    for parser in PARSERS:
        if kind in parser.FORMATS:
            read = pdf.parse(file, engine) if parser is pdf else parser.parse(file)
            document = scan.recognise(file, read)
            return _with_mismatch(document, kind, extension(file.name))
    raise Unreadable("rejected", "unsupported_type", kind)


def _with_mismatch(document: Document, kind: str, named: str) -> Document:
    """Add a finding when the name promises another known format than the content has."""
    known = {word for parser in PARSERS for word in parser.FORMATS} | set(PICTURES)
    if named not in known or named == kind:
        return document
    told = finding("type_mismatch", Quote(Place(document.id), document.path), named=named, found=kind)
    return replace(document, findings=(*document.findings, told), flags=(*document.flags, "type_mismatch"))
