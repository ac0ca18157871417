"""Scanned pages become blocks of a document, among those that other pages already have.

The paragraphs and grids are made by the same rules as those of a PDF with a text layer; then every cell and
paragraph gets its confidence, its readings, and its box on the page as it was scanned.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.language.messages import finding
from pipeline.model import Bbox, Cell, Document, Finding, Grid, Page, Paragraph, Place, Quote
from pipeline.parsers.pdf.content import assemble
from pipeline.parsers.pdf.plain import as_printed
from pipeline.parsers.pdf.records import PageRead
from pipeline.parsers.scan.pages import ScannedPage
from pipeline.parsers.scan.records import Reading

LOWEST = 0.75
"""Share of valid syllables below which what was read is no Vietnamese text and is not used."""

Pages = dict[int, ScannedPage]


def joined(document: Document, scanned: Sequence[ScannedPage]) -> Document:
    """The document with the blocks of its scanned pages; pages that could not be read keep their mark."""
    good = {page.sheet.number: page for page in scanned if _is_text(page)}
    content = assemble([_page_read(page) for page in good.values()], document.id)
    fresh = [_placed(block, good) for block in content.blocks]
    blocks = _numbered(_merged(document.blocks, fresh))
    pages = tuple(_entered(page, good) for page in document.pages)
    told = [each for each in document.findings if not _settled(each, good)]
    told += [*content.findings, *_told(document.id, scanned, good)]
    unread = any(page.method == "needs_ocr" for page in pages)
    flags = [flag for flag in document.flags if flag != "needs_ocr" or unread]
    flags += [flag for flag in _flags(good) if flag not in flags]
    known = any(page.method not in ("ocr", "needs_ocr") for page in pages)
    method = document.method if not good else "mixed" if known else "ocr"
    return replace(
        document, blocks=blocks, pages=pages, findings=tuple(told), flags=tuple(flags), method=method
    )


def _is_text(page: ScannedPage) -> bool:
    return page.quality is None or page.quality >= LOWEST


def _page_read(page: ScannedPage) -> PageRead:
    sheet = page.sheet
    width, height = (sheet.width, sheet.height) if sheet.quarter % 2 == 0 else (sheet.height, sheet.width)
    return PageRead(
        sheet.number,
        width,
        height,
        tuple(line.line for line in page.lines),
        page.lattices,
        engine="scan",
        turned=bool(sheet.quarter),
        rejected=page.rejected,
    )


# ------------------------------------------------------------------ confidence and places


def _placed(block: Paragraph | Grid, pages: Pages) -> Paragraph | Grid:
    page = pages[block.place.page or 0]
    if isinstance(block, Grid):
        cells = tuple(_cell(cell, page) for cell in block.cells)
        return replace(block, cells=cells, place=_back(block.place, page))
    sure = _confidence(block, page, pages.get(page.sheet.number + 1))
    return replace(block, place=_back(block.place, page), confidence=sure)


def _cell(cell: Cell, page: ScannedPage) -> Cell:
    box = cell.place.bbox
    reading = page.readings.get(box, Reading("", None)) if box else Reading("", None)
    sure = 0.0 if box in page.doubtful and reading.confidence is not None else reading.confidence
    texts = tuple(map(as_printed, reading.readings))
    return replace(cell, place=_back(cell.place, page), confidence=sure, readings=texts)


def _confidence(block: Paragraph, page: ScannedPage, after: ScannedPage | None) -> float | None:
    """The lowest confidence of the lines of a paragraph, on its page and at the next page's top."""
    found = [line.confidence for line in page.lines if _inside(line.line.x0, line.line.top, block.place.bbox)]
    if after is not None:
        texts = [(as_printed(line.line.text), line.confidence) for line in after.lines]
        found += [sure for text, sure in texts if text and block.text.endswith(text)]
    return min(found, default=None)


def _inside(x: float, y: float, box: Bbox | None) -> bool:
    return box is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _back(place: Place, page: ScannedPage) -> Place:
    return replace(place, bbox=page.sheet.original(place.bbox)) if place.bbox else place


# ------------------------------------------------------------------ order


def _merged(old: Iterable[Paragraph | Grid], fresh: Iterable[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """All blocks page by page; blocks of one page keep their order."""
    return sorted([*old, *fresh], key=lambda block: block.place.page or 0)


def _numbered(blocks: Iterable[Paragraph | Grid]) -> tuple[Paragraph | Grid, ...]:
    """The tables counted anew in reading order."""
    made: list[Paragraph | Grid] = []
    number = 0
    for block in blocks:
        if isinstance(block, Grid):
            number += 1
            made.append(_renumbered(block, number))
        else:
            made.append(block)
    return tuple(made)


def _renumbered(grid: Grid, number: int) -> Grid:
    cells = tuple(replace(cell, place=replace(cell.place, table=number)) for cell in grid.cells)
    return replace(grid, cells=cells, place=replace(grid.place, table=number))


def _entered(page: Page, good: Pages) -> Page:
    read = good.get(page.number)
    return replace(page, method="ocr", quality=read.quality) if read else page


# ------------------------------------------------------------------ what there is to say


def _settled(told: Finding, good: Pages) -> bool:
    """Whether a finding only said that a page, now read, has to be recognised."""
    return told.rule == "needs_ocr" and told.a is not None and told.a.place.page in good


def _flags(good: Pages) -> list[str]:
    return ["recognised"] if good else []


def _told(document: str, scanned: Sequence[ScannedPage], good: Pages) -> Iterator[Finding]:
    for page in scanned:
        number = page.sheet.number
        quote = Quote(Place(document, number), "")
        if number not in good:
            yield finding("scan.unreadable", quote, page=number)
            continue
        yield finding("scan.recognised", quote, page=number, quality=_percent(page.quality))
        yield from _unread(document, page)
        yield from _by_hand(document, page)
        for seal in page.sheet.seals:
            box = page.sheet.original(page.sheet.points(seal.box))
            yield finding("scan.seal", Quote(Place(document, number, bbox=box), ""), page=number)
        if page.dust:
            yield finding("scan.dust", quote, page=number, count=page.dust)
        if page.doubtful:
            yield finding("scan.rules", quote, page=number, count=len(page.doubtful))


def _by_hand(document: str, page: ScannedPage) -> Iterator[Finding]:
    """Lines of the letterhead whose number or date was not read surely, and so is empty."""
    for line in page.lines:
        if line.unsure:
            box = page.sheet.original((line.line.x0, line.line.top, line.line.x1, line.line.bottom))
            quote = Quote(Place(document, page.sheet.number, bbox=box), line.line.text)
            words = ", ".join(line.unsure)
            yield finding("scan.by_hand", quote, page=page.sheet.number, words=words, ocr_risk=True)


def _unread(document: str, page: ScannedPage) -> Iterator[Finding]:
    """Boxes with ink of which no view could make a word."""
    original: Callable[[Bbox], Bbox] = page.sheet.original
    for box, reading in page.readings.items():
        if "unread" in reading.why:
            place = Place(document, page.sheet.number, bbox=original(box))
            yield finding("scan.unread", Quote(place, ""), page=page.sheet.number)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}"
