"""What was read already: one artefact per document, kept beside the tables, and the lock of a run.

The folder ``OUT.run`` stands beside the output folder ``OUT``: `store` holds one file per document that was
read to its end, named by everything that its content depends on (bytes, kind of name, program, catalogue,
rules); `work` is swept under the lock.  An artefact carries its own checksum: a cut one does not count.  Nor
does one whose document people ruled on since.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pipeline import model
from pipeline.batch.artefact import HARVEST, HEAD, PAGE, Brief, Head, packed, renamed
from pipeline.batch.files import hold, remove, restore, write_whole
from pipeline.batch.intake import Arrival
from pipeline.batch.sections import Sections, Unsound
from pipeline.catalogue.decisions import Rulings, relevant
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Config
from pipeline.errors import Locked, OutputError
from pipeline.language.messages import say
from pipeline.model import Harvest
from pipeline.parsers.sniff import extension
from pipeline.writers.order import SEVERITIES

LIBRARIES = ("lxml", "olefile", "openpyxl", "pdfplumber", "pikepdf", "pypdfium2", "python-docx", "xlrd")
"""Libraries that decide what is read from a document."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run keeps things: everything beside the output folder `out`, nothing in it."""

    out: Path

    @property
    def home(self) -> Path:
        """The folder beside the output."""
        return self.out.with_name(f"{self.out.name}.run")

    @property
    def store(self) -> Path:
        """Artefacts."""
        return self.home / "store"

    @property
    def across(self) -> Path:
        """What was found across documents, a file per province."""
        return self.home / "across"

    @property
    def segments(self) -> Path:
        """Documents that follow each other, packed together."""
        return self.home / "segments"

    @property
    def work(self) -> Path:
        """Whatever is half done; emptied at the start of every run."""
        return self.home / "work"

    @property
    def old(self) -> Path:
        """The former tables, for the moment between two renames."""
        return self.home / "old"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The artefacts of documents that were read under one `basis` (program, catalogue, rules).

    `rulings` are those in force: an artefact counts while those that touch its document are the same.
    """

    folders: Folders
    basis: str
    catalogue: Catalogue
    rulings: Rulings

    def key(self, arrival: Arrival) -> str:
        """The name of a document's artefact; the file's own name counts by its extension only."""
        return _digest(arrival.sha, extension(arrival.name), self.basis)

    def has(self, arrival: Arrival) -> bool:
        """Whether there is an artefact that counts, so that the document need not be read again."""
        try:
            return self._counts(arrival, self.head(arrival))
        except Unsound:
            return False

    def settle(self, arrival: Arrival) -> Brief:
        """Make sure that an artefact is sound in every byte and bears the present name of its file.

        Raises `Unsound` when the document has to be read again, `OSError` when the disk refuses.
        """
        found = Sections(self._path(arrival), check=True)
        head = self._head(found)
        if not self._counts(arrival, head):
            raise Unsound(str(found.path))
        if head.record.path != arrival.name:
            harvest = found.read(HARVEST)
            if not isinstance(harvest, Harvest):
                raise Unsound(str(found.path))
            self.put(arrival, renamed(harvest, arrival.name), head.wordings)
        return self.brief(arrival)

    def brief(self, arrival: Arrival) -> Brief:
        """What a run has to know of an artefact; raises `Unsound`."""
        found = self.open(arrival)
        head = self._head(found)
        return Brief(
            name=head.record.path,
            digest=found.digest,
            wordings=head.wordings,
            ruled=head.ruled,
            root=head.root,
            facts=head.facts,
            kinds=tuple(kind for kind in SEVERITIES if kind in found),
            weight=found.index[PAGE][1],
        )

    def covers(self, arrival: Arrival, brief: Brief) -> bool:
        """Whether this is the brief of the artefact that counts for a file."""
        same = brief.name == arrival.name or extension(brief.name) == extension(arrival.name)
        return same and self._counts(arrival, brief)

    def asked(self, brief: Brief) -> Brief:
        """The brief with those of its wordings only that people ruled on: there are many others."""
        asked = self.rulings.by_wording
        return replace(brief, wordings=tuple(key for key in brief.wordings if key in asked))

    def head(self, arrival: Arrival) -> Head:
        """What is looked at in every run; raises `Unsound`."""
        return self._head(self.open(arrival))

    def open(self, arrival: Arrival) -> Sections:
        """The sections of a document; raises `Unsound`."""
        return Sections(self._path(arrival))

    def sure(self, arrival: Arrival, digest: str) -> Sections:
        """The same of the very artefact with this checksum, sound in every byte."""
        found = Sections(self._path(arrival), check=True)
        if found.digest != digest:
            raise Unsound(str(found.path))
        return found

    def put(self, arrival: Arrival, harvest: Harvest, wordings: tuple[str, ...]) -> None:
        """Remember a document; raises `OSError` when the disk refuses."""
        self.keep(arrival, packed(harvest, wordings, self.rulings, self.catalogue))

    def keep(self, arrival: Arrival, artefact: bytes) -> None:
        """The same with an artefact that was made elsewhere."""
        write_whole(self._path(arrival), artefact, self.folders.work, sync=False)

    def _head(self, found: Sections) -> Head:
        head = found.read(HEAD)
        if not isinstance(head, Head):
            raise Unsound(str(found.path))
        return head

    def _counts(self, arrival: Arrival, head: Head | Brief) -> bool:
        return head.ruled == relevant(self.rulings, head.wordings, arrival.id)

    def _path(self, arrival: Arrival) -> Path:
        key = self.key(arrival)
        return self._shelf / key[:2] / key

    @property
    def _shelf(self) -> Path:
        return self.folders.store / self.basis[:16]

    def prune(self) -> None:
        """Forget what was read with another program, catalogue or rules; raises `OSError`."""
        for shelf in self.folders.store.iterdir() if self.folders.store.is_dir() else ():
            if shelf != self._shelf:
                remove(shelf)


def basis(catalogue: str, config: Config) -> str:
    """What every document of a run depends on, as one digest; `catalogue` is the catalogue's version."""
    settings = sorted(config.settings.items())
    populations = sorted((area, sorted(sizes.items())) for area, sizes in config.populations.items())
    return _digest(program(), catalogue, repr(settings), repr(populations))


