"""The small marks of figures, looked at themselves: comma or point, "more than" or "at least".

The trained data do not know ≥ and ≤ and read them as > and <; commas and points are mixed up in print that
the engine was not trained on.  So the ink is measured: a comma hangs below the digits, a point does not;
≥ has a bar under it.  Where ink and reading contradict each other, or a mark is there that was not read, the
reading loses its confidence.  Letters and digits are never changed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from pipeline.parsers.scan.engine import vision
from pipeline.parsers.scan.records import Box, Picture, Reading, Row, Sheet, Word

INK = 140
"""Grey below which a dot is ink."""

DOUBT = 0.5
"""Confidence of a figure whose marks contradict it."""

UNKNOWN = re.compile(
    r"%\s*[oe0]|[+±](?=\s*\d)|(?<![<>])=(?=\s*\d)|\d[£€]|[£€]\s*\d|(?<![\w.,])[.,](?=\d)|['\"](?=\s*$)"
)
"""What the engine makes of signs that it does not know (‰, ±, ≤) and of dust before or behind a figure: such
a figure is never sure."""

MARKED = re.compile(r"\d[.,]\d")
DIGITS = re.compile(r"\d{2}")
SIGNS = {">": "≥", "<": "≤"}

SMALL = (0.3, 0.45)
"""Width and height, as shares of the digits' height, up to which ink may be a mark."""

LOW = 0.55
"""Share of the digits' height below which, from the top, a mark begins."""

DUST = 0.07
"""Share of the digits' height up to which ink is dust."""

TAIL, NO_TAIL = 0.12, 0.05
"""Share of the digits' height by which a comma hangs below them at least, and a point at most."""

BAR, NO_BAR = 0.7, 0.45
"""Share of a sign's width that is inked in one row of its lowest part: of ≥ at least, of > at most."""

LOWEST_PART = 0.2
"""Share of a sign's height that is its lowest part."""

Shape = Literal["comma", "point", "unclear"]


@dataclass(frozen=True, slots=True)
class Ink:
    """Pieces of ink in a crop: x, y, width and height in pixels, left to right."""

    pieces: tuple[Box, ...]

    @property
    def digits(self) -> tuple[int, int]:
        """Height of the digits and the pixel of their feet; 0, 0 without any."""
        heights = [height for _, _, _, height in self.pieces]
        tall = [piece for piece in self.pieces if piece[3] >= 0.7 * max(heights, default=0)]
        if not tall:
            return 0, 0
        return int(np.median([p[3] for p in tall])), int(np.median([p[1] + p[3] for p in tall]))


def suspects(text: str) -> bool:
    """Whether a text has figures whose marks have to be looked at."""
    return _has_figure(text) or not SIGNS.keys().isdisjoint(text) or bool(UNKNOWN.search(text))


def _has_figure(text: str) -> bool:
    return bool(DIGITS.search(text) or MARKED.search(text))


def checked(sheet: Sheet, reading: Reading, rows: Sequence[Row]) -> Reading:
    """The reading after a look at its marks; `rows` are its words with their boxes on the sheet."""
    words = [word for row in rows for word in row.words]
    read = replace(reading, text=_signs(sheet, reading.text, words))
    doubtful = UNKNOWN.search(read.text) or "?" in _unclear_signs(sheet, reading.text, words)
    if doubtful or not all(_fits(sheet, word) for word in words if _has_figure(word.text)):
        return replace(read, confidence=min(DOUBT, read.confidence or 0.0), why=(*read.why, "marks"))
    return read


# ------------------------------------------------------------------ comma and point


def _fits(sheet: Sheet, word: Word) -> bool:
    """Whether the marks of a word with digits look like what was read."""
    ink = _ink(_crop(sheet, word.box))
    height, feet = ink.digits
    wanted = [sign for sign in word.text if sign in ".,"]
    shapes = [_shape(piece, height, feet) for piece in ink.pieces if _is_mark(piece, height, feet)]
    if len(shapes) != len(wanted):
        return not wanted and not shapes
    names = {".": "point", ",": "comma"}
    return all(shape in (names[sign], "unclear") for sign, shape in zip(wanted, shapes, strict=True))


def _is_mark(piece: Box, height: int, feet: int) -> bool:
    _, y, wide, tall = piece
    fits = wide <= SMALL[0] * height and DUST * height < tall <= SMALL[1] * height
    return fits and y >= feet - (1 - LOW) * height


def _shape(piece: Box, height: int, feet: int) -> Shape:
    tail = piece[1] + piece[3] - feet
    if tail >= TAIL * height:
        return "comma"
    return "point" if tail <= NO_TAIL * height and piece[3] <= 1.4 * piece[2] else "unclear"


# ------------------------------------------------------------------ ≥ and ≤


def _signs(sheet: Sheet, text: str, words: Iterable[Word]) -> str:
    """The text with a bar under those > and < that have one."""
    seen = iter(_unclear_signs(sheet, text, words))
    return "".join(SIGNS[sign] if sign in SIGNS and next(seen, "?") == "bar" else sign for sign in text)


def _unclear_signs(sheet: Sheet, text: str, words: Iterable[Word]) -> list[str]:
    """For each > and < of the text: ``bar``, ``none``, or ``?`` when the ink does not tell."""
    wanted = [sign for sign in text if sign in SIGNS]
    found = [_bar(sheet, word) for word in words if word.text[:1] in SIGNS]
    return found if len(found) == len(wanted) else ["?"] * len(wanted)


def _bar(sheet: Sheet, word: Word) -> str:
    crop = _crop(sheet, word.box)
    pieces = _ink(crop).pieces
    if not pieces:
        return "?"
    first = pieces[0]
    under = [p for p in pieces if p[0] < first[0] + first[2] and p[0] + p[2] > first[0]]
    x0, x1 = min(p[0] for p in under), max(p[0] + p[2] for p in under)
    top, bottom = min(p[1] for p in under), max(p[1] + p[3] for p in under)
    part = crop[bottom - max(2, round(LOWEST_PART * (bottom - top))) : bottom, x0:x1] < INK
    share = float(part.mean(axis=1).max()) if part.size else 0.0
    return "bar" if share >= BAR else "none" if share <= NO_BAR else "?"


# ------------------------------------------------------------------ ink


def _crop(sheet: Sheet, box: Box) -> Picture:
    """The box with what hangs below and stands above it."""
    reach = max(2, (box[3] - box[1]) // 5)
    return sheet.grey[max(0, box[1] - reach) : box[3] + reach, max(0, box[0] - 1) : box[2] + 1]


def _ink(crop: Picture) -> Ink:
    if not crop.size:
        return Ink(())
    _, _, stats, _ = vision().connectedComponentsWithStats((crop < INK).astype(np.uint8), connectivity=8)
    pieces = [(int(x), int(y), int(wide), int(tall)) for x, y, wide, tall, area in stats[1:] if area > 2]
    return Ink(tuple(sorted(pieces)))
