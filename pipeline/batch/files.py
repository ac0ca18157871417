"""Writing that a crash cannot break: whole files or none, one folder for another in one step.

Takes paths on one file system; every function either does all of its work or leaves what was there.
"""

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

AT_FDCWD, RENAME_EXCHANGE = -100, 2

TO_SYNC = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY
"""How a file must be open to be forced to the disk."""

UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL})
"""Answers of systems and file systems that cannot exchange two names."""


def write_whole(path: Path, data: bytes, work: Path, *, sync: bool = True) -> None:
    """Write a file through a temporary one in `work`; readers see the old bytes or the new ones.

    Without `sync` the bytes may be lost or cut when the power fails: only for files that carry a checksum.
    """
    with whole(path, work, sync=sync) as file:
        file.write(data)


@contextmanager
def whole(path: Path, work: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """The same for a file that is written piece by piece."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = work / f"{path.name}.tmp"
    with temporary.open("wb") as file:
        yield file
        if sync:
            file.flush()
            os.fsync(file.fileno())
    temporary.replace(path)
    if sync:
        sync_folder(path.parent)


def write_json(path: Path, value: object, work: Path) -> None:
    """Write a value as JSON that people can read."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(path, text.encode("utf-8", "backslashreplace") + b"\n", work)


def hold(path: Path) -> int:
    """Lock a file until its descriptor is closed; `BlockingIOError` when somebody else holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle)
    except OSError:
        os.close(handle)
        raise
    return handle


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as fault:  # it has no error of its own for a lock that is held
            raise BlockingIOError(fault.errno, fault.strerror) from fault
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk; Windows opens no folder and sees to it itself."""
    if sys.platform != "win32":
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, TO_SYNC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make sure that the files of a folder without subfolders, and their names, are on the disk."""
    for path in sorted(folder.iterdir()):
        _sync(path)
    sync_folder(folder)


def swap(new: Path, target: Path, old: Path) -> None:
    """Put the folder `new` in the place of `target`; what stood there is at `new` or `old` afterwards.

    In one step where the system can exchange two names.  Elsewhere in two, between which `target` is missing
    and `old` complete: `restore` mends that after a crash.
    """
    if target.exists() and not _exchange(new, target):
        target.rename(old)
        new.rename(target)
    elif not target.exists():
        new.rename(target)
    sync_folder(target.parent)


def restore(target: Path, old: Path) -> None:
    """Undo the first half of a swap that was cut in the middle."""
    if old.is_dir() and not target.exists():
        old.rename(target)
        sync_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a folder and everything in it, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where that is not possible, `OSError` when it fails."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if not libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        return True
    code = ctypes.get_errno()
    if code in UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(other))