@lru_cache(maxsize=1)
def program() -> str:
    """Digest of the program itself and of the libraries that read documents."""
    home = Path(model.__file__).parents[1]
    digest = hashlib.sha256(repr([(name, version(name)) for name in LIBRARIES]).encode())
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def held(folders: Folders, lang: str) -> Iterator[None]:
    """Hold the lock of an output folder and leave no trace of runs that were cut off.

    Raises `Locked` when another run holds it, `OutputError` when nothing can be written there.
    """
    try:
        handle = _locked(folders, lang)
    except OSError as fault:
        raise unwritable(folders, fault) from fault
    try:
        try:
            _sweep(folders)
        except OSError as fault:
            raise unwritable(folders, fault) from fault
        yield
    finally:
        shutil.rmtree(folders.work, ignore_errors=True)
        os.close(handle)


def unwritable(folders: Folders, fault: OSError | sqlite3.Error | Unsound) -> OutputError:
    """The error that says which folder cannot be written and why."""
    return OutputError(f"{folders.out}: {getattr(fault, 'strerror', None) or fault}")


def _locked(folders: Folders, lang: str) -> int:
    folders.home.mkdir(parents=True, exist_ok=True)
    if not os.access(folders.out.parent, os.W_OK):
        raise PermissionError(None, os.strerror(13))
    try:
        return hold(folders.home / "lock")
    except BlockingIOError as fault:
        raise Locked(say("batch.locked", lang, folder=folders.out)) from fault


def _sweep(folders: Folders) -> None:
    restore(folders.out, folders.old)
    remove(folders.old)
    remove(folders.work)
    folders.work.mkdir()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
