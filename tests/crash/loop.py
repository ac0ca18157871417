"""Runs that are hit at their n-th change of the disk.

At a step the process is killed, finds half a file behind itself (``torn``), or gets an error of the disk.
Afterwards readers must see no tables, the old ones or the new ones, complete; the next run must give the same
bytes as a run that was never hit, and leave nothing else behind.  Every run is a fork of one process that has
everything loaded; documents are read in it, because workers write nothing that lasts.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pipeline.batch import workers
from tests.batch.runs import plans, run, state

ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
MODES = ("kill", "torn", *ERRORS)
BESIDE = {"across", "index", "lock", "run.json", "published.json", "segments", "store", "quarantine"}
OUTPUT_FAILED = 74


class Counter(Protocol):
    """What counts the steps of a run and hits one of them."""

    def arm(self, below: Path, mode: str, target: int) -> None:
        """Begin to count what changes below a folder; hit the step `target` (0: none)."""

    def count(self) -> int:
        """Steps so far."""


def forked(raw: Path, out: Path, steps: Counter, mode: str = "kill", target: int = 0) -> tuple[int, int]:
    """One run in a process of its own, hit at a step; gives exit code or negative signal, and steps."""
    back, told = os.pipe()
    process = os.fork()
    if not process:
        code = 1
        try:
            workers.ISOLATES = False
            steps.arm(out.parent, mode, target)
            code = run(raw, out)
            os.write(told, str(steps.count()).encode())
        finally:
            os._exit(code)
    os.close(told)
    with os.fdopen(back, "rb") as file:
        count = file.read()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), int(count or 0)


class Loop:
    """One scenario: nothing or a former state, then documents added; hit at any step, then run again."""

    def __init__(self, folder: Path, documents: int, before: int, counter: Counter) -> None:
        self.folder, self.out, self.counter = folder, folder / "there" / "out", counter
        self.raw = plans(folder / "raw", range(before))
        self.start = folder / "start"
        self.start.mkdir(parents=True)
        if before:
            assert forked(self.raw, self.start / "out", counter)[0] == 0
        plans(self.raw, range(documents))
        self.old = state(self.start / "out")
        self.reset()
        code, self.steps = forked(self.raw, self.out, counter)
        assert code == 0, code
        self.new = state(self.out)

    def faults(self, mode: str, target: int) -> Iterator[str]:
        """What is wrong after a hit at one step."""
        self.reset()
        code, _ = forked(self.raw, self.out, self.counter, mode, target)
        if mode in ERRORS and code not in (0, OUTPUT_FAILED):
            yield f"exit {code} instead of {OUTPUT_FAILED}"
        yield from self.after()

    def after(self, *, ended: bool = False) -> Iterator[str]:
        """What is wrong with the tables as a cut run left them, and after the next run.

        A run that `ended` although it was hit may have published one document as lost.
        """
        now = state(self.out)
        if (not ended and now not in ({}, self.old, self.new)) or (self.old and not now):
            yield "readers saw a mixture"
        again = forked(self.raw, self.out, self.counter)[0]
        if again or state(self.out) != self.new:
            yield f"the next run ended with {again} or other tables"
        beside = {path.name for path in self.out.parent.iterdir()} - {"out", "out.run"}
        inside = {path.name for path in (self.out.parent / "out.run").iterdir()} - BESIDE
        if beside or inside:
            yield f"left behind: {sorted(beside | inside)}"

    def reset(self) -> None:
        """Put the former state back."""
        shutil.rmtree(self.out.parent, ignore_errors=True)
        shutil.copytree(self.start, self.out.parent)
