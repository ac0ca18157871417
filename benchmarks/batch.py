"""How a run grows: ``python -m benchmarks.batch [--sizes 10,100,1000] [--out FILE]``.

Small made plans (of every district of the country over four years, a letterhead, a sentence, a table of five
rows, every document different) go through the command line: first run, run with nothing new, run with one
document more.  Peak memory is that of the process that the user starts, workers not counted.  Isolation is
what a process of its own costs for a document that is refused at once; the gain is that of two workers over
one for the same documents.  Prints a table, writes JSON.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import pipeline
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.nursery import Settings
from pipeline.batch.workers import read_all

AREAS = Path(pipeline.__file__).parent / "catalogue" / "data" / "areas.csv"
PLAN = """ỦY BAN NHÂN DÂN
{upper}
Số: {number}/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{province}, ngày 17 tháng 03 năm {year}

KẾ HOẠCH

Thực hiện Chiến lược quốc gia về bình đẳng giới trên địa bàn {area} năm {year}

- Đến năm {year}: tỷ lệ nữ thạc sĩ đạt {goal}% trở lên.

TT\tChỉ tiêu\tĐơn vị\tKết quả năm {before}\tKế hoạch năm {year}\tCơ quan chủ trì
{rows}"""
LABELS = (
    "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã",
    "Tỷ lệ nữ thạc sĩ trong tổng số người có trình độ thạc sĩ",
    "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ",
    "Tỷ lệ cơ quan quản lý nhà nước có lãnh đạo chủ chốt là nữ",
    "Tỷ lệ phụ nữ tham gia câu lạc bộ của thôn {number}",
)
LEAD = "Sở Nội vụ"
YEARS = (2021, 2022, 2023, 2024)
EMPTY = 100
"""Documents that are refused at once, for the cost of isolation."""
GAIN = 60
"""Documents for the gain of a second worker."""


@lru_cache(maxsize=1)
def areas() -> tuple[tuple[str, str], ...]:
    """Districts of the time of these plans with their provinces, names in full."""
    with AREAS.open(encoding="utf-8", newline="") as file:
        known = {row["code"]: row for row in csv.DictReader(file)}
    districts = [
        row
        for row in known.values()
        if row["level"] == "district" and (row["valid_until"] or "9") >= "2024-12"
    ]
    return tuple(
        (f"{row['kind']} {row['name']}", known[row["parent"]]["name"]) for row in districts if row["kind"]
    )


def plans(folder: Path, count: int, first: int = 0) -> Path:
    """Write `count` different small plans of districts of all provinces over several years."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"{number:06}.txt").write_text(plan(number), "utf-8")
    return folder


def plan(number: int) -> str:
    """One plan: a letterhead, a target in the text, a table of five rows with results and targets."""
    area, province = areas()[(7 * number // len(YEARS)) % len(areas())]
    year = YEARS[number % len(YEARS)]
    rows = (
        f"{row}\t{label.format(number=number)}\t%\t{amount(number, row)}\t{amount(number + 3, row)}\t{LEAD}\n"
        for row, label in enumerate(LABELS, 1)
    )
    words = {"area": area, "upper": area.upper(), "province": province, "year": year, "before": year - 1}
    return PLAN.format(**words, number=number + 1, goal=amount(number, 9), rows="".join(rows))


def amount(number: int, row: int) -> str:
    """A share that differs from plan to plan."""
    return f"{10 + (number * 7 + row * 13) % 80},{number % 10}"


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
    told: dict[str, Any] = {"documents": count}
    for name, added in (("first", 0), ("nothing_new", 0), ("one_new", 1)):
        plans(raw, added, first=count)
        told[name] = run(raw, out)
        told[name] |= json.loads((folder / "out.run" / "run.json").read_text("utf-8"))["seconds"]
        print(count, name, told[name], flush=True)
    return told


def reading(folder: Path, jobs: int) -> tuple[float, float]:
    """Seconds of wall clock from the first end to the last, and of processors, for every file of a folder."""
    found = [entry for entry in arrivals(folder, files_in(folder)) if isinstance(entry, Arrival)]
    start, cpu = 0.0, 0.0
    for outcome in read_all(found, Settings(jobs=jobs)):
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
    print({name: told[name] for name in ("load", "isolation_ms", "gain_of_second_worker")})
    if asked.out:
        asked.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
