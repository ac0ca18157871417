"""Form fields and signature stamps: printed into the page before it is read.

In signed plans the number and the date often stand in signature fields, not in the page.  `flatten` prints
such fields into an open page; `settle` joins the digits that stamps set wide apart and
takes typed letters away that a stamp lies over, saying which.
"""

import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Bbox
from pipeline.parsers.pdf.runs import Run, TextPage

Spot = tuple[str, float, float]

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


def has_fields(page: pypdfium2.PdfPage) -> bool:
    """Return whether an open page has annotations that are printed; all others are taken off."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    found = False
    for index in reversed(range(count)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        printed = pdfium.FPDFAnnot_GetSubtype(note) in PRINTED
        pdfium.FPDFPage_CloseAnnot(note)
        found = found or printed
        if not printed:
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)
    return found


def flatten(page: pypdfium2.PdfPage) -> None:
    """Print the fields into the page, which must be opened anew to be read."""
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)


def spots(runs: list[Run]) -> frozenset[Spot]:
    """Return where which text stands, to tell later what a field added."""
    return frozenset(map(_spot, runs))


def _spot(run: Run) -> Spot:
    return run.text, round(run.x0, 1), round(run.top, 1)


Clash = tuple[str, str, Bbox]
"""A stamped text, the typed text under it, and the stamp's box."""


def settle(runs: list[Run], before: frozenset[Spot], page: TextPage) -> tuple[list[Run], list[Clash]]:
    """Return the settled runs and the clashes; `before` is what stood on the page without its fields."""
    stamped = [_closed_up(run) for run in runs if _spot(run) not in before]
    clashes: list[Clash] = []
    kept: list[Run] = []
    for run in runs:
        if _spot(run) in before:
            over = [stamp for stamp in stamped if _touches(stamp, run)]
            kept.extend(_uncovered(run, over, page, clashes) if over else [run])
    return kept + stamped, clashes


def _closed_up(run: Run) -> Run:
    """Return the run with "3 6 8 6" as "3686"."""
    text = SPACED_DIGITS.sub(lambda found: found.group().replace(" ", ""), run.text)
    return run._replace(text=text, stamped=True)


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
