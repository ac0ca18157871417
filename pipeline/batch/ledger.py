"""What was read already: one artefact per document, kept beside the tables, and the lock of a run.

The folder ``OUT.run`` stands beside the output folder ``OUT``: `store` holds one file per document that was
read to its end, named by everything that its content depends on (bytes, kind of name, program, catalogue,
rules); `work` is swept under the lock.  An artefact carries its own checksum: a cut one does not count.
"""

import fcntl
import hashlib
import os
import pickle
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pipeline import model
from pipeline.batch.files import remove, restore, write_whole
from pipeline.batch.intake import Arrival
from pipeline.batch.plain import unpickle
from pipeline.checks import Config
from pipeline.errors import Locked, OutputError
from pipeline.language.messages import say
from pipeline.model import Finding, Harvest
from pipeline.parsers.sniff import extension

LIBRARIES = ("lxml", "olefile", "openpyxl", "pdfplumber", "pikepdf", "pypdfium2", "python-docx", "xlrd")
"""Libraries that decide what is read from a document."""

CHECKSUM = 32
"""Bytes of SHA-256 at the head of an artefact."""


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
    def work(self) -> Path:
        """Whatever is half done; emptied at the start of every run."""
        return self.home / "work"

    @property
    def old(self) -> Path:
        """The former tables, for the moment between two renames."""
        return self.home / "old"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The artefacts of documents that were read under one `basis` (program, catalogue, rules)."""

    folders: Folders
    basis: str

    def key(self, arrival: Arrival) -> str:
        """The name of a document's artefact; the file's own name counts by its extension only."""
        return _digest(arrival.sha, extension(arrival.name), self.basis)

    def has(self, arrival: Arrival) -> bool:
        """Whether there is a sound artefact, so that the document need not be read again."""
        return self._packed(arrival) is not None

    def get(self, arrival: Arrival) -> Harvest | None:
        """The harvest of a document under its present name; None when there is no sound artefact."""
        packed = self._packed(arrival)
        if packed is None:
            return None
        harvest = unpickle(zlib.decompress(packed))
        return renamed(harvest, arrival.name) if isinstance(harvest, Harvest) else None

    def _packed(self, arrival: Arrival) -> bytes | None:
        try:
            content = self._path(arrival).read_bytes()
        except OSError:
            return None
        checksum, packed = content[:CHECKSUM], content[CHECKSUM:]
        return packed if hashlib.sha256(packed).digest() == checksum else None

    def put(self, arrival: Arrival, harvest: Harvest) -> None:
        """Remember a document; raises `OSError` when the disk refuses."""
        packed = zlib.compress(pickle.dumps(harvest), 1)
        content = hashlib.sha256(packed).digest() + packed
        write_whole(self._path(arrival), content, self.folders.work, sync=False)

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


def renamed(harvest: Harvest, name: str) -> Harvest:
    """The same harvest with the file under another name, also where a finding quotes the name."""
    record = harvest.documents[0]
    if record.path == name:
        return harvest
    findings = tuple(_requoted(finding, record.path, name) for finding in harvest.findings)
    return replace(harvest, documents=(replace(record, path=name),), findings=findings)


def _requoted(finding: Finding, old: str, new: str) -> Finding:
    quote = finding.a
    if quote is None or quote.text != old or quote.place.spot:
        return finding
    return replace(finding, a=replace(quote, text=new))


def basis(catalogue: str, config: Config, decisions: Path | None = None) -> str:
    """What every document of a run depends on, as one digest.

    `catalogue` is the catalogue's version, `decisions` the file of what people ruled, which may be missing.
    """
    ruled = decisions.read_bytes() if decisions and decisions.is_file() else b""
    settings = sorted(config.settings.items())
    populations = sorted((area, sorted(sizes.items())) for area, sizes in config.populations.items())
    return _digest(program(), catalogue, repr(settings), repr(populations), hashlib.sha256(ruled).hexdigest())


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


def unwritable(folders: Folders, fault: OSError) -> OutputError:
    """The error that says which folder cannot be written and why."""
    return OutputError(f"{folders.out}: {fault.strerror or fault}")


def _locked(folders: Folders, lang: str) -> int:
    folders.home.mkdir(parents=True, exist_ok=True)
    if not os.access(folders.out.parent, os.W_OK):
        raise PermissionError(None, os.strerror(13))
    handle = os.open(folders.home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(handle)
        raise Locked(say("batch.locked", lang, folder=folders.out)) from fault
    return handle


def _sweep(folders: Folders) -> None:
    restore(folders.out, folders.old)
    remove(folders.old)
    remove(folders.work)
    folders.work.mkdir()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
