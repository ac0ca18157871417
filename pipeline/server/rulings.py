"""What people ruled, as the pages see it: what stands, what version a form was made for, and adding to it.

The file of rulings is the truth, whoever writes it; it is read again whenever it changed.  A form carries the
`version` of the thing that it is about; when somebody ruled on the same thing in between, `write` refuses
with `Overtaken`, which tells what was ruled.  Undoing is a new line.
"""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.catalogue.decisions import UNDO, Line, Rulings, append, rulings_of
from pipeline.catalogue.decisions.table import decoded, lines, sections
from pipeline.language.text import clean, key
from pipeline.server.index import Index, questions

Subject = tuple[str, ...]
Mark = tuple[int, int, int] | None
VERSION_DIGITS = 16
SECOND = timedelta(seconds=1)
"""Runs tell the second in which they began."""


class Overtaken(Exception):
    """Somebody ruled on the same thing after the form was made; `line` is what was ruled last."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.ruling)
        self.line = line


def flat(text: str) -> str:
    """A text as the file keeps it: on one line."""
    return " ".join(text.split())


def subject_of(line: Line) -> Subject:
    """What a line is about: forms about the same thing get in each other's way."""
    if line.subject == "value":
        return "value", line.document, line.place, flat(line.printed)
    if line.subject == "finding":
        return "finding", line.place
    return "wording", key(clean(line.wording))


def now() -> str:
    """The present moment with its offset, fine enough that no two rulings share it."""
    return datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")


class Book:
    """The file of rulings.  Safe to use from several threads; the file may be written by others as well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._mark: Mark = None
        self._rulings = Rulings()
        self._history: dict[Subject, list[Line]] = {}
        self._made: list[tuple[Line, Line | None]] = []

    # -------------------------------------------------------------- reading

    def rulings(self) -> Rulings:
        """The rulings in force."""
        with self._lock:
            self._follow()
            return self._rulings

    def about(self, line: Line) -> tuple[Line, ...]:
        """Every line of the file on the same thing, oldest first."""
        with self._lock:
            self._follow()
            return tuple(self._history.get(subject_of(line), ()))

    def standing(self, line: Line) -> Line | None:
        """The last ruling on the same thing, None when there is none or it was taken back."""
        found = self.about(line)
        return found[-1] if found and found[-1].ruling != UNDO else None

    def version(self, line: Line) -> str:
        """Changes with every ruling on the same thing."""
        text = repr(self.about(line)).encode("utf-8", "surrogatepass")
        return hashlib.sha256(text).hexdigest()[:VERSION_DIGITS]

    def since(self, moment: datetime) -> int:
        """The number of lines that were written after a moment."""
        with self._lock:
            self._follow()
            return sum(_when(line) > moment + SECOND for found in self._history.values() for line in found)

    def mark(self) -> Mark:
        """Changes with every change of the file."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _follow(self) -> None:
        """Read the file again if it changed."""
        mark = self.mark()
        if mark == self._mark:
            return
        content = decoded(self.path.read_bytes()) if mark else ""
        found = [numbered for section in sections(content) for numbered in lines(section)]
        self._rulings = rulings_of(found, self.path.name)
        self._history = {}
        for _, line in found:
            if line is not None:
                self._history.setdefault(subject_of(line), []).append(line)
        self._mark = mark

    # -------------------------------------------------------------- writing

    def write(self, line: Line, version: str) -> Line:
        """Add a ruling that was made for this version of its subject; gives the line with its moment.

        Raises `Overtaken` when the subject was ruled on since, `OutputError` when the disk refuses.
        """
        with self._lock:
            before = self.about(line)
            if self.version(line) != version:
                raise Overtaken(before[-1] if before else replace(line, ruling=UNDO))
            return self._add(line)

    def _add(self, line: Line) -> Line:
        flatly = Line(**{name: flat(text) for name, text in line.cells().items()})
        before = self._own(flatly)
        written = self._append(flatly)
        self._made.append((written, before))
        return written

    def _append(self, line: Line) -> Line:
        dated = replace(line, when=now())
        self.path.parent.mkdir(parents=True, exist_ok=True)
        append(self.path, [dated])
        return dated

    def _own(self, line: Line) -> Line | None:
        """The last line of the same person for the same place; None when it took something back."""
        own = [one for one in self.about(line) if one.who == line.who and _same_place(one, line)]
        return own[-1] if own and own[-1].ruling != UNDO else None

    def undo(self) -> Line | None:
        """Take back the last ruling that was made here and still stands; gives it, None when there is none.

        What the same person had ruled on it before stands again.
        """
        with self._lock:
            while self._made:
                last, before = self._made.pop()
                if self._own(last) == last:
                    self._take_back(last, before)
                    return last
        return None

    def _take_back(self, last: Line, before: Line | None) -> None:
        again = self._append(before or replace(last, ruling=UNDO))
        self._made = [(again if line == before else line, earlier) for line, earlier in self._made]


def _same_place(line: Line, other: Line) -> bool:
    """Whether two lines on one subject are for the same context, so that one replaces the other."""
    return (line.goal, line.parent) == (other.goal, other.parent)


def _when(line: Line) -> datetime:
    """The moment of a line; long ago when it has no time of day."""
    try:
        moment = datetime.fromisoformat(line.when)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    has_time = len(line.when) > len("2026-01-01")
    return moment.astimezone(UTC) if has_time else datetime.min.replace(tzinfo=UTC)


# ------------------------------------------------------------------ what is settled


def settled(rulings: Rulings, index: Index) -> Iterator[tuple[str, str, str]]:
    """What of the index is ruled on: subject (``item``, ``value``, ``finding``), its key there, the ruling.

    A ruling that people contradict each other about settles nothing, nor does one for a single goal: the
    tables do not tell under which number a goal is printed.
    """
    for decision in rulings.wordings:
        if decision.ruling == "disputed" or decision.goal:
            continue
        for item in questions.items_of(index, decision.wording_key):
            if decision.parent in ("", item.parent_id):
                yield "item", str(item.no), decision.indicator_id or decision.ruling
    for correction in rulings.values:
        if correction.ruling != "disputed":
            for doubt in questions.doubts_at(index, correction.document, correction.place):
                if flat(doubt.value_raw) == correction.printed:
                    yield "value", doubt.observation_id, correction.text or correction.ruling
    for verdict in rulings.verdicts:
        yield "finding", verdict.finding_id, verdict.ruling
