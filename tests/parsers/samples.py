"""Documents that the tests of the readers share: small troubles, the golden files, conversions of both."""

from functools import cache
from pathlib import Path

from pipeline import parsers, tools
from pipeline.archive import RawFile, load
from pipeline.model import Document
from tests.documents import trouble, troubles

GOLDEN = Path(__file__).parents[1] / "golden"
CONVERTED = {
    "doc": ("docx", "footnotes"),
    "rtf": ("docx", "merges"),
    "odt": ("docx", "merges"),
    "ods": ("xlsx", "sheets_and_merges"),
    "xls": ("xlsx", "sheets_and_merges"),
}
"""Formats that only LibreOffice writes for us, and the trouble that is converted.  LibreOffice writes a DOC
that it cannot read again when a table is the last thing in it, which Word never does."""


def made() -> tuple[RawFile, ...]:
    """Every file that needs no outside program."""
    golden = sorted(path for path in GOLDEN.iterdir() if path.suffix in (".docx", ".pdf"))
    return (*(one.file for one in troubles()), *(load(path) for path in golden))


@cache
def read(file: RawFile) -> Document:
    """What is read from a file, once for all tests."""
    return parsers.read_file(file)


@cache
def converted(format_: str) -> RawFile:
    """A file in an old or foreign format, made by LibreOffice."""
    source, name = CONVERTED[format_]
    data = tools.convert(trouble(source, name).file.data, source, format_)
    return RawFile(f"{name}.{format_}", data)
