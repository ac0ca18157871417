"""Some points of the crash loop; ``python -m tests.crash`` hits them all."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.kills import descendants
from tests.crash.preloaded import POSSIBLE

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not POSSIBLE, reason="needs Linux and a C compiler")
def test_hit_anywhere_or_killed_the_next_run_gives_the_same_tables() -> None:
    few = ["--documents", "2", "--every", "211", "--kills", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", *few], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "points hit" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_every_process_of_a_family_is_found() -> None:
    with subprocess.Popen(["/bin/sh", "-c", "sleep 30 & sleep 30"]) as parent:
        try:
            while len(family := descendants(parent.pid)) < 2:
                assert parent.poll() is None
            assert parent.pid not in family
        finally:
            for process in (*family, parent.pid):
                subprocess.run(["/bin/kill", "-9", str(process)], check=False)
