"""Apply now: a run in a process of its own, told while it goes, harmless when it cannot be done."""

import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.batch.folder import run_folder
from pipeline.batch.job import Order
from pipeline.batch.ledger import Folders, held
from pipeline.batch.task import Task
from pipeline.catalogue.decisions import Line, append
from pipeline.checks import Config
from pipeline.cli.review import _options
from pipeline.cli.shared import Speaker
from pipeline.server.applying import Runner, pending
from pipeline.server.desk import Desk, Options
from pipeline.server.index import questions
from pipeline.server.last_run import last_run
from pipeline.server.rulings import now
from tests.server import plans
from tests.server.printed import Visitor

PATIENCE = 90.0
"""Seconds for a run over one document; ten on a quiet machine."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("applying")
    plans.run(plans.write(made / "raw", 1), made / "out")
    return made


def ended(runner: Runner) -> str:
    """Wait for the run; gives its state."""
    until = time.monotonic() + PATIENCE
    while runner.progress.state == "running" and time.monotonic() < until:
        time.sleep(0.1)
    return runner.progress.state


def test_when_another_run_holds_the_lock_it_is_said_and_nothing_changes(folder: Path) -> None:
    desk = Desk(Options(folder / "out", folder / "raw"))
    runner = Runner(desk)
    before = desk.index
    with held(Folders(folder / "out"), "vi"):
        runner.start(folder / "raw")
        assert ended(runner) == "failed"
    assert str(folder / "out") in runner.progress.fault
    assert desk.index is before
    desk.close()


def test_a_run_that_is_stopped_leaves_the_tables(folder: Path) -> None:
    desk = Desk(Options(folder / "out", folder / "raw"))
    runner = Runner(desk)
    runner.start(folder / "raw")
    runner.start(folder / "raw")
    until = time.monotonic() + PATIENCE
    while not runner.progress.stage and time.monotonic() < until:
        time.sleep(0.01)
    runner.stop()
    assert ended(runner) in {"failed", "done"}
    assert pq.read_table(folder / "out" / "unmatched.parquet").num_rows == 2
    desk.close()


def test_a_run_from_the_page_has_the_settings_of_the_last_one(tmp_path: Path) -> None:
    """Made by hand: without them the page would bring back what the user had switched off."""
    raw, out = plans.write(tmp_path / "raw", 1), tmp_path / "out"
    config = Config({"B01": "off"}, {"Đắk A": {"per_1000_women": 9000}})
    run_folder(Task(raw, out, Order((), config, raw / "decisions.csv")), plans.Silent())
    assert last_run(out).config == config
    options = _options(out, None, (), "", Speaker("en"))
    desk = Desk(options)
    assert Runner(desk)._task(raw).order.config == config
    desk.close()


def test_rulings_are_counted_until_they_are_applied_and_the_pages_follow(folder: Path) -> None:
    came = Visitor(folder / "out", folder / "raw")
    time.sleep(1.1)  # a run tells the second in which it began
    line = Line(subject="wording", wording=f"Chỉ tiêu 2: {plans.FIRST}", ruling="VNGES.2.3", when=now())
    append(folder / "raw" / "decisions.csv", [line])
    assert pending(came.desk) == 1
    assert "Áp dụng 1 quyết định" in came.get("/apply").text
    begun: Any = came.post("/apply", {})
    assert begun.status_code == 200
    until = time.monotonic() + PATIENCE
    while "hx-trigger" not in (told := came.get("/apply?watching=true")).headers:
        assert time.monotonic() < until, told.text
        time.sleep(0.2)
    assert "Đã áp dụng" in told.text
    assert [one.label for one in questions.items(came.desk.index).items] == [f"Chỉ tiêu 3: {plans.SECOND}"]
    assert pending(came.desk) == 0
    came.close()
