"""Lines become paragraphs: what one paragraph of the office was stands in one piece again.

Takes the lines of one page outside tables, from top to bottom, and gives paragraphs.  Text columns
(letterhead, signatures) are read one after the other.  A paragraph ends at a gap, at an indentation, before
a bullet or a number, or when a line stops short of the right margin.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model import Bbox
from pipeline.parsers.pdf.records import Line

MARKER = re.compile(
    r"(?:[-–—+*•●○▪■◦✓➢\uf000-\uf0ff]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[a-zđ])[.)/]|\d{1,2}(?:\.\d{1,2})+)"
    r"(?=\s|$)|[-–+•●▪](?=[^\W\d_])"
)
GAP = 1.45
"""A step from line to line this many times the page's usual step starts a new paragraph."""
INDENT = 8.0
"""Points by which a first line stands in (offices use 28 to 36)."""
SHORT = 0.88
"""A line that ends before this share of the text width ends its paragraph."""
FULL = 20.0
"""Font sizes of text width below which nobody can tell a full line from a short one."""
FAR = 3.0
"""Font sizes below its last line from which on a text column is closed."""
NOTE_SIZE = 0.9
"""Share of the page's letter size below which the last paragraphs are footnotes."""
SENTENCE_END = re.compile(r"[.;:!?…][\"”')\]]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one paragraph; `open` says that its last line runs to the right margin."""

    lines: tuple[Line, ...]
    centred: bool = False
    open: bool = False

    @property
    def text(self) -> str:
        """The lines joined; a hyphen at a line's end is kept and takes no blank."""
        text = ""
        for line in self.lines:
            text += line.text if not text or _hyphenated(text) else " " + line.text
        return text

    @property
    def bbox(self) -> Bbox:
        """The smallest box around all lines."""
        lines = self.lines
        lefts, tops = min(line.x0 for line in lines), min(line.top for line in lines)
        return (lefts, tops, max(line.x1 for line in lines), max(line.bottom for line in lines))

    @property
    def size(self) -> float:
        """The font size of the first line."""
        return self.lines[0].size

    def continues(self, after: "Block") -> bool:
        """Whether `after`, the first paragraph of the next page, goes on where this one stops."""
        start = after.text[:1]
        lower = start.islower() or (start.isdigit() and not MARKER.match(after.text))
        whole = self.open and not self.centred and not SENTENCE_END.search(self.text)
        return whole and lower and not after.centred and abs(self.size - after.size) < 1


def _hyphenated(text: str) -> bool:
    return len(text) > 1 and text[-1] == "-" and text[-2].isalpha()


def blocks(lines: Iterable[Line], margins: tuple[float, float]) -> list[Block]:
    """Return the paragraphs; `margins` are the page's left and right text margin in points."""
    found: list[Block] = []
    columns = _columns(lines)
    for column in columns:
        alone = not any(_beside(column, other) for other in columns)
        measure = _Measure(column, margins if alone else page_margins(column))
        found.extend(measure.blocks(column))
    return found


def page_margins(lines: Iterable[Line], boxes: Iterable[Bbox] = ()) -> tuple[float, float]:
    """Return left and right margin of the lines and tables of a page."""
    sides = [(line.x0, line.x1) for line in lines] + [(box[0], box[2]) for box in boxes]
    return min((left for left, _ in sides), default=0.0), max((right for _, right in sides), default=0.0)


def notes_last(found: list[Block], foot: float | None = None) -> tuple[list[Block], list[Block]]:
    """Split the paragraphs of a page into its text and the footnotes at its end.

    Footnotes stand below `foot` or are printed smaller than the rest.
    """
    sizes: dict[float, int] = {}
    for block in found:
        sizes[block.size] = sizes.get(block.size, 0) + len(block.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    end = len(found)
    lowest = float("inf") if foot is None else foot
    while end and (found[end - 1].bbox[1] >= lowest or found[end - 1].size < NOTE_SIZE * usual):
        end -= 1
    return found[:end], found[end:]


def _columns(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the lines of each text column; a line below two columns closes both."""
    done: list[list[Line]] = []
    live: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top, line.x0)):
        live = [
            column for column in live if line.top - column[-1].top <= FAR * max(line.size, column[-1].size)
        ]
        above = [column for column in live if _stands_under(column, line)] if len(live) > 1 else live
        if len(above) == 1 and not _side_by_side(above[0][-1], line):
            if not (_sticks_out(above[0], line) and any(_beside(above[0], other) for other in done)):
                above[0].append(line)
                continue
            live = []
        if len(above) > 1:
            live = [column for column in live if column not in above]
        live.append([line])
        done.append(live[-1])
    return done


def _sticks_out(column: list[Line], line: Line) -> bool:
    left, right = page_margins(column)
    return line.x0 < left - 2 * INDENT or line.x1 > right + 2 * INDENT


def _stands_under(column: list[Line], line: Line) -> bool:
    left, right = page_margins(column)
    return left < line.x1 and line.x0 < right


def _beside(one: list[Line], other: list[Line]) -> bool:
    """Whether two text columns stand at the same height."""
    return one is not other and one[0].top < other[-1].bottom and other[0].top < one[-1].bottom


def _side_by_side(one: Line, other: Line) -> bool:
    return abs(one.top - other.top) < other.size / 2


class _Measure:
    """Margins of a text column and its usual step from line to line."""

    def __init__(self, lines: list[Line], margins: tuple[float, float]) -> None:
        self.left, self.right = margins
        self.step = _median(after.top - before.top for before, after in pairwise(lines))
        self.centred = {line for line in lines if self._stands_centred(line)}
        for before, after in pairwise(lines):
            if _share_middle(before, after) and self._in_the_middle(before):
                self.centred |= {before, after}

    def blocks(self, lines: list[Line]) -> Iterator[Block]:
        current = [lines[0]]
        for line in lines[1:]:
            if self._breaks(current, line):
                yield self._block(current)
                current = []
            current.append(line)
        yield self._block(current)

    def _block(self, lines: list[Line]) -> Block:
        last = lines[-1]
        full = not self._short(last) and self.right - self.left >= FULL * last.size
        return Block(tuple(lines), self.centred.issuperset(lines), full)

    def _breaks(self, current: list[Line], line: Line) -> bool:
        """Whether a new paragraph starts at `line`."""
        before = current[-1]
        usual = self.step or 1.3 * before.size
        if line.top - before.top > GAP * usual or abs(line.size - before.size) > 1:
            return True
        if before in self.centred or line in self.centred:
            return not self._title_goes_on(before, line)
        if _changes_manner(before, line) or (line.x0 > before.x0 + INDENT and len(current) > 1):
            return True
        return self._short(before) or self._begins(before, line)

    def _title_goes_on(self, before: Line, line: Line) -> bool:
        """Whether a centred line goes on with a line of the same manner."""
        same = (before.bold, before.text.isupper()) == (line.bold, line.text.isupper())
        return same and abs(_middle(before) - _middle(line)) < INDENT

    def _begins(self, before: Line, line: Line) -> bool:
        """Whether a line under a full line is the first of a paragraph by its mark or indentation."""
        indented = line.x0 > self.left + INDENT
        if MARKER.match(line.text):
            return indented or line.x0 <= before.x0 - INDENT or bool(SENTENCE_END.search(before.text))
        return line.x0 > before.x0 + INDENT and bool(SENTENCE_END.search(before.text))

    def _short(self, line: Line) -> bool:
        return line.x1 < self.left + SHORT * (self.right - self.left)

    def _in_the_middle(self, line: Line) -> bool:
        return abs(_middle(line) - (self.left + self.right) / 2) < 2 * INDENT

    def _stands_centred(self, line: Line) -> bool:
        """Whether a line stands in from both margins by the same measure."""
        inset = line.x0 - self.left
        return (
            not MARKER.match(line.text)
            and inset > 2 * INDENT
            and abs(inset - (self.right - line.x1)) < 2 * INDENT
        )


def _changes_manner(before: Line, line: Line) -> bool:
    """Whether bold print begins or ends together with capitals or with a sentence."""
    ends = before.text.isupper() != line.text.isupper() or bool(SENTENCE_END.search(before.text))
    return before.bold != line.bold and ends


def _middle(line: Line) -> float:
    return (line.x0 + line.x1) / 2


def _share_middle(one: Line, other: Line) -> bool:
    """Whether two lines of different length have the same middle: both are centred."""
    return abs(_middle(one) - _middle(other)) < INDENT / 2 and abs(one.x0 - other.x0) > INDENT


def _median(steps: Iterable[float]) -> float:
    found = sorted(step for step in steps if step > 1)
    return found[(len(found) - 1) // 2] if found else 0.0
