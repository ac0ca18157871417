"""The crash loop: ``python -m tests.crash [--every K] [--kills N] [--documents N] [--seconds S]``.

Hits a first and an incremental run at every change of the disk (or every K-th) in every mode, then kills
whole programs at random moments.  Prints how many points were hit and what did not hold; ends with 1 if
anything did not, with 2 where the counter cannot be built.  With `--seconds` it stops after that time and
says how far it came.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from pipeline.run import know
from tests.crash import kills
from tests.crash.loop import MODES, Loop
from tests.crash.preloaded import POSSIBLE, Preloaded, with_steps


def points(loops: dict[str, Loop], every: int) -> list[tuple[str, str, int]]:
    """Scenario, mode, step: every K-th step, another one in each mode, in any order but always the same."""
    found = [
        (name, mode, target)
        for name, loop in loops.items()
        for at, mode in enumerate(MODES)
        for target in range(1 + at % every, loop.steps + 1, every)
    ]
    Random(7).shuffle(found)
    return found


def hit(loops: dict[str, Loop], every: int, until: float) -> list[str]:
    """Hit the points; gives what did not hold."""
    wrong, count = [], 0
    for name, mode, target in points(loops, every):
        if time.monotonic() > until:
            print("stopped for time")
            break
        count += 1
        for fault in loops[name].faults(mode, target):
            wrong.append(f"{name}, {mode} at {target} of {loops[name].steps}: {fault}")
            print(wrong[-1])
    steps = {name: loop.steps for name, loop in loops.items()}
    print(f"{count} points hit (steps {steps}, every {every}), {len(wrong)} faults")
    return wrong


def killed(loop: Loop, count: int) -> list[str]:
    """Random kills; gives what did not hold."""
    wrong = []
    longest = kills.whole(loop)
    for victim, delay in kills.moments(count, longest):
        for fault in kills.kill(loop, victim, delay):
            wrong.append(f"{victim} killed after {delay:.2f} s: {fault}")
            print(wrong[-1])
    print(f"{count} random kills within {longest:.1f} s, {len(wrong)} faults")
    return wrong


def main() -> int:
    """Run it; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--every", type=int, default=1, help="hit every K-th step only")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--documents", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    asked = parser.parse_args()
    if not POSSIBLE:
        print("the crash loop needs Linux and a C compiler")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "LD_PRELOAD" not in os.environ:
            return with_steps(folder, ["-m", "tests.crash", *sys.argv[1:]]).returncode
        know()
        count = asked.documents
        loops = {
            "first run": Loop(folder / "first", count, 0, Preloaded()),
            "one more": Loop(folder / "more", count, count - 1, Preloaded()),
        }
        wrong = hit(loops, asked.every, time.monotonic() + asked.seconds)
        wrong += killed(loops["one more"], asked.kills) if asked.kills else []
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
