"""Pictures of a page for people who want to see what was read: the page with its cells, or one place of it.

Takes a raw file, a page and boxes in points from its top left; gives PNG.  `outlined`, `seen` and `saved` are
the steps that pictures of scans share.
"""

import io
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image, ImageDraw

from pipeline.archive import RawFile
from pipeline.model import Bbox
from pipeline.parsers.pdf import opening

SCALE = 1.5
"""Pixels per point (108 dpi): small print stays readable."""
CLOSE = 2.0
"""Pixels per point of a picture of one place (144 dpi)."""
MOST_PIXELS = 25_000_000
"""Pixels of one picture; bigger pages are drawn smaller."""
MOST_CLOSE = 4_000_000
"""Pixels of a picture of one place; a cell of an A4 page has under 2 million."""
MARGIN = (40.0, 16.0)
"""Points shown left and right of a place, and above and below it: the words around a number."""
PACKING = 2
"""How hard PNG is packed (0-9); from 3 on a scan takes half as long again for a tenth of its size."""
LINE = (200, 30, 30)
LINE_WIDTH = 2


def draw(file: RawFile, page: int, boxes: Iterable[Bbox], password: str = "") -> bytes:
    """Return the page (1-based) as PNG; `boxes` are in points from its top left corner.

    Raises `Unreadable` when the file cannot be opened, `IndexError` when it has no such page.
    """
    with _opened(file, page, password) as opened:
        width, height = opened.get_size()
        scale = bounded(SCALE, width * height, MOST_PIXELS)
        picture = opened.render(scale=scale).to_pil().convert("RGB")
    return saved(outlined(picture, boxes, scale))


def cut(file: RawFile, page: int, box: Bbox, password: str = "") -> bytes:
    """Return one place of a page with what stands around it as PNG, the place outlined.

    Raises like `draw`; `IndexError` also when the box lies outside the page.
    """
    with _opened(file, page, password) as opened:
        width, height = opened.get_size()
        x0, top, x1, bottom = area = seen(box, width, height)
        scale = bounded(CLOSE, (x1 - x0) * (bottom - top), MOST_CLOSE)
        around = (x0, height - bottom, width - x1, top)
        picture = opened.render(scale=scale, crop=around).to_pil().convert("RGB")
    return saved(outlined(picture, [box], scale, area))


def sides(file: RawFile, page: int, password: str = "") -> tuple[float, float]:
    """Return width and height of a page in points, as it is seen; raises like `draw`."""
    with _opened(file, page, password) as opened:
        width, height = opened.get_size()
        return float(width), float(height)


@contextmanager
def _opened(file: RawFile, page: int, password: str) -> Iterator[pypdfium2.PdfPage]:
    with opening.document(file.data, password) as document:
        if not 1 <= page <= len(document):
            raise IndexError(f"page {page} of {len(document)}")
        opened = document[page - 1]
        try:
            yield opened
        finally:
            opened.close()


def bounded(scale: float, area: float, most: int) -> float:
    """The scale, or the smaller one with which an area in square points has at most so many pixels."""
    return min(scale, math.sqrt(most / max(1.0, area)))


def seen(box: Bbox, width: float, height: float) -> Bbox:
    """The box with its margin, inside a page of those sides; raises `IndexError` when none of it is there."""
    x0, top, x1, bottom = box
    if not (0 <= x0 < x1 and 0 <= top < bottom and x0 < width and top < height):
        raise IndexError(f"no such place on a page of {width:g} x {height:g} points")
    across, down = MARGIN
    return max(0.0, x0 - across), max(0.0, top - down), min(width, x1 + across), min(height, bottom + down)


def outlined(
    picture: Image.Image, boxes: Iterable[Bbox], scale: float, area: Bbox = (0, 0, 0, 0)
) -> Image.Image:
    """The picture with boxes drawn on it; its top left corner is that of `area`."""
    pencil = ImageDraw.Draw(picture)
    left, top = area[:2]
    for x0, y0, x1, y1 in boxes:
        sides = (x0 - left, y0 - top, x1 - left, y1 - top)
        pencil.rectangle([side * scale for side in sides], outline=LINE, width=LINE_WIDTH)
    return picture


def saved(picture: Image.Image) -> bytes:
    """The picture as PNG."""
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=PACKING)
    return made.getvalue()
