"""Each page in a process of its own: over the cores, and with its own limit of processor time.

Takes the numbers of pages and what reads one of them; gives the pages in order, None for a page whose process
was stopped.  A page that never ends costs its own `PAGE_SECONDS` and no other page.  One of many workers says
how many cores are its own (`pages_at_a_time`).  Where the system cannot fork, or other threads run, the pages
are read one after the other in this process.
"""

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from pipeline.errors import Unreadable
from pipeline.parsers.scan.pages import ScannedPage

if sys.platform != "win32":
    import resource

PAGE_SECONDS = 60
"""Seconds of processor time for one page; a page of a table takes 3, one that lies on its side 12."""

GRACE = 2
"""Seconds between the signal that they are over and the kill."""

FAILED = 1
"""Exit code of a process that could not even say what went wrong."""

Reader = Callable[[int], ScannedPage]


def _cores() -> int:
    return len(os.sched_getaffinity(0))


_AT_A_TIME: ContextVar[Callable[[], int]] = ContextVar("pages at a time", default=_cores)


@dataclass(frozen=True, slots=True)
class _Child:
    process: int
    answer: int


def read(numbers: Sequence[int], reader: Reader) -> Iterator[ScannedPage | None]:
    """The pages in order.  Raises what a page raised: `Unreadable`, or RuntimeError with its words."""
    if not _can_fork():
        yield from map(reader, numbers)
        return
    waiting = deque(numbers)
    running: deque[_Child] = deque()
    try:
        while waiting or running:
            while waiting and len(running) < at_a_time():
                running.append(_start(waiting.popleft(), reader))
            yield _answer(running[0])
            _gone(running.popleft())
    finally:
        for child in running:
            os.kill(child.process, signal.SIGKILL)
            _gone(child)


def pages_at_a_time(count: Callable[[], int]) -> None:
    """Ask `count` before each page how many may be read at a time in this process; at least one is."""
    _AT_A_TIME.set(count)


def at_a_time() -> int:
    """Pages that may be read at a time now: one a core unless this process was told otherwise."""
    return max(1, _AT_A_TIME.get()())


def _can_fork() -> bool:
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and threading.active_count() == 1


def _start(number: int, reader: Reader) -> _Child:
    answer, question = os.pipe()
    process = os.fork()
    if process:
        os.close(question)
        return _Child(process, answer)
    try:
        os.close(answer)
        _limit()
        with os.fdopen(question, "wb") as pipe:
            pickle.dump(_made(number, reader), pipe)
        os._exit(0)
    finally:
        os._exit(FAILED)


def _limit() -> None:
    """Give this process the time of one page."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = PAGE_SECONDS + GRACE if hard == resource.RLIM_INFINITY else min(hard, PAGE_SECONDS + GRACE)
    resource.setrlimit(resource.RLIMIT_CPU, (min(PAGE_SECONDS, most), most))


def _made(number: int, reader: Reader) -> Any:
    try:
        return reader(number)
    except Unreadable as fault:
        return (fault.status, fault.reason, fault.detail)
    except Exception as fault:  # noqa: BLE001 - told to the parent, which raises it
        return f"page {number}: {type(fault).__name__}: {fault}"


def _answer(child: _Child) -> ScannedPage | None:
    with os.fdopen(os.dup(child.answer), "rb") as pipe:
        data = pipe.read()
    try:
        made = pickle.loads(data)  # noqa: S301 - from the process that this one started
    except (EOFError, pickle.UnpicklingError):
        return None
    if isinstance(made, tuple):
        raise Unreadable(*made)
    if isinstance(made, str):
        raise RuntimeError(made)
    return made if isinstance(made, ScannedPage) else None


def _gone(child: _Child) -> None:
    os.close(child.answer)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child.process, 0)
