"""Pictures of a page of a picture file, with boxes on it or of one place, as `pipeline.parsers.pdf.drawing`.

Takes a raw file, a page (frame, 1-based) and boxes in points from the page's top left; gives PNG.
"""

from collections.abc import Iterable

from PIL import Image

from pipeline.archive import RawFile
from pipeline.model import Bbox
from pipeline.parsers.pdf.drawing import (
    CLOSE,
    MOST_CLOSE,
    MOST_PIXELS,
    SCALE,
    bounded,
    outlined,
    saved,
    seen,
)
from pipeline.parsers.scan import pictures
from pipeline.parsers.scan.pictures import Shot


def draw(file: RawFile, page: int, boxes: Iterable[Bbox]) -> bytes:
    """Return the page as PNG.

    Raises `Unreadable` for a damaged picture or a bomb, `IndexError` when there is no such page.
    """
    shot = _shot(file, page)
    scale = bounded(SCALE, shot.width * shot.height, MOST_PIXELS)
    return saved(outlined(_scaled(shot, scale, (0, 0, shot.width, shot.height)), boxes, scale))


def cut(file: RawFile, page: int, box: Bbox) -> bytes:
    """Return one place of a page with what stands around it as PNG; `IndexError` when it lies outside."""
    shot = _shot(file, page)
    x0, top, x1, bottom = area = seen(box, shot.width, shot.height)
    scale = bounded(CLOSE, (x1 - x0) * (bottom - top), MOST_CLOSE)
    return saved(outlined(_scaled(shot, scale, area), [box], scale, area))


def sides(file: RawFile, page: int) -> tuple[float, float]:
    """Return width and height of a page in points; raises like `draw`."""
    return pictures.sides(file.data, page)


def _shot(file: RawFile, page: int) -> Shot:
    for shot in pictures.of_picture(file.data, [page]):
        return shot
    raise IndexError(f"no page {page}")


def _scaled(shot: Shot, scale: float, area: Bbox) -> Image.Image:
    x0, top, x1, bottom = (round(side * shot.dpi / 72) for side in area)
    size = tuple(max(1, round(side * scale)) for side in (area[2] - area[0], area[3] - area[1]))
    part = Image.fromarray(shot.colour[top:bottom, x0:x1])
    return part.resize((size[0], size[1]), Image.Resampling.BILINEAR)
