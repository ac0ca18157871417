"""A picture of a page with the found cells drawn on it, for people who want to see what was read."""

import io
from collections.abc import Iterable

from PIL import ImageDraw

from pipeline.archive import RawFile
from pipeline.model import Bbox
from pipeline.parsers.pdf import opening

SCALE = 1.5
"""Pixels per point (108 dpi): small print stays readable."""
MOST_PIXELS = 25_000_000
"""Pixels of one picture; bigger pages are drawn smaller."""
LINE = (200, 30, 30)
LINE_WIDTH = 2


def draw(file: RawFile, page: int, boxes: Iterable[Bbox], password: str = "") -> bytes:
    """Return the page (1-based) as PNG; `boxes` are in points from its top left corner.

    Raises `Unreadable` when the file cannot be opened, `IndexError` when it has no such page.
    """
    with opening.document(file.data, password) as document:
        if not 1 <= page <= len(document):
            raise IndexError(f"page {page} of {len(document)}")
        opened = document[page - 1]
        width, height = opened.get_size()
        scale = min(SCALE, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        picture = opened.render(scale=scale).to_pil().convert("RGB")
        opened.close()
    pencil = ImageDraw.Draw(picture)
    for box in boxes:
        pencil.rectangle([side * scale for side in box], outline=LINE, width=LINE_WIDTH)
    saved = io.BytesIO()
    picture.save(saved, "PNG")
    return saved.getvalue()
