"""What one document's process may use, and what cuts it off from everything else.  Linux.

`Limits` are the figures; `confine` is called inside the new process before it reads a byte; `seclude` takes
the network away from a process and all that it starts, where the system allows it.
"""

import contextlib
import ctypes
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "linux":  # elsewhere the figures are known, and nothing holds a process to them
    import resource

CPU_SECONDS = 180
"""Seconds of processor time for one document: 40 scanned pages; without scans no document took 30."""

MEMORY_MIB = 2048
"""Address space of one document's process; a plan needs 250 MiB, a scanned one up to 1 GiB."""

WALL_FACTOR = 10
"""Wall-clock seconds per second of processor time: only a net for what waits without working."""

GRACE = 2
"""Seconds between the signal that processor time is over and the kill."""

FILE_BYTES = 128 * 2**20
"""Bytes of any file that the process writes; results of plans have under 1 MiB."""

HANDLES = 256
"""Open files."""

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document: processor seconds, MiB of memory, wall-clock seconds."""

    cpu: int = CPU_SECONDS
    memory: int = MEMORY_MIB
    wall: int = CPU_SECONDS * WALL_FACTOR

    @classmethod
    def of(cls, seconds: int | None, mebibytes: int | None) -> "Limits":
        """The limits that a user asks for; None means the default."""
        cpu = seconds or CPU_SECONDS
        return cls(cpu, mebibytes or MEMORY_MIB, cpu * WALL_FACTOR)


def confine(limits: Limits) -> None:
    """Put this process into a session of its own, tie it to its parent, and set its limits."""
    os.setsid()
    end_with_parent()
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, limits.cpu, limits.cpu + GRACE),
        (resource.RLIMIT_AS, limits.memory * 2**20, resource.RLIM_INFINITY),
        (resource.RLIMIT_FSIZE, FILE_BYTES, FILE_BYTES),
        (resource.RLIMIT_NOFILE, HANDLES, HANDLES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        highest = resource.getrlimit(kind)[1]
        hard = highest if hard == resource.RLIM_INFINITY else hard
        hard = hard if highest == resource.RLIM_INFINITY else min(hard, highest)
        soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        resource.setrlimit(kind, (soft, hard))


def end_with_parent(*, bound: bool = True) -> None:
    """Have this process killed when its parent dies; not any more when it is not `bound`."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL if bound else 0)


def adopt_orphans() -> None:
    """Make this process the parent of whatever its children leave behind."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def seclude() -> bool:
    """Take the network away for good; False where the system does not let an ordinary user do that."""
    uid, gid = os.getuid(), os.getgid()
    if _libc().unshare(CLONE_NEWUSER | CLONE_NEWNET):
        return False
    with contextlib.suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
    return True


def _prctl(option: int, value: int) -> None:
    _libc().prctl(option, value, 0, 0, 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
