"""Make scans: ``python -m tests.scans.make IN.pdf OUT.pdf --condition hard [--pages 1,2]``.

`scan` takes the bytes of a PDF and a `Condition`, gives an image-only PDF: the same bytes for the same input.
`picture` gives one page as a picture file.  Conditions stand in `conditions.yaml`.
"""

import argparse
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pypdfium2
import yaml
from PIL import Image, ImageDraw, ImageFilter

FOLDER = Path(__file__).parent
RED = (200, 20, 30)
BLACK_FROM = 150
"""Grey below which a bilevel scanner makes a dot black; a red seal is darker."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is scanned: skew in degrees, noise as a standard deviation of grey, blur in pixels.

    `dust` counts specks on a page, `shade` is how much darker the page's one edge is, `fade` the share of ink
    that is left, `set` the measure that the condition counts for.
    """

    name: str
    set: str
    dpi: int = 200
    mode: str = "colour"
    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    dust: int = 0
    jpeg: int = 90
    seal: bool = False
    shade: float = 0.0
    fade: float = 1.0


@lru_cache(maxsize=1)
def conditions() -> dict[str, Condition]:
    """All conditions by name."""
    data = yaml.safe_load((FOLDER / "conditions.yaml").read_text(encoding="utf-8"))
    return {name: Condition(name, **values) for name, values in data.items()}


def scan(data: bytes, condition: Condition, pages: Sequence[int] = ()) -> bytes:
    """The pages (1-based; none: all) of a PDF as an image-only PDF."""
    shots = list(shoot(data, condition, pages))
    saved = io.BytesIO()
    first, rest = shots[0], shots[1:]
    options = {} if condition.mode == "bilevel" else {"quality": condition.jpeg}
    dates = {"creationDate": None, "modDate": None}
    first.save(saved, "PDF", save_all=True, append_images=rest, resolution=condition.dpi, **dates, **options)
    return saved.getvalue()


def picture(data: bytes, condition: Condition, page: int, kind: str) -> bytes:
    """One page (1-based) as a file of the kind ``PNG``, ``JPEG`` or ``TIFF``."""
    saved = io.BytesIO()
    options = {"compression": "group4"} if kind == "TIFF" and condition.mode == "bilevel" else {}
    shot = next(iter(shoot(data, condition, [page])))
    shot.save(saved, kind, dpi=(condition.dpi, condition.dpi), **options)
    return saved.getvalue()


def shoot(data: bytes, condition: Condition, pages: Sequence[int] = ()) -> Iterable[Image.Image]:
    """The pages as pictures."""
    with pypdfium2.PdfDocument(data) as document:
        for number in pages or range(1, len(document) + 1):
            sheet = document[number - 1].render(scale=condition.dpi / 72).to_pil().convert("RGB")
            yield spoil(sheet, condition, number)


def spoil(sheet: Image.Image, condition: Condition, seed: int = 1) -> Image.Image:
    """One clean page as the scanner sees it."""
    random = np.random.default_rng(seed)
    if condition.seal:
        sheet = _sealed(sheet, condition.dpi, random)
    if condition.skew:
        sheet = sheet.rotate(condition.skew, Image.Resampling.BICUBIC, fillcolor="white")
    if condition.blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(condition.blur))
    values = 255 - (255 - np.asarray(sheet, np.float64)) * condition.fade
    if condition.shade:
        values = values * np.linspace(1, 1 - condition.shade, values.shape[1])[None, :, None]
    if condition.noise:
        values = 0.97 * values + random.normal(0, condition.noise, values.shape[:2])[:, :, None]
    spoilt = _dusty(values, condition, random).clip(0, 255).astype(np.uint8)
    return _in_mode(Image.fromarray(spoilt), condition.mode)


def _in_mode(sheet: Image.Image, mode: str) -> Image.Image:
    if mode == "colour":
        return sheet
    grey = sheet.convert("L")
    return grey if mode == "grey" else grey.point(lambda dot: 255 * (dot >= BLACK_FROM)).convert("1")


def _dusty(values: np.ndarray, condition: Condition, random: np.random.Generator) -> np.ndarray:
    height, width = values.shape[:2]
    for _ in range(condition.dust):
        y, x, size = random.integers(height - 4), random.integers(width - 4), random.integers(1, 4)
        values[y : y + size, x : x + size] = random.integers(20, 120)
    return values


def _sealed(sheet: Image.Image, dpi: int, random: np.random.Generator) -> Image.Image:
    """A round red seal of 36 mm over the page, seen through like ink."""
    radius = 18 / 25.4 * dpi
    x = random.uniform(0.55, 0.9) * sheet.width
    y = random.uniform(0.3, 0.9) * sheet.height
    ink = Image.new("RGB", sheet.size, "white")
    pencil = ImageDraw.Draw(ink)
    for share, width in ((1.0, 0.05), (0.68, 0.02)):
        box = [x - share * radius, y - share * radius, x + share * radius, y + share * radius]
        pencil.ellipse(box, outline=RED, width=max(2, round(width * radius)))
    star = [
        (x + size * radius * math.sin(turn), y - size * radius * math.cos(turn))
        for turn, size in ((i * math.pi / 5, 0.4 if i % 2 == 0 else 0.16) for i in range(10))
    ]
    pencil.polygon(star, fill=RED)
    for i in range(24):
        turn = i * math.pi / 12
        at = (x + 0.84 * radius * math.sin(turn), y - 0.84 * radius * math.cos(turn))
        pencil.regular_polygon((*at, 0.09 * radius), 4, rotation=round(math.degrees(turn)), fill=RED)
    return Image.fromarray(np.minimum(np.asarray(sheet), np.asarray(ink)))


def main() -> None:
    """Write one scan."""
    parser = argparse.ArgumentParser(prog="python -m tests.scans.make", description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--condition", default="mild200", choices=sorted(conditions()))
    parser.add_argument("--pages", default="")
    options = parser.parse_args()
    pages = [int(page) for page in options.pages.split(",") if page]
    options.target.write_bytes(scan(options.source.read_bytes(), conditions()[options.condition], pages))


if __name__ == "__main__":
    main()
