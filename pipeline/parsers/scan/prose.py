"""Print outside the tables of a sheet: lines of text, each with how sure it is.

One view reads the whole page; lines with figures and the letterhead, from which values, numbers and dates
are taken, are read again in other views until these agree.  Text columns are told apart by wide gaps.
Takes a sheet without its tables, gives `Printed` lines from top to bottom.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from pipeline.parsers.pdf.records import Line
from pipeline.parsers.scan.engine import LINE, PAGE
from pipeline.parsers.scan.marks import checked, suspects
from pipeline.parsers.scan.records import POINTS, Box, Row, Sheet, Word
from pipeline.parsers.scan.views import View
from pipeline.parsers.scan.votes import figured, is_figure, joined_words, same_print, vote, without_unsure

WIDE = 2.2
"""Line heights between two words of one line; a wider gap separates text columns."""

LETTERHEAD = 14
"""So many lines of a document's first page are read in all views: they hold number and date."""

NOISE = 0.35
"""Mean confidence below which a line is dust, a seal or handwriting, not print."""

HEIGHT = 1.2
"""Height of a line's ink (marks and tails of Vietnamese letters) as a share of the font size."""

ODD = 0.3
"""Share by which a line's height may differ from the page's usual one before it has a size of its own."""

DESCENT = 0.2
"""Share of the font size below the base line, as the PDF reader counts."""

NOTE_RULE = (60.0, 230.0)
"""Points of length of the rule above footnotes (Word draws 144)."""

LEFT = 0.2
"""Share of the page's width within which that rule begins."""

NOTE_NUMBER = re.compile(r"(\d{1,2})\s*[^\W\d_]{2}")
"""The number of a footnote with the first word behind it."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

AROUND = 3.0
"""Points around a line that is read again."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One line outside every table: how sure its figures are (0-1), and what other views read.

    `unsure` are figures of the letterhead that are not in the line because they were not read surely.
    """

    line: Line
    confidence: float
    readings: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def printed(
    sheet: Sheet, views: Sequence[View], notes: float, *, first_page: bool
) -> tuple[list[Printed], int]:
    """The lines of a sheet, and how many lines of ink were no print; footnotes stand below pixel `notes`."""
    whole = (0, 0, sheet.grey.shape[1], sheet.grey.shape[0])
    rows = [piece for row in views[0].rows(whole, PAGE) for piece in _pieces(row)]
    kept = [row for row in rows if fmean(word.confidence for word in row.words) >= NOISE]
    if not kept:
        return [], len(rows)
    kept.sort(key=lambda row: row.base)
    usual = median(_height(row) for row in kept)
    lines = [
        _raised(_printed(sheet, views, row, usual, first_page and i < LETTERHEAD), row.base > notes)
        for i, row in enumerate(kept)
    ]
    sealed = (any(seal.touches(_around(sheet, row)) for seal in sheet.seals) for row in kept)
    pairs = zip(lines, sealed, strict=True)
    lines = [replace(line, confidence=0.0) if under else line for line, under in pairs]
    full = [line for line in lines if line.line.text]
    return full, len(rows) - len(full)


def _pieces(row: Row) -> Iterator[Row]:
    """The row cut where a gap is wide."""
    height = _height(row)
    piece: list[Word] = []
    for word in row.words:
        if piece and word.box[0] - piece[-1].box[2] > WIDE * height:
            yield Row(tuple(piece), row.base)
            piece = []
        piece.append(word)
    yield Row(tuple(piece), row.base)


def _printed(sheet: Sheet, views: Sequence[View], row: Row, usual: float, careful: bool) -> Printed:
    text = " ".join(word.text for word in row.words)
    confidence = min(word.confidence for word in row.words)
    if not careful and not any(is_figure(word.text) for word in row.words):
        return Printed(_line(sheet, row, text, usual), confidence, (text,))
    looks = _carefully(sheet, views, row)
    reading = vote(looks)
    reading = checked(sheet, reading, (row,)) if suspects(reading.text) else reading
    sure = reading.confidence or 0.0
    if not careful:
        text = " ".join(reading.text.split())
        return Printed(_line(sheet, row, text, usual), sure, reading.readings)
    text, unsure = without_unsure(looks)
    return Printed(_line(sheet, row, text, usual), sure, reading.readings, unsure)


def _raised(line: Printed, is_note: bool) -> Printed:
    """The line with the number that it begins with as the raised digits that footnotes have."""
    number = NOTE_NUMBER.match(line.line.text) if is_note else None
    if number is None:
        return line
    text = number[1].translate(RAISED) + line.line.text[number.end(1) :]
    return replace(line, line=replace(line.line, text=text))


def notes_from(sheet: Sheet, level: Sequence[Box], tables: Sequence[Box]) -> float:
    """The pixel from which on footnotes stand: below their short rule, or below the last table of the page.

    A bare number before words is a list item nowhere else ("2 Cấp tỉnh: …"); the page's end without either.
    """
    height, width = sheet.grey.shape
    low, high = sheet.pixels(NOTE_RULE[0]), sheet.pixels(NOTE_RULE[1])
    rules = [
        top
        for x0, top, x1, bottom in level
        if low <= x1 - x0 <= high
        and x0 < LEFT * width
        and top > height / 2
        and not any(table[1] - low / 4 <= (top + bottom) / 2 <= table[3] + low / 4 for table in tables)
    ]
    below = max((table[3] for table in tables if table[3] > height / 2), default=height)
    return float(min([below, *rules]))


def _carefully(sheet: Sheet, views: Sequence[View], row: Row) -> list[tuple[Row, ...]]:
    """As many looks at a line as it needs: two that agree, three for words, all for figures in doubt."""
    box = _around(sheet, row)
    looks: list[tuple[Row, ...]] = [(row,), views[1].rows(box, LINE)]
    if not vote(looks).why and same_print(*map(joined_words, looks)):
        return looks
    looks.append(views[2].rows(box, LINE))
    if vote(looks).why and any(map(figured, looks)):
        looks.extend(view.rows(box, LINE) for view in views[3:])
    return looks


def _around(sheet: Sheet, row: Row) -> Box:
    around = sheet.pixels(AROUND)
    x0, top, x1, bottom = _box(row)
    height, width = sheet.grey.shape
    return (max(0, x0 - around), max(0, top - around), min(width, x1 + around), min(height, bottom + around))


def _line(sheet: Sheet, row: Row, text: str, usual: float) -> Line:
    own = _height(row)
    size = (usual if abs(own - usual) <= ODD * usual else own) / HEIGHT * POINTS / sheet.dpi
    x0, _, x1, _ = sheet.points(_box(row))
    base = row.base * POINTS / sheet.dpi
    top, bottom = round(base - (1 - DESCENT) * size, 2), round(base + DESCENT * size, 2)
    return Line(text, x0, top, x1, bottom, round(size, 1))


def _height(row: Row) -> float:
    box = _box(row)
    return max(1, box[3] - box[1])


def _box(row: Row) -> Box:
    lefts, tops, rights, bottoms = zip(*(word.box for word in row.words), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
