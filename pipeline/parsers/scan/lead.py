"""A lead word before short print: "hưởng 1,7" is read where "1,7" alone is not.

The engine takes the height of a line from its letters; in a line of two digits it guesses, and reads 157 for
1,7.  A well-read word of the same sheet, with a letter that rises and one that hangs, is put before such
print; what is read of the word itself is dropped again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.parsers.scan.records import POINTS, Box, Picture, Row, Word

RISING = frozenset("bdđhkl")
HANGING = frozenset("gpqy")
"""Letters that give a line its full height; one of each makes a lead word."""

LENGTH = (3, 7)
"""Letters of a lead word: enough to show the size, not so many that it costs time."""

SURE = 0.93
"""Confidence that a lead word is read with."""

GAP = 7.0
"""Points between the lead word and the print: an ordinary blank of large print."""

DARK = 140
"""Grey below which a dot is ink."""

PAPER = 255


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead word: where it stands on the sheet (pixels), and its base line there."""

    text: str
    box: Box
    base: float


def choose(rows: Iterable[Row]) -> Lead | None:
    """The surest word that shows the whole height of a line; None when no word does."""
    fit = [
        (word.confidence, Lead(word.text, word.box, row.base))
        for row in rows
        for word in row.words
        if word.confidence >= SURE and _shows_height(word.text)
    ]
    return max(fit, key=lambda pair: pair[0], default=(0.0, None))[1]


def _shows_height(text: str) -> bool:
    fits = LENGTH[0] <= len(text) <= LENGTH[1] and text.isalpha() and text.islower()
    return fits and not RISING.isdisjoint(text) and not HANGING.isdisjoint(text)


def before(lead: Lead, grey: Picture, crop: Picture, times: float, dpi: float) -> tuple[Picture, int]:
    """The crop with the lead word before it on one base line, and the pixel at which the crop begins.

    `grey` is the view's picture of the sheet, `times` as large as the sheet, at `dpi`.
    """
    x0, top, x1, bottom = (round(side * times) for side in lead.box)
    word = grey[top:bottom, x0:x1]
    hang = bottom - round(lead.base * times)
    inked = np.flatnonzero((crop < DARK).any(axis=1))
    below = crop.shape[0] - 1 - int(inked[-1]) if inked.size else 0
    floor = max(hang, below)
    gap = round(GAP * dpi / POINTS)
    height = max(word.shape[0] + floor - hang, crop.shape[0] + floor - below)
    sheet = np.full((height, word.shape[1] + gap + crop.shape[1]), PAPER, np.uint8)
    _lay(sheet, word, 0, floor - hang)
    _lay(sheet, crop, word.shape[1] + gap, floor - below)
    return sheet, word.shape[1] + gap


def _lay(sheet: Picture, piece: Picture, left: int, lift: int) -> None:
    bottom = sheet.shape[0] - lift
    sheet[bottom - piece.shape[0] : bottom, left : left + piece.shape[1]] = piece


def without(rows: Sequence[Row], start: int, lead: Lead) -> tuple[Row, ...] | None:
    """The rows without the lead word, which ends before `start` (pixels of what was read).

    None when it cannot be told from the print behind it.
    """
    kept: list[Row] = []
    for row in rows:
        words = [_cut(word, start, lead) for word in row.words if word.box[2] > start]
        if not all(words):
            return None
        if words:
            kept.append(Row(tuple(word for word in words if word), row.base))
    return tuple(kept) or None


def _cut(word: Word, start: int, lead: Lead) -> Word | None:
    """The word if it stands behind the lead word, or what is left of it when both were read as one."""
    if (word.box[0] + word.box[2]) / 2 >= start:
        return word
    rest = word.text.removeprefix(lead.text)
    return Word(rest, word.confidence, word.line, word.box) if rest and rest != word.text else None
