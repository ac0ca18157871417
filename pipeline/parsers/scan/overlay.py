"""What was read of a scanned page, laid over its picture: every cell in the colour of how sure it is.

Takes the page as PNG, its size and its cells; gives an SVG drawing that any browser shows, with the text read
in each box and all readings where the pointer rests.
"""

import base64
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from pipeline.model import Bbox, Cell
from pipeline.parsers.scan.votes import DISAGREED, SURE

COLOURS = ((SURE, "#1a7f37"), (DISAGREED, "#b26a00"), (0.0, "#c62828"))
"""From which confidence (0-1) a cell is drawn in which colour."""

FADED = 0.45
"""How much of the scan is seen behind the text."""

LARGEST = 9.0
"""Points of the largest letters."""

LEADING = 1.2
"""Height of a line by the size of its letters."""


def overlay(picture: bytes, size: tuple[float, float], cells: Iterable[Cell]) -> str:
    """The drawing; `size` and boxes are in points, cells that were not recognised are left out."""
    width, height = size
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
        f'<image width="{width:g}" height="{height:g}" opacity="{FADED}" '
        f'href="data:image/png;base64,{base64.b64encode(picture).decode("ascii")}"/>',
    ]
    for cell in cells:
        if cell.place.bbox is not None and cell.confidence is not None:
            drawn.extend(_cell(cell, cell.place.bbox, cell.confidence))
    return "\n".join((*drawn, "</svg>", ""))


def _cell(cell: Cell, box: Bbox, sure: float) -> Iterator[str]:
    x0, top, x1, bottom = box
    colour = next(colour for least, colour in COLOURS if sure >= least)
    readings = " | ".join(" / ".join(reading.split("\n")) for reading in cell.readings)
    yield f'<g fill="{colour}"><title>{escape(f"{sure:.2f}: {readings}")}</title>'
    sides = f'x="{x0:g}" y="{top:g}" width="{x1 - x0:.2f}" height="{bottom - top:.2f}"'
    yield f'<rect {sides} fill-opacity="0.08" stroke="{colour}"/>'
    lines = cell.text.split("\n")
    size = min(LARGEST, (bottom - top) / (len(lines) + 1) / LEADING)
    for number, line in enumerate(lines, 1):
        y = top + number * size * LEADING
        yield f'<text x="{x0 + 2:g}" y="{y:.1f}" font-size="{size:.1f}">{escape(line)}</text>'
    yield f'<text x="{x1 - 2:g}" y="{bottom - 2:g}" font-size="5" text-anchor="end">{sure:.2f}</text></g>'
