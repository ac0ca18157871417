"""Drawing in a process of its own, so that no document touches the server: the server's side of it.

`Renderer.render` hands over an open document and an open file for the picture and gives the outcome that the
worker tells.  A worker that hangs, swells or crashes tells nothing, which is `failed`; a process that dies is
started again.  What happens inside stands in `render_process`.
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

Outcome = Literal["drawn", "changed", "no_page", "no_picture", "unreadable", "failed"]
"""What became of a picture.  `changed`: the file is not the document any more; `no_picture`: its format has
no pages to draw; `failed`: the worker did not end well."""

WALL_SECONDS = 20
"""Seconds after which a worker is ended, whatever it waits for."""

GRACE_SECONDS = 5
"""Seconds more that the server waits for an outcome before it gives the whole process up."""

AT_ONCE = 2
"""Pictures that are made at the same time."""

LONGEST_OUTCOME = 64


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


class Renderer:
    """Draws pictures; may be used by several threads.  `seconds` is how long one may take."""

    def __init__(self, seconds: float = WALL_SECONDS + GRACE_SECONDS) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._places = threading.Semaphore(AT_ONCE)
        self._process: Program | None = None
        self._socket: socket.socket | None = None

    def warm(self) -> None:
        """Start the process now, so that the first picture does not wait for it."""
        with self._lock:
            self._connected()

    def render(self, wanted: Wanted, document: int, picture: int) -> Outcome:
        """Draw from an open document into an open file, both descriptors of the caller; waits for the end."""
        with self._places:
            heard, told = os.pipe()
            try:
                self._send(json.dumps(asdict(wanted)).encode(), [document, picture, told])
            finally:
                os.close(told)
            try:
                return self._outcome(heard)
            finally:
                os.close(heard)

    def close(self) -> None:
        """End the process and whatever it is doing."""
        with self._lock:
            self._shut()

    def _send(self, words: bytes, handles: list[int]) -> None:
        with self._lock:
            try:
                socket.send_fds(self._connected(), [words], handles)
            except ConnectionError:
                self._shut()
                socket.send_fds(self._connected(), [words], handles)

    def _outcome(self, heard: int) -> Outcome:
        ready, _, _ = select.select([heard], [], [], self.seconds)
        if not ready:
            self.close()
            return "failed"
        text = os.read(heard, LONGEST_OUTCOME).decode("ascii", "replace")
        known: tuple[Outcome, ...] = get_args(Outcome)
        return next((outcome for outcome in known if outcome == text), "failed")

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = start("pipeline.server.pictures.render_process", theirs)
        return self._socket

    def _shut(self) -> None:
        if self._socket is not None and self._process is not None:
            self._socket.close()
            self._process.kill()
            self._process.wait()
        self._socket = self._process = None
