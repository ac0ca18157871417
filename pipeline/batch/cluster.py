"""Many machines: the same reading of one document at a time, sent to a Dask cluster.  The only door to Dask.

Takes arrivals, `Settings`, and where the cluster is; gives an `Outcome` each, in the order in which they end.
A worker of the cluster reads a document in a process of its own, with the same limits as here, and gives its
artefact ready to be kept.  A document whose worker vanishes is read by another one; one that takes worker
after worker with it is read once more when nothing else is under way, and then given up as ``crashed``.
"""
# mypy: allow-untyped-calls

import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from distributed import Client, KilledWorker, LocalCluster, as_completed
from distributed.client import Future

from pipeline.batch.artefact import packed
from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import program
from pipeline.batch.nursery import Settings
from pipeline.batch.records import READ, nothing
from pipeline.batch.workers import Outcome, lost, read_all
from pipeline.errors import Unreadable, UsageError
from pipeline.language.messages import say

LOCAL = "local:"
"""Before a number: that many worker processes on this machine."""

PATIENCE = 20
"""Seconds to wait for the cluster to answer."""

ARRIVAL = 60
"""Seconds to wait for the first worker: it starts an interpreter and loads everything."""

AHEAD = 4
"""Documents per thread of the cluster that are under way: enough that none waits for the network."""


@dataclass(frozen=True, slots=True)
class Errand:
    """How documents are read far away; `decisions` is the content of the file of rulings."""

    settings: Settings
    decisions: bytes | None


def read_far(arrivals: Iterable[Arrival], settings: Settings, address: str, lang: str) -> Iterator[Outcome]:
    """Read every arrival on the cluster at `address` (``tcp://…``) or in worker processes (``local:N``).

    Raises `UsageError` when nobody answers there, or another version of the program does.
    """
    with _client(address, lang) as client:
        _same_program(client, lang)
        decisions = settings.order.decisions
        order = replace(settings.order, decisions=None)
        errand = Errand(replace(settings, order=order), decisions.read_bytes() if decisions else None)
        killed = yield from _all(client, errand, iter(arrivals), AHEAD * sum(client.nthreads().values()))
        for arrival in killed:
            again = yield from _all(client, errand, iter([arrival]), 1)
            if again:
                yield lost(arrival, Unreadable("crashed", "parser_crashed", "workers of the cluster died"))
        client.run(rest)


def _all(
    client: Client, errand: Errand, arrivals: Iterator[Arrival], ahead: int
) -> Generator[Outcome, None, list[Arrival]]:
    """Read every arrival with so many under way; gives back those whose workers died."""
    under_way: dict[object, Arrival] = {}

    def sent(arrival: Arrival) -> Future[Outcome]:
        future = client.submit(far, arrival, errand, pure=False)
        under_way[future.key] = arrival
        return future

    killed: list[Arrival] = []
    ended = as_completed([sent(arrival) for arrival in islice(arrivals, ahead)])
    for future in ended:
        arrival = under_way.pop(future.key)
        try:
            yield replace(future.result(), arrival=arrival)
        except KilledWorker:
            killed.append(arrival)
        for another in islice(arrivals, 1):
            ended.add(sent(another))
    return killed


@contextmanager
def _client(address: str, lang: str) -> Iterator[Client]:
    """A connection; workers on this machine live as long as it."""
    count = address.removeprefix(LOCAL)
    if address.startswith(LOCAL) and not count.isdecimal():
        raise UsageError(say("cli.cluster_address", lang, address=address))
    try:
        if count == address:
            with Client(address, timeout=PATIENCE) as client:
                client.wait_for_workers(1, timeout=ARRIVAL)
                yield client
        else:
            workers = {"n_workers": int(count), "threads_per_worker": 1, "processes": True}
            with LocalCluster(**workers, dashboard_address=None) as cluster, Client(cluster) as client:
                yield client
    except (OSError, ValueError) as fault:
        raise UsageError(say("cli.no_cluster", lang, address=address, reason=fault)) from fault


def _same_program(client: Client, lang: str) -> None:
    """Refuse workers with another program: their tables would be others."""
    found = set(client.run(program).values())
    if found - {program()}:
        raise UsageError(say("cli.other_program", lang))


# ------------------------------------------------------------------ in a worker of the cluster


class _Reader:
    """What a thread of the worker reads with, kept for the next document."""

    errand: Errand | None = None
    outcomes: Generator[Outcome, None, None]
    waiting: deque[Arrival]
    folder: TemporaryDirectory[str]
    settings: Settings

    def read(self, arrival: Arrival, errand: Errand) -> Outcome:
        """Read one document in a process of its own."""
        if self.errand != errand:
            self._take(errand)
        self.waiting.append(arrival)
        return next(self.outcomes)

    def _take(self, errand: Errand) -> None:
        self.rest()
        self.folder = TemporaryDirectory()
        order = errand.settings.order
        if errand.decisions is not None:
            path = Path(self.folder.name) / "decisions.csv"
            path.write_bytes(errand.decisions)
            order = replace(order, decisions=path)
        self.settings = replace(errand.settings, order=order, jobs=1)
        self.waiting = deque()
        self.outcomes = read_all(iter(self.waiting.popleft, None), self.settings)
        self.errand = errand
        _busy.append(self)

    def rest(self) -> None:
        """End the processes that read."""
        if self.errand is not None:
            self.errand = None
            self.outcomes.close()
            self.folder.cleanup()


_busy: list[_Reader] = []
_own = threading.local()


def rest() -> None:
    """End the processes of every thread of this worker."""
    while _busy:
        _busy.pop().rest()


def _reader() -> _Reader:
    """That of this thread."""
    if not hasattr(_own, "reader"):
        _own.reader = _Reader()
    reader: _Reader = _own.reader
    return reader


def far(arrival: Arrival, errand: Errand) -> Outcome:
    """Read one document and make its artefact; the outcome then carries its record and the artefact."""
    reader = _reader()
    outcome = reader.read(arrival, errand)
    record = outcome.harvest.documents[0]
    if record.status not in READ:
        return outcome
    known = reader.settings.order.known()
    made = packed(outcome.harvest, outcome.wordings, known.rulings, known.catalogue)
    return replace(outcome, harvest=nothing(record), wordings=(), artefact=made)
