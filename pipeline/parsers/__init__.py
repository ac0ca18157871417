"""Documents in, blocks out: one parser module per kind of file, chosen by what the bytes are.

Each module of `PARSERS` has `FORMATS` (format words of `sniff`) and `parse(file) -> Document`.  A format is
added by writing such a module and naming it here; the contract test walks over the tuple.
"""

from pathlib import Path
from typing import Protocol

from pipeline.archive import RawFile, load
from pipeline.errors import Unreadable
from pipeline.model import Document
from pipeline.parsers import docx, html, office, pdf, text, xlsx
from pipeline.parsers.sniff import sniff


class Parser(Protocol):
    """What a parser module offers."""

    @property
    def FORMATS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """Format words that the module reads."""

    def parse(self, file: RawFile) -> Document:
        """Read one file; raises `Unreadable`."""


PARSERS: tuple[Parser, ...] = (pdf, docx, xlsx, html, office, text)


def read(path: Path | str) -> Document:
    """Read one file of any known format.

    >>> from pipeline import parsers
    >>> document = parsers.read("raw_docs/002_caf17976ac21758d.txt")  # doctest: +SKIP
    >>> document.grids[0].cells[1].text  # doctest: +SKIP
    'Mục tiêu/chỉ tiêu'
    """
    return read_file(load(Path(path)))


def read_file(file: RawFile) -> Document:
    """Read one file that is in memory; raises `Unreadable` with a status and reason of the closed lists."""
    kind = sniff(file.data, file.name)
    for parser in PARSERS:
        if kind in parser.FORMATS:
            return parser.parse(file)
    raise Unreadable("rejected", "unsupported_type", kind)
