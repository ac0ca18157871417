"""The one door to the recognition engine: Tesseract through tesserocr, pictures through OpenCV.

Both come with the extra ``doichieu[ocr]`` and are loaded here by name, when a scan first asks for them, so
that the program works without them.  `reader` gives a warm engine for one view; the trained data lie beside
this module.  One engine per language is kept for the life of the process.
"""

import importlib
import os
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.parsers.scan.records import Engine

DATA = Path(__file__).parent / "data"
"""Trained data: `vie` and the script `Vietnamese` of Tesseract's fast models."""

PACKAGES = {"tesserocr": "tesserocr", "cv2": "opencv-python-headless"}
"""Modules of the extra and the packages that bring them."""

LANGUAGES = ("vie", "Vietnamese")
"""Trained data that the views use."""

INSTALL = "pip install 'doichieu[ocr]'"
"""The line that installs what is missing."""

BLOCK, LINE, PAGE = 6, 7, 3
"""Page segmentation modes of Tesseract: one block of text, one line, a whole page."""


def missing() -> tuple[str, ...]:
    """The packages that are not installed; empty when scans can be read."""
    return tuple(package for module, package in PACKAGES.items() if find_spec(module) is None)


def available() -> bool:
    """Whether scans can be read on this machine."""
    return not missing()


@lru_cache(maxsize=1)
def vision() -> Engine:
    """OpenCV, held to one thread: the documents are what runs side by side."""
    cv2 = importlib.import_module("cv2")
    cv2.setNumThreads(1)
    return cv2


@lru_cache(maxsize=1)
def tesserocr() -> Engine:
    """The module of the engine, held to one thread."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    return importlib.import_module("tesserocr")


@lru_cache(maxsize=4)
def reader(language: str) -> Engine:
    """A warm engine for one language of `DATA`."""
    module = tesserocr()
    found = module.PyTessBaseAPI(path=str(DATA), lang=language, oem=module.OEM.LSTM_ONLY)
    found.SetVariable("tessedit_do_invert", "0")
    return found


def warm() -> None:
    """Load what reads a page, so that processes made from this one have it."""
    vision()
    for language in LANGUAGES:
        reader(language)


def versions() -> dict[str, str]:
    """What the readings depend on: engine, pictures, trained data."""
    engine = tesserocr().tesseract_version().split()[1]
    sizes = {path.stem: str(path.stat().st_size) for path in sorted(DATA.glob("*.traineddata"))}
    return {"tesseract": engine, "opencv": vision().__version__, **sizes}
