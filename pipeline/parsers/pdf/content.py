"""Pages as read become the blocks of a document, with a finding for everything that was doubtful.

Takes all `PageRead`s of a file; gives paragraphs and grids in reading order, the pages, flags and findings.
A paragraph that runs over a page end is put together; a page whose text layer cannot be believed gives no
text at all, only the mark that it needs recognition.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.language.messages import finding
from pipeline.model import Finding, Grid, Page, Paragraph, Place, Quote
from pipeline.parsers.pdf import judge, quality
from pipeline.parsers.pdf.grids import grids
from pipeline.parsers.pdf.paragraphs import Block, blocks, notes_last, page_margins
from pipeline.parsers.pdf.plain import as_printed
from pipeline.parsers.pdf.records import Lattice, Line, PageRead

PAGE_NUMBER = re.compile(r"[-–—\s]*(\d{1,4})[-–—\s]*")
EDGE = 0.09
"""Share of the page's height at its upper and lower end where page numbers stand."""
SILENT = frozenset(("empty", "single_column"))
"""Boxes so plain that nobody takes them for a table; they are read as text without a word."""
LONGEST_QUOTE = 200


@dataclass(slots=True)
class Content:
    """What a document is made of; the parser turns it into the `Document`."""

    document: str
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def flag(self, word: str) -> None:
        """Set a flag once."""
        if word not in self.flags:
            self.flags.append(word)


def assemble(reads: list[PageRead], document: str) -> Content:
    """Return the content of a document; `document` is its id."""
    content = Content(document)
    sound = [read for read in reads if _is_sound(read, content)]
    lonely = judge.lonely(sound)
    pieces = {
        (read.number, index): lattice
        for read in sound
        for index, lattice in enumerate(read.lattices)
        if (read.number, index) not in lonely
    }
    recognised = {page.number: page.quality for page in content.pages if page.method == "ocr_layer"}
    made = grids([(spot[0], lattice) for spot, lattice in pieces.items()], document, recognised)
    _Flow(content, dict(zip(pieces, made, strict=True)), recognised).run(sound)
    return content


def _is_sound(read: PageRead, content: Content) -> bool:
    """Enter the page and say whether its text is used."""
    share, reason = quality.judge(read)
    method = "needs_ocr" if reason else "ocr_layer" if quality.is_recognised(read) else "text_layer"
    if read.facts.unread:
        method, reason = "skipped", read.facts.unread
    content.pages.append(Page(read.number, read.width, read.height, method, _rounded(share)))
    place = Place(content.document, read.number)
    if reason:
        rule = "page_skipped" if read.facts.unread else "needs_ocr"
        content.flag(rule)
        content.findings.append(finding(f"{rule}.{reason}", Quote(place, ""), page=read.number))
    if method == "ocr_layer":
        content.flag("ocr_layer")
        content.findings.append(finding("ocr_layer", Quote(place, ""), page=read.number))
    if read.turned:
        content.findings.append(finding("page_turned", Quote(place, ""), page=read.number))
    for kind, boxes in (("read", read.unruled), ("doubtful", read.doubtful)):
        for box in boxes:
            quote = Quote(replace(place, bbox=box), "")
            content.findings.append(finding(f"unruled_table.{kind}", quote, page=read.number))
    for stamped, typed, box in read.clashes:
        quote = Quote(replace(place, bbox=box), stamped)
        content.findings.append(
            finding("stamp_over_text", quote, stamped=stamped, typed=typed, page=read.number)
        )
    return not reason


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


class _Flow:
    """Walks over the pages and appends their blocks in reading order."""

    def __init__(
        self, content: Content, made: dict[judge.Spot, Grid], recognised: dict[int, float | None]
    ) -> None:
        self.content = content
        self.made = made
        self.recognised = recognised
        self.last: tuple[int, Block] | None = None  # position among the blocks, paragraph that may go on
        self.last_page = 0
        self.joined: list[int] = []

    def run(self, reads: list[PageRead]) -> None:
        for read in reads:
            self._page(read)
        if self.joined:
            pages = ", ".join(map(str, self.joined))
            place = Quote(Place(self.content.document, self.joined[0]), "")
            self.content.findings.append(finding("paragraph_joined", place, pages=pages))

    def _page(self, read: PageRead) -> None:
        lines = [line for line in read.lines if not _is_page_number(line, read)]
        tables: list[tuple[Lattice, Grid]] = []
        for index, lattice in enumerate(read.lattices):
            spot = (read.number, index)
            if spot in self.made:
                tables.append((lattice, self.made[spot]))
            else:
                lines.extend(lattice.lines)
        for reason, lattice in read.rejected:
            self._say_rejected(reason, lattice, read.number)
        margins = page_margins(lines, [lattice.bbox for lattice, _ in tables])
        first = True
        for part in _parts(lines, tables):
            if isinstance(part, Grid):
                self.content.blocks.append(part)
                self.last = None
            else:
                self._paragraphs(blocks(part, margins), read, first)
            first = False

    def _paragraphs(self, found: list[Block], read: PageRead, first: bool) -> None:
        body, notes = notes_last(found, read.foot)
        if first and body and self.last and self.last_page == read.number - 1:
            body = self._joined(body)
        for block in body:
            self.last, self.last_page = (len(self.content.blocks), block), read.number
            self.content.blocks.append(self._paragraph(block, read))
        self.content.blocks.extend(self._paragraph(block, read) for block in notes)

    def _joined(self, body: list[Block]) -> list[Block]:
        """Let the last paragraph of the page before go on; return what is left of this page."""
        assert self.last is not None
        position, before = self.last
        if not before.continues(body[0]):
            return body
        whole = Block((*before.lines, *body[0].lines), open=body[0].open)
        old = self.content.blocks[position]
        assert isinstance(old, Paragraph)
        self.content.blocks[position] = replace(old, text=as_printed(whole.text))
        self.joined.append(self.last_page)
        self.last = (position, whole)
        self.last_page += 1
        if len(body) > 1:
            self.last = None
        return body[1:]

    def _paragraph(self, block: Block, read: PageRead) -> Paragraph:
        place = Place(self.content.document, read.number, bbox=block.bbox)
        confidence = self.recognised.get(read.number)
        bold = all(line.bold for line in block.lines)
        return Paragraph(as_printed(block.text), place, bold, block.centred, confidence)

    def _say_rejected(self, reason: str, lattice: Lattice, page: int) -> None:
        if reason in SILENT:
            return
        text = as_printed("\n".join(line.text for line in lattice.lines))[:LONGEST_QUOTE]
        quote = Quote(Place(self.content.document, page, bbox=lattice.bbox), text)
        self.content.findings.append(finding(f"no_table.{reason}", quote, page=page))


def _is_page_number(line: Line, read: PageRead) -> bool:
    """Whether a line at the page's edge is nothing but the number of this page."""
    found = PAGE_NUMBER.fullmatch(line.text)
    at_edge = line.bottom < EDGE * read.height or line.top > (1 - EDGE) * read.height
    return bool(found and at_edge and int(found[1]) <= read.number)


def _parts(lines: list[Line], tables: list[tuple[Lattice, Grid]]) -> Iterator[list[Line] | Grid]:
    """Give lines and tables from top to bottom; lines beside a table come after what stands above it."""
    rest = sorted(lines, key=lambda line: (line.top, line.x0))
    for lattice, grid in sorted(tables, key=lambda table: (table[0].bbox[1], table[0].bbox[0])):
        above = [line for line in rest if line.top < lattice.bbox[1]]
        rest = [line for line in rest if line.top >= lattice.bbox[1]]
        if above:
            yield above
        yield grid
    if rest:
        yield rest
