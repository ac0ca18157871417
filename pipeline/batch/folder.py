"""Every document of a folder into published tables: look, read what is missing, merge, write, publish.

Takes a `Task`; gives a `Report` and tells a `Watcher` what happens on the way.  A file that cannot be read is
a row with its status and never stops the others.  While documents are read, memory holds none of them: what
was read lies in the ledger.
"""

import hashlib
import importlib
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from pipeline.batch import diary
from pipeline.batch.files import remove
from pipeline.batch.index import Index
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.job import Order
from pipeline.batch.ledger import Folders, Ledger, basis, held, unwritable
from pipeline.batch.merging import Merger, Stack
from pipeline.batch.nursery import Settings
from pipeline.batch.publish import Published, publish, remember, standing
from pipeline.batch.quarantine import Case, keep
from pipeline.batch.records import READ, SETTLED
from pipeline.batch.sections import Unsound
from pipeline.batch.segments import Entry
from pipeline.batch.task import Done, Report, Task, Watcher
from pipeline.batch.workers import Crew, Outcome, read_all
from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.model import DocumentRecord

DECISIONS = "decisions.csv"
"""The file in the folder of documents that holds what people ruled."""


def run_folder(task: Task, watcher: Watcher) -> Report:
    """Do the whole job; raises `Locked`, `OutputError`, `CatalogueError`."""
    folders = Folders(task.out.resolve())
    with held(folders, task.lang):
        try:
            return _Run(task, folders, watcher).go()
        except (OSError, sqlite3.Error, Unsound) as fault:
            raise unwritable(folders, fault) from fault


