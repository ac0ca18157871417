"""Views of a sheet: the same print at another size, read with other trained data.

Views that err in different places are worth more than one good one.  A `View` takes a sheet whose rules are
erased, and gives for any box of it the rows of words that it reads there.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.parsers.scan.cleaning import scaled
from pipeline.parsers.scan.engine import BLOCK, LINE, reader, tesserocr
from pipeline.parsers.scan.lead import Lead, before, without
from pipeline.parsers.scan.records import Box, Engine, Picture, Row, Sheet, Word

MARGIN = 12
"""White dots around a crop; the engine loses letters that touch the edge of what it is given."""

BY_WORD, BY_LINE = 3, 2
"""Tesseract's levels of its page tree: words, lines."""


@dataclass(frozen=True, slots=True)
class Eye:
    """How a view looks: with which trained data, at how many dots per inch."""

    language: str
    dpi: float


EYES = (
    Eye("vie", 150.0),
    Eye("Vietnamese", 250.0),
    Eye("vie", 250.0),
    Eye("Vietnamese", 300.0),
    Eye("vie", 200.0),
    Eye("Vietnamese", 200.0),
    Eye("vie", 300.0),
)
"""In the order in which they are asked.  The first reads labels best and at the least cost, and the second,
of other trained data, errs elsewhere: measured on five typefaces, mild and hard."""

SMALL_EYES = (Eye("Vietnamese", 135.0), Eye("vie", 135.0), Eye("Vietnamese", 120.0), Eye("vie", 120.0))
"""Asked for the marks of a word: what is read small keeps the hook on ê, ô, ă that is lost at every other
size (measured on three typefaces); figures and points are not read so."""


class Sizes:
    """A sheet at the sizes that its views need, each made once and when it is first looked at."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.made: dict[float, Picture] = {sheet.dpi: sheet.grey}

    def at(self, dpi: float) -> Picture:
        """The sheet at so many dots per inch."""
        if dpi not in self.made:
            self.made[dpi] = scaled(self.sheet.grey, dpi / self.sheet.dpi)
        return self.made[dpi]


class View:
    """A sheet as one eye sees it."""

    def __init__(self, sizes: Sizes, eye: Eye) -> None:
        self.eye = eye
        self.sizes = sizes
        self.times = eye.dpi / sizes.sheet.dpi
        self.engine = reader(eye.language)

    @property
    def grey(self) -> Picture:
        """The sheet at the size of this view."""
        return self.sizes.at(self.eye.dpi)

    def rows(self, box: Box, mode: int = BLOCK) -> tuple[Row, ...]:
        """What stands in a box of the sheet, line by line; boxes of words in pixels of the sheet."""
        x0, top, x1, bottom = (round(side * self.times) for side in box)
        self._recognise(self.grey[top:bottom, x0:x1], mode)
        return tuple(self._rows(x0 - MARGIN, top - MARGIN, self.times))

    def line(self, box: Box, lead: Lead) -> tuple[Row, ...]:
        """What stands in a box with one line of short print, read behind a lead word.

        Boxes of words are in pixels of what was read, not of the sheet.
        """
        x0, top, x1, bottom = (round(side * self.times) for side in box)
        picture, start = before(lead, self.grey, self.grey[top:bottom, x0:x1], self.times, self.eye.dpi)
        self._recognise(picture, LINE)
        return without(tuple(self._rows(-MARGIN, -MARGIN, 1.0)), start, lead) or self.rows(box, LINE)

    def _recognise(self, picture: Picture, mode: int) -> None:
        crop = np.pad(picture, MARGIN, constant_values=255)
        height, width = crop.shape
        self.engine.SetPageSegMode(mode)
        self.engine.SetImageBytes(crop.tobytes(), width, height, 1, width)
        self.engine.SetSourceResolution(round(self.eye.dpi))
        self.engine.Recognize()

    def _rows(self, left: int, top: int, times: float) -> Iterator[Row]:
        words: list[Word] = []
        base = 0.0
        for item in self._items():
            if words and item.IsAtBeginningOf(BY_LINE):
                yield Row(tuple(words), base)
                words = []
            if not item.Empty(BY_WORD):
                words.append(self._word(item, left, top, times))
                base = self._base(item, top) / times
        if words:
            yield Row(tuple(words), base)

    def _items(self) -> Iterator[Engine]:
        pages = self.engine.GetIterator()
        return iter(()) if pages is None else tesserocr().iterate_level(pages, BY_WORD)

    def _word(self, item: Engine, left: int, top: int, times: float) -> Word:
        text = unicodedata.normalize("NFC", item.GetUTF8Text(BY_WORD).strip())
        x0, y0, x1, y1 = item.BoundingBox(BY_WORD)
        sides = (round(side / times) for side in (x0 + left, y0 + top, x1 + left, y1 + top))
        left_, top_, right, bottom = sides
        return Word(text, item.Confidence(BY_WORD) / 100, box=(left_, top_, right, bottom))

    def _base(self, item: Engine, top: int) -> float:
        (_, y0), (_, y1) = item.Baseline(BY_LINE)
        return float((y0 + y1) / 2 + top)


def views(sheet: Sheet, eyes: Sequence[Eye] = EYES) -> tuple[View, ...]:
    """The sheet through each of the eyes."""
    sizes = Sizes(sheet)
    return tuple(View(sizes, eye) for eye in eyes)
