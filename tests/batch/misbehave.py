"""A reader that does what the document orders: every way in which a parser has ever ended badly.

The bytes of a document are the name of a kind of `KINDS`; anything else is read well.
"""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.batch.job import Answer, Order, _failure
from pipeline.model import DocumentRecord, Harvest
from pipeline.parsers.scan import page_processes

FOREVER = 3600
LONG_ENOUGH = 1.0
"""Seconds within which another process sees what this one saw."""
DEADLY = "kill the worker of the cluster"


class _StubbornError(Exception):
    """Cannot be pickled."""

    def __init__(self, first: object, second: object) -> None:
        super().__init__(lambda: (first, second))


def _good(name: str, sha: str) -> Answer:
    return Answer(Harvest(documents=(DocumentRecord(sha[:16], name, "txt", 1, "ok"),)))


def _spin() -> Answer:
    while True:
        pass


def _hold_interpreter() -> Answer:
    re.match(r"(a+)+$", "a" * 64 + "b")
    return Answer()


def _ignore_signals() -> Answer:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    return _spin()


def _sleep() -> Answer:
    time.sleep(FOREVER)
    return Answer()


def _allocate() -> Answer:
    return Answer(detail=str(len([bytearray(2**20) for _ in range(3000)])))


def _segfault() -> Answer:
    ctypes.string_at(0)
    return Answer()


def _kill() -> Answer:
    os.kill(os.getpid(), signal.SIGKILL)
    return Answer()


def _grandchild() -> Answer:
    subprocess.Popen(["sleep", str(FOREVER)], start_new_session=True)
    subprocess.Popen(["sleep", str(FOREVER)])
    return _sleep()


def _leave_grandchild() -> Answer:
    subprocess.Popen(["sleep", str(FOREVER)], start_new_session=True)
    raise ValueError("a fault of ours")


def _recurse() -> Answer:
    return _recurse()


def _flood() -> Answer:
    while True:
        sys.stdout.write("x" * 2**16)
        os.write(2, b"x" * 2**16)


def _raise(fault: BaseException) -> Answer:
    raise fault


def _wrapped_memory() -> Answer:
    try:
        raise MemoryError
    except MemoryError as fault:
        raise ValueError("unknown error") from fault


def patient(document: int, name: str, sha: str, order: Order) -> Answer:
    """Reads well once it has seen, one after the other, so many cores for its pages as the document says."""
    for cores in os.pread(document, 100, 0).decode().split():
        while page_processes.at_a_time() != int(cores):
            time.sleep(0.01)
        time.sleep(LONG_ENOUGH)
    return _good(name, sha)


class _Evil:
    """Pickled data that would make a file when it is opened."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(Path("/tmp") / f"doichieu-evil-{os.getppid()}"),)


KINDS: dict[str, Callable[[], Answer]] = {
    "spin": _spin,
    "hold_interpreter": _hold_interpreter,
    "ignore_signals": _ignore_signals,
    "sleep": _sleep,
    "allocate": _allocate,
    "exit_at_once": lambda: os._exit(0),
    "exit": lambda: sys.exit(3),
    "segfault": _segfault,
    "kill": _kill,
    "grandchild": _grandchild,
    "leave_grandchild": _leave_grandchild,
    "unpicklable": lambda: Answer(detail=lambda: None),  # type: ignore[arg-type]
    "stubborn": lambda: _raise(_StubbornError(1, 2)),
    "interrupt": lambda: _raise(KeyboardInterrupt()),
    "large": lambda: Answer(detail="x" * 200 * 2**20),
    "recurse": _recurse,
    "flood": _flood,
    "abort": lambda: ctypes.CDLL(None).abort(),
    "wrapped_memory": _wrapped_memory,
    "evil": lambda: Answer(detail=_Evil()),  # type: ignore[arg-type]
}


def read(document: int, name: str, sha: str, order: Order) -> Answer:
    """What `pipeline.batch.job.read` is for real documents, with its own way of telling failures."""
    kind = os.pread(document, 100, 0).decode().strip()
    if kind not in KINDS:
        return _good(name, sha)
    try:
        return KINDS[kind]()
    except Exception as fault:  # noqa: BLE001
        return _failure(fault)


def deadly(document: int, name: str, sha: str, order: Order) -> Answer:
    """Like `read`, for a cluster: a document that asks for it takes the cluster's worker with it."""
    if os.pread(document, 100, 0).decode().strip() == DEADLY:
        status = Path(f"/proc/{os.getppid()}/status").read_text()
        os.kill(int(re.findall(r"PPid:\s+(\d+)", status)[0]), signal.SIGKILL)
        return _sleep()
    return read(document, name, sha, order)
