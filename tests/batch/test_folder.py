"""A whole run: same bytes whatever the workers do, nothing read twice, old tables or new ones."""

import csv
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from pipeline.batch import folder as room
from pipeline.batch.folder import run_folder
from pipeline.batch.job import Order
from pipeline.batch.task import Done, Report, Task
from pipeline.checks import Config
from pipeline.errors import Locked, OutputError, UsageError
from pipeline.language.messages import messages
from pipeline.writers.codes import STATUS
from tests.batch.runs import PLAN, plans, state
from tests.golden.documents import FILES

ROOT = Path(__file__).parents[2]


class Notes:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.read: list[Done] = []
        self.stored = 0

    def begin(self, count: int, stored: int) -> None:
        self.stored = stored

    def done(self, done: Done) -> None:
        self.read.append(done)

    def stage(self, name: str) -> None:
        assert name


def run(raw: Path, out: Path, jobs: int = 2, *, force: bool = False) -> tuple[Report, Notes]:
    notes = Notes()
    return run_folder(Task(raw, out, jobs=jobs, force=force), notes), notes


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of several kinds, one of them damaged, and the tables of a run with one worker."""
    home = tmp_path_factory.mktemp("first")
    raw = plans(home / "raw", range(6))
    for kind in ("text", "docx", "pdf"):
        shutil.copy(FILES["district", kind], raw)
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    run(raw, home / "out", jobs=1)
    return home


def copied(first: Path, folder: Path) -> Path:
    shutil.copytree(first, folder / "copy")
    return folder / "copy"


def test_any_number_of_workers_gives_the_same_bytes(first: Path, tmp_path: Path) -> None:
    run(first / "raw", tmp_path / "out", jobs=4)
    assert state(tmp_path / "out") == state(first / "out")
    assert {"observations.csv", "plans.xlsx", "datapackage.json"} <= state(first / "out").keys()


def test_any_order_of_reading_gives_the_same_bytes(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = room.read_all
    monkeypatch.setattr(
        room, "read_all", lambda missing, *more: read(Random(5).sample(missing, len(missing)), *more)
    )
    run(first / "raw", tmp_path / "out")
    assert state(tmp_path / "out") == state(first / "out")


def test_a_second_run_reads_and_writes_nothing_but_failures(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in (home / "out").iterdir()}
    report, notes = run(home / "raw", home / "out")
    assert not report.changed
    assert [done.record.path for done in notes.read] == ["broken.pdf"]
    assert notes.stored == 9
    assert stamps == {path: path.stat().st_mtime_ns for path in (home / "out").iterdir()}


def test_one_new_document_is_one_document_read(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    (home / "raw" / "broken.pdf").unlink()
    (home / "raw" / "new.txt").write_text(PLAN.format(77), encoding="utf-8")
    report, notes = run(home / "raw", home / "out")
    assert report.changed
    assert [done.record.path for done in notes.read] == ["new.txt"]
    run(home / "raw", tmp_path / "fresh")
    assert state(home / "out") == state(tmp_path / "fresh")


def test_a_renamed_document_is_not_read_again_and_has_its_new_name(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    (home / "raw" / "broken.pdf").unlink()
    (home / "raw" / "district.docx").rename(home / "raw" / "renamed.docx")
    _, notes = run(home / "raw", home / "out")
    assert not notes.read
    run(home / "raw", tmp_path / "fresh")
    assert state(home / "out") == state(tmp_path / "fresh")


def decide(home: Path, *lines: str) -> Order:
    """The rulings of the documents in `home`."""
    head = "who,wording,ruling,note,subject,document,place,printed"
    (home / "raw" / "decisions.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    return Order(decisions=home / "raw" / "decisions.csv")


def ruled(home: Path, out: Path, order: Order) -> tuple[Report, Notes]:
    notes = Notes()
    return run_folder(Task(home / "raw", out, order, jobs=2), notes), notes


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_ruling_on_a_wording_reads_just_the_documents_that_have_it(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    (home / "raw" / "broken.pdf").unlink()
    for number in (5, 6):
        text = PLAN.format(number).replace(
            "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã", "Tỷ lệ máy cày điện"
        )
        (home / "raw" / f"other {number}.txt").write_text(text, encoding="utf-8")
    ruled(home, home / "out", decide(home))
    asked = [row for row in rows(home / "out", "unmatched") if row["label"] == "Tỷ lệ máy cày điện"]
    order = decide(home, "A,Tỷ lệ máy cày điện,none,,,,,")
    report, notes = ruled(home, home / "out", order)
    assert report.changed
    assert sorted(done.record.path for done in notes.read) == ["other 5.txt", "other 6.txt"]
    assert (len(asked), [row["settles"] for row in asked]) == (2, ["2", "2"])
    assert not [row for row in rows(home / "out", "unmatched") if row["label"] == "Tỷ lệ máy cày điện"]
    ruled(home, tmp_path / "fresh", order)
    assert state(home / "out") == state(tmp_path / "fresh")


def test_a_ruling_on_a_finding_reads_nothing_and_is_shown_and_not_counted(
    first: Path, tmp_path: Path
) -> None:
    home = copied(first, tmp_path)
    (home / "raw" / "broken.pdf").unlink()
    order = decide(home)
    before, _ = ruled(home, home / "out", order)
    judged = next(row for row in rows(home / "out", "findings") if row["severity"] == "warning")
    order = decide(home, f"A,,not_error,thấy đúng,finding,,{judged['finding_id']},")
    report, notes = ruled(home, home / "out", order)
    assert not notes.read
    assert report.counts["warnings"] == before.counts["warnings"] - 1
    (shown,) = [row for row in rows(home / "out", "findings") if row["ruling"]]
    assert shown == judged | {"ruling": "not_error", "ruling_note": "thấy đúng"}
    results = json.loads((home / "out" / "findings.json").read_text("utf-8"))["validation_report"]["results"]
    assert [one["id"] for one in results if one["ruling"]] == [judged["finding_id"]]
    ruled(home, tmp_path / "fresh", order)
    assert state(home / "out") == state(tmp_path / "fresh")


def test_values_behind_a_misread_finding_wait_for_review(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    accepted = {
        row["observation_id"] for row in rows(home / "out", "observations") if row["review"] == "accepted"
    }
    judged = next(
        row for row in rows(home / "out", "findings") if accepted & set(row["observation_ids"].split(" ; "))
    )
    ruled(home, home / "out", decide(home, f"A,,misread,,finding,,{judged['finding_id']},"))
    sent = accepted & set(judged["observation_ids"].split(" ; "))
    waiting = {
        row["observation_id"] for row in rows(home / "out", "observations") if row["review"] != "accepted"
    }
    assert sent
    assert sent <= waiting
    off = Order(config=Config({judged["rule"]: "off"}), decisions=home / "raw" / "decisions.csv")
    published = state(home / "out")
    with pytest.raises(UsageError, match=judged["finding_id"]):
        ruled(home, home / "out", off)
    assert state(home / "out") == published


def test_a_ruling_that_nothing_needs_any_more_is_reported(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    lines = ("A,chẳng ở đâu có,none,,,,,", "A,,true,,finding,,0123456789abcdef,", "A,x,confirm,,value,00,y,5")
    ruled(home, home / "out", decide(home, *lines))
    told = [row["rule"] for row in rows(home / "out", "findings") if row["document_a"] == "decisions.csv"]
    assert len(told) == 3


def test_force_reads_everything_again(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    _, notes = run(home / "raw", home / "out", force=True)
    assert len(notes.read) == 10


def test_a_damaged_artefact_is_read_again(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    for artefact in (home / "out.run" / "store").rglob("*"):
        if artefact.is_file():
            artefact.write_bytes(artefact.read_bytes()[:-9])
    shutil.rmtree(home / "out")
    run(home / "raw", home / "out")
    assert state(home / "out") == state(first / "out")


def test_tables_that_somebody_edited_are_written_again(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    (home / "out" / "findings.csv").write_text("edited", encoding="utf-8")
    report, _ = run(home / "raw", home / "out")
    assert report.changed
    assert state(home / "out") == state(first / "out")


def test_a_failed_file_is_in_quarantine_with_what_to_do(first: Path) -> None:
    (reason,) = (first / "out.run" / "quarantine").rglob("reason.json")
    told = json.loads(reason.read_text(encoding="utf-8"))
    assert (told["path"], told["reason"]) == ("broken.pdf", "damaged_pdf")
    assert told["remedy_vi"]
    assert told["remedy_en"]
    assert reason.parent.name == told["sha256"]


def test_the_diary_tells_time_and_cost_of_every_stage_and_file(first: Path) -> None:
    told = json.loads((first / "out.run" / "run.json").read_text(encoding="utf-8"))
    assert set(told["seconds"]) == {"look", "read", "merge", "write"}
    assert len(told["files"]) == told["counts"]["documents"] == 10
    assert all(file["cpu_seconds"] > 0 for file in told["files"])


def test_a_second_run_at_the_same_time_is_locked_out(first: Path, tmp_path: Path) -> None:
    home = copied(first, tmp_path)
    with (home / "out.run" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Locked):
            run(home / "raw", home / "out")
    run(home / "raw", home / "out")


def test_output_that_cannot_be_written_is_said_before_anything_is_read(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    monkeypatch.setattr(room, "read_all", lambda *_: pytest.fail("read"))
    with pytest.raises(OutputError, match="out"):
        run(first / "raw", tmp_path / "out")


def test_every_status_and_reason_has_a_sentence_for_the_sender() -> None:
    told = {name.removeprefix("remedy.") for name in messages() if name.startswith("remedy.")}
    assert {"resource_cpu", "resource_memory", "parser_crashed", "retry_wall", "retry_io"} <= told
    for name in told:
        assert messages()[f"remedy.{name}"].keys() >= {"vi", "en"}
    assert len(STATUS) == 11


def test_killed_at_random_the_next_run_gives_the_same_tables(first: Path, tmp_path: Path) -> None:
    random, out = Random(11), tmp_path / "out"
    command = [sys.executable, "-m", "pipeline", "run", str(first / "raw"), "--out", str(out), "-q"]
    for _ in range(2):
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.5, 6))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert state(out) in ({}, state(first / "out"))
    run(first / "raw", out)
    assert state(out) == state(first / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out.run"}
