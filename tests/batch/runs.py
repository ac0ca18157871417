"""Small plans, runs over them without a command line, and what a run left: for tests of whole runs."""

import hashlib
from pathlib import Path

from pipeline.batch.folder import run_folder
from pipeline.batch.task import Done, Task
from pipeline.errors import DoichieuError

PLAN = "TT\tChỉ tiêu\tKế hoạch năm 2025\n1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t{}%\n"

State = dict[str, str]


class Silent:
    """A watcher that says nothing."""

    def begin(self, count: int, stored: int) -> None:
        """Nothing."""

    def done(self, done: Done) -> None:
        """Nothing."""

    def stage(self, name: str) -> None:
        """Nothing."""


def run(raw: Path, out: Path, jobs: int = 2) -> int:
    """One run as the command line does it; gives its exit code."""
    try:
        report = run_folder(Task(raw, out, jobs=jobs), Silent())
    except DoichieuError as fault:
        return fault.exit_code
    return 3 if report.counts["failed"] else 0


def plans(folder: Path, numbers: range) -> Path:
    """A folder with one small plan per number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:05}.txt").write_text(PLAN.format(number % 100), encoding="utf-8")
    return folder


def state(folder: Path) -> State:
    """The digest of every file of a folder; empty when it is not there."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
