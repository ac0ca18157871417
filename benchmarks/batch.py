"""How a run grows: ``python -m benchmarks.batch [--sizes 10,100,1000] [--out FILE]``.

Small made plans (a table of five rows, every document different) go through the command line: first run,
run with nothing new, run with one document more.  Peak memory is that of the process that the user starts,
workers not counted.  Isolation is what a process of its own costs for a document that is refused at once; the
gain is that of two workers over one for the same documents.  Prints a table, writes JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.nursery import Settings
from pipeline.batch.workers import read_all

HEAD = "TT\tChỉ tiêu\tĐơn vị\tKế hoạch năm 2025\tCơ quan chủ trì\n"
LABELS = (
    "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã",
    "Tỷ lệ nữ thạc sĩ trong tổng số người có trình độ thạc sĩ",
    "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ",
    "Tỷ lệ cơ quan quản lý nhà nước có lãnh đạo chủ chốt là nữ",
    "Tỷ lệ hộ nghèo",
)
EMPTY = 100
"""Documents that are refused at once, for the cost of isolation."""
GAIN = 60
"""Documents for the gain of a second worker."""


def plans(folder: Path, count: int, first: int = 0) -> Path:
    """Write `count` different small plans."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        rows = (
            f"{row}\t{label}\t%\t{10 + (number * 7 + row * 13) % 80},{number % 10}\tSở Nội vụ\n"
            for row, label in enumerate(LABELS, 1)
        )
        (folder / f"{number:06}.txt").write_text(f"Kế hoạch số {number}\n\n{HEAD}{''.join(rows)}", "utf-8")
    return folder


def run(raw: Path, out: Path) -> dict[str, float]:
    """One run of the command; seconds and peak MiB of its own process."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "pipeline", "run", str(raw), "--out", str(out), "-q"])
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"run of {raw} failed")
    return {"seconds": round(time.monotonic() - start, 2), "peak_mib": round(used.ru_maxrss / 1024)}


def size(folder: Path, count: int) -> dict[str, Any]:
    """First run, nothing new, one new document."""
    raw, out = plans(folder / "raw", count), folder / "out"
    first, again = run(raw, out), run(raw, out)
    plans(raw, 1, first=count)
    stages = json.loads((folder / "out.run" / "run.json").read_text("utf-8"))["seconds"]
    return {
        "documents": count,
        "first": first,
        "nothing_new": again,
        "one_new": run(raw, out),
        "again": stages,
    }


def reading(folder: Path, jobs: int) -> tuple[float, float]:
    """Seconds of wall clock from the first end to the last, and of processors, for every file of a folder."""
    found = [entry for entry in arrivals(folder, files_in(folder)) if isinstance(entry, Arrival)]
    start, cpu = 0.0, 0.0
    for outcome in read_all(found, Settings(), jobs):
        start = start or time.monotonic()
        cpu += outcome.cpu
    return time.monotonic() - start, cpu


def isolation(folder: Path) -> float:
    """Milliseconds of wall clock per document that is refused at once, one worker."""
    folder.mkdir()
    for number in range(EMPTY):
        (folder / f"{number}.txt").write_bytes(b" " * (number + 1))
    return round(1000 * reading(folder, 1)[0] / (EMPTY - 1), 1)


def gain(folder: Path) -> float:
    """How many times faster two workers are than one."""
    plans(folder, GAIN)
    return round(reading(folder, 1)[0] / reading(folder, 2)[0], 2)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        told: dict[str, Any] = {"load": os.getloadavg()[0], "isolation_ms": isolation(home / "empty")}
        told["gain_of_second_worker"] = gain(home / "gain")
        told["sizes"] = [size(home / str(count), count) for count in map(int, asked.sizes.split(","))]
    for line in told["sizes"]:
        print({name: line[name] for name in ("documents", "first", "nothing_new", "one_new")})
    print({name: told[name] for name in ("load", "isolation_ms", "gain_of_second_worker")})
    if asked.out:
        asked.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
