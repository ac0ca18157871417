"""The reference engine: pages read by pdfplumber, slow and exact.

It takes the bytes of a PDF and gives a `PageRead` for each page asked for.  The quick engine asks for it on
pages that it does not trust itself with, and tests hold the quick engine against it.  Every page is closed
after use: without that 240 pages keep 833 MB.
"""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import Unreadable
from pipeline.language.text import TO_RAISED
from pipeline.model import Bbox
from pipeline.parsers.pdf.judge import reason
from pipeline.parsers.pdf.lines import RAISED_BY, RAISED_SIZE, cell_text, lines
from pipeline.parsers.pdf.places import enclosing
from pipeline.parsers.pdf.records import Lattice, LatticeCell, Line, PageRead
from pipeline.parsers.pdf.runs import BOLD_WORDS, Run

DIAGONAL = 0.01
"""A letter is diagonal when both parts of its slant are more than this share of the other."""
WHITE = 0.98
"""From this share on a colour channel counts as white."""
DOUBLED = 0.6
"""Points within which the same letter printed twice is one bold letter."""
FAULTS = (
    PdfminerException,
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pdfminer lets through on damaged files (met in mutated ones); a page that raises is not read."""
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

Char = dict[str, Any]


class Plumber:
    """An open PDF; `page` reads one page, `pages` all of them."""

    def __init__(self, data: bytes, password: str = "") -> None:
        try:
            self._pdf = pdfplumber.open(io.BytesIO(data), password=password or None)
        except FAULTS as fault:
            locked = isinstance(fault.args[0] if fault.args else None, PDFPasswordIncorrect)
            raise Unreadable("rejected", "encrypted" if locked else "damaged_pdf", repr(fault)) from fault

    def page(self, number: int) -> PageRead:
        """Read one page (1-based).  Raises `Unreadable` when pdfplumber stumbles over it."""
        try:
            page = self._pdf.pages[number - 1]
            try:
                return _page(page)
            finally:
                page.close()
        except FAULTS as fault:
            raise Unreadable("rejected", "damaged_pdf", repr(fault)) from fault

    def close(self) -> None:
        """Give back the file's memory."""
        with suppress(*FAULTS):
            self._pdf.close()


def _page(page: Page) -> PageRead:
    left, top, right, bottom = (float(side) for side in page.cropbox)
    page = page.filter(_is_printed).dedupe_chars(tolerance=DOUBLED, extra_attrs=("size",))
    _mark(page.chars)
    shift = _Shift(left, top)
    found = [(table.bbox, shift.lattice(page, table)) for table in page.find_tables()]
    kept = [(box, lattice) for box, lattice in found if not reason(lattice)]
    free = [char for char in page.chars if not any(_inside(char, box) for box, _ in kept)]
    return PageRead(
        page.page_number,
        right - left,
        bottom - top,
        shift.lines(free),
        tuple(lattice for _, lattice in kept),
        engine="pdfplumber",
        rejected=tuple((why, lattice) for _, lattice in found if (why := reason(lattice))),
    )


class _Shift:
    """Moves pdfplumber's coordinates to the corner of the page that is shown."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top

    def box(self, box: tuple[float, ...]) -> Bbox:
        x0, top, x1, bottom = (float(side) for side in box)
        sides = (x0 - self.left, top - self.top, x1 - self.left, bottom - self.top)
        return (round(sides[0], 2), round(sides[1], 2), round(sides[2], 2), round(sides[3], 2))

    def lattice(self, page: Page, table: Table) -> Lattice:
        inside = [char for char in page.chars if _inside(char, table.bbox)]
        sideways = [char for char in inside if not char["upright"]]
        cells = tuple(
            LatticeCell(self.box(cell), self._cell_text(cell, text or "", inside, sideways))
            for row, texts in zip(table.rows, table.extract(), strict=True)
            for cell, text in zip(row.cells, texts, strict=True)
            if cell is not None
        )
        return Lattice(self.box(table.bbox), cells, self.lines(inside))

    def _cell_text(self, box: tuple[float, ...], text: str, inside: list[Char], sideways: list[Char]) -> str:
        """Return pdfplumber's text, and what stands sideways in the order in which it is read."""
        turned = [char for char in sideways if _inside(char, box)]
        if not turned:
            return text
        upright = [char for char in inside if char["upright"] and _inside(char, box)]
        return "\n".join(filter(None, (cell_text(self._runs(upright), LETTERS), self._turned_text(turned))))

    def lines(self, chars: list[Char]) -> tuple[Line, ...]:
        """Return the upright lines from top to bottom, then what stands sideways."""
        turned = [char for char in chars if not char["upright"] and not char["text"].isspace()]
        upright = lines(self._runs([char for char in chars if char["upright"]]), LETTERS)
        return upright + ((self._turned_line(turned),) if turned else ())

    def _turned_line(self, chars: list[Char]) -> Line:
        boxes = [self.box((char["x0"], char["top"], char["x1"], char["bottom"])) for char in chars]
        x0, top, x1, bottom = enclosing(boxes)
        text = self._turned_text(chars).replace("\n", " ")
        return Line(text, x0, top, x1, bottom, round(chars[0]["size"], 2))

    def _turned_text(self, chars: list[Char]) -> str:
        """Return the text of letters that stand sideways, read upwards or downwards as they are set."""
        upwards = [_laid(char) for char in chars if char["matrix"][1] > 0]
        downwards = [_laid(char) for char in chars if char["matrix"][1] <= 0]
        parts = (cell_text(self._runs(part), LETTERS) for part in (upwards, downwards) if part)
        return "\n".join(filter(None, parts))

    def _runs(self, chars: list[Char]) -> list[Run]:
        """Return every printed character as a run of its own."""
        blanks = {(round(char["x0"], 1), round(char["top"])) for char in chars if char["text"].isspace()}
        return [self._run(char, blanks) for char in chars if not char["text"].isspace()]

    def _run(self, char: Char, blanks: set[tuple[float, int]]) -> Run:
        x0, top, x1, _ = self.box((char["x0"], char["top"], char["x1"], char["bottom"]))
        bold = any(word in char["fontname"].lower() for word in BOLD_WORDS)
        spaced = (round(char["x1"], 1), round(char["top"])) in blanks
        return Run(char["text"], x0, top, x1, round(char["size"], 2), 0, spaced, bold)


def _laid(char: Char) -> Char:
    """Return a letter that stands sideways laid down, so that its line runs from left to right."""
    x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    if char["matrix"][1] > 0:
        return {**char, "x0": -bottom, "x1": -top, "top": x0, "bottom": x1, "size": x1 - x0}
    return {**char, "x0": top, "x1": bottom, "top": -x1, "bottom": -x0, "size": x1 - x0}


class _Letters:
    """Stands for a text page where every run is one character already."""

    def split(self, run: Run) -> Iterator[Run]:
        yield run


LETTERS = _Letters()


def _mark(chars: list[Char]) -> None:
    """Write no-break blanks as blanks and small raised digits as raised digits."""
    before: Char | None = None
    for char in chars:
        char["text"] = char["text"].replace("\xa0", " ")
        if before and _is_raised(char, before):
            char["text"] = char["text"].translate(TO_RAISED)
        elif not char["text"].isspace():
            before = char


def _is_raised(char: Char, before: Char) -> bool:
    small = char["size"] <= RAISED_SIZE * before["size"]
    return bool(small and char["matrix"][5] > before["matrix"][5] + RAISED_BY * before["size"])


def _is_printed(item: Char) -> bool:
    """Whether an object is read: not diagonal letters (water marks), not white boxes without a line."""
    if item["object_type"] in ("rect", "curve"):
        return bool(item["stroke"]) or not _is_white(item["non_stroking_color"])
    if item["object_type"] != "char":
        return True
    a, b = (abs(part) for part in item["matrix"][:2])
    return bool(b <= DIAGONAL * a or a <= DIAGONAL * b)


def _is_white(color: object) -> bool:
    parts = tuple(color) if isinstance(color, list | tuple) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return max(parts) <= 1 - WHITE if len(parts) == 4 else bool(parts) and min(parts) >= WHITE


def _inside(item: Char, box: tuple[float, ...]) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])
