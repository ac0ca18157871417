"""Every document of a folder into published tables: look, read what is missing, merge, write, publish.

Takes a `Task`; gives a `Report` and tells a `Watcher` what happens on the way.  A file that cannot be read is
a row with its status and never stops the others.  While documents are read, memory holds none of them: what
was read lies in the ledger.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pipeline import checks
from pipeline.batch import diary
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.ledger import Folders, Ledger, basis, held, unwritable
from pipeline.batch.nursery import Settings
from pipeline.batch.publish import Published, publish, remember, standing
from pipeline.batch.quarantine import Case, keep
from pipeline.batch.records import READ, SETTLED, failed, nothing
from pipeline.batch.task import Done, Report, Task, Watcher
from pipeline.batch.workers import Outcome, read_all
from pipeline.catalogue.schema import Catalogue
from pipeline.model import DocumentRecord, Harvest
from pipeline.normalizer.unmatched import settle

Entry = Arrival | DocumentRecord


def run_folder(task: Task, watcher: Watcher) -> Report:
    """Do the whole job; raises `Locked`, `OutputError`, `CatalogueError`."""
    folders = Folders(task.out.resolve())
    with held(folders, task.lang):
        try:
            return _Run(task, folders, watcher).go()
        except OSError as fault:
            raise unwritable(folders, fault) from fault


class _Run:
    """The state of one run under the lock."""

    def __init__(self, task: Task, folders: Folders, watcher: Watcher) -> None:
        self.task, self.folders, self.watcher = task, folders, watcher
        self.clock: dict[str, float] = {}
        self.dones: list[Done] = []
        self.began = time.time()

    def go(self) -> Report:
        with self._stage("look"):
            order = self.task.order
            known = order.known()
            self.ledger = Ledger(self.folders, basis(known.catalogue.version, order.config, order.decisions))
            entries = tuple(arrivals(self.task.raw, files_in(self.task.raw)))
        with self._stage("read"):
            records = self._read(entries)
        published = self._publish(entries, records, known.catalogue)
        keep([_case(done) for done in self.dones if done.record.status not in SETTLED], self.folders)
        counts, changed = published
        self.ledger.prune()
        diary.write(self.folders, self.task, self.began, self.clock, counts, self.dones)
        return Report(counts, self.folders, changed)

    def _read(self, entries: Sequence[Entry]) -> dict[str, DocumentRecord]:
        """Read what is missing; gives the records of documents that could not be read, by their SHA-256."""
        found = [entry for entry in entries if isinstance(entry, Arrival)]
        missing = [entry for entry in found if self.task.force or not self.ledger.has(entry)]
        self.watcher.begin(len(entries), len(found) - len(missing))
        for entry in entries:
            if isinstance(entry, DocumentRecord):
                self._tell(Done(entry))
        lost: dict[str, DocumentRecord] = {}
        for outcome in self._outcomes(missing):
            if outcome.status in READ:
                self.ledger.put(outcome.arrival, outcome.harvest)
            else:
                lost[outcome.arrival.sha] = outcome.harvest.documents[0]
            self._tell(_done(outcome))
        return lost

    def _outcomes(self, missing: Sequence[Arrival]) -> Iterator[Outcome]:
        settings = Settings(self.task.order, self.task.limits)
        return read_all(missing, settings, self.task.jobs) if missing else iter(())

    def _tell(self, done: Done) -> None:
        self.dones.append(done)
        self.watcher.done(done)

    def _publish(
        self, entries: Sequence[Entry], lost: Mapping[str, DocumentRecord], catalogue: Catalogue
    ) -> tuple[Mapping[str, int], bool]:
        digest = self._digest(entries, lost)
        before = standing(self.folders)
        if before and before.digest == digest:
            return before.counts, False
        with self._stage("merge"):
            harvest = merge(list(self._harvests(entries, lost)), catalogue, self.task.order.config)
        with self._stage("write"):
            publish(harvest, catalogue, self.folders)
            counts = count(harvest)
            remember(Published(digest, counts), self.folders)
        return counts, True

    def _harvests(self, entries: Sequence[Entry], lost: Mapping[str, DocumentRecord]) -> Iterator[Harvest]:
        for entry in entries:
            if isinstance(entry, DocumentRecord):
                yield nothing(entry)
            elif entry.sha in lost:
                yield nothing(lost[entry.sha])
            else:
                yield self.ledger.get(entry) or self._again(entry)

    def _again(self, arrival: Arrival) -> Harvest:
        """Read a document whose artefact is damaged."""
        (outcome,) = self._outcomes([arrival])
        if outcome.status in READ:
            self.ledger.put(arrival, outcome.harvest)
        return outcome.harvest

    def _digest(self, entries: Sequence[Entry], lost: Mapping[str, DocumentRecord]) -> str:
        """What the tables are made of: every file with its artefact or its record."""
        digest = hashlib.sha256(self.ledger.basis.encode())
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


def merge(harvests: Sequence[Harvest], catalogue: Catalogue, config: checks.Config) -> Harvest:
    """One harvest of all, with the findings across documents and the count of rows one answer settles."""
    read = ((harvest.documents[0], harvest.observations) for harvest in harvests)
    across = checks.check_across(read, catalogue, config)
    return Harvest(
        documents=tuple(record for harvest in harvests for record in harvest.documents),
        observations=tuple(o for harvest in harvests for o in harvest.observations),
        findings=(*(f for harvest in harvests for f in harvest.findings), *across),
        responsibilities=tuple(r for harvest in harvests for r in harvest.responsibilities),
        unmatched=settle([row for harvest in harvests for row in harvest.unmatched]),
        cells=tuple(use for harvest in harvests for use in harvest.cells),
    )


def count(harvest: Harvest) -> dict[str, int]:
    """The figures of the summary."""
    severities = Counter(finding.severity for finding in harvest.findings if finding.stands)
    return {
        "documents": len(harvest.documents),
        "observations": len(harvest.observations),
        "review": sum(o.review == "needs_review" for o in harvest.observations),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "failed": sum(1 for _ in failed(harvest.documents)),
    }


def _done(outcome: Outcome) -> Done:
    record, sha = outcome.harvest.documents[0], outcome.arrival.sha
    return Done(record, sha, outcome.cpu, outcome.wall, outcome.peak, outcome.detail, outcome.fault)


def _case(done: Done) -> Case:
    return Case(done.record, done.sha, done.detail)
