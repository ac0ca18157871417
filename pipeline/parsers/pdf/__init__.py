"""PDF files: text and ruled tables of every page, in reading order, each with its place.

`parse` takes a raw file and gives a `Document`; `draw` gives a picture of a page with boxes on it.  The way
of a page: `reader` chooses the engine (`quick` or `plumber`), `judge` and `quality` say what of it can be
believed, `content` makes the blocks.
"""

from pipeline.archive import RawFile
from pipeline.language.messages import finding
from pipeline.model import Document, Place, Quote
from pipeline.parsers.pdf import opening, reader
from pipeline.parsers.pdf.content import assemble
from pipeline.parsers.pdf.drawing import draw
from pipeline.parsers.pdf.reader import Engine

__all__ = ["FORMATS", "Engine", "draw", "parse"]

FORMATS = ("pdf",)


def parse(file: RawFile, engine: Engine = "auto", password: str = "") -> Document:
    """Read a PDF.

    `engine` forces one engine for all pages; `password` opens a locked file.  Raises `Unreadable`
    (`encrypted`, `damaged_pdf`, `no_pages`, `bomb`); damage that leaves the file readable is the flag
    `damaged`, more pages than are read `pages_capped`, a page without a sound text layer `needs_ocr`.
    """
    total = reader.count(file.data, password)
    fault = opening.damage(file.data, total, password)
    content = assemble(list(reader.pages(file.data, engine, password)), file.id)
    whole = Quote(Place(file.id), "")
    if fault:
        content.flag("damaged")
        content.findings.append(finding("damaged", whole, fault=fault))
    if total > len(content.pages):
        content.flag("pages_capped")
        content.findings.append(finding("pages_capped", whole, read=len(content.pages), total=total))
    return Document(
        file.id,
        file.name,
        "pdf",
        len(file.data),
        "text_layer",
        tuple(content.blocks),
        tuple(content.pages),
        tuple(content.findings),
        tuple(content.flags),
    )
