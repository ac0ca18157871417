"""Scans: pictures of pages, as PNG, JPEG and TIFF files and as pages of a PDF without a sound text layer.

`parse` reads a picture file; `recognise` takes a PDF document as its reader left it and fills in the pages
that are marked `needs_ocr`.  The way of a page: `pictures` gets it, `cleaning` makes it flat and straight,
`rules` and `grid` find the boxes, `views` and `votes` read them, `spelling` looks after the marks of labels,
`prose` reads the rest, `joining` puts all into the document.  Without the extra ``doichieu[ocr]`` a scan
stays unread, and says how to install it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.language.messages import finding
from pipeline.model import Document, Page, Place, Quote
from pipeline.parsers import pdf
from pipeline.parsers.scan import engine, page_processes, pages, pictures
from pipeline.parsers.scan.joining import joined
from pipeline.parsers.scan.page_processes import PAGE_SECONDS, pages_at_a_time
from pipeline.parsers.scan.pages import ScannedPage
from pipeline.parsers.scan.spelling import known
from pipeline.parsers.sniff import sniff

__all__ = ["FORMATS", "pages_at_a_time", "parse", "recognise"]

FORMATS = ("png", "jpg", "tiff")

MOST_PAGES = 300
"""Scanned pages of one document that are read: 20 minutes of one core."""


def parse(file: RawFile) -> Document:
    """Read a picture file; every frame is a page.

    Raises `Unreadable`: `needs_ocr` with the reason `no_ocr` without the engine, `damaged_picture`, `bomb`.
    """
    if not engine.available():
        raise Unreadable("needs_ocr", "no_ocr", engine.INSTALL)
    kind = sniff(file.data, file.name)
    numbers = range(1, pictures.frames(file.data) + 1)
    entered = tuple(Page(number, *pictures.sides(file.data, number), "needs_ocr") for number in numbers)
    empty = Document(file.id, file.name, kind, len(file.data), "ocr", (), entered, (), ("needs_ocr",))
    return _filled(empty, numbers, partial(_frame, file.data))


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
    return _filled(document, wanted, partial(_page, file.data))


def _frame(data: bytes, number: int) -> ScannedPage:
    (shot,) = pictures.of_picture(data, [number])
    return _slim(pages.read(shot, first_page=number == 1))


def _page(data: bytes, number: int) -> ScannedPage:
    (shot,) = pictures.of_pdf(data, [number])
    return _slim(pages.read(shot, first_page=number == 1))


def _slim(page: ScannedPage) -> ScannedPage:
    """The page without its pictures, which nobody needs any more."""
    nothing = np.zeros((0, 0), np.uint8)
    return replace(page, sheet=replace(page.sheet, grey=nothing, lined=nothing, red=nothing))


def _filled(document: Document, wanted: Sequence[int], reader: page_processes.Reader) -> Document:
    """The document with its scanned pages; says which were stopped, and when there are too many."""
    engine.warm()
    known()
    chosen = wanted[:MOST_PAGES]
    read = dict(zip(chosen, page_processes.read(chosen, reader), strict=True))
    made = joined(document, [page for page in read.values() if page is not None])
    told = [
        finding(
            "scan.stopped",
            Quote(Place(document.id, number), ""),
            page=number,
            limit=PAGE_SECONDS,
        )
        for number, page in read.items()
        if page is None
    ]
    flags = made.flags
    if len(wanted) > len(chosen):
        whole = Quote(Place(document.id), "")
        told.append(finding("pages_capped", whole, read=len(chosen), total=len(wanted)))
        flags = tuple(dict.fromkeys((*flags, "pages_capped")))
    return replace(made, findings=(*made.findings, *told), flags=flags)
