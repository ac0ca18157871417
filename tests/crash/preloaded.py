"""Steps counted in front of the C library: every change of the disk, by Python, SQLite or Arrow.

`steps.c` is built once and loaded before the C library, which needs a C compiler and Linux; the program has
to be started again with it (`with_steps`).
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.crash.loop import ERRORS

SOURCE = Path(__file__).with_name("steps.c")
COMPILER = shutil.which("cc") or shutil.which("gcc")
POSSIBLE = sys.platform == "linux" and COMPILER is not None


class Preloaded:
    """Counts the changes below a folder and hits the n-th; 0 hits none."""

    def arm(self, below: Path, mode: str, target: int) -> None:
        """Begin to count."""
        self.library = ctypes.CDLL(None)
        self.library.steps_count.restype = ctypes.c_long
        self.library.steps_arm(
            os.fsencode(below), ctypes.c_long(target), ERRORS.get(mode, 0), int(mode == "torn")
        )

    def count(self) -> int:
        """Steps so far."""
        return int(self.library.steps_count())


def with_steps(folder: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with the counter loaded; the counter is built in `folder`."""
    library = folder / "steps.so"
    build = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(build, check=True)
    env = os.environ | {"LD_PRELOAD": str(library), "PYTHONUNBUFFERED": "1"}
    return subprocess.run([sys.executable, *command], env=env, text=True, check=False)
