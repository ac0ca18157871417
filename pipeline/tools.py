"""The one door to outside programs: started with a time limit, without network, ended with their children.

`run` takes a program and its arguments and gives what it wrote; `convert` takes the bytes of an office file
and gives the bytes of the same file in another format, made by LibreOffice with a profile of its own.  A
program that is not there is `MissingProgram`, one that takes too long is `Unreadable("retry", "retry_wall")`.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from pipeline.errors import MissingProgram, Unreadable

if sys.platform == "linux":  # limits set from outside a process exist on Linux only
    import resource

    LIMITS: tuple[tuple[int, int], ...] = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 512 * 2**20),
        (resource.RLIMIT_CPU, 60),
    )
    """No core files, no file above 512 MiB (more than twice any input), 60 seconds of processor time: a large
    plan takes 10, and unlike the wall clock they end the same on a busy machine."""
else:
    LIMITS = ()

OFFICE = "soffice"
CONVERSION_SECONDS = 120
"""Wall-clock seconds for one conversion; a cold start takes about 5, a large plan about 10."""

PROBE_SECONDS = 10
"""Wall-clock seconds for asking whether the system allows a process without network."""

MOST_WORDS = 64 * 2**10
"""Bytes kept of what a program writes to its output and its errors, each."""

ALONE = ("unshare", "--map-root-user", "--net")
"""Starts a program in a network of its own that reaches nothing."""

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""LibreOffice's settings: no macros, links never updated."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a program left: its exit code, the first 64 KiB of its output and of its errors."""

    code: int
    output: bytes
    errors: bytes


def find(program: str) -> str | None:
    """Give the path of a program, or None when it is not installed."""
    return shutil.which(program)


def run(program: str, *arguments: str, seconds: float, folder: Path | None = None) -> Result:
    """Run a program to its end in `folder`, cut off from the network where the system allows.

    When `seconds` (wall clock) are over, the program and every process that it started in its group are
    killed; so are those that it leaves behind.
    """
    path = find(program)
    if path is None:
        raise MissingProgram(program, "missing_program")
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        command = [*(ALONE if _can_be_alone() else ()), path, *arguments]
        code = _finished(command, seconds, folder, output, errors)
        return Result(code, _start(output), _start(errors))


def _finished(
    command: list[str], seconds: float, folder: Path | None, output: IO[bytes], errors: IO[bytes]
) -> int:
    with subprocess.Popen(  # noqa: S603 - no shell, the arguments are ours
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True
    ) as process:
        _limit(process.pid)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired as fault:
            raise Unreadable("retry", "retry_wall", f"{command[-1]}: {seconds:g} s are over") from fault
        finally:
            _kill_group(process.pid)


def _limit(process: int) -> None:
    for kind, most in LIMITS:
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(process, kind, (most, most))


def _kill_group(leader: int) -> None:
    """End what is left of a group; the leader's number names the group also after its own end."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _start(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read(MOST_WORDS)


@lru_cache(maxsize=1)
def _can_be_alone() -> bool:
    """Whether a process without network can be made here (Linux, unless the system forbids it)."""
    if find(ALONE[0]) is None or find("true") is None:
        return False
    probe = subprocess.run(  # noqa: S603 - constant words
        [*ALONE, "true"], capture_output=True, timeout=PROBE_SECONDS, check=False
    )
    return probe.returncode == 0


def convert(data: bytes, source: str, target: str, *, seconds: float = CONVERSION_SECONDS) -> bytes:
    """Convert an office file by LibreOffice: bytes and formats (``doc``, ``docx``) in, bytes out.

    Raises `Unreadable` (conversion_failed) when LibreOffice makes nothing of the file: it reports success
    even then, so only the file that it wrote counts.
    """
    if find(OFFICE) is None:
        raise MissingProgram(OFFICE, "no_office")
    with tempfile.TemporaryDirectory(prefix="doichieu-office-") as name:
        folder = Path(name)
        original, made = folder / f"document.{source}", folder / "made" / f"document.{target}"
        original.write_bytes(data)
        result = run(OFFICE, *_arguments(folder, original, made), seconds=seconds, folder=folder)
        if not made.exists() or not made.stat().st_size:
            words = result.errors.decode("utf-8", "replace").strip()
            raise Unreadable("needs_conversion", "conversion_failed", words[:200])
        return made.read_bytes()


def _arguments(folder: Path, original: Path, made: Path) -> tuple[str, ...]:
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    return (
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", made.suffix.lstrip("."), "--outdir", str(made.parent), str(original)),
    )
