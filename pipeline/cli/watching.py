"""Watching a run: a bar on a terminal, a line now and then elsewhere, events for programs.

Takes what the run tells (`pipeline.batch.task.Watcher`) and says it on stderr.
"""

import json
import time
from datetime import timedelta

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.batch.records import SETTLED
from pipeline.batch.task import Done
from pipeline.cli.shared import Speaker, console
from pipeline.run import remedy

EVERY_SECONDS = 10
"""Without a terminal, one progress line after so long."""


class Watch:
    """Tells people or programs how a run goes on."""

    def __init__(self, speaker: Speaker, *, json: bool, verbose: bool) -> None:
        self.speaker, self.json, self.verbose = speaker, json, verbose
        self.count = self.finished = self.to_read = 0
        self.began = self.told = time.monotonic()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=console, disable=speaker.quiet or not console.is_terminal)

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def begin(self, count: int, stored: int) -> None:
        """Say how much there is to do."""
        self.count, self.to_read = count, count - stored
        self.began = self.told = time.monotonic()
        self._event("begin", documents=count, stored=stored)
        if stored:
            self.speaker.tell("stored", count=stored)
        if self.to_read:
            self.task = self.bar.add_task(
                self.speaker.text("reading", count=self.to_read), total=self.to_read
            )
            self.bar.start()

    def stage(self, name: str) -> None:
        """Say that a stage begins; reading has its own words."""
        self._event("stage", stage=name)
        if name == "write":
            self.bar.stop()
            self.speaker.tell("writing")

    def done(self, done: Done) -> None:
        """Count one finished file and say what is worth saying."""
        self.finished += 1
        if self.bar.tasks:
            self.bar.advance(self.task)
        record = done.record
        if self.json:
            told = ("path", "document_id", "status", "reason", "remedy", "observations", "findings")
            facts = {name: getattr(record, name) for name in told}
            self._event("document", **facts, cpu_seconds=done.cpu, peak_mib=done.peak)
        elif record.status not in SETTLED:
            values = {"path": record.path, "status": record.status, "reason": record.reason}
            self.speaker.warn("file_failed", **values, remedy=remedy(record.reason, self.speaker.lang))
        elif self.verbose:
            values = {"path": record.path, "status": record.status, "observations": str(record.observations)}
            self.speaker.tell("file_done", **values, findings=record.findings)
        if done.fault and self.verbose:
            console.print(done.fault, markup=False)
        self._now_and_then()

    def _now_and_then(self) -> None:
        now = time.monotonic()
        if console.is_terminal or now - self.told < EVERY_SECONDS:
            return
        self.told = now
        rate = self.finished / (now - self.began)
        left = timedelta(seconds=round((self.to_read - self.finished) / rate))
        self.speaker.tell("progress", done=self.finished, count=self.to_read, rate=f"{rate:.1f}", left=left)

    def _event(self, name: str, **facts: object) -> None:
        if self.json:
            console.print(json.dumps({"event": name, **facts}, ensure_ascii=False), markup=False, style=None)
