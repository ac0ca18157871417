"""Form fields and signature stamps: printed into the page before it is read.

In signed plans the number and the date often stand in signature fields, not in the page.  `flatten` prints
such fields into an open page and gives their boxes; `settle` joins the digits that stamps set wide apart and
takes typed letters away that a stamp lies over, saying which.
"""

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.model import Bbox
from pipeline.parsers.pdf.runs import Run, TextPage

PRINTED = frozenset((pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET))
"""Annotations that are part of what is printed; notes, links and highlights are not."""
SPACED_DIGITS = re.compile(r"(?<![^\s/.])\d(?: \d)+(?![^\s/.])")
WIDEST = 2.0
"""Font sizes between two digits of one stamped number."""
COVERED = 0.4
"""Share of a letter's width that a stamp must cover to replace it."""
PLACEHOLDERS = frozenset(".…_-‥· ")
"""What offices type where a stamp will come."""
SAME_HEIGHT = 0.6
"""Share of the font size by which a stamp may stand higher or lower than the line it belongs to."""


def flatten(page: Any) -> list[Bbox]:
    """Print the fields into the page; return their boxes as x0, y0, x1, y1 in the page's own coordinates.

    The page must be opened anew afterwards when boxes are given.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    boxes: list[Bbox] = []
    for index in reversed(range(count)):
        box = _field(page, index)
        if box is None:
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)
        else:
            boxes.append(box)
    if boxes:
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    return boxes


def _field(page: Any, index: int) -> Bbox | None:
    """Return the box of an annotation that is printed, None for others."""
    note = pdfium.FPDFPage_GetAnnot(page.raw, index)
    rect = pdfium.FS_RECTF()
    printed = pdfium.FPDFAnnot_GetSubtype(note) in PRINTED
    known = pdfium.FPDFAnnot_GetRect(note, ctypes.byref(rect))
    pdfium.FPDFPage_CloseAnnot(note)
    return (rect.left, rect.bottom, rect.right, rect.top) if printed and known else None


Clash = tuple[str, str, Bbox]
"""A stamped text, the typed text under it, and the stamp's box."""


def settle(runs: list[Run], boxes: list[Bbox], page: TextPage) -> tuple[list[Run], list[Clash]]:
    """Return the settled runs, and for each clash the stamped text, the typed text and its box."""
    areas = [(x0 - page.left, page.top - y1, x1 - page.left, page.top - y0) for x0, y0, x1, y1 in boxes]
    stamped = [_closed_up(run) for run in runs if _inside(run, areas)]
    typed = [run for run in runs if not _inside(run, areas)]
    clashes: list[Clash] = []
    kept: list[Run] = []
    for run in typed:
        over = [stamp for stamp in stamped if _touches(stamp, run)]
        kept.extend(_uncovered(run, over, page, clashes) if over else [run])
    return kept + stamped, clashes


def _closed_up(run: Run) -> Run:
    """Return the run with "3 6 8 6" as "3686"."""
    text = SPACED_DIGITS.sub(lambda found: found.group().replace(" ", ""), run.text)
    return run._replace(text=text, stamped=True)


def _inside(run: Run, areas: list[Bbox]) -> bool:
    x, y = (run.x0 + run.x1) / 2, run.top + run.size / 2
    return any(area[0] <= x <= area[2] and area[1] <= y <= area[3] for area in areas)


def _touches(stamp: Run, run: Run) -> bool:
    return abs(stamp.base - run.base) < SAME_HEIGHT * run.size and stamp.x0 < run.x1 and stamp.x1 > run.x0


def _uncovered(run: Run, stamps: list[Run], page: TextPage, clashes: list[Clash]) -> Iterator[Run]:
    """Give the letters of a typed run that no stamp covers; note covered ones that say something."""
    for stamp in stamps:
        lost = "".join(letter.text for letter in page.split(run) if _covers(stamp, letter))
        if set(lost) - PLACEHOLDERS:
            clashes.append((stamp.text, lost, (stamp.x0, stamp.top, stamp.x1, stamp.bottom)))
    for letter in page.split(run):
        if not any(_covers(stamp, letter) for stamp in stamps):
            yield letter


def _covers(stamp: Run, letter: Run) -> bool:
    shared = min(stamp.x1, letter.x1) - max(stamp.x0, letter.x0)
    return shared > COVERED * (letter.x1 - letter.x0)


def one_number(before: Run, after: Run) -> bool:
    """Whether two neighbouring runs are digits of one stamped number."""
    close = after.x0 - before.x1 < WIDEST * after.size
    return (
        before.stamped and after.stamped and close and before.text[-1:].isdigit() and after.text[:1].isdigit()
    )
