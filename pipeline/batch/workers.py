"""One document, one process: documents in, an `Outcome` each out, in the order in which they end.

Takes arrivals and `Settings`; keeps as many workers busy as asked for.  What a worker was able to say counts
only if it ended well; otherwise the way it ended decides the status.  Workers are made by the nursery, which
is started again should it ever die.  Answers are unpickled with the plain records of `model` only.
"""

import errno
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from pipeline.batch.intake import Arrival
from pipeline.batch.job import Answer, read
from pipeline.batch.nursery import MESSAGE, Ended, Request, Settings
from pipeline.batch.plain import unpickle
from pipeline.batch.records import nothing, refused
from pipeline.errors import Unreadable
from pipeline.model import Harvest

ISOLATES = sys.platform == "linux"
"""Elsewhere documents are read one after the other in this process, without limits (see docs/scale.md)."""

NEARLY = 0.8
"""Share of the memory limit from which an abort counts as lack of memory."""

MOST_TRIES = 2
"""How often a document is given to a worker when the nursery, not the worker, dies."""


Program = subprocess.Popen[bytes]
"""This very program, started again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one arrival: its harvest (at least a record), what it cost, a traceback of ours if any.

    `wordings` are the keys of everything in it that was matched.  With an `artefact` that was made elsewhere
    the harvest holds the record only.
    """

    arrival: Arrival
    harvest: Harvest
    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0
    detail: str = ""
    fault: str = ""
    wordings: tuple[str, ...] = ()
    artefact: bytes = b""

    @property
    def status(self) -> str:
        """The status of the document."""
        return self.harvest.documents[0].status


@dataclass(slots=True)
class _Job:
    arrival: Arrival
    tries: int
    document: int
    answer: IO[bytes]

    def close(self) -> None:
        os.close(self.document)
        self.answer.close()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if ISOLATES else 1


def read_all(
    arrivals: Iterable[Arrival], settings: Settings, crew: "Crew | None" = None
) -> Generator[Outcome, None, None]:
    """Read every arrival with as many workers as the settings say; `crew` is one that is there already."""
    if not ISOLATES:
        yield from (_read_here(arrival, settings) for arrival in arrivals)
        return
    with crew or Crew(settings) as crew:
        for arrival in arrivals:
            yield from crew.give(arrival)
            while len(crew.jobs) >= settings.jobs:
                yield from crew.next()
        while crew.jobs:
            yield from crew.next()


def start(module: str, door: socket.socket) -> Program:
    """Start this very program again at ``module.main``, which gets the number of its end of a socket."""
    parts = [str(Path(part).resolve()) for part in sys.path]
    return subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-P", "-c", f"from {module} import main; main({door.fileno()})"],
        pass_fds=[door.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(parts)},
    )


