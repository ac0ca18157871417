"""Outside programs end in time with their children, reach no network, and only what they wrote counts."""

import os
import sys
import time
from pathlib import Path

import pytest

from pipeline import tools
from pipeline.errors import MissingProgram, Unreadable
from tests.documents import trouble

OFFICE = pytest.mark.skipif(tools.find(tools.OFFICE) is None, reason="LibreOffice is not installed")
PYTHON = sys.executable


def test_output_errors_and_exit_code_are_given() -> None:
    result = tools.run("sh", "-c", "echo out; echo err >&2; exit 3", seconds=10)
    assert (result.code, result.output, result.errors) == (3, b"out\n", b"err\n")


def test_output_is_kept_only_up_to_its_limit() -> None:
    result = tools.run(PYTHON, "-c", "print('x' * 1_000_000)", seconds=20)
    assert len(result.output) == tools.MOST_WORDS


def test_a_missing_program_is_named() -> None:
    with pytest.raises(MissingProgram) as caught:
        tools.run("no-such-program", seconds=1)
    assert (caught.value.program, caught.value.status) == ("no-such-program", "needs_conversion")


def test_time_over_ends_the_program_and_its_children(tmp_path: Path) -> None:
    script = "sleep 60 & echo $! > child; sleep 60"
    start = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        tools.run("sh", "-c", script, seconds=1, folder=tmp_path)
    assert (caught.value.status, caught.value.reason) == ("retry", "retry_wall")
    assert time.monotonic() - start < 20
    assert is_gone(int((tmp_path / "child").read_text()))


def test_children_that_a_program_leaves_behind_are_ended(tmp_path: Path) -> None:
    tools.run("sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $! > child", seconds=10, folder=tmp_path)
    assert is_gone(int((tmp_path / "child").read_text()))


@pytest.mark.skipif(not tools._can_be_alone(), reason="the system allows no network of one's own")
def test_no_network_is_reached() -> None:
    script = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    assert b"unreachable" in tools.run(PYTHON, "-c", script, seconds=20).errors


@OFFICE
@pytest.mark.office
def test_a_conversion_gives_the_bytes_of_the_new_file() -> None:
    made = tools.convert(trouble("docx", "pieces").file.data, "docx", "odt")
    assert made.startswith(b"PK") and b"opendocument.text" in made[:200]


@OFFICE
@pytest.mark.office
def test_a_file_that_libreoffice_makes_nothing_of_is_no_success() -> None:
    with pytest.raises(Unreadable) as caught:
        tools.convert(b"PK\x03\x04 and nothing more", "odt", "docx")
    assert caught.value.reason == "conversion_failed"


@OFFICE
@pytest.mark.office
def test_a_conversion_that_takes_too_long_is_tried_again_later() -> None:
    with pytest.raises(Unreadable) as caught:
        tools.convert(trouble("docx", "pieces").file.data, "docx", "odt", seconds=0.05)
    assert caught.value.reason == "retry_wall"


def test_without_libreoffice_the_office_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram) as caught:
        tools.convert(b"", "doc", "docx")
    assert caught.value.reason == "no_office"


def is_gone(process: int) -> bool:
    """Whether a process has ended; one that nobody has asked for its exit code yet has ended too."""
    for _ in range(50):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
