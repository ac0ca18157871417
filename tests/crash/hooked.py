"""Steps counted by Python itself: what this interpreter changes on the disk, without a compiler.

Files opened for writing, renames, exchanges, removals, folders made, bytes forced to the disk.  What SQLite
and Arrow write is not seen here (`preloaded` sees it).
"""

import errno
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pipeline.batch import files
from tests.crash.loop import ERRORS

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
EVENTS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir"})

P = ParamSpec("P")
R = TypeVar("R")


class Hooked:
    """Counts the writes below a folder and hits the n-th; 0 hits none."""

    def arm(self, below: Path, mode: str, target: int) -> None:
        """Begin to count; nothing in this process stops it again."""
        self.mode, self.target, self.below, self.steps = mode, target, str(below), 0
        self.turn = threading.Lock()
        files.os.fsync = self._around(os.fsync)  # type: ignore[attr-defined]
        files._exchange = self._around(files._exchange)
        sys.addaudithook(self._hook)

    def count(self) -> int:
        """Steps so far."""
        return self.steps

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (opened or event in EVENTS) and str(arguments[0]).startswith(self.below):
            self._step(arguments[0] if opened else None)

    def _step(self, path: object = None) -> None:
        with self.turn:
            self.steps += 1
            hit = self.steps == self.target
        if not hit:
            return
        if self.mode in ERRORS:
            code = getattr(errno, self.mode)
            raise OSError(code, os.strerror(code), str(path))
        if self.mode == "torn" and path is not None:
            Path(str(path)).write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)

    def _around(self, function: Callable[P, R]) -> Callable[P, R]:
        def counted(*arguments: P.args, **named: P.kwargs) -> R:
            self._step()
            return function(*arguments, **named)

        return counted
