"""Where the footnotes of a page begin: below a short rule at its foot.

Takes the edges and lines of a page, gives the height of the rule in points from the top, or None.
"""

import re
from collections.abc import Iterable

from pipeline.parsers.pdf.edges import Edge
from pipeline.parsers.pdf.records import Line

SHORTEST, LONGEST = 40.0, 0.45
"""Length of the rule: points, and share of the page's width (Word: 144 points, LibreOffice: a quarter)."""
UPPER_PART = 0.4
"""Share of the page's height in which no footnotes begin."""
NOTE = re.compile(r"[\d¹²³⁰⁴-⁹*(\[]")


def foot(edges: Iterable[Edge], lines: tuple[Line, ...], width: float, height: float) -> float | None:
    """Return where the rule above the footnotes lies."""
    rules = {
        edge.at
        for edge in edges
        if not edge.upright
        and SHORTEST <= edge.end - edge.start <= LONGEST * width
        and edge.at > UPPER_PART * height
    }
    return next((at for at in sorted(rules) if _opens_notes(at, lines)), None)


def _opens_notes(at: float, lines: tuple[Line, ...]) -> bool:
    """Whether a mark begins the line below, and the rule underlines no text."""
    if any(line.top < at < line.bottom for line in lines):
        return False
    below = [line for line in lines if line.top >= at]
    return bool(below) and bool(NOTE.match(min(below, key=lambda line: (line.top, line.x0)).text))
