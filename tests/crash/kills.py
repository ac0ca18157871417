"""Whole programs killed at a random moment: the parent, one of its workers, or all of them at once.

Takes a `Loop` scenario; after each kill every process of that run must be gone, the tables complete, and the
next run equal to one that was never cut.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.crash.loop import Loop

VICTIMS = ("parent", "worker", "group")
GONE_WITHIN = 5.0
"""Seconds after which a process without its parent has to be gone."""


def whole(loop: Loop) -> float:
    """Seconds of a run that nobody cuts."""
    loop.reset()
    start = time.monotonic()
    _started(loop).wait()
    return time.monotonic() - start


def kill(loop: Loop, victim: str, delay: float) -> Iterator[str]:
    """Start the program, kill after `delay` seconds; gives what is wrong."""
    loop.reset()
    process = _started(loop)
    time.sleep(delay)
    family = descendants(process.pid)
    for target in _chosen(victim, process.pid, family):
        _kill(target)
    process.wait()
    left = _left(family)
    if left:
        yield f"still running after the {victim} was killed: {left}"
    for orphan in left:
        _kill(orphan)
    yield from loop.after(ended=victim == "worker")


def _started(loop: Loop) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "pipeline", "run", str(loop.raw), "--out", str(loop.out), "-q"]
    return subprocess.Popen(
        [*command, "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != "LD_PRELOAD"},
    )


def descendants(process: int) -> list[int]:
    """All processes that a process started, and those that they started."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        try:
            tasks = list(Path(f"/proc/{waiting.pop()}/task").iterdir())
            words = " ".join((task / "children").read_text("ascii") for task in tasks)
        except OSError:
            continue
        found += (own := [int(word) for word in words.split()])
        waiting += own
    return found


def _chosen(victim: str, parent: int, family: list[int]) -> list[int]:
    if victim == "parent":
        return [parent]
    return [parent, *family] if victim == "group" else family[-1:]


def _left(family: list[int]) -> list[int]:
    until = time.monotonic() + GONE_WITHIN
    while (alive := [one for one in family if _alive(one)]) and time.monotonic() < until:
        time.sleep(0.05)
    return alive


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def moments(count: int, longest: float, seed: int = 7) -> Iterator[tuple[str, float]]:
    """Victims in turn, moments at random up to `longest` seconds."""
    random = Random(seed)
    for number in range(count):
        yield VICTIMS[number % len(VICTIMS)], random.uniform(0, longest)
