"""Pictures of documents: taken from the cache, or drawn by the render process and kept there.

Takes the folder of documents and a folder to keep pictures in; gives PNG, or raises `NoPicture` with a
reason.  The bytes drawn are those that the tables were made of: the worker compares their SHA-256 first.
"""

import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Literal, TypeVar

from pipeline.batch.workers import ISOLATES
from pipeline.model import Bbox
from pipeline.server.pictures.cache import Cache
from pipeline.server.pictures.originals import Original, Originals, opened
from pipeline.server.pictures.renderer import Outcome, Renderer, Wanted

Reason = Literal[
    "not_here", "no_folder", "missing", "changed", "no_page", "no_picture", "unreadable", "failed"
]

K = TypeVar("K")
V = TypeVar("V")

VERSION = 1
"""Goes into the names of kept pictures: pictures drawn in another way are others."""

PNG = b"\x89PNG\r\n\x1a\n"

MOST_BYTES = 128 * 2**20
"""Bytes of one picture; 25 megapixels without packing have 75 MB."""

LONGEST = 1_000_000.0
"""Points of a page's side; PDF allows 14,400 unless a page has a unit of its own."""

REMEMBERED = 4096
"""Pages whose sides are remembered, and pictures that could not be made."""

AGAIN = 60.0
"""Seconds after which a picture that could not be made is tried again."""


class NoPicture(Exception):
    """There is no such picture; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Pictures:
    """Gives pictures; safe to use from several threads.  `raw` is None when the documents are not known."""

    def __init__(self, raw: Path | None, home: Path) -> None:
        self._known = raw is not None
        self._originals = Originals(raw)
        self._cache = Cache(home / "pictures")
        self._renderer = Renderer()
        self._lock = threading.Lock()
        self._sides: OrderedDict[tuple[str, int], tuple[float, float]] = OrderedDict()
        self._failures: OrderedDict[Wanted, float] = OrderedDict()

    def warm(self) -> None:
        """Start the render process, so that the first picture does not wait for it."""
        if ISOLATES and self._known:
            self._renderer.warm()

    def close(self) -> None:
        """End the render process."""
        self._renderer.close()

    def picture(self, original: Original, page: int, box: Bbox | None = None) -> bytes:
        """PNG of a page (from 1), or of one place of it; raises `NoPicture`."""
        name = _name(original, page, box)
        made = self._cache.get(name)
        if made is None:
            made = self._made(original, Wanted(original.id, page, "place" if box else "page", box))
            if not made.startswith(PNG):
                raise NoPicture("failed")
            self._cache.keep(name, made)
        return made

    def sides(self, original: Original, page: int) -> tuple[float, float]:
        """Width and height of a page in points, as it is seen; raises `NoPicture`."""
        key = original.id, page
        known = self._sides.get(key)
        if known is None:
            known = _two(self._made(original, Wanted(original.id, page, "sides")))
            with self._lock:
                _remember(self._sides, key, known)
        return known

    def _made(self, original: Original, wanted: Wanted) -> bytes:
        if not ISOLATES or not self._known:
            raise NoPicture("no_folder" if ISOLATES else "not_here")
        if time.monotonic() - self._failures.get(wanted, float("-inf")) < AGAIN:
            raise NoPicture("failed")
        reason: Reason = "missing"
        for path in self._originals.places(original):
            outcome, data = self._drawn(path, wanted)
            if outcome == "drawn":
                return data
            reason = outcome or reason
            if reason not in ("changed", "missing"):
                break
        if reason == "failed":
            with self._lock:
                _remember(self._failures, wanted, time.monotonic())
        raise NoPicture(reason)

    def _drawn(self, path: Path, wanted: Wanted) -> tuple[Outcome | None, bytes]:
        """What became of a file in the render process, None when it is not there, and what was drawn."""
        with opened(path) as document, self._cache.scratch() as target:
            if document is None:
                return None, b""
            outcome = self._renderer.render(wanted, document, target.fileno())
            target.seek(0)
            return outcome, target.read(MOST_BYTES)


def _name(original: Original, page: int, box: Bbox | None) -> str:
    place = "".join(f"-{round(side * 100)}" for side in box) if box else ""
    return f"{original.id}-{page}{place}-v{VERSION}.png"


def _two(made: bytes) -> tuple[float, float]:
    """Width and height as the render process writes them; raises `NoPicture` for sides that no page has."""
    try:
        width, height = map(float, made.split())
    except ValueError as fault:
        raise NoPicture("failed") from fault
    if not (0 < width <= LONGEST and 0 < height <= LONGEST):
        raise NoPicture("unreadable")
    return width, height


def _remember(known: OrderedDict[K, V], key: K, value: V) -> None:
    known[key] = value
    while len(known) > REMEMBERED:
        known.popitem(last=False)
