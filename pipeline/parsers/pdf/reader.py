"""Which engine reads which page.

Takes the bytes of a PDF and gives every page as a `PageRead`.  With `auto` the quick engine reads all pages,
and the reference engine those that it cannot be trusted with: pages that are shown turned, letters that
stand sideways in a table, letters without a code.  The reference engine costs 22 MB and 0.2 s only to load,
so it is loaded by name when a page first asks for it, and gets that page alone, as a copy made by PDFium:
turned upright and with its form fields printed.
"""

import importlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, Protocol, cast

import pypdfium2

from pipeline.errors import Unreadable
from pipeline.parsers.pdf import opening
from pipeline.parsers.pdf.quick import page_read
from pipeline.parsers.pdf.records import Facts, PageRead

Engine = Literal["auto", "pdfium", "pdfplumber"]

REFERENCE = "pipeline.parsers.pdf.plumber"
MOST_PAGES = 500
"""Pages of one file that are read; a plan has under 60."""
MOST_UNDECODED = 0.005
"""Share of letters without a code above which another reader is asked."""


class _Reference(Protocol):
    def page(self, number: int) -> PageRead: ...

    def close(self) -> None: ...


def reference(data: bytes, password: str = "") -> _Reference:
    """Open the bytes with the reference engine."""
    return cast("_Reference", importlib.import_module(REFERENCE).Plumber(data, password))


def pages(data: bytes, engine: Engine = "auto", password: str = "") -> Iterator[PageRead]:
    """Give every page, at most `MOST_PAGES`.  Raises `Unreadable`."""
    document = opening.document(data, password)
    try:
        for number in range(1, min(len(document), MOST_PAGES) + 1):
            yield _page(document, number, engine)
    finally:
        document.close()


def count(data: bytes, password: str = "") -> int:
    """Return how many pages the file has.  Raises `Unreadable`."""
    with opening.document(data, password) as document:
        return len(document)


def _page(document: pypdfium2.PdfDocument, number: int, engine: Engine) -> PageRead:
    try:
        quick = page_read(document, number)
    except pypdfium2.PdfiumError:
        return PageRead(number, 0.0, 0.0, facts=Facts(unread="broken"))
    if quick.facts.unread or engine == "pdfium" or (engine == "auto" and _trusted(quick)):
        return quick
    return _again(document, quick)


def _trusted(read: PageRead) -> bool:
    facts = read.facts
    return not (
        facts.turn or facts.slant or facts.sideways or facts.undecoded > MOST_UNDECODED * facts.letters
    )


def _again(document: pypdfium2.PdfDocument, quick: PageRead) -> PageRead:
    """Read the page with the reference engine, upright; a page that it cannot read stays unread."""
    facts = quick.facts
    try:
        read = _first_page(page_copy(document, quick.number, facts.slant))
    except (Unreadable, pypdfium2.PdfiumError):
        return PageRead(quick.number, quick.width, quick.height, facts=replace(facts, unread="broken"))
    turned = facts.slant != facts.turn
    foot = None if facts.slant or facts.turn else quick.foot
    return replace(read, number=quick.number, facts=facts, clashes=quick.clashes, turned=turned, foot=foot)


def _first_page(data: bytes) -> PageRead:
    engine = reference(data)
    try:
        return engine.page(1)
    finally:
        engine.close()


def page_copy(document: pypdfium2.PdfDocument, number: int, turn: int | None = None) -> bytes:
    """Return one page (1-based) as a file of its own, `turn` quarter turns clockwise (None: as it is)."""
    with pypdfium2.PdfDocument.new() as copy:
        copy.import_pages(document, [number - 1])
        if turn is not None:
            page = copy[0]
            page.set_rotation(turn * 90)
            page.close()
        saved = io.BytesIO()
        copy.save(saved)
    return saved.getvalue()
