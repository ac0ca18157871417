"""Runs that are hit at their n-th write: ``python -m tests.batch.crash [--every K]`` says how many held.

A step is whatever changes the disk in the process that holds the ledger: files opened for writing, renames,
exchanges, removals, folders made, bytes forced to the disk.  At a step the process is killed, finds half a
file behind itself (``torn``), or gets an error of the disk.  Afterwards readers must see no tables, the old
ones or the new ones, complete; the next run must give the same bytes as a run that was never hit, and leave
nothing else behind.  Every run is a fork of one process that has everything loaded; documents are read in it,
because workers write nothing that lasts.
"""

import argparse
import errno
import hashlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pipeline.batch import files, workers
from pipeline.batch.folder import run_folder
from pipeline.batch.task import Done, Task
from pipeline.errors import DoichieuError
from pipeline.run import know

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
EVENTS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"})
ERRORS = ("ENOSPC", "EIO", "EACCES")
MODES = ("kill", "torn", *ERRORS)
BESIDE = {"across", "lock", "run.json", "published.json", "store", "quarantine"}
OUTPUT_FAILED = 74
PLAN = "TT\tChỉ tiêu\tKế hoạch năm 2025\n1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t{}%\n"

State = dict[str, str]
P = ParamSpec("P")
R = TypeVar("R")


class Steps:
    """Counts the writes below a folder and hits the n-th; 0 hits none."""

    def __init__(self, mode: str, target: int, below: Path) -> None:
        self.mode, self.target, self.below, self.count = mode, target, str(below), 0

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook of the interpreter."""
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (opened or event in EVENTS) and str(arguments[0]).startswith(self.below):
            self.step(arguments[0] if opened else None)

    def step(self, path: object = None) -> None:
        """One write is about to happen."""
        self.count += 1
        if self.count != self.target:
            return
        if self.mode in ERRORS:
            code = getattr(errno, self.mode)
            raise OSError(code, os.strerror(code), str(path))
        if self.mode == "torn" and path is not None:
            Path(str(path)).write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[P, R]) -> Callable[P, R]:
        """The function as a step."""

        def counted(*arguments: P.args, **named: P.kwargs) -> R:
            self.step()
            return function(*arguments, **named)

        return counted


class Silent:
    """A watcher that says nothing."""

    def begin(self, count: int, stored: int) -> None:
        """Nothing."""

    def done(self, done: Done) -> None:
        """Nothing."""

    def stage(self, name: str) -> None:
        """Nothing."""


def run(raw: Path, out: Path, jobs: int = 2) -> int:
    """One run as the command line does it; gives its exit code."""
    try:
        report = run_folder(Task(raw, out, jobs=jobs), Silent())
    except DoichieuError as fault:
        return fault.exit_code
    return 3 if report.counts["failed"] else 0


def forked(raw: Path, out: Path, mode: str = "kill", target: int = 0) -> tuple[int, int]:
    """One run in a process of its own, hit at a step; gives exit code or negative signal, and steps."""
    back, told = os.pipe()
    process = os.fork()
    if not process:
        code = 1
        try:
            steps = Steps(mode, target, out.parent)
            workers.ISOLATES = False
            files.os.fsync = steps.around(os.fsync)  # type: ignore[attr-defined]
            files._exchange = steps.around(files._exchange)
            sys.addaudithook(steps.hook)
            code = run(raw, out)
            os.write(told, str(steps.count).encode())
        finally:
            os._exit(code)
    os.close(told)
    with os.fdopen(back, "rb") as file:
        count = file.read()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), int(count or 0)


def plans(folder: Path, numbers: range) -> Path:
    """A folder with one small plan per number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:05}.txt").write_text(PLAN.format(number % 100), encoding="utf-8")
    return folder


def state(folder: Path) -> State:
    """The digest of every file of a folder; empty when it is not there."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


class Loop:
    """One scenario: nothing or a former state, then documents added; hit at any step, then run again."""

    def __init__(self, folder: Path, documents: int, before: int) -> None:
        self.folder, self.out = folder, folder / "there" / "out"
        self.raw = plans(folder / "raw", range(before))
        self.start = folder / "start"
        self.start.mkdir()
        if before:
            assert forked(self.raw, self.start / "out")[0] == 0
        plans(self.raw, range(documents))
        self.old = state(self.start / "out")
        self._reset()
        code, self.steps = forked(self.raw, self.out)
        assert code == 0, code
        self.new = state(self.out)

    def faults(self, mode: str, target: int) -> Iterator[str]:
        """What is wrong after a hit at one step."""
        self._reset()
        code, _ = forked(self.raw, self.out, mode, target)
        if mode in ERRORS and code not in (0, OUTPUT_FAILED):
            yield f"exit {code} instead of {OUTPUT_FAILED}"
        if state(self.out) not in ({}, self.old, self.new) or (self.old and not state(self.out)):
            yield "readers saw a mixture"
        again = forked(self.raw, self.out)[0]
        if again or state(self.out) != self.new:
            yield f"the next run ended with {again} and other tables"
        yield from self._leftovers()

    def _leftovers(self) -> Iterator[str]:
        beside = {path.name for path in self.out.parent.iterdir()} - {"out", "out.run"}
        inside = {path.name for path in (self.out.parent / "out.run").iterdir()} - BESIDE
        if beside or inside:
            yield f"left behind: {sorted(beside | inside)}"

    def _reset(self) -> None:
        shutil.rmtree(self.out.parent, ignore_errors=True)
        shutil.copytree(self.start, self.out.parent)


def main() -> int:
    """Every step of a first and of an incremental run, in every mode; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.batch.crash")
    parser.add_argument("--every", type=int, default=1, help="hit every K-th step only")
    every = parser.parse_args().every
    know()
    points = faults = 0
    for before in (0, 9):
        with tempfile.TemporaryDirectory() as folder:
            loop = Loop(Path(folder), 10, before)
            for mode in MODES:
                for target in range(1, loop.steps + 1, every):
                    points += 1
                    for fault in loop.faults(mode, target):
                        faults += 1
                        print(f"{before} before, {mode} at {target} of {loop.steps}: {fault}")
    print(f"{points} points hit, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
