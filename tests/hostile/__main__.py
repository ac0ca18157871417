"""Torture: ``python -m tests.hostile [--mutants N] [--jobs N] [--folder DIR | --damage N]``.

Without more: all generated hostile files through a whole run, with three sound documents among them whose
rows must not change, then mutants of the golden documents.  With a folder: every file below it.  With
`--damage`: so many damaged PDFs of made plans, and whether damage is seen.  Prints the table by status; ends
with 1 if a file has no clear status, takes too long, if a fault of ours showed, if a sound document changed,
or if too much damage went unseen.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.folder import run_folder
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.limits import Limits
from pipeline.batch.nursery import Settings
from pipeline.batch.records import READ
from pipeline.batch.task import Done, Task
from pipeline.batch.workers import Outcome, cores, read_all
from pipeline.language.messages import messages
from pipeline.writers.codes import STATUS
from tests.golden.documents import FILES
from tests.hostile import accepted, damage, names, ordinary, packed, pdfs
from tests.hostile.mutants import INSIDE, mutants
from tests.plans_made.plan import make_plan, write

LIMITS = Limits.of(30, None)
"""Every hostile file has to end within 30 processor seconds and the memory of any document."""

MUTANTS = 300
SLOW = 15.0
"""Processor seconds above which a hostile file is too slow: 10 on an idle machine, a busy one counts more."""
MOST_UNSEEN = 0.01
"""Share of damaged PDFs that may read otherwise without a flag; none of them with another number."""
SLOWEST = 5
LAST_LINES = 6
"""Lines of a traceback that are shown."""
CLEAR = frozenset(code.value for code in STATUS) - {"internal_error"}
SUMMED = (".docx", ".xlsx", ".pdf")
"""Formats in which damage can be seen; text and HTML have no checksum at all."""
PLAN = 401
SOUND = tuple(FILES["district", kind] for kind in ("text", "docx", "pdf"))


@dataclass
class Tally:
    """What came of many files."""

    statuses: Counter[str] = field(default_factory=Counter)
    slow: list[tuple[float, float, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count one file."""
        record = done.record
        self.statuses[f"{record.status} {record.reason}".strip()] += 1
        self.slow.append((done.cpu, done.peak, record.path))
        unexplained = record.reason and f"remedy.{record.reason}" not in messages()
        if record.status not in CLEAR or unexplained:
            last = "\n".join(done.fault.splitlines()[-LAST_LINES:])
            self.faults.append(f"{record.path}: {record.status} {record.reason} {done.detail}\n{last}")

    def begin(self, count: int, stored: int) -> None:
        """As a watcher: nothing to note."""

    def stage(self, name: str) -> None:
        """As a watcher: nothing to note."""

    done = add

    def tell(self, title: str, seconds: float) -> None:
        """Print the table."""
        print(f"\n{title}: {self.statuses.total()} files in {seconds:.0f} s")
        for status, count in sorted(self.statuses.items(), key=lambda item: -item[1]):
            print(f"  {count:>6}  {status}")
        for cpu, peak, path in sorted(self.slow, reverse=True)[:SLOWEST]:
            print(f"  slow: {cpu:6.1f} s CPU {peak:6.0f} MiB  {path}")
        for fault in self.faults:
            print(f"FAULT {fault}")


def hostile_files(folder: Path) -> int:
    """Write every generated file into a folder; gives how many entries a run must have."""
    made = {
        f"{room}/{name}": data
        for room, files in (("ordinary", ordinary.files()), ("packed", packed.files()), ("pdf", pdfs.files()))
        for name, data in files.items()
    }
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "names").mkdir()
    return len(made) + names.put(folder / "names")


def torture(folder: Path, jobs: int) -> list[str]:
    """The hostile files through a whole run; gives what went wrong."""
    raw, alone = folder / "raw", folder / "alone"
    raw.mkdir()
    alone.mkdir()
    count = hostile_files(raw)
    for path in SOUND:
        shutil.copy(path, raw)
        shutil.copy(path, alone)
    tally, start = Tally(), time.monotonic()
    report = run_folder(Task(raw, folder / "out", limits=LIMITS, jobs=jobs), tally)
    run_folder(Task(alone, folder / "out_alone", limits=LIMITS, jobs=jobs), Tally())
    tally.tell("hostile files", time.monotonic() - start)
    wrong = [f"{len(tally.faults)} files without a clear status"] if tally.faults else []
    wrong += [f"{path} took {cpu:.0f} s" for cpu, _, path in tally.slow if cpu > SLOW]
    if report.counts["documents"] != count + len(SOUND):
        wrong.append(f"{report.counts['documents']} rows for {count + len(SOUND)} files")
    if not _same_rows(folder / "out", folder / "out_alone"):
        wrong.append("rows of sound documents changed")
    return wrong


