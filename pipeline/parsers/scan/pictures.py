"""Pictures of pages: from the pages of a PDF and from picture files, at their native resolution.

Takes the bytes of a file; gives `Shot`s, one page each, colour values rows by columns by red, green, blue.
Nothing is scaled here except that a page of more than `MOST_PIXELS` is made smaller.
"""

import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from pipeline.errors import Unreadable
from pipeline.parsers.pdf import opening
from pipeline.parsers.scan.records import Engine

MOST_PIXELS = 25_000_000
"""Pixels of one page; A3 at 400 dpi has 31 million, A4 at 300 dpi 8.7 million."""

HIGHEST = 300.0
"""Dots per inch that are used; more adds nothing to print of 10 points and costs time."""

USUAL = 200.0
"""Dots per inch taken for a picture file that does not say its own, or says nonsense."""

PLAUSIBLE = (72.0, 1200.0)
"""Dots per inch that a picture file of a page can have."""

A4 = 842.0
"""Points of the longer side of A4: the size of a page whose picture does not say its resolution."""

PICTURE_OBJECT = 3
"""PDFium's word for a picture on a page."""

WHOLE = 0.5
"""Share of the page that a picture must cover to be a scan of it."""

LYING = (5, 6, 7, 8)
"""Values of the EXIF orientation that exchange width and height."""

MOST_FRAMES = 500
"""Pages of one picture file (TIFF) that are read."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as a picture: `number` 1-based, sides in points, `colour` three values a dot."""

    number: int
    width: float
    height: float
    colour: NDArray[np.uint8]
    dpi: float


def of_pdf(data: bytes, numbers: Iterable[int]) -> Iterator[Shot]:
    """The pages of a PDF with those numbers (1-based), one at a time."""
    with opening.document(data) as document:
        for number in numbers:
            page = document[number - 1]
            try:
                yield _rendered(page, number)
            finally:
                page.close()


def _rendered(page: Engine, number: int) -> Shot:
    width, height = page.get_size()
    dpi = min(_native(page, width * height) or HIGHEST, HIGHEST)
    scale = min(dpi / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    return Shot(number, width, height, np.asarray(picture), scale * 72)


def _native(page: Engine, area: float) -> float:
    """Dots per inch of the picture that covers the page; 0 when no picture does."""
    best = 0.0
    for item in page.get_objects(max_depth=3):
        if item.type != PICTURE_OBJECT:
            continue
        left, bottom, right, top = item.get_bounds()
        covered = abs((right - left) * (top - bottom))
        if covered >= WHOLE * area:
            across, down = item.get_px_size()
            best = max(best, 72 * (across * down / covered) ** 0.5)
    return best


def of_picture(data: bytes, numbers: Iterable[int] | None = None) -> Iterator[Shot]:
    """The pages of a picture file with those numbers (1-based; None: all); unknown numbers are left out.

    Raises `Unreadable` (`damaged_picture`, `bomb`).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                known = range(1, min(getattr(opened, "n_frames", 1), MOST_FRAMES) + 1)
                for number in known if numbers is None else (n for n in numbers if n in known):
                    opened.seek(number - 1)
                    yield _framed(opened, number)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Unreadable("rejected", "bomb", str(fault)) from fault
    except (OSError, SyntaxError, ValueError) as fault:
        raise Unreadable("rejected", "damaged_picture", str(fault)) from fault


def frames(data: bytes) -> int:
    """How many pages of a picture file are read; raises as `of_picture` does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                return int(min(getattr(opened, "n_frames", 1), MOST_FRAMES))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Unreadable("rejected", "bomb", str(fault)) from fault
    except (OSError, SyntaxError, ValueError) as fault:
        raise Unreadable("rejected", "damaged_picture", str(fault)) from fault


def sides(data: bytes, number: int) -> tuple[float, float]:
    """Width and height in points of one page of a picture file, without reading its dots.

    Raises `IndexError` when there is no such page, `Unreadable` (`damaged_picture`) for what is no picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if not 1 <= number <= min(getattr(opened, "n_frames", 1), MOST_FRAMES):
                raise IndexError(f"no page {number}")
            opened.seek(number - 1)
            width, height = _sides(opened.size, _dpi(opened))
            lies = opened.getexif().get(ExifTags.Base.Orientation, 1) in LYING
            return (height, width) if lies else (width, height)
    except (OSError, SyntaxError, ValueError) as fault:
        raise Unreadable("rejected", "damaged_picture", str(fault)) from fault


def _sides(size: tuple[int, int], dpi: float) -> tuple[float, float]:
    return size[0] * 72 / dpi, size[1] * 72 / dpi


def _framed(opened: Image.Image, number: int) -> Shot:
    dpi = _dpi(opened)
    flat = _on_white(ImageOps.exif_transpose(opened))
    width, height = _sides(flat.size, dpi)
    shrink = min(1.0, HIGHEST / dpi, (MOST_PIXELS / (flat.width * flat.height)) ** 0.5)
    if shrink < 1:
        flat = flat.resize((round(flat.width * shrink), round(flat.height * shrink)), Image.Resampling.BOX)
    return Shot(number, width, height, np.asarray(flat), dpi * shrink)


def _dpi(opened: Image.Image) -> float:
    """The resolution that the file states, or one that makes it a sheet of A4."""
    return _said(opened) or max(opened.size) * 72 / A4


def _said(opened: Image.Image) -> float:
    """The resolution that the file states and that gives a page of a plausible size, else 0."""
    across, down = opened.info.get("dpi", (0, 0))
    said = float(min(across, down) or 0)
    plausible = PLAUSIBLE[0] <= said <= PLAUSIBLE[1]
    return said if plausible and A4 / 2 <= max(opened.size) * 72 / said <= A4 * 2 else 0.0


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency: what shines through is paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return picture.convert("RGB")
