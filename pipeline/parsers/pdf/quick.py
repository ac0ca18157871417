"""The quick engine: pages read through PDFium's objects, a fraction of a millisecond for a page of prose.

Takes an open PDFium document and gives one `PageRead` a page, closing each page behind it, so that memory
stays flat.  It says in the page's `facts` what it cannot be trusted with; `reader` then asks the reference.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Bbox
from pipeline.parsers.pdf import edges, native, struck, unruled
from pipeline.parsers.pdf.judge import is_small, reason
from pipeline.parsers.pdf.lattices import lattices
from pipeline.parsers.pdf.lines import line, lines
from pipeline.parsers.pdf.notes import foot
from pipeline.parsers.pdf.places import enclosing, fill
from pipeline.parsers.pdf.records import Facts, Lattice, PageRead
from pipeline.parsers.pdf.runs import Run, TextPage, characters
from pipeline.parsers.pdf.stamps import Clash, Spot, flatten, has_fields, settle, spots

MOST_CHARACTERS = 200_000
"""Characters of one page; a page with more is not read (real ones stay under 10,000)."""
LONGEST_SIDE = 14_400
"""Points; the format allows no longer side."""
MOST_EDGES = 50_000
"""Edges of one page; a page with more is a map or a drawing."""
UNDECODED = re.compile("[\0-\x08\x0e-\x1f\ufffd\ue000-\uefff\uf100-\uf8ff]")
"""Signs without a letter: controls, unknown codes, private codes but the bullets of sign fonts."""
DIAGONAL = 4
"""The `slant` of letters that stand at no quarter turn (water marks)."""


def page_read(document: pypdfium2.PdfDocument, number: int) -> PageRead:
    """Read one page (1-based) of an open document; form fields are printed into it first."""
    page = document[number - 1]
    try:
        if not pdfium.FPDFPage_GetAnnotCount(page.raw) or not has_fields(page):
            return _Opened(page, number).read()
        typed = _Opened(page, number).spots()
        flatten(page)
        page.close()
        page = document[number - 1]
        return _Opened(page, number, typed).read()
    finally:
        page.close()


@dataclass(slots=True)
class _Opened:
    """One open page; `typed` is what stood on it before its fields were printed, None without fields."""

    page: pypdfium2.PdfPage
    number: int
    typed: frozenset[Spot] | None = None

    def spots(self) -> frozenset[Spot]:
        """Return what stands where on the page."""
        left, _, _, top = self.page.get_bbox()
        text = self.page.get_textpage()
        try:
            return spots(_text_page(text, left, top).runs())
        finally:
            text.close()

    def read(self) -> PageRead:
        left, bottom, right, top = self.page.get_bbox()
        text = self.page.get_textpage()
        try:
            if max(right - left, top - bottom) > LONGEST_SIDE or text.count_chars() > MOST_CHARACTERS:
                return PageRead(self.number, right - left, top - bottom, facts=Facts(unread="too_much"))
            return self._content(_text_page(text, left, top), right - left, top - bottom)
        finally:
            text.close()

    def _content(self, text: TextPage, width: float, height: float) -> PageRead:
        runs = [run for run in text.runs() if _on_page(run, width, height)]
        clashes: list[Clash] = []
        if self.typed is not None:
            runs, clashes = settle(runs, self.typed, text)
        drawing = edges.Drawing(text.left, text.top, MOST_EDGES)
        edges.read(native.address(self.page.raw), pdfium.FPDFPage_CountObjects(self.page.raw), drawing)
        if drawing.full:
            return PageRead(self.number, width, height, facts=Facts(unread="too_much"))
        found = lattices(drawing.edges)
        facts = self._facts(text.text, runs, found)
        pictures = _covered(drawing.pictures, width, height)
        upright, slanted = [run for run in runs if not run.slant], [run for run in runs if run.slant]
        upright = struck.marked(upright, drawing.bars, text)
        tables, rejected, outside = _tables(found, upright, text)
        open_cells, doubtful = unruled.find(outside)
        open_tables, _, outside = _tables(open_cells, outside, text) if open_cells else ((), (), outside)
        tables = tuple(sorted(tables + open_tables, key=lambda table: (table.bbox[1], table.bbox[0])))
        free = lines(outside, text)
        rules = [edge for edge in drawing.edges if not _ruled_in(edge, tables)]
        return PageRead(
            self.number,
            width,
            height,
            free + tuple(line([run]) for run in slanted),
            tables,
            replace(facts, pictures=pictures, invisible=text.invisible(runs) if pictures else 0),
            clashes=tuple(clashes),
            rejected=rejected,
            foot=foot(rules, free, width, height),
            unruled=tuple(table.bbox for table in open_tables),
            doubtful=tuple(doubtful),
        )

    def _facts(self, text: str, runs: list[Run], found: list[list[Bbox]]) -> Facts:
        odd = [run for run in runs if run.slant]
        letters = sum(len(run.text) for run in runs)
        slants = Counter({run.slant: 0 for run in odd})
        for run in odd:
            slants[run.slant] += len(run.text)
        slant, weight = slants.most_common(1)[0] if odd else (0, 0)
        boxes = [enclosing(cells) for cells in found]
        return Facts(
            letters=letters,
            undecoded=len(UNDECODED.findall(text)),
            sideways=sum(len(run.text) for run in odd if run.slant % DIAGONAL and _in_any(run, boxes)),
            turn=self.page.get_rotation() // 90,
            slant=slant % DIAGONAL if 2 * weight > letters else 0,
            flattened=self.typed is not None,
        )


def _text_page(text: pypdfium2.PdfTextPage, left: float, top: float) -> TextPage:
    handle = native.address(text.raw)
    return TextPage(handle, characters(handle, text.count_chars(), text.get_text_range), left, top)


def _tables(
    found: list[list[Bbox]], runs: list[Run], text: TextPage
) -> tuple[tuple[Lattice, ...], tuple[tuple[str, Lattice], ...], list[Run]]:
    """Return the lattices that may be tables, those that are none with the reason, and the runs outside."""
    ruled, outside = fill(found, runs, text)
    filled = [lattice.lattice(text) for lattice in ruled]
    reasons = [reason(lattice) for lattice in filled]
    if any(reasons):
        kept, _, outside = _tables(
            [cells for cells, why in zip(found, reasons, strict=True) if not why], runs, text
        )
        rejected = [
            (why, replace(lattice, lines=each.lines(text)))
            for why, lattice, each in zip(reasons, filled, ruled, strict=True)
            if why
        ]
        return kept, tuple(rejected), outside
    pairs = zip(filled, ruled, strict=True)
    tables = (replace(each, lines=rule.lines(text)) if is_small(each) else each for each, rule in pairs)
    return tuple(tables), (), outside


def _ruled_in(edge: edges.Edge, tables: tuple[Lattice, ...]) -> bool:
    """Whether a level edge lies in a table."""
    return any(table.bbox[1] - 1 <= edge.at <= table.bbox[3] + 1 for table in tables)


def _on_page(run: Run, width: float, height: float) -> bool:
    return run.x1 > 0 and run.x0 < width and run.bottom > 0 and run.top < height


def _in_any(run: Run, boxes: list[Bbox]) -> bool:
    return any(box[0] <= run.x0 < box[2] and box[1] <= run.base < box[3] for box in boxes)


def _covered(pictures: list[Bbox], width: float, height: float) -> float:
    """Return the share of the page that pictures cover (0 to 1)."""
    covered = 0.0
    for x0, top, x1, bottom in pictures:
        covered += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(bottom, height) - max(top, 0.0))
    return min(1.0, covered / max(1.0, width * height))
