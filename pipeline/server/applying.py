"""Apply now: a run over the documents in a process of its own, then the pages show the new tables.

A run re-reads only what the rulings touch.  One run at a time; what it says on the way is shown.  The process
is started fresh, so that nothing of the server is in it.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request, Response

from pipeline.batch.folder import run_folder
from pipeline.batch.job import Order
from pipeline.batch.task import Done, Task
from pipeline.batch.workers import cores
from pipeline.errors import DoichieuError
from pipeline.language.messages import say
from pipeline.server.desk import DECISIONS, Desk
from pipeline.server.last_run import last_run
from pipeline.server.refusal import Refusal
from pipeline.server.views import Views

State = Literal["idle", "running", "done", "failed"]

END_SECONDS = 5.0
"""Seconds that a run is given to end by itself."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a run stands: `done` of `count` documents read again, its stage, or why it failed."""

    state: State = "idle"
    stage: str = ""
    count: int = 0
    done: int = 0
    changed: bool = False
    fault: str = ""


class _Teller:
    """Sends what a run tells through a pipe."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe

    def begin(self, count: int, stored: int) -> None:
        """So many files are to be read."""
        self.pipe.send(("begin", count - stored))

    def done(self, done: Done) -> None:
        """One file is finished."""
        del done
        self.pipe.send(("done", 1))

    def stage(self, name: str) -> None:
        """A stage begins."""
        self.pipe.send(("stage", name))


def work(task: Task, pipe: Connection) -> None:
    """Run in the new process; everything that stops it is told."""
    try:
        report = run_folder(task, _Teller(pipe))
        pipe.send(("changed", report.changed))
    except DoichieuError as fault:
        pipe.send(("fault", str(fault)))
    except KeyboardInterrupt:
        pipe.send(("fault", say("cli.interrupted", task.lang)))
    except Exception as fault:  # noqa: BLE001 - the process ends here; its parent tells the user
        pipe.send(("fault", repr(fault)))


class Runner:
    """At most one run at a time."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._lock = threading.Lock()
        self._progress = Progress()
        self._process: BaseProcess | None = None

    @property
    def progress(self) -> Progress:
        """How the run stands."""
        return self._progress

    def start(self, raw: Path) -> None:
        """Begin a run over the documents in `raw`, unless one is going on."""
        with self._lock:
            if self._progress.state == "running":
                return
            self._progress = Progress("running")
        threading.Thread(target=self._follow, args=(self._task(raw),), daemon=True).start()

    def _task(self, raw: Path) -> Task:
        options = self.desk.options
        order = Order(options.catalogues, options.config, raw / DECISIONS)
        return Task(raw, options.tables, order, jobs=cores(), lang=options.lang)

    def _follow(self, task: Task) -> None:
        """Listen until the process ends, then show the new tables."""
        fresh = multiprocessing.get_context("spawn")
        here, there = fresh.Pipe(duplex=False)
        process = fresh.Process(target=work, args=(task, there), daemon=False)
        process.start()
        self._process = process
        there.close()
        self._listen(here)
        process.join()
        progress = self._progress
        if not progress.fault and process.exitcode:
            progress = replace(progress, fault=f"exit {process.exitcode}")
        self._progress = self._ended(progress)

    def stop(self) -> None:
        """End a run that is going on; the tables stay as they were."""
        process = self._process
        if process is None or not process.is_alive() or process.pid is None:
            return
        os.kill(process.pid, signal.SIGINT)
        process.join(END_SECONDS)
        process.kill()

    def _listen(self, pipe: Connection) -> None:
        while True:
            try:
                name, value = pipe.recv()
            except EOFError:
                return
            self._progress = _told(self._progress, name, value)

    def _ended(self, progress: Progress) -> Progress:
        if progress.fault:
            return replace(progress, state="failed")
        try:
            self.desk.refresh()
        except DoichieuError as fault:
            return replace(progress, state="failed", fault=str(fault))
        return replace(progress, state="done")


def _told(progress: Progress, name: str, value: object) -> Progress:
    if name == "begin" and isinstance(value, int):
        return replace(progress, count=value)
    if name == "done":
        return replace(progress, done=min(progress.done + 1, progress.count))
    if name == "stage":
        return replace(progress, stage=str(value))
    return replace(progress, fault=str(value)) if name == "fault" else replace(progress, changed=bool(value))


def router(desk: Desk) -> APIRouter:
    """Give the routes ``/apply``: GET tells how it stands, POST begins."""
    views, runner = Views(desk), Runner(desk)

    @asynccontextmanager
    async def open_hours(_: object) -> AsyncIterator[None]:
        yield
        runner.stop()

    routes = APIRouter(lifespan=open_hours)

    def told(request: Request) -> Response:
        progress = runner.progress
        waiting = 0 if progress.state == "running" else pending(desk)
        return views.page(request, "apply.html.j2", progress=progress, waiting=waiting)

    @routes.get("/apply")
    def status(request: Request, watching: bool = False) -> Response:
        answer = told(request)
        if watching and runner.progress.state == "done":
            answer.headers["hx-trigger"] = '{"ruled": {"next": ""}}'
        return answer

    @routes.post("/apply")
    def begin(request: Request) -> Response:
        if desk.options.raw is None:
            raise Refusal(409, "no_documents")
        runner.start(desk.options.raw)
        return told(request)

    return routes


def pending(desk: Desk) -> int:
    """The number of rulings that were made after the last run began to read."""
    told = last_run(desk.options.tables).began
    return desk.book.since(datetime.fromisoformat(told)) if told else 0
