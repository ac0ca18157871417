"""The nursery: a process that has everything loaded and makes one worker process per document.

Started by `workers` with a socket as its only door.  A request names a job and brings two open files, the
document and where the answer goes; an ended worker is reported with how it ended and what it
used.  One thread, no state but the running jobs.  When the door closes, for whatever reason, every worker is
killed with its whole group and the nursery ends.
"""

import errno
import gc
import importlib
import mmap
import os
import pickle
import select
import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from pipeline.batch.job import Answer, Order, warm
from pipeline.batch.limits import Limits, adopt_orphans, confine, end_with_parent, seclude
from pipeline.parsers.scan import pages_at_a_time

Reader = Callable[[int, str, str, Order], Answer]

MESSAGE = 2**16
"""Bytes of one message; a label has at most some thousands."""

HIGHEST = 2**16
"""No descriptor of the nursery is as high."""

TICK = 0.5
"""Seconds between two looks at the clock while workers run."""

CHILDREN = Path("/proc/self/task") / str(os.getpid()) / "children"


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read: `limits` are those of one, `jobs` is how many at a time.

    `reader` is ``module:function``.
    """

    order: Order = field(default_factory=Order)
    limits: Limits = field(default_factory=Limits)
    jobs: int = 1
    reader: str = "pipeline.batch.job:read"


@dataclass(frozen=True, slots=True)
class Request:
    """One document to read: the number of the job, the label of the file, the SHA-256 of its bytes."""

    job: int
    name: str
    sha: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended: exit code or negative signal, processor and wall-clock seconds, peak MiB.

    `late` says that it was killed because wall-clock time was over.
    """

    job: int
    code: int
    cpu: float
    wall: float
    peak: float
    late: bool


@dataclass(slots=True)
class _Worker:
    job: int
    started: float
    late: bool = False


class Board:
    """A number that the nursery writes and all its workers see, those too that run already."""

    def __init__(self) -> None:
        self.shared = mmap.mmap(-1, mmap.PAGESIZE)

    def write(self, number: int) -> None:
        """Show another number."""
        struct.pack_into("I", self.shared, 0, number)

    def read(self) -> int:
        """The number that stands there now."""
        number: int = struct.unpack_from("I", self.shared)[0]
        return number


class Nursery:
    """Makes workers on request and reports their end."""

    def __init__(self, door: socket.socket, settings: Settings, reader: Reader) -> None:
        self.door, self.settings, self.reader = door, settings, reader
        self.running: dict[int, _Worker] = {}
        self.board = Board()
        self.bell, ring = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Work until the door closes."""
        try:
            while True:
                wait = TICK if self.running else None
                ready, _, _ = select.select([self.door.fileno(), self.bell], [], [], wait)
                if self.bell in ready:
                    os.read(self.bell, MESSAGE)
                if self.door.fileno() in ready and not self._admit():
                    return
                self._kill_late()
                self._reap()
        finally:
            self._kill_all()

    def _admit(self) -> bool:
        """Take one request; False when there will be no more."""
        try:
            words, handles, _, _ = socket.recv_fds(self.door, MESSAGE, 2)
        except ConnectionError:
            return False
        if not words:
            return False
        request = Request(**pickle.loads(words))  # noqa: S301 - from the process that started this one
        self._start(request, *handles)
        for handle in handles:
            os.close(handle)
        return True

    def _start(self, request: Request, document: int, answer: int) -> None:
        started = time.monotonic()
        process = os.fork()
        if process:
            self.running[process] = _Worker(request.job, started)
            self._share()
            return
        try:
            self._work(request, document, answer)
        finally:
            os._exit(1)

    def _work(self, request: Request, document: int, answer: int) -> None:
        """Inside the new process: shut every door, read, leave the answer, end."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        confine(self.settings.limits)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        _close_all_but(document, answer)
        pages_at_a_time(self.board.read)
        made = self.reader(document, request.name, request.sha, self.settings.order)
        try:
            with os.fdopen(answer, "wb") as file:
                pickle.dump(made, file)
        except OSError as fault:
            os._exit(fault.errno or 1)
        except MemoryError:
            os._exit(errno.ENOMEM)
        os._exit(0)

    def _share(self) -> None:
        """Tell every worker how many processors are its own while so few documents are read."""
        self.board.write(self.settings.jobs // max(1, len(self.running)))

    def _kill_late(self) -> None:
        now = time.monotonic()
        for process, worker in self.running.items():
            if now - worker.started > self.settings.limits.wall:
                worker.late = True
                _kill(process)

    def _reap(self) -> None:
        """Report every worker that has ended and end what it left behind."""
        while ended := _ended():
            process, code, used = ended
            worker = self.running.pop(process, None)
            _kill_group(process)
            self._share()
            if worker:
                self._report(worker, code, used)
        _kill_orphans(self.running)

    def _report(self, worker: _Worker, code: int, used: Any) -> None:  # noqa: ANN401 - a struct_rusage
        cpu, wall = used.ru_utime + used.ru_stime, time.monotonic() - worker.started
        ended = Ended(worker.job, code, round(cpu, 3), round(wall, 3), used.ru_maxrss / 1024, worker.late)
        self.door.send(pickle.dumps(asdict(ended)))

    def _kill_all(self) -> None:
        for process in self.running:
            _kill(process)
        while _ended(wait=True):
            _kill_orphans({})
        _kill_orphans({})


def _close_all_but(*kept: int) -> None:
    """Close every descriptor above the standard ones, the door of the nursery among them."""
    first = 3
    for handle in sorted(kept):
        os.closerange(first, handle)
        first = handle + 1
    os.closerange(first, HIGHEST)


def _ended(*, wait: bool = False) -> tuple[int, int, Any] | None:
    """One child that has ended: number, exit code or negative signal, what it used; None if there is none."""
    try:
        process, status, used = os.wait4(-1, 0 if wait else os.WNOHANG)
    except ChildProcessError:
        return None
    return (process, os.waitstatus_to_exitcode(status), used) if process else None


def _kill(process: int) -> None:
    _kill_group(process)
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _kill_group(leader: int) -> None:
    """End a whole group; its number names it as long as one member lives."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _kill_orphans(running: dict[int, _Worker]) -> None:
    """End the processes that a dead worker had started: they are children of the nursery now."""
    try:
        own = [int(word) for word in CHILDREN.read_text(encoding="ascii").split()]
    except OSError:
        return
    for process in own:
        if process not in running:
            _kill(process)


def _load(name: str) -> Reader:
    module, _, function = name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader


def _samples() -> list[dict[str, str]]:
    text = files("pipeline.batch").joinpath("warm.yaml").read_text(encoding="utf-8")
    samples: list[dict[str, str]] = yaml.safe_load(text)
    return samples


def main(handle: int) -> None:
    """Load everything, then serve; the first message on the socket is the settings.

    While it loads nobody looks at the door, so the system ends it with its parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=handle) as door:
        settings: Settings = pickle.loads(door.recv(MESSAGE))  # noqa: S301 - from the process that started this one
        adopt_orphans()
        seclude()
        end_with_parent()
        reader = _load(settings.reader)
        warm(settings.order, _samples())
        gc.collect()
        gc.freeze()
        end_with_parent(bound=False)
        Nursery(door, settings, reader).serve()
