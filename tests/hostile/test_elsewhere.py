"""The program starts and reads where Unix's doors are missing (see `elsewhere`)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.documents import FILES

ROOT = Path(__file__).parents[2]
READING = (
    "pipeline.parsers",
    "pipeline.archive",
    "pipeline.tools",
    "pipeline.cells",
    "pipeline.batch.limits",
)


@pytest.mark.parametrize("kind", ["text", "docx", "pdf"])
def test_documents_are_read_without_the_modules_of_unix(kind: str) -> None:
    command = [sys.executable, "-m", "tests.hostile.elsewhere", *READING, "--", str(FILES["district", kind])]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30
