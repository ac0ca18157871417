"""Runs that are hit at their n-th change of the disk, whoever makes it: Python, SQLite or Arrow.

`steps.c` is built once and loaded before the C library, which needs a C compiler and Linux; the program has
to be started again with it (`with_steps`).  A run is a fork of one process that has everything loaded;
documents are read in it, because workers write nothing that lasts.  Afterwards readers must see no tables,
the old ones or the new ones, complete; the next run must give the same bytes as a run that was never hit, and
leave nothing else behind.
"""

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.batch import workers
from tests.batch.crash import BESIDE, OUTPUT_FAILED, plans, run, state

SOURCE = Path(__file__).with_name("steps.c")
COMPILER = shutil.which("cc") or shutil.which("gcc")
POSSIBLE = sys.platform == "linux" and COMPILER is not None
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
MODES = ("kill", "torn", *ERRORS)


def with_steps(folder: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with the counter loaded; the counter is built in `folder`."""
    library = folder / "steps.so"
    build = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(build, check=True)
    env = os.environ | {"LD_PRELOAD": str(library), "PYTHONUNBUFFERED": "1"}
    return subprocess.run([sys.executable, *command], env=env, text=True, check=False)


def forked(raw: Path, out: Path, mode: str = "kill", target: int = 0) -> tuple[int, int]:
    """One run in a process of its own, hit at a step; gives exit code or negative signal, and steps."""
    back, told = os.pipe()
    process = os.fork()
    if not process:
        code = 1
        try:
            workers.ISOLATES = False
            library = ctypes.CDLL(None)
            library.steps_count.restype = ctypes.c_long
            library.steps_arm(
                os.fsencode(out.parent), ctypes.c_long(target), ERRORS.get(mode, 0), int(mode == "torn")
            )
            code = run(raw, out)
            os.write(told, str(library.steps_count()).encode())
        finally:
            os._exit(code)
    os.close(told)
    with os.fdopen(back, "rb") as file:
        count = file.read()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), int(count or 0)


class Loop:
    """One scenario: nothing or a former state, then documents added; hit at any step, then run again."""

    def __init__(self, folder: Path, documents: int, before: int) -> None:
        self.folder, self.out = folder, folder / "there" / "out"
        self.raw = plans(folder / "raw", range(before))
        self.start = folder / "start"
        self.start.mkdir(parents=True)
        if before:
            assert forked(self.raw, self.start / "out")[0] == 0
        plans(self.raw, range(documents))
        self.old = state(self.start / "out")
        self.reset()
        code, self.steps = forked(self.raw, self.out)
        assert code == 0, code
        self.new = state(self.out)

    def faults(self, mode: str, target: int) -> Iterator[str]:
        """What is wrong after a hit at one step."""
        self.reset()
        code, _ = forked(self.raw, self.out, mode, target)
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
        again = forked(self.raw, self.out)[0]
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
