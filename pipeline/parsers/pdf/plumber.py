"""The reference engine: pages read by pdfplumber, slow and exact.

It takes the bytes of a PDF and gives one `PageRead` for each wanted page.  The quick engine asks for it on
pages that it does not trust itself with, and tests hold the quick engine against it.  Every page is closed
after use: without that 240 pages keep 833 MB.
"""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber

from pipeline.model import Bbox
from pipeline.parsers.pdf.records import Lattice, LatticeCell, Line, PageRead

BOLD_WORDS = ("bold", "black", "heavy", "semibold")


def pages(
    data: bytes, numbers: range | tuple[int, ...] | None = None, password: str = ""
) -> Iterator[PageRead]:
    """The wanted pages (1-based numbers; None: all) one after the other."""
    with pdfplumber.open(io.BytesIO(data), password=password or None) as pdf:
        for page in pdf.pages:
            if numbers is None or page.page_number in numbers:
                yield _page(page)
            page.close()


def _page(page: Any) -> PageRead:
    tables = page.find_tables()
    lattices = tuple(_lattice(page, table) for table in tables)
    outside = page.filter(lambda item: not any(_inside(item, lattice.bbox) for lattice in lattices))
    return PageRead(page.page_number, float(page.width), float(page.height), _lines(outside), lattices)


def _lattice(page: Any, table: Any) -> Lattice:
    cells = tuple(
        LatticeCell(_box(cell), text or "")
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for cell, text in zip(row.cells, texts, strict=True)
        if cell is not None
    )
    box = _box(table.bbox)
    return Lattice(box, cells, _lines(page.filter(lambda item: _inside(item, box))))


def _lines(page: Any) -> tuple[Line, ...]:
    return tuple(_line(line) for line in page.extract_text_lines())


def _line(line: dict[str, Any]) -> Line:
    letters = [char for char in line["chars"] if not char["text"].isspace()]
    sizes = sorted(char["size"] for char in letters)
    bold = all(any(word in char["fontname"].lower() for word in BOLD_WORDS) for char in letters)
    x0, top, x1, bottom = _box((line["x0"], line["top"], line["x1"], line["bottom"]))
    return Line(line["text"], x0, top, x1, bottom, round(sizes[len(sizes) // 2], 2), bold)


def _inside(item: dict[str, Any], box: Bbox) -> bool:
    if item["object_type"] != "char":
        return False
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _box(box: tuple[float, ...]) -> Bbox:
    x0, top, x1, bottom = (round(float(value), 2) for value in box)
    return (x0, top, x1, bottom)
