"""The quick engine: pages read through PDFium's objects, a fraction of a millisecond for a page of prose.

Takes an open PDFium document and gives one `PageRead` a page, closing each page behind it, so that memory
stays flat.  It says in the page's `facts` what it cannot be trusted with; `reader` then asks the reference.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.model import Bbox
from pipeline.parsers.pdf import edges, native
from pipeline.parsers.pdf.judge import reason
from pipeline.parsers.pdf.lattices import lattices
from pipeline.parsers.pdf.lines import line, lines
from pipeline.parsers.pdf.places import enclosing, fill
from pipeline.parsers.pdf.records import Facts, PageRead
from pipeline.parsers.pdf.runs import Run, TextPage, characters
from pipeline.parsers.pdf.stamps import flatten, settle

MOST_CHARACTERS = 200_000
"""Characters of one page; a page with more is not read (real ones stay under 10,000)."""
MOST_EDGES = 50_000
"""Edges of one page; a page with more is a map or a drawing."""
DIAGONAL = 4
"""The `slant` of letters that stand at no quarter turn (water marks)."""


def page_read(document: Any, number: int) -> PageRead:
    """Read one page (1-based) of an open document; form fields are printed into it first."""
    page = document[number - 1]
    try:
        fields = flatten(page) if pdfium.FPDFPage_GetAnnotCount(page.raw) else []
        if fields:
            page.close()
            page = document[number - 1]
        return _Opened(page, number, fields).read()
    finally:
        page.close()


@dataclass(slots=True)
class _Opened:
    page: Any
    number: int
    fields: list[Bbox]

    def read(self) -> PageRead:
        left, bottom, right, top = self.page.get_bbox()
        text = self.page.get_textpage()
        try:
            count = text.count_chars()
            if count > MOST_CHARACTERS:
                return PageRead(self.number, right - left, top - bottom, facts=Facts(too_much=True))
            letters = characters(native.address(text.raw), count, text.get_text_range)
            opened = TextPage(native.address(text.raw), letters, left, top)
            return self._content(opened, right - left, top - bottom)
        finally:
            text.close()

    def _content(self, text: TextPage, width: float, height: float) -> PageRead:
        runs = [run for run in text.runs() if _on_page(run, width, height)]
        clashes: list[tuple[str, str, Bbox]] = []
        if self.fields:
            runs, clashes = settle(runs, self.fields, text)
        drawing = edges.Drawing(text.left, text.top, MOST_EDGES)
        edges.read(native.address(self.page.raw), pdfium.FPDFPage_CountObjects(self.page.raw), drawing)
        if drawing.full:
            return PageRead(self.number, width, height, facts=Facts(too_much=True))
        found = lattices(drawing.edges)
        facts = self._facts(runs, drawing, found, (0.0, 0.0, width, height))
        upright, slanted = [run for run in runs if not run.slant], [run for run in runs if run.slant]
        filled, outside = fill(found, upright, text)
        reasons = [reason(lattice) for lattice in filled]
        rejected = tuple((why, lattice) for why, lattice in zip(reasons, filled, strict=True) if why)
        if rejected:
            kept = [cells for why, cells in zip(reasons, found, strict=True) if not why]
            filled, outside = fill(kept, upright, text)
        free = lines(outside, text) + tuple(line([run]) for run in slanted)
        tables = tuple(filled)
        stamped = tuple(clashes)
        return PageRead(self.number, width, height, free, tables, facts, clashes=stamped, rejected=rejected)

    def _facts(self, runs: list[Run], drawing: edges.Drawing, found: list[list[Bbox]], page: Bbox) -> Facts:
        slants = Counter({0: 0})
        for run in runs:
            slants[run.slant] += len(run.text)
        slant = slants.most_common(1)[0][0]
        boxes = [enclosing(cells) for cells in found]
        return Facts(
            letters=sum(len(run.text) for run in runs),
            undecoded=sum(_undecoded(run.text) for run in runs),
            invisible=sum(len(run.text) for run in runs if not run.visible),
            sideways=sum(len(run.text) for run in runs if run.slant % DIAGONAL and _in_any(run, boxes)),
            pictures=min(1.0, sum(_share(picture, page) for picture in drawing.pictures)),
            turn=self.page.get_rotation() // 90,
            slant=slant % DIAGONAL,
            flattened=bool(self.fields),
        )


def _on_page(run: Run, width: float, height: float) -> bool:
    return run.x1 > 0 and run.x0 < width and run.bottom > 0 and run.top < height


def _in_any(run: Run, boxes: list[Bbox]) -> bool:
    return any(box[0] <= run.x0 < box[2] and box[1] <= run.base < box[3] for box in boxes)


def _undecoded(text: str) -> int:
    """Count signs without a letter: controls, unknown codes, private codes but the bullets of sign fonts."""
    if text.isascii():
        return sum(sign < " " for sign in text)
    return sum(
        sign < " " or sign == "\ufffd" or "\ue000" <= sign < "\uf000" or "\uf100" <= sign <= "\uf8ff"
        for sign in text
    )


def _share(picture: Bbox, page: Bbox) -> float:
    wide = max(0.0, min(picture[2], page[2]) - max(picture[0], page[0]))
    high = max(0.0, min(picture[3], page[3]) - max(picture[1], page[1]))
    return wide * high / max(1.0, page[2] * page[3])
