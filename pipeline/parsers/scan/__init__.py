"""Scans: pictures of pages, as PNG, JPEG and TIFF files and as pages of a PDF without a sound text layer.

`parse` reads a picture file; `recognise` takes a PDF document as its reader left it and fills in the pages
that are marked `needs_ocr`.  The way of a page: `pictures` gets it, `cleaning` makes it flat and straight,
`rules` and `grid` find the boxes, `views` and `votes` read them, `prose` reads the rest, `joining` puts all
into the document.  Without the extra ``doichieu[ocr]`` a scan stays unread, and says how to install it.
"""

from dataclasses import replace

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.language.messages import finding
from pipeline.model import Document, Page, Place, Quote
from pipeline.parsers import pdf
from pipeline.parsers.scan import engine, pages, pictures
from pipeline.parsers.scan.joining import joined
from pipeline.parsers.sniff import sniff

__all__ = ["FORMATS", "parse", "recognise"]

FORMATS = ("png", "jpg", "tiff")


def parse(file: RawFile) -> Document:
    """Read a picture file; every frame is a page.

    Raises `Unreadable`: `needs_ocr` with the reason `no_ocr` without the engine, `damaged_picture`, `bomb`.
    """
    if not engine.available():
        raise Unreadable("needs_ocr", "no_ocr", engine.INSTALL)
    kind = sniff(file.data, file.name)
    shots = pictures.of_picture(file.data)
    read = [pages.read(shot, first_page=shot.number == 1) for shot in shots]
    entered = tuple(Page(one.sheet.number, one.sheet.width, one.sheet.height, "needs_ocr") for one in read)
    empty = Document(file.id, file.name, kind, len(file.data), "ocr", (), entered, (), ("needs_ocr",))
    return joined(empty, read)


def recognise(file: RawFile, document: Document) -> Document:
    """Fill in the pages of a PDF that are marked `needs_ocr`; `document` is what its own reader gave.

    Documents of other formats come back as they are; without the engine all do, with a finding that says
    what to install.
    """
    if document.format not in pdf.FORMATS:
        return document
    wanted = [page.number for page in document.pages if page.method == "needs_ocr"]
    if not wanted:
        return document
    if not engine.available():
        told = finding("scan.no_engine", Quote(Place(document.id), ""), install=engine.INSTALL)
        return replace(document, findings=(*document.findings, told))
    shots = pictures.of_pdf(file.data, wanted)
    return joined(document, [pages.read(shot, first_page=shot.number == 1) for shot in shots])