def _same_rows(all_rows: Path, some_rows: Path) -> bool:
    """Whether every row of the sound documents alone stands among the rows of all."""
    many = set((all_rows / "observations.csv").read_text("utf-8-sig").splitlines())
    few = (some_rows / "observations.csv").read_text("utf-8-sig").splitlines()
    return len(few) > len(SOUND) and all(row in many for row in few)


def torture_mutants(folder: Path, count: int, jobs: int) -> list[str]:
    """Mutants of a golden document and of a made plan in five formats; gives what went wrong."""
    with tempfile.TemporaryDirectory() as scratch:
        made = tuple(write(make_plan(PLAN), Path(scratch), ["xlsx", "html"]))
        return _torture_mutants(folder, count, jobs, (*SOUND, *made))


def _torture_mutants(folder: Path, count: int, jobs: int, whole: tuple[Path, ...]) -> list[str]:
    sources = {}
    for name, source, data in mutants(whole, count):
        (folder / name).write_bytes(data)
        sources[name] = source
    sound = {outcome.arrival.name: accepted.values(outcome.harvest) for outcome in _read(whole, jobs)}
    tally, start, unflagged = Tally(), time.monotonic(), []
    for outcome in _read(files_in(folder), jobs):
        record = outcome.harvest.documents[0]
        tally.add(_done(outcome))
        same = accepted.values(outcome.harvest) == sound[sources[record.path].name]
        summed = sources[record.path].suffix in SUMMED and INSIDE not in record.path
        if record.status in READ and summed and not same and "damaged" not in record.flags:
            unflagged.append(record.path)
    tally.tell("mutants", time.monotonic() - start)
    print(
        f"  damaged files (DOCX, XLSX, PDF) read with other values and no flag: {len(unflagged)} {unflagged}"
    )
    return [f"{len(tally.faults)} mutants without a clear status"] if tally.faults else []


def _read(paths: Iterable[Path], jobs: int) -> Iterable[Outcome]:
    found = [
        entry for path in paths for entry in arrivals(path.parent, (path,)) if isinstance(entry, Arrival)
    ]
    return read_all(found, Settings(limits=LIMITS, jobs=jobs))


def torture_folder(folder: Path, jobs: int) -> list[str]:
    """Any folder; gives what went wrong.  Prints every value that got an indicator without a doubt."""
    tally, start, found = Tally(), time.monotonic(), []
    for entry in arrivals(folder, files_in(folder)):
        if isinstance(entry, Arrival):
            found.append(entry)
        else:
            tally.add(Done(entry))
    for outcome in read_all(found, Settings(limits=LIMITS, jobs=jobs)):
        tally.add(_done(outcome))
        for row in outcome.harvest.observations:
            if row.indicator_id and row.review == "accepted":
                print(f"  accepted in {outcome.arrival.name}: {row.indicator_id} {row.label} {row.value_raw}")
    tally.tell(str(folder), time.monotonic() - start)
    return [f"{len(tally.faults)} files without a clear status"] if tally.faults else []


def torture_damage(count: int, jobs: int) -> list[str]:
    """Damaged PDFs of made plans; gives what went wrong."""
    sound, start = damage.sources(), time.monotonic()
    verdicts = accepted.judge(sound, damage.damaged(sound, count), jobs)
    print(f"{count} damaged PDFs of {len(sound)} sound ones in {time.monotonic() - start:.0f} s")
    for verdict, number in verdicts.counts.most_common():
        print(f"  {number:>6}  {verdict}")
    for line in (*verdicts.altered, *verdicts.wrong):
        print(f"  unseen: {line}")
    wrong = [f"{name} is sound and was flagged" for name in verdicts.alarms]
    wrong += [f"another value without a flag: {line}" for line in verdicts.wrong]
    if len(verdicts.altered) > MOST_UNSEEN * count:
        wrong.append(f"{len(verdicts.altered)} of {count} altered and not flagged")
    return wrong


def _done(outcome: Outcome) -> Done:
    record = outcome.harvest.documents[0]
    return Done(record, "", outcome.cpu, outcome.wall, outcome.peak, outcome.detail, outcome.fault)


def main(arguments: Sequence[str]) -> int:
    """Run it; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--mutants", type=int, default=MUTANTS)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--damage", type=int)
    asked = parser.parse_args(arguments)
    if asked.damage:
        wrong = torture_damage(asked.damage, asked.jobs)
    elif asked.folder:
        wrong = torture_folder(asked.folder, asked.jobs)
    else:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            wrong = torture(Path(one), asked.jobs)
            wrong += torture_mutants(Path(two), asked.mutants, asked.jobs) if asked.mutants else []
    print("\n" + ("\n".join(f"WRONG: {line}" for line in wrong) or "all well"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
