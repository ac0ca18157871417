"""The program on a system without the doors of Unix: ``python -m tests.hostile.elsewhere MODULE… -- FILE``.

Loads the libraries, then takes away what Windows does not have (modules, functions of `os`, signals), imports
the modules of the program afresh and reads one file.  Prints how many observations it has.  This is no
Windows; it shows that no import and no call on the way of a document needs what is missing there.
"""

import importlib
import importlib.abc
import os
import signal
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

MISSING = frozenset({"fcntl", "resource", "pwd", "grp", "termios"})
FUNCTIONS = (
    *("fork", "setsid", "getuid", "getgid", "killpg", "pipe2", "pread", "wait4", "sched_getaffinity"),
    *("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "mkfifo"),
)
SIGNALS = ("SIGKILL", "SIGCHLD", "SIGXCPU")


class Door(importlib.abc.MetaPathFinder):
    """Refuses the modules that are missing."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def take_away() -> None:
    """Forget the program and what Windows does not have."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "pipeline" or name in MISSING]:
        del sys.modules[name]
    sys.meta_path.insert(0, Door())
    for name in FUNCTIONS:
        delattr(os, name)
    for name in SIGNALS:
        delattr(signal, name)
    sys.platform = "win32"


def main(arguments: Sequence[str]) -> None:
    """Import the modules, read the file."""
    cut = arguments.index("--")
    for name in (*arguments[:cut], "pipeline.run", "pipeline.writers"):
        importlib.import_module(name)
    take_away()
    for name in arguments[:cut]:
        importlib.import_module(name)
    harvest = importlib.import_module("pipeline.run").convert(Path(arguments[cut + 1]))
    print(len(harvest.observations))


if __name__ == "__main__":
    main(sys.argv[1:])
