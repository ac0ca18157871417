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
from functools import partial

from pipeline import checks
from pipeline.batch.artefact import FACTS, HEAD, Head
from pipeline.batch.intake import Arrival
from pipeline.batch.kept import Kept
from pipeline.batch.ledger import Ledger
from pipeline.batch.sections import Sections, Unsound
from pipeline.checks import Config
from pipeline.model import DocumentRecord, Finding, Harvest
from pipeline.writers import Findings, told
from pipeline.writers.order import document_of

NATION = ""

DIGITS = 32
"""Hex digits that tell the findings under one document from other ones: 128 bits."""


@dataclass(frozen=True, slots=True)
class Member:
    """One document that can be compared: the digest of what is compared, the checksum of its artefact."""

    arrival: Arrival
    digest: str
    artefact: str


@dataclass(slots=True)
class Across:
    """The findings across documents; `places` says where those of a severity under a document stand.

    `digests` sums up all those under a document, by its id.
    """

    ledger: Ledger
    config: Config
    places: dict[tuple[str, str], tuple[Sections, str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def compare(self, provinces: Mapping[str, Sequence[Member]]) -> None:
        """Find out what is not known yet; forget what is not asked for; raises `OSError`, `sqlite3.Error`."""
        nation = provinces.get(NATION, ())
        kept = Kept(self.ledger.folders.across, self.ledger.folders.work)
        for root, members in sorted(provinces.items()):
            others = () if root == NATION else nation
            make = partial(self._found, root, members, others)
            self._place(kept.sections(self._name(root, members, nation), make))
        kept.prune()

    def findings(self, severity: str, document: str) -> Findings | None:
        """The findings of one severity under a document; None when there are none."""
        place = self.places.get((severity, document))
        found = place[0].read(place[1]) if place else None
        return found if isinstance(found, Findings) else None

    def _place(self, found: Sections) -> None:
        found.forget()
        for name in found.index:
            severity, document, digest = name.split(" ")
            self.places[severity, document] = found, name
            self.digests[document] = f"{self.digests.get(document, '')}{severity} {digest} "

    def _name(self, root: str, members: Sequence[Member], nation: Sequence[Member]) -> str:
        digests = (
            self.ledger.basis,
            root,
            *sorted(m.digest for m in members),
            "",
            *sorted(m.digest for m in nation),
        )
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()

    def _found(
        self, root: str, members: Sequence[Member], nation: Sequence[Member]
    ) -> Iterator[tuple[str, Findings]]:
        known = {member.arrival.id: member for member in (*members, *nation)}
        facts = (row for member in known.values() for row in self._facts(member))
        found = checks.check_province(facts, root, self.ledger.catalogue, self.config)
        for some in _by_document(found):
            sides = {quote.place.document for one in some for quote in (one.a, one.b) if quote}
            records = tuple(self._record(known[name]) for name in sorted(sides & known.keys()))
            made = told(Harvest(documents=records, findings=some), self.ledger.catalogue)
            for (severity, under), ready in made.items():
                yield f"{severity} {under} {_digest(ready)}", ready

    def _facts(self, member: Member) -> Iterable[checks.Row]:
        found = self.ledger.sure(member.arrival, member.artefact).read(FACTS)
        return found if isinstance(found, tuple) else ()

    def _record(self, member: Member) -> DocumentRecord:
        head = self.ledger.open(member.arrival).read(HEAD)
        if not isinstance(head, Head):
            raise Unsound(member.arrival.name)
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


def _digest(found: Findings) -> str:
    return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
