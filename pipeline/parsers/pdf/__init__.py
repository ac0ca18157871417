"""PDF files: text and ruled tables of every page, in reading order, each with its place.

`parse` takes a raw file and gives a `Document`; `engine` names who reads the pages.
"""

import unicodedata
from collections.abc import Iterator
from typing import Literal

from pipeline.archive import RawFile
from pipeline.model import Document, Grid, Page, Paragraph, Place
from pipeline.parsers.pdf import plumber
from pipeline.parsers.pdf.grids import grid
from pipeline.parsers.pdf.paragraphs import Block, blocks
from pipeline.parsers.pdf.records import Line, PageRead

FORMATS = ("pdf",)

Engine = Literal["auto", "pdfium", "pdfplumber"]


def parse(file: RawFile, engine: Engine = "auto", password: str = "") -> Document:
    """The document as printed.  Raises `Unreadable` for encrypted, damaged and empty files."""
    pages: list[Page] = []
    found: list[Paragraph | Grid] = []
    tables = 0
    for read in plumber.pages(file.data, password=password):
        pages.append(Page(read.number, read.width, read.height))
        for block in _blocks(read, file.id, tables):
            found.append(block)
            tables += isinstance(block, Grid)
    return Document(file.id, file.name, "pdf", len(file.data), "text_layer", tuple(found), tuple(pages))


def _blocks(read: PageRead, document: str, tables: int) -> Iterator[Paragraph | Grid]:
    lines = sorted(read.lines, key=lambda line: line.top)
    for lattice in read.lattices:
        above = tuple(line for line in lines if line.top < lattice.bbox[1])
        lines = [line for line in lines if line.top >= lattice.bbox[1]]
        yield from _paragraphs(above, document, read.number)
        tables += 1
        yield grid(lattice, document, read.number, tables)
    yield from _paragraphs(tuple(lines), document, read.number)


def _paragraphs(lines: tuple[Line, ...], document: str, page: int) -> Iterator[Paragraph]:
    for block in blocks(lines):
        yield _paragraph(block, document, page)


def _paragraph(block: Block, document: str, page: int) -> Paragraph:
    box = (
        min(line.x0 for line in block.lines),
        min(line.top for line in block.lines),
        max(line.x1 for line in block.lines),
        max(line.bottom for line in block.lines),
    )
    bold = all(line.bold for line in block.lines)
    text = unicodedata.normalize("NFC", block.text)
    return Paragraph(text, Place(document, page, bbox=box), bold, block.centred)
