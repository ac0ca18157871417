"""What every page works with: the tables of a run, the documents, what is known, the secrets of this start.

`Options` are what the user asked for.  A `Desk` is made once per start and given to every router; its index
follows the tables: after a run it is built again and the pages show the new ones.
"""

import contextlib
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.catalogue.load import load
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Config
from pipeline.errors import DoichieuError
from pipeline.server.index import MARK, Index, open_index
from pipeline.server.pictures.pictures import Pictures
from pipeline.server.rulings import Book, settled

SECRET_BYTES = 32

DECISIONS = "decisions.csv"
"""The file in the folder of documents that holds what people ruled."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for.

    `tables` is the folder that a run wrote, `raw` the folder of its documents (None: not known, so nothing
    can be shown of them and nothing read again), `catalogues` the folders given to the run, `who` the name
    that rulings carry until the user says another, `lang` the language of the first page, `config` the
    settings of the run, which the next one needs too.
    """

    tables: Path
    raw: Path | None = None
    catalogues: tuple[Path, ...] = ()
    who: str = ""
    lang: str = "vi"
    config: Config = field(default_factory=Config)

    @property
    def home(self) -> Path:
        """The folder beside the tables where the index is kept."""
        return self.tables.with_name(f"{self.tables.name}.run") / "review"

    @property
    def decisions(self) -> Path:
        """The file of rulings: with the documents, or beside the tables when their folder is not known."""
        return (self.raw or self.home) / DECISIONS


@dataclass(frozen=True, slots=True)
class Secrets:
    """The three secrets of one start: opening address, cookie, and what forms must send along."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))
    form: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))


class Desk:
    """Everything that a page may look at.  Safe to use from several threads.

    `book` holds what people ruled, `catalogue` what is known, `pictures` draws pages, `secrets` are those of
    this start.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.catalogue: Catalogue = load(options.catalogues)
        self.secrets = Secrets()
        self.book = Book(options.decisions)
        self.pictures = Pictures(options.raw, options.home)
        self._lock = threading.RLock()
        self._tables = self._mark()
        self._index = self._open()
        self._known: object = None

    @property
    def index(self) -> Index:
        """The index of the tables as they stand, which knows what is ruled on."""
        with self._lock:
            mark = self._mark()
            if mark not in (None, self._tables):
                with contextlib.suppress(DoichieuError):  # tables that cannot be read: the former ones stay
                    self.refresh()
                self._tables = mark
            seen = (self.book.mark(), self._index.path)
            if seen != self._known:
                self._index.ruled(settled(self.book.rulings(), self._index))
                self._known = seen
            return self._index

    def refresh(self) -> None:
        """Take the index of the tables that stand there now; pages that are being made keep the old one."""
        with self._lock:
            self._tables = self._mark()
            self._index, self._known = self._open(), None

    def _open(self) -> Index:
        options = self.options
        return open_index(options.tables, options.home, self.catalogue, options.lang)

    def _mark(self) -> tuple[int, int, int] | None:
        """Changes with every run; None while one puts its tables in place."""
        try:
            status = (self.options.tables / MARK).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def close(self) -> None:
        """Close the index and end the drawing."""
        self._index.close()
        self.pictures.close()