class _Run:
    """The state of one run under the lock."""

    def __init__(self, task: Task, folders: Folders, watcher: Watcher) -> None:
        self.folders, self.watcher = folders, watcher
        self.task = replace(task, order=_held_fast(task, folders.work))
        self.settings = Settings(self.task.order, task.limits, task.jobs)
        self.clock: dict[str, float] = {}
        self.lines: list[str] = []
        self.cases: list[Case] = []
        self.began = time.time()
        self.crew = Crew(self.settings)

    def go(self) -> Report:
        """The whole run; a crew that had nothing to do is sent away."""
        with self.crew:
            return self._go()

    def _go(self) -> Report:
        with self._stage("look"):
            order = self.task.order
            catalogue, rulings = order.ruled()
            made = basis(catalogue.version, order.config)
            self.ledger = Ledger(self.folders, made, catalogue, rulings)
            self.index = Index(self.ledger, ignored=self.task.force)
            entries = tuple(self._look())
            self.index.load([entry for entry in entries if isinstance(entry, Arrival)])
        with self._stage("read"):
            records = self._read(entries)
        counts, changed = self._publish(entries, records)
        self.index.keep(tuple(self._kept(entries, records)), len(entries))
        keep(self.cases, self.folders)
        self.ledger.prune()
        diary.write(self.folders, self.task, self.began, self.clock, counts, self.lines)
        return Report(counts, self.folders, changed)

    def _look(self) -> Iterator[Entry]:
        """Every file of the folder, which may lie elsewhere."""
        raw = self.task.raw
        if isinstance(raw, Path):
            paths = files_in(raw.absolute())
            if self.index.count not in (None, len(paths)) and not self.task.cluster:
                self.crew.prepare()
            return arrivals(raw.absolute(), paths)
        found: Iterator[Entry] = extra("remote", self.task.lang).arrivals_at(raw)
        return found

    def _read(self, entries: Sequence[Entry]) -> dict[str, DocumentRecord]:
        """Read what is missing; gives the records of documents that could not be read, by their SHA-256."""
        found = [entry for entry in entries if isinstance(entry, Arrival)]
        missing = [entry for entry in found if self.task.force or not self._has(entry)]
        self.watcher.begin(len(entries), len(found) - len(missing))
        for entry in entries:
            if isinstance(entry, DocumentRecord):
                self._tell(Done(entry))
        lost: dict[str, DocumentRecord] = {}
        for outcome in self._outcomes(missing):
            self._remember(outcome, lost)
            self._tell(_done(outcome))
        return lost

    def _has(self, arrival: Arrival) -> bool:
        return arrival.sha in self.index.briefs or self.ledger.has(arrival)

    def _outcomes(self, missing: Sequence[Arrival]) -> Iterator[Outcome]:
        if not missing:
            return iter(())
        self.index.drop()
        task, settings = self.task, self.settings
        if task.cluster:
            there = extra("cluster", task.lang)
            outcomes: Iterator[Outcome] = there.read_far(missing, settings, task.cluster, task.lang)
            return outcomes
        return read_all(missing, settings, self.crew)

    def _remember(self, outcome: Outcome, lost: dict[str, DocumentRecord]) -> None:
        if outcome.artefact:
            self.ledger.keep(outcome.arrival, outcome.artefact)
        elif outcome.status in READ:
            self.ledger.put(outcome.arrival, outcome.harvest, outcome.wordings)
        else:
            lost[outcome.arrival.sha] = outcome.harvest.documents[0]

    def _tell(self, done: Done) -> None:
        self.lines.append(diary.line(done))
        if done.record.status not in SETTLED:
            self.cases.append(Case(done.record, done.sha, done.detail))
        self.watcher.done(done)

    def _publish(
        self, entries: Sequence[Entry], lost: dict[str, DocumentRecord]
    ) -> tuple[Mapping[str, int], bool]:
        digest = self._digest(entries, lost)
        before = standing(self.folders)
        if before and before.digest == digest:
            return before.counts, False
        try:
            counts = self._printed(entries, lost)
        except Unsound:
            self._distrust()
            counts = self._printed(entries, lost)
        remember(Published(digest, counts), self.folders)
        return counts, True

    def _printed(self, entries: Sequence[Entry], lost: dict[str, DocumentRecord]) -> Mapping[str, int]:
        with self._stage("merge"):
            stack = self._stack(entries, lost)
        with self._stage("write"):
            return publish(stack, self.ledger.catalogue, self.folders)

    def _distrust(self) -> None:
        """Something that was kept turned out to be damaged: only sound artefacts count."""
        self.index.drop()
        self.index.briefs.clear()
        remove(self.folders.segments)

    def _stack(self, entries: Sequence[Entry], lost: dict[str, DocumentRecord]) -> Stack:
        """The pages of all documents; those whose artefact is damaged are read again."""
        merger = Merger(self.ledger, self.task.order.config, self.task.lang)
        damaged = [entry for entry in self._kept(entries, lost) if not self._added(merger, entry)]
        for outcome in self._outcomes(damaged):
            self._remember(outcome, lost)
        for entry in self._kept(damaged, lost):
            merger.add(entry)
        read = [
            entry if isinstance(entry, DocumentRecord) else lost.get(entry.sha, entry) for entry in entries
        ]
        return merger.stack(read, self.folders.work / "rulings.db")

    def _added(self, merger: Merger, arrival: Arrival) -> bool:
        brief = self.index.briefs.get(arrival.sha)
        if not brief or brief.name != arrival.name:
            self.index.drop()
            brief = None
        try:
            merger.add(arrival, brief)
        except Unsound:
            return False
        return True

    def _kept(self, entries: Sequence[Entry], lost: Mapping[str, DocumentRecord]) -> Iterator[Arrival]:
        return (entry for entry in entries if isinstance(entry, Arrival) and entry.sha not in lost)

    def _digest(self, entries: Sequence[Entry], lost: Mapping[str, DocumentRecord]) -> str:
        """What the tables are made of: every file with its artefact or its record, and every ruling."""
        digest = hashlib.sha256(
            f"{self.ledger.basis} {self.ledger.rulings!r}".encode("utf-8", "surrogatepass")
        )
        for entry in entries:
            record = entry if isinstance(entry, DocumentRecord) else lost.get(entry.sha)
            made = repr(record) if isinstance(record, DocumentRecord) else ""
            key = self.ledger.key(entry) if isinstance(entry, Arrival) else ""
            name = entry.name if isinstance(entry, Arrival) else entry.path
            digest.update(f"{name}\0{key}\0{made}\n".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        self.watcher.stage(name)
        start = time.monotonic()
        try:
            yield
        finally:
            self.clock[name] = round(time.monotonic() - start, 3)


def _done(outcome: Outcome) -> Done:
    record, sha = outcome.harvest.documents[0], outcome.arrival.sha
    return Done(record, sha, outcome.cpu, outcome.wall, outcome.peak, outcome.detail, outcome.fault)


def _held_fast(task: Task, work: Path) -> Order:
    """The order with a copy of the rulings, so that all documents are read under the same ones."""
    order, copy = task.order, work / DECISIONS
    if isinstance(task.raw, str):
        found = extra("remote", task.lang).fetch(f"{task.raw}/{DECISIONS}", copy)
    elif found := bool(order.decisions and order.decisions.is_file()):
        shutil.copyfile(str(order.decisions), copy)
    return replace(order, decisions=copy if found else None)


def extra(name: str, lang: str) -> ModuleType:
    """A module of this room that needs packages of the extra; `UsageError` says how to get them."""
    try:
        return importlib.import_module(f"pipeline.batch.{name}")
    except ModuleNotFoundError as fault:
        raise UsageError(say("cli.no_extra", lang, package=fault.name)) from fault
