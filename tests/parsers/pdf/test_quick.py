"""The quick engine against pdfplumber on printed Word files: same cells, same words.

Accepted differences are named here: raised digits (pdfplumber glues the footnote mark to the number), letters
that stand sideways (pdfplumber gives their lines in the wrong order; the reader leaves such pages to the
reference engine) and lattices that are no table.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from pdfplumber.page import Page

from pipeline.parsers.pdf.quick import page_read
from pipeline.parsers.pdf.records import Lattice
from tests.pdfs import words
from tests.plans_made.office import available

GOLDEN = Path(__file__).parents[2] / "golden"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SIDEWAYS = {"sideways_header"}
Box = tuple[float, float, float, float]
Texts = dict[tuple[int, int, int, int], str]
NEAR = 0.75
"""Points within which two edges are the same (PDFium keeps single precision)."""

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not available(), reason="LibreOffice prints the test documents"),
]


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).translate(RAISED).split())


def by_spot(cells: list[tuple[Box, str]]) -> Texts:
    """Texts by the numbers of the edges around them, counted from the upper left corner."""
    xs, ys = ranks(x for box, _ in cells for x in box[::2]), ranks(y for box, _ in cells for y in box[1::2])
    return {(ys[box[1]], xs[box[0]], ys[box[3]], xs[box[2]]): bare(text) for box, text in cells}


def ranks(values: Iterable[float]) -> dict[float, int]:
    found: dict[float, int] = {}
    last, rank = -100.0, -1
    for value in sorted(set(values)):
        rank += value - last > NEAR
        found[value], last = rank, value
    return found


def ours(lattice: Lattice) -> Texts:
    return by_spot([(cell.bbox, cell.text) for cell in lattice.cells])


def theirs(table: pdfplumber.table.Table) -> Texts:
    return by_spot(
        [
            (box, text or "")
            for row, texts in zip(table.rows, table.extract(), strict=True)
            for box, text in zip(row.cells, texts, strict=True)
            if box
        ]
    )


@cache
def pairs(path: Path) -> list[tuple[list[Texts], list[Texts]]]:
    document = pypdfium2.PdfDocument(path)
    with pdfplumber.open(path) as pdf:
        found = []
        for page in pdf.pages:
            read = page_read(document, page.page_number)
            found.append(([ours(each) for each in read.lattices], [theirs(t) for t in page.find_tables()]))
            page.close()
    document.close()
    return found


def files() -> dict[str, Path]:
    golden = {path.name: path for path in sorted(GOLDEN.glob("*.pdf"))}
    return words.printed() | golden


def test_shapes_are_those_of_pdfplumber_on_every_page() -> None:
    assert len(files()) >= 30
    for name, path in files().items():
        for number, (mine, reference) in enumerate(pairs(path), start=1):
            assert [sorted(each) for each in mine] == [sorted(each) for each in reference], (name, number)


def test_texts_are_those_of_pdfplumber_in_every_cell() -> None:
    cells, wrong = 0, []
    for name, path in files().items():
        for mine, reference in pairs(path) if name not in SIDEWAYS else ():
            for my_texts, texts in zip(mine, reference, strict=True):
                cells += len(texts)
                wrong += [(name, texts[at], my_texts[at]) for at in texts if texts[at] != my_texts[at]]
    assert cells > 3_500
    assert wrong == []


def test_raised_digits_are_no_part_of_the_word_before() -> None:
    document = pypdfium2.PdfDocument(words.printed()["raised"])
    cells = [cell.text for cell in page_read(document, 1).lattices[0].cells]
    assert any(text.endswith("²") for text in cells)
    assert not any(text.endswith("2") for text in cells if text[:1].isalpha())


def test_words_outside_tables_are_those_of_pdfplumber() -> None:
    path = words.printed()["much_prose"]
    document = pypdfium2.PdfDocument(path)
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            boxes = [table.bbox for table in page.find_tables()]
            lines = page_read(document, page.page_number).lines
            assert [line.text for line in lines] == outside(page, boxes).extract_text().splitlines()


def outside(page: Page, boxes: list[Box]) -> Page:
    def is_outside(item: dict[str, float]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(box[0] <= x < box[2] and box[1] <= y < box[3] for box in boxes)

    return page.filter(is_outside)
