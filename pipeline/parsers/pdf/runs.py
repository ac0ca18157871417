"""Runs: pieces of text that a PDF sets in one go, read through PDFium.

A run has one font, one size and one base line, so that a few calls place a whole line of print; single
characters are only asked for where a run passes a ruled edge or another run.  Takes an open text page and
gives its runs in the order of the file, in points from the top left corner of the page.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.parsers.pdf import native

DESCENT = 0.2
"""Share of the font size below the base line.  LibreOffice writes 0 as the font's own value,
and two fonts in one line would tear it apart."""
HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\xa0": " "})
"""PDFium's signs for a hyphen at a line's end."""
TWICE = 0.12
"""Runs with the same text nearer than this share of the size are one run, printed bold by doubling."""
INVISIBLE = 3
"""Text rendering mode of text that is not painted (the layer under a scan)."""
BOLD_WORDS = ("bold", "black", "heavy")


class Run(NamedTuple):
    """One piece of text.  `start` is the index of its first character on the text page.

    `spaced` says that a blank follows, printed or seen by PDFium as a gap.  `slant` is 0 for upright text,
    else the quarter turns counter-clockwise (1 to 3), or 4 for any other angle.  `stamped` says that it stood
    in a form field.
    """

    text: str
    x0: float
    top: float
    x1: float
    size: float
    start: int
    spaced: bool = False
    bold: bool = False
    slant: int = 0
    stamped: bool = False

    @property
    def bottom(self) -> float:
        """The lower edge: one font size below `top`."""
        return self.top + self.size

    @property
    def base(self) -> float:
        """The base line."""
        return self.top + (1 - DESCENT) * self.size


class TextPage:
    """An open text page.

    `handle` is its address, `text` has one letter per character, `left` and `top` are the page's corner.
    """

    def __init__(self, handle: int, text: str, left: float, top: float) -> None:
        self.handle = handle
        self.text = text.translate(HYPHENS)
        self.left = left
        self.top = top
        self._bold: dict[int, bool] = {}

    def runs(self) -> list[Run]:
        """All runs with printed letters, doubled ones once."""
        return _once([run for stretch in self._stretches() for run in self._runs(*stretch)])

    def invisible(self, runs: list[Run]) -> int:
        """Count the letters that are neither filled nor stroked."""
        hidden = (run for run in runs if native.render_mode(self._object(run)) == INVISIBLE)
        return sum(len(run.text) for run in hidden)

    def _object(self, run: Run) -> int:
        return int(native.text_object(self.handle, run.start) or 0)

    def split(self, run: Run) -> Iterator[Run]:
        """Give the run character by character, blanks left out (they end in `spaced`)."""
        pieces: list[Run] = []
        for index, letter in enumerate(run.text, run.start):
            if not letter.isspace():
                left, right = native.sides(self.handle, index)
                x0, x1 = left - self.left, right - self.left
                pieces.append(run._replace(text=letter, x0=x0, x1=x1, start=index, spaced=False))
            elif pieces:
                pieces[-1] = pieces[-1]._replace(spaced=True)
        if pieces and run.spaced:
            pieces[-1] = pieces[-1]._replace(spaced=True)
        yield from pieces

    def _stretches(self) -> Iterator[tuple[int, int, int]]:
        """Give start, end and text object of what is set in one go; generated characters have no object."""
        start, length, owner = 0, len(self.text), native.text_object
        while start < length:
            if self.text[start] in "\r\n":
                start += 1
                continue
            item = owner(self.handle, start)
            end = self._end(start, item) if item else start + 1
            if item:
                yield start, end, item
            start = end

    def _end(self, start: int, item: int) -> int:
        """Find where the stretch ends: the line's end is tried first, then halves."""
        owner, handle = native.text_object, self.handle
        high = self.text.find("\r", start)
        high = len(self.text) if high < 0 else high
        if high > start and owner(handle, high - 1) == item:
            return high
        low, step = start, 1
        while low + step < high and owner(handle, low + step) == item:
            low, step = low + step, step * 2
        high = min(high, low + step)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if owner(handle, middle) == item else (low, middle)
        return high

    def _runs(self, start: int, end: int, item: int) -> Iterator[Run]:
        """Give the stretch without blanks at its ends."""
        text = self.text[start:end]
        bare = text.strip()
        if bare:
            spaced = text[-1].isspace() or self.text[end : end + 1] == " "
            yield self._run(bare, start + text.index(bare[0]), spaced, item)

    def _run(self, text: str, start: int, spaced: bool, item: int) -> Run:
        handle = self.handle
        a, b, c, d = native.text_matrix(handle, start)
        size = native.font_size(handle, start) * ((c * c + d * d) ** 0.5 if c else abs(d))
        x, y = native.origin(handle, start)
        upright = a > 0 < d and b == 0 == c
        x0 = x if upright else native.sides(handle, start)[0]
        return Run(
            text,
            x0 - self.left,
            self.top - y + (DESCENT - 1) * size,
            native.sides(handle, start + len(text) - 1)[1] - self.left,
            size,
            start,
            spaced,
            self._is_bold(item),
            0 if upright else _slant(a, b, c, d),
        )

    def _is_bold(self, item: int) -> bool:
        key = native.font(item) or 0
        if key not in self._bold:
            name = native.font_name(item)
            self._bold[key] = any(word in name for word in BOLD_WORDS)
        return self._bold[key]


def _slant(a: float, b: float, c: float, d: float) -> int:
    if abs(b) <= 0.01 * abs(a) and a > 0 < d:
        return 0
    if abs(a) <= 0.01 * abs(b) and b * c < 0:
        return 1 if b > 0 else 3
    return 2 if abs(b) <= 0.01 * abs(a) and a < 0 > d else 4


def _once(runs: list[Run]) -> list[Run]:
    """Drop runs that print the same text again on nearly the same spot."""
    seen: dict[str, list[Run]] = {}
    kept = []
    for run in runs:
        others = seen.setdefault(run.text, [])
        if not any(_same_spot(run, other) for other in others):
            kept.append(run)
            others.append(run)
    return kept


def _same_spot(run: Run, other: Run) -> bool:
    near = TWICE * run.size
    return abs(run.x0 - other.x0) < near and abs(run.top - other.top) < near


def characters(handle: int, count: int, bulk: Callable[[], str]) -> str:
    """Return one letter per character index; PDFium's bulk text where it has them all, else one by one."""
    text = bulk()
    if len(text) == count:
        return text
    return "".join(chr(native.character(handle, index) or 0xFFFD) for index in range(count))
