"""A cluster of worker processes: the same tables, whoever dies; documents that lie elsewhere."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest
from distributed import Client, LocalCluster

from pipeline.batch import cluster, remote
from pipeline.batch import folder as room
from pipeline.batch.folder import run_folder
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.job import Order
from pipeline.batch.nursery import Settings
from pipeline.batch.task import Task
from pipeline.errors import UsageError
from tests.batch.misbehave import DEADLY
from tests.batch.runs import Silent, plans, state


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six plans and the tables that a run on this machine makes of them."""
    home = tmp_path_factory.mktemp("first")
    raw = plans(home / "raw", range(6))
    (raw / "empty.txt").write_text("")
    (raw / "decisions.csv").write_text("wording,ruling\nTỷ lệ máy cày điện,none\n", encoding="utf-8")
    order = Order(decisions=raw / "decisions.csv")
    run_folder(Task(raw, home / "out", order, jobs=2), Silent())
    return home


@contextmanager
def workers(count: int) -> Iterator[LocalCluster]:
    """A cluster of so many worker processes."""
    with LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with workers(2) as made:
        yield made.scheduler_address


@pytest.fixture
def doomed() -> Iterator[str]:
    """A cluster for this test alone: workers that are killed while they start do not come back."""
    with workers(2) as made:
        yield made.scheduler_address


def test_the_tables_are_those_of_a_run_on_this_machine(first: Path, tmp_path: Path, address: str) -> None:
    order = Order(decisions=first / "raw" / "decisions.csv")
    report = run_folder(Task(first / "raw", tmp_path / "out", order, cluster=address), Silent())
    assert state(tmp_path / "out") == state(first / "out")
    assert report.counts["failed"] == 1


def test_a_worker_killed_in_the_middle_changes_nothing(
    first: Path, tmp_path: Path, doomed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_far = cluster.read_far

    def cut(*asked: object) -> Iterator[object]:
        outcomes = read_far(*asked)  # type: ignore[arg-type]
        yield next(outcomes)
        with Client(doomed) as client:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        yield from outcomes

    monkeypatch.setattr(cluster, "read_far", cut)
    order = Order(decisions=first / "raw" / "decisions.csv")
    run_folder(Task(first / "raw", tmp_path / "out", order, cluster=doomed), Silent())
    assert state(tmp_path / "out") == state(first / "out")


def test_a_document_that_kills_every_worker_is_given_up_and_no_other_is_lost(
    tmp_path: Path, doomed: str
) -> None:
    for name, text in (("a.txt", "good"), ("b.txt", DEADLY), ("c.txt", "good too")):
        (tmp_path / name).write_text(text)
    found = [entry for entry in arrivals(tmp_path, files_in(tmp_path)) if isinstance(entry, Arrival)]
    settings = Settings(reader="tests.batch.misbehave:deadly")
    ended = {o.arrival.name: o.status for o in cluster.read_far(found, settings, doomed, "en")}
    assert ended == {"a.txt": "ok", "b.txt": "crashed", "c.txt": "ok"}


def test_documents_at_an_address_give_the_same_tables(first: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.put(str(first / "raw") + "/", "/plans", recursive=True)
    run_folder(Task("memory://plans", tmp_path / "out", jobs=2), Silent())
    assert state(tmp_path / "out") == state(first / "out")


def test_documents_at_an_address_are_read_by_the_cluster(first: Path, tmp_path: Path, address: str) -> None:
    run_folder(Task(f"file://{first / 'raw'}", tmp_path / "out", cluster=address), Silent())
    assert state(tmp_path / "out") == state(first / "out")


def test_names_that_are_no_documents_and_copies_are_told_apart_at_an_address() -> None:
    memory = fsspec.filesystem("memory")
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", "Thumbs.db"):
        memory.pipe(f"/names/{name}", b"other" if name == "sub/c.txt" else b"same")
    found = list(remote.arrivals_at("memory://names"))
    names = [entry.name if isinstance(entry, Arrival) else (entry.path, entry.status) for entry in found]
    assert names == ["a.txt", ("b.txt", "duplicate"), "sub/c.txt"]


def test_a_cluster_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(UsageError, match="does not answer"):
        list(cluster.read_far([], Settings(), "tcp://127.0.0.1:9", "en"))
    with pytest.raises(UsageError, match="local:number"):
        list(cluster.read_far([], Settings(), "local:many", "en"))


def test_a_worker_that_comes_late_is_waited_for(first: Path, tmp_path: Path) -> None:
    with workers(0) as made:
        later = threading.Timer(2, made.scale, [1])
        later.start()
        order = Order(decisions=first / "raw" / "decisions.csv")
        run_folder(Task(first / "raw", tmp_path / "out", order, cluster=made.scheduler_address), Silent())
        later.join()
    assert state(tmp_path / "out") == state(first / "out")


def test_a_cluster_with_another_program_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "program", lambda: str(os.getpid()))
    with pytest.raises(UsageError, match="another version"):
        list(cluster.read_far([], Settings(), address, "en"))


def test_without_the_extra_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name, name="distributed")

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(UsageError, match=r'pip install "doichieu\[cluster\]"'):
        room.extra("cluster", "en")
