"""Workers: whatever a document does to its process, it gets its status and nobody else notices."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch import workers
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.limits import Limits
from pipeline.batch.nursery import Settings
from pipeline.batch.workers import Outcome, read_all
from tests.batch.misbehave import KINDS

QUICK = Limits(cpu=1, memory=600, wall=12)
SETTINGS = Settings(limits=QUICK, jobs=4, reader="tests.batch.misbehave:read")
EXPECTED = {
    "spin": "resource_cpu",
    "hold_interpreter": "resource_cpu",
    "ignore_signals": "resource_cpu",
    "sleep": "retry_wall",
    "allocate": "resource_memory",
    "exit_at_once": "parser_crashed",
    "exit": "parser_crashed",
    "segfault": "parser_crashed",
    "kill": "resource_memory",
    "grandchild": "retry_wall",
    "leave_grandchild": "internal_error",
    "unpicklable": "parser_crashed",
    "stubborn": "internal_error",
    "interrupt": "parser_crashed",
    "large": "resource_memory",
    "recurse": "resource_recursion",
    "flood": "resource_cpu",
    "abort": "parser_crashed",
    "wrapped_memory": "resource_memory",
    "evil": "parser_crashed",
}


def put(folder: Path, words: dict[str, str]) -> list[Arrival]:
    for name, text in words.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [entry for entry in arrivals(folder, files_in(folder)) if isinstance(entry, Arrival)]


def sleepers() -> list[str]:
    lines = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in lines if line.startswith("sleep 3600")]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    words = {f"{kind}.txt": kind for kind in KINDS} | {f"good{n:02}.txt": f"good {n}" for n in range(20)}
    found = put(tmp_path_factory.mktemp("raw"), words)
    return {outcome.arrival.name: outcome for outcome in read_all(found, SETTINGS)}


def test_every_kind_is_expected() -> None:
    assert set(EXPECTED) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_bad_end_has_its_status(outcomes: dict[str, Outcome], kind: str) -> None:
    record = outcomes[f"{kind}.txt"].harvest.documents[0]
    assert record.reason == EXPECTED[kind], outcomes[f"{kind}.txt"]
    assert record.document_id == outcomes[f"{kind}.txt"].arrival.id
    assert record.remedy


def test_innocent_documents_are_not_touched(outcomes: dict[str, Outcome]) -> None:
    good = [outcome for name, outcome in outcomes.items() if name.startswith("good")]
    assert [outcome.status for outcome in good] == ["ok"] * 20


def test_nothing_is_left_behind(outcomes: dict[str, Outcome]) -> None:
    assert outcomes
    assert not sleepers()
    assert not list(Path("/tmp").glob("doichieu-evil-*"))


def test_a_nursery_that_dies_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = put(tmp_path, {f"{n}.txt": f"good {n}" for n in range(6)})
    reading = read_all(found, replace(SETTINGS, jobs=2))
    crews: list[workers.Crew] = []
    begin = workers.Crew._start
    monkeypatch.setattr(workers.Crew, "_start", lambda crew: (crews.append(crew), begin(crew))[1])
    first = next(reading)
    assert crews[0].nursery
    os.kill(crews[0].nursery.pid, 9)
    assert [first.status, *(outcome.status for outcome in reading)] == ["ok"] * 6
    assert len(crews) == 2


def test_ending_early_ends_every_worker(tmp_path: Path) -> None:
    found = put(tmp_path, {"a.txt": "good", "b.txt": "grandchild", "c.txt": "grandchild "})
    reading = read_all(found, SETTINGS)
    assert next(reading).arrival.name == "a.txt"
    deadline = time.monotonic() + 3
    while len(sleepers()) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    reading.close()  # type: ignore[attr-defined]
    assert not sleepers()


def test_the_last_documents_read_their_pages_on_the_cores_that_are_free(tmp_path: Path) -> None:
    found = put(tmp_path, {"long.txt": "2 5", "short.txt": "2"})
    settings = Settings(limits=QUICK, jobs=5, reader="tests.batch.misbehave:patient")
    assert {outcome.status for outcome in read_all(found, settings)} == {"ok"}


def test_a_file_that_changed_after_it_was_hashed_is_read_again_next_time(tmp_path: Path) -> None:
    found = put(tmp_path, {"a.txt": "1\tTỷ lệ\t31%"})
    (tmp_path / "a.txt").write_text("1\tTỷ lệ\t13%", encoding="utf-8")
    (outcome,) = read_all(found, Settings())
    assert outcome.harvest.documents[0].reason == "retry_io"


def test_a_file_that_became_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    found = put(tmp_path, {"a.txt": "good"})
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    (outcome,) = read_all(found, SETTINGS)
    assert outcome.harvest.documents[0].reason == "retry_io"


def test_a_crew_that_got_no_work_is_gone_and_may_be_asked_again() -> None:
    with workers.Crew(SETTINGS) as crew:
        crew.prepare()
        idle = crew.nursery
    assert idle
    assert idle.poll() is not None
    assert list(read_all([], SETTINGS, crew)) == []
    assert crew.nursery is None


PREPARE = """
from pipeline.batch.nursery import Settings
from pipeline.batch.workers import Crew
crew = Crew(Settings(reader="tests.batch.dawdling:read"))
crew.prepare()
crew.nursery.wait()
"""


def test_a_nursery_whose_program_is_killed_while_it_loads_does_not_go_on_loading(tmp_path: Path) -> None:
    loading = tmp_path / "loading"
    with subprocess.Popen(
        [sys.executable, "-c", PREPARE], env=os.environ | {"LOADING": str(loading)}
    ) as program:
        deadline = time.monotonic() + 60
        while not (loading.exists() and loading.read_text("ascii")) and time.monotonic() < deadline:
            time.sleep(0.05)
        program.kill()
    nursery = Path("/proc", loading.read_text("ascii"))
    deadline = time.monotonic() + 10
    while nursery.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not nursery.exists()