class Crew:
    """The nursery and the jobs that it has in hand; it begins to load when `prepare` or the work begins."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.jobs: dict[int, _Job] = {}
        self.count = 0
        self.nursery: Program | None = None

    def prepare(self) -> None:
        """Begin to load, as far as documents are read in processes of their own."""
        if ISOLATES and not self.nursery:
            self._start()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        for job in self.jobs.values():
            job.close()
        self.jobs = {}

    def _start(self) -> None:
        self.door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.nursery = start("pipeline.batch.nursery", theirs)
        self.door.send(pickle.dumps(self.settings))

    def _stop(self) -> None:
        """Close the door, upon which the nursery ends its workers and itself; without work it is ended."""
        if self.nursery:
            self.door.close()
            if not self.count:
                self.nursery.kill()
            self.nursery.wait()
        self.nursery = None

    def give(self, arrival: Arrival, tries: int = 1) -> Iterator[Outcome]:
        """Hand one document to a worker; what cannot even be opened ends here."""
        try:
            document = arrival.open()
        except (OSError, Unreadable) as fault:
            yield lost(arrival, Unreadable("retry", "retry_io", str(fault)))
            return
        self.prepare()
        self.count += 1
        job = self.jobs[self.count] = _Job(arrival, tries, document, tempfile.TemporaryFile())  # noqa: SIM115
        request = pickle.dumps(asdict(Request(self.count, arrival.name, arrival.sha)))
        try:
            socket.send_fds(self.door, [request], [document, job.answer.fileno()])
        except (BrokenPipeError, ConnectionError):
            yield from self._again()

    def next(self) -> Iterator[Outcome]:
        """Wait until a worker ends."""
        try:
            words = self.door.recv(MESSAGE)
        except ConnectionError:
            words = b""
        if not words:
            yield from self._again()
            return
        ended = Ended(**pickle.loads(words))  # noqa: S301 - from the nursery, which reads no document
        job = self.jobs.pop(ended.job)
        try:
            yield _outcome(job, ended, self.settings)
        finally:
            job.close()

    def _again(self) -> Iterator[Outcome]:
        """The nursery has died: start another one and hand out its jobs again."""
        self._stop()
        again, self.jobs = tuple(self.jobs.values()), {}
        self._start()
        for job in again:
            job.close()
            if job.tries < MOST_TRIES:
                yield from self.give(job.arrival, job.tries + 1)
            else:
                yield lost(job.arrival, Unreadable("crashed", "parser_crashed", "the nursery died"))


def _outcome(job: _Job, ended: Ended, settings: Settings) -> Outcome:
    answer = _answer(job.answer) if ended.code == 0 else _verdict(ended, settings)
    return _told(job.arrival, answer, ended.cpu, ended.wall, ended.peak)


def _told(arrival: Arrival, answer: Answer, cpu: float = 0, wall: float = 0, peak: float = 0) -> Outcome:
    harvest = answer.harvest
    if harvest is None:
        fault = Unreadable(answer.status, answer.reason, answer.detail)
        harvest = nothing(refused(arrival.name, fault, arrival.sha, arrival.size))
    return Outcome(arrival, harvest, cpu, wall, round(peak, 1), answer.detail, answer.fault, answer.wordings)


def lost(arrival: Arrival, fault: Unreadable) -> Outcome:
    """The outcome of a document that could not be given to anybody who reads it."""
    return _told(arrival, Answer(None, fault.status, fault.reason, fault.detail))


def _answer(file: IO[bytes]) -> Answer:
    file.seek(0)
    try:
        answer = unpickle(file.read())
    except Exception as fault:  # noqa: BLE001 - whatever is left in the file, it is no answer
        return Answer(status="crashed", reason="parser_crashed", detail=repr(fault)[:200])
    if isinstance(answer, Answer):
        return answer
    return Answer(status="crashed", reason="parser_crashed", detail="no answer")


def _verdict(ended: Ended, settings: Settings) -> Answer:
    """What the end of a worker says that left no answer; a code above 1 is the error of writing it."""
    detail = f"exit {ended.code}" if ended.code > 0 else signal.Signals(-ended.code).name
    if ended.cpu >= settings.limits.cpu or ended.code == -signal.SIGXCPU:
        return Answer(status="resource", reason="resource_cpu", detail=detail)
    if ended.late:
        return Answer(status="retry", reason="retry_wall", detail=detail)
    if ended.code == errno.ENOSPC:
        return Answer(status="retry", reason="retry_io", detail=detail)
    if (
        ended.code in (-signal.SIGKILL, errno.EFBIG, errno.ENOMEM)
        or ended.peak > NEARLY * settings.limits.memory
    ):
        return Answer(status="resource", reason="resource_memory", detail=detail)
    return Answer(status="crashed", reason="parser_crashed", detail=detail)


def _read_here(arrival: Arrival, settings: Settings) -> Outcome:
    try:
        document = arrival.open()
    except (OSError, Unreadable) as fault:
        return lost(arrival, Unreadable("retry", "retry_io", str(fault)))
    try:
        return _told(arrival, read(document, arrival.name, arrival.sha, settings.order))
    finally:
        os.close(document)
