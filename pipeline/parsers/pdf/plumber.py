"""The reference engine: pages read by pdfplumber, slow and exact.

It takes the bytes of a PDF and gives a `PageRead` for each wanted page.  The quick engine asks for it on
pages that it does not trust itself with, and tests hold the quick engine against it.  Every page is closed
after use: without that 240 pages keep 833 MB.
"""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import Unreadable
from pipeline.model import Bbox
from pipeline.parsers.pdf.lines import RAISED, RAISED_BY, RAISED_SIZE, lines
from pipeline.parsers.pdf.records import Lattice, LatticeCell, Line, PageRead
from pipeline.parsers.pdf.runs import BOLD_WORDS, Run

DIAGONAL = 0.01
"""A letter is diagonal when both parts of its slant are more than this share of the other."""
WHITE = 0.98
"""From this share on a colour channel counts as white."""
DOUBLED = 0.6
"""Points within which the same letter printed twice is one bold letter."""
UPWARDS = {"line_dir_rotated": "ltr", "char_dir_rotated": "btt"}
DOWNWARDS = {"line_dir_rotated": "rtl", "char_dir_rotated": "ttb"}

Char = dict[str, Any]


class Plumber:
    """An open PDF; `page` reads one page, `pages` all of them."""

    def __init__(self, data: bytes, password: str = "") -> None:
        try:
            self._pdf = pdfplumber.open(io.BytesIO(data), password=password or None)
        except PdfminerException as fault:
            locked = isinstance(fault.args[0] if fault.args else None, PDFPasswordIncorrect)
            raise Unreadable("rejected", "encrypted" if locked else "damaged_pdf", repr(fault)) from fault

    def pages(self) -> Iterator[PageRead]:
        """Give every page."""
        for number in range(1, len(self._pdf.pages) + 1):
            yield self.page(number)

    def page(self, number: int) -> PageRead:
        """Read one page (1-based)."""
        page = self._pdf.pages[number - 1]
        try:
            return _page(page)
        except PdfminerException as fault:
            raise Unreadable("rejected", "damaged_pdf", repr(fault)) from fault
        finally:
            page.close()

    def close(self) -> None:
        """Give back the file's memory."""
        self._pdf.close()


def _page(page: Any) -> PageRead:
    left, top, right, bottom = (float(side) for side in page.cropbox)
    page = page.filter(_is_printed).dedupe_chars(tolerance=DOUBLED, extra_attrs=("size",))
    _mark(page.chars)
    tilt = sum(char["matrix"][1] for char in page.chars if not char["upright"])
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    free = [char for char in page.chars if not any(_inside(char, box) for box in boxes)]
    shift = _Shift(left, top)
    return PageRead(
        page.page_number,
        right - left,
        bottom - top,
        shift.lines(free),
        tuple(shift.lattice(page, table, UPWARDS if tilt > 0 else DOWNWARDS) for table in tables),
        engine="pdfplumber",
    )


class _Shift:
    """Moves pdfplumber's coordinates to the corner of the page that is shown."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top

    def box(self, box: tuple[float, ...]) -> Bbox:
        x0, top, x1, bottom = (float(side) for side in box)
        sides = (x0 - self.left, top - self.top, x1 - self.left, bottom - self.top)
        return (round(sides[0], 2), round(sides[1], 2), round(sides[2], 2), round(sides[3], 2))

    def lattice(self, page: Any, table: Any, rotated: dict[str, str]) -> Lattice:
        cells = tuple(
            LatticeCell(self.box(cell), text or "")
            for row, texts in zip(table.rows, table.extract(**rotated), strict=True)
            for cell, text in zip(row.cells, texts, strict=True)
            if cell is not None
        )
        inside = [char for char in page.chars if _inside(char, table.bbox)]
        return Lattice(self.box(table.bbox), cells, self.lines(inside))

    def lines(self, chars: list[Char]) -> tuple[Line, ...]:
        """Return the upright lines; every character is a run of its own."""
        upright = [char for char in chars if char["upright"] and not char["text"].isspace()]
        blanks = {(round(char["x0"], 1), round(char["top"])) for char in chars if char["text"].isspace()}
        return lines([self._run(char, blanks) for char in upright], LETTERS)

    def _run(self, char: Char, blanks: set[tuple[float, int]]) -> Run:
        x0, top, x1, _ = self.box((char["x0"], char["top"], char["x1"], char["bottom"]))
        bold = any(word in char["fontname"].lower() for word in BOLD_WORDS)
        spaced = (round(char["x1"], 1), round(char["top"])) in blanks
        return Run(char["text"], x0, top, x1, round(char["size"], 2), 0, spaced, bold)


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
            char["text"] = char["text"].translate(RAISED)
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


def _is_white(color: Any) -> bool:
    parts = tuple(color) if isinstance(color, list | tuple) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return max(parts) <= 1 - WHITE if len(parts) == 4 else bool(parts) and min(parts) >= WHITE


def _inside(item: Char, box: tuple[float, ...]) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])
