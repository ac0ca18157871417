"""Lines become paragraphs: what one paragraph of the office was stands in one piece again.

Takes the lines of one page outside tables, in reading order, and gives paragraphs.  A paragraph ends at
a gap, at an indentation, before a bullet or a number, or when a line stops short of the right margin.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.parsers.pdf.records import Line

MARKER = re.compile(
    r"(?:[-–—+*•●○▪■◦✓➢]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[a-zđ])[.)/])(?=\s|$)|\d{1,2}(?:\.\d{1,2})+\s"
)
GAP = 1.45
"""A step from line to line this many times the page's usual step starts a new paragraph."""
INDENT = 8.0
"""Points by which a first line stands in (offices use 28 to 36)."""
SHORT = 0.88
"""A line that ends before this share of the text width ends its paragraph."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one paragraph and whether it stands centred."""

    lines: tuple[Line, ...]
    centred: bool

    @property
    def text(self) -> str:
        """The lines joined; a hyphen at a line's end is kept and takes no blank."""
        text = ""
        for line in self.lines:
            text += line.text if not text or _hyphenated(text) else " " + line.text
        return text


def _hyphenated(text: str) -> bool:
    return len(text) > 1 and text[-1] == "-" and text[-2].isalpha()


def blocks(lines: tuple[Line, ...]) -> Iterator[Block]:
    """The paragraphs of one text column, in order."""
    if not lines:
        return
    margins = _Margins(lines)
    current = [lines[0]]
    for line in lines[1:]:
        if margins.breaks(current[-1], line):
            yield Block(tuple(current), margins.centred(current))
            current = [line]
        else:
            current.append(line)
    yield Block(tuple(current), margins.centred(current))


class _Margins:
    """Left and right edge of a text column and its usual step from line to line."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.left = min(line.x0 for line in lines)
        self.right = max(line.x1 for line in lines)
        self.step = _median(after.top - before.top for before, after in itertools.pairwise(lines))

    def breaks(self, before: Line, line: Line) -> bool:
        """Whether a new paragraph starts at `line`."""
        if line.top - before.top > GAP * max(self.step, before.size) or abs(line.size - before.size) > 1:
            return True
        if self.centred([before]) or self.centred([line]):
            return not (self.centred([before]) and self.centred([line])) or _manner(before) != _manner(line)
        indented = line.x0 > before.x0 + INDENT
        return (
            indented
            or self._short(before)
            or (bool(MARKER.match(line.text)) and line.x0 > self.left + INDENT)
        )

    def _short(self, line: Line) -> bool:
        return line.x1 < self.left + SHORT * (self.right - self.left)

    def centred(self, lines: list[Line]) -> bool:
        """Whether all lines stand in from both margins by the same measure."""
        return all(
            line.x0 - self.left > INDENT * 2
            and abs((line.x0 - self.left) - (self.right - line.x1)) < INDENT * 2
            for line in lines
        )


def _manner(line: Line) -> tuple[bool, bool]:
    return line.bold, line.text.isupper()


def _median(steps: Iterable[float]) -> float:
    found = sorted(step for step in steps if step > 1)
    return found[len(found) // 2] if found else 0.0
