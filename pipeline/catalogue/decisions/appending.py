"""Lines added to the file of rulings: all of them or none, whoever else writes at the same moment.

Takes the path and `Line`s; the file is made when there is none.  The new content is written beside the file
and takes its place in one step, under a lock on the folder; what stands in the file already stays as it is.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.catalogue.decisions.records import COLUMNS, Line
from pipeline.catalogue.decisions.table import (
    BOM,
    NEEDED,
    SEPARATORS,
    Section,
    decoded,
    physical,
    rendered,
    sections,
)
from pipeline.errors import OutputError, UsageError
from pipeline.language.messages import say

if sys.platform != "win32":
    import fcntl

LINE_END = "\r\n"
"""What Excel itself writes."""

MODE = 0o644


def append(path: Path, lines: Sequence[Line], lang: str = "vi") -> None:
    """Add lines at the end of the file, in the separator and the column order that it has.

    Columns that its header lacks are added to the header.  Line ends inside a text become blanks.  Safe
    against a crash at any moment and against other writers.  Raises `OutputError` when the disk refuses and
    `UsageError` when the file is no file of rulings (it is then left as it is).
    """
    if not lines:
        return
    target = path.resolve()
    try:
        with _locked(target.parent):
            before = target.read_bytes() if target.exists() else b""
            _replace(target, _added(before, lines, path, lang))
    except OSError as fault:
        raise OutputError(f"{path}: {fault.strerror or fault}") from fault


def _added(before: bytes, lines: Sequence[Line], path: Path, lang: str) -> bytes:
    """The content of the file with the lines at its end."""
    found = sections(decoded(before))
    if not before.removeprefix(BOM.encode()).strip():
        section = Section(1, SEPARATORS[0], COLUMNS, ())
        head = BOM + section.separator.join(COLUMNS) + LINE_END
        return (head + rendered(lines, section, LINE_END)).encode()
    if not found:
        raise UsageError(say("decisions.no_header", lang, file=path, columns=", ".join(sorted(NEEDED))))
    end = LINE_END if b"\r\n" in before else "\n"
    section, content = _widened(before, found[-1])
    content += b"" if content.endswith((b"\n", b"\r")) else end.encode()
    return content + rendered(lines, section, end).encode()


def _widened(before: bytes, last: Section) -> tuple[Section, bytes]:
    """The last section with every column, and the file with that section's header."""
    missing = tuple(name for name in COLUMNS if name not in last.names)
    if not missing:
        return last, before
    text = decoded(before)
    head = physical(text)[last.start - 1]
    at = _offset(text, last.start) + len(head)
    added = "".join(last.separator + name for name in missing)
    wide = Section(last.start, last.separator, (*last.names, *missing), last.body)
    return wide, (text[:at] + added + text[at:]).encode("utf-8", "surrogateescape")


def _offset(text: str, number: int) -> int:
    """Where a 1-based line begins in the text as it is stored."""
    at = len(BOM) if text.startswith(BOM) else 0
    for line in physical(text)[: number - 1]:
        at += len(line)
        for mark in ("\r\n", "\n", "\r"):
            if text.startswith(mark, at):
                at += len(mark)
                break
        at += len(BOM) if text.startswith(BOM, at) else 0
    return at


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other writers; the lock ends with the process."""
    if sys.platform == "win32":  # a folder cannot be opened there
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(target: Path, content: bytes) -> None:
    staged = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    mode = target.stat().st_mode & 0o777 if target.exists() else MODE
    staged.unlink(missing_ok=True)
    try:
        with staged.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        staged.chmod(mode)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)
