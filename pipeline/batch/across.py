"""What the documents of a province say against each other, kept until one of them changes.

Takes the members of every province; gives the findings under each document, ready to be written.  A file per
province is named by everything that it depends on: its documents' facts and those of the nation, the program,
the catalogue, the rules.
"""

import hashlib
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from pipeline import checks
from pipeline.batch.artefact import FACTS, HEAD, Head
from pipeline.batch.files import whole
from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import Ledger
from pipeline.batch.sections import Sections, Unsound, write_sections
from pipeline.checks import Config
from pipeline.model import DocumentRecord, Finding, Harvest
from pipeline.writers import Findings, told
from pipeline.writers.order import document_of

NATION = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One document that can be compared, with the digest of what is compared."""

    arrival: Arrival
    digest: str


@dataclass(slots=True)
class Across:
    """The findings across documents; `places` says in which file those under a document stand."""

    ledger: Ledger
    config: Config
    places: dict[tuple[str, str], Sections] = field(default_factory=dict)

    def compare(self, provinces: Mapping[str, Sequence[Member]]) -> None:
        """Find out what is not known yet; forget what is not asked for; raises `OSError`, `sqlite3.Error`."""
        nation = provinces.get(NATION, ())
        used = {self._compared(root, members, nation) for root, members in sorted(provinces.items())}
        folder = self.ledger.folders.across
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in used:
                path.unlink()

    def findings(self, severity: str, document: str) -> Findings | None:
        """The findings of one severity under a document; None when there are none."""
        place = self.places.get((severity, document))
        found = place.read(_name(severity, document)) if place else None
        return found if isinstance(found, Findings) else None

    def _compared(self, root: str, members: Sequence[Member], nation: Sequence[Member]) -> str:
        digests = (
            self.ledger.basis,
            root,
            *sorted(m.digest for m in members),
            "",
            *sorted(m.digest for m in nation),
        )
        name = hashlib.sha256("\n".join(digests).encode()).hexdigest()
        path = self.ledger.folders.across / name
        try:
            found = Sections(path, check=True)
        except Unsound:
            with whole(path, self.ledger.folders.work, sync=False) as file:
                write_sections(file, self._found(root, members, () if root == NATION else nation))
            found = Sections(path)
        found.forget()
        self.places.update((_about(name), found) for name in found.index)
        return name

    def _found(
        self, root: str, members: Sequence[Member], nation: Sequence[Member]
    ) -> Iterator[tuple[str, Findings]]:
        known = {member.arrival.id: member.arrival for member in (*members, *nation)}
        facts = (row for arrival in known.values() for row in self._facts(arrival))
        found = checks.check_province(facts, root, self.ledger.catalogue, self.config)
        for some in _by_document(found):
            sides = {quote.place.document for one in some for quote in (one.a, one.b) if quote}
            records = tuple(self._record(known[name]) for name in sorted(sides & known.keys()))
            made = told(Harvest(documents=records, findings=some), self.ledger.catalogue)
            yield from ((_name(severity, under), ready) for (severity, under), ready in made.items())

    def _facts(self, arrival: Arrival) -> Iterable[checks.Row]:
        found = self.ledger.open(arrival).read(FACTS)
        return found if isinstance(found, tuple) else ()

    def _record(self, arrival: Arrival) -> DocumentRecord:
        head = self.ledger.open(arrival).read(HEAD)
        if not isinstance(head, Head):
            raise Unsound(arrival.name)
        return head.record


def _by_document(findings: Iterable[Finding]) -> Iterator[tuple[Finding, ...]]:
    """The findings document by document; they wait on the disk, because a province may have many."""
    with closing(sqlite3.connect("")) as base:
        base.execute("CREATE TABLE said (document TEXT, finding BLOB)")
        rows = ((document_of(finding), pickle.dumps(finding)) for finding in findings)
        base.executemany("INSERT INTO said VALUES (?, ?)", rows)
        base.execute("CREATE INDEX place ON said (document)")
        for (document,) in base.execute("SELECT DISTINCT document FROM said ORDER BY document").fetchall():
            some = base.execute("SELECT finding FROM said WHERE document = ? ORDER BY rowid", (document,))
            yield tuple(pickle.loads(blob) for (blob,) in some)  # noqa: S301 - written a moment ago


def _name(severity: str, document: str) -> str:
    return f"{severity} {document}"


def _about(name: str) -> tuple[str, str]:
    severity, _, document = name.partition(" ")
    return severity, document
