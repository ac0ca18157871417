"""One page of a scan, read: its tables, the text around them, and how well it went.

Takes a `Shot`; gives a `ScannedPage`.  A page that reads badly is tried in the other three directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from pipeline.language.syllables import syllable_share
from pipeline.model import Bbox
from pipeline.parsers.pdf import judge
from pipeline.parsers.pdf.records import Lattice, LatticeCell, Line
from pipeline.parsers.scan import boxes, level, looks, prose
from pipeline.parsers.scan.cleaning import clean
from pipeline.parsers.scan.engine import PAGE
from pipeline.parsers.scan.grid import rulings
from pipeline.parsers.scan.pictures import Shot
from pipeline.parsers.scan.prose import Printed
from pipeline.parsers.scan.records import Reading, Ruling, Sheet, Word
from pipeline.parsers.scan.rules import strokes
from pipeline.parsers.scan.snapping import snapped
from pipeline.parsers.scan.views import EYES, Sizes, View, views

FEWEST_COLUMNS = 2
"""Columns of a table; a frame around text has one."""

BAD = 0.6
"""Mean confidence of a page's text below which it may lie on its side or upside down."""

LOOK_DPI = 150.0
"""Dots per inch of the quick look that decides the direction."""

FEWEST_WORDS = 5
"""Sure words that a direction must show to be believed."""

SURE = 0.8
"""Confidence of such a word."""

INK, LEAST_INK = 140, 0.001
"""Grey below which a dot is ink, and its share on a page that is not blank; a line of print has more."""

PAPER = 255


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read of a page.  `lattices` and `readings` go together, by the box of each cell in points.

    `doubtful` are boxes whose rules contradict each other; `dust` counts lines of ink that were no print;
    `quality` is the share of valid syllables, None when there is too little text.
    """

    sheet: Sheet
    lattices: tuple[Lattice, ...]
    rejected: tuple[tuple[str, Lattice], ...]
    readings: dict[Bbox, Reading]
    lines: tuple[Printed, ...]
    doubtful: frozenset[Bbox] = frozenset()
    dust: int = 0
    quality: float | None = None


def read(shot: Shot, *, first_page: bool) -> ScannedPage:
    """Read a page the way that it lies, or the way that it should lie."""
    page = _read(clean(shot), first_page)
    if confidence(page) >= BAD:
        return page
    quarter = _direction(shot)
    return _read(clean(shot, quarter), first_page) if quarter else page


def confidence(page: ScannedPage) -> float:
    """The mean confidence of everything read; 1 for a page without ink, 0 for unread ink."""
    found = [line.confidence for line in page.lines]
    found += [reading.confidence for reading in page.readings.values() if reading.confidence is not None]
    return fmean(found) if found else float((page.sheet.grey < INK).mean() < LEAST_INK)


def _direction(shot: Shot) -> int:
    """The quarter turn that shows most sure words; 0 when none shows enough."""
    sure = {quarter: _sure_words(clean(shot, quarter)) for quarter in range(4)}
    best = max(sure, key=lambda quarter: sure[quarter])
    return best if sure[best] >= FEWEST_WORDS else 0


def _sure_words(sheet: Sheet) -> int:
    look = View(Sizes(sheet), replace(EYES[0], dpi=LOOK_DPI))
    rows = look.rows((0, 0, sheet.grey.shape[1], sheet.grey.shape[0]), PAGE)
    return sum(word.confidence >= SURE and _lies(word) for row in rows for word in row.words)


def _lies(word: Word) -> bool:
    """Whether a word is longer than it is high: the engine reads lines that stand on their end too."""
    x0, top, x1, bottom = word.box
    return len(word.text) > 1 and x1 - x0 > bottom - top


def _read(sheet: Sheet, first_page: bool) -> ScannedPage:
    found = strokes(sheet)
    full = rulings(sheet, found)
    ruled = (*full, *level.rulings(sheet, found.level, [ruling.box for ruling in full]))
    wide = [ruling for ruling in ruled if len({cell[0] for cell in ruling.cells}) >= FEWEST_COLUMNS]
    bare = boxes.erased(sheet, found, ruled)
    eyes = views(bare)
    tables: list[tuple[Ruling, Lattice]] = []
    rejected: list[tuple[str, Lattice]] = []
    readings: dict[Bbox, Reading] = {}
    for ruling in wide:
        found_texts = looks.read(bare, eyes, ruling.cells)
        texts = {sheet.points(cell): snapped(reading) for cell, reading in found_texts.items()}
        lattice = _lattice(sheet, ruling, texts)
        reason = judge.reason(lattice)
        if reason:
            rejected.append((reason, lattice))
        else:
            tables.append((ruling, lattice))
            readings.update(texts)
    around = _without(bare, [ruling for ruling, _ in tables])
    notes = prose.notes_from(sheet, found.level, [ruling.box for ruling, _ in tables])
    lines, dust = prose.printed(around, views(around) if tables else eyes, notes, first_page=first_page)
    doubtful = frozenset(sheet.points(cell) for ruling, _ in tables for cell in ruling.doubtful)
    lattices = tuple(lattice for _, lattice in tables)
    made = ScannedPage(sheet, lattices, tuple(rejected), readings, tuple(lines), doubtful, dust)
    return replace(made, quality=_quality(made))


def _without(sheet: Sheet, tables: Sequence[Ruling]) -> Sheet:
    grey = sheet.grey.copy()
    reach = sheet.pixels(boxes.INSET)
    for ruling in tables:
        x0, top, x1, bottom = ruling.box
        grey[max(0, top - reach) : bottom + reach, max(0, x0 - reach) : x1 + reach] = PAPER
    return replace(sheet, grey=grey)


def _lattice(sheet: Sheet, ruling: Ruling, texts: dict[Bbox, Reading]) -> Lattice:
    cells = tuple(LatticeCell(box, reading.text) for box, reading in texts.items())
    lines = tuple(line for cell in cells for line in _cell_lines(cell))
    return Lattice(sheet.points(ruling.box), cells, lines, 0)


def _cell_lines(cell: LatticeCell) -> list[Line]:
    """The text of a cell as running lines, evenly spaced: for boxes that turn out to be no table."""
    x0, top, x1, bottom = cell.bbox
    texts = cell.text.split("\n") if cell.text else []
    step = (bottom - top) / max(1, len(texts))
    return [
        Line(text, x0, top + i * step, x1, top + (i + 1) * step, min(step, 12.0))
        for i, text in enumerate(texts)
    ]


def _quality(page: ScannedPage) -> float | None:
    text = " ".join([*(line.line.text for line in page.lines), *(r.text for r in page.readings.values())])
    return round(syllable_share(text), 3) if len(text.split()) >= FEWEST_WORDS else None
