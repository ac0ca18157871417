"""The darkroom: a process of its own in which pages become pictures, so that no document touches the server.

This is the server's side: `Darkroom.develop` hands over an open document and an open file for the picture and
gives the last word of the worker.  A worker that hangs, swells or crashes says nothing, which is `failed`; a
darkroom that dies is started again.  What happens inside stands in `darkroom_work`.
"""

import json
import os
import select
import socket
import threading
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from pipeline.batch.workers import Program, start
from pipeline.model import Bbox

Word = Literal["drawn", "changed", "no_page", "no_picture", "unreadable", "failed"]
"""What became of a picture.  `changed`: the file is not the document any more; `no_picture`: its format has
no pages to draw; `failed`: the worker did not end well."""

WALL_SECONDS = 20
"""Seconds after which a worker is ended, whatever it waits for."""

PATIENCE = 5
"""Seconds more that the server waits for a last word before it gives the whole darkroom up."""

AT_ONCE = 2
"""Pictures that are made at the same time."""

LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture: the document's id (first 16 hex digits of its SHA-256), page from 1, what of the page.

    ``page`` is the whole page, ``place`` the `box` with what stands around it, both as PNG; ``sides`` are the
    page's width and height in points, as text.
    """

    document: str
    page: int
    what: Literal["page", "place", "sides"] = "page"
    box: Bbox | None = None


class Darkroom:
    """Makes pictures; may be used by several threads.  `seconds` is how long one may take."""

    def __init__(self, seconds: float = WALL_SECONDS + PATIENCE) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._places = threading.Semaphore(AT_ONCE)
        self._process: Program | None = None
        self._door: socket.socket | None = None

    def warm(self) -> None:
        """Start the process now, so that the first picture does not wait for it."""
        with self._lock:
            self._opened()

    def develop(self, wanted: Wanted, document: int, picture: int) -> Word:
        """Draw from an open document into an open file, both descriptors of the caller; waits for the end."""
        with self._places:
            ear, mouth = os.pipe()
            try:
                self._send(json.dumps(asdict(wanted)).encode(), [document, picture, mouth])
            finally:
                os.close(mouth)
            try:
                return self._last_word(ear)
            finally:
                os.close(ear)

    def close(self) -> None:
        """End the process and whatever it is doing."""
        with self._lock:
            self._shut()

    def _send(self, words: bytes, handles: list[int]) -> None:
        with self._lock:
            try:
                socket.send_fds(self._opened(), [words], handles)
            except ConnectionError:
                self._shut()
                socket.send_fds(self._opened(), [words], handles)

    def _last_word(self, ear: int) -> Word:
        ready, _, _ = select.select([ear], [], [], self.seconds)
        if not ready:
            self.close()
            return "failed"
        said = os.read(ear, LONGEST_WORD).decode("ascii", "replace")
        known: tuple[Word, ...] = get_args(Word)
        return next((word for word in known if word == said), "failed")

    def _opened(self) -> socket.socket:
        if self._door is None:
            self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = start("pipeline.server.darkroom_work", theirs)
        return self._door

    def _shut(self) -> None:
        if self._door is not None and self._process is not None:
            self._door.close()
            self._process.kill()
            self._process.wait()
        self._door = self._process = None
