"""Documents that follow each other, packed together and kept: what one new document does not touch is ready.

Takes the entries of a run in their order; gives them in groups, and for each group its bundle and what is
said under its documents.  Where a group ends is decided by the documents themselves, so that a new one
changes one group; the files of the output do not show where groups end.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from pipeline.batch.artefact import Brief
from pipeline.batch.intake import Arrival
from pipeline.model import DocumentRecord

Entry = Arrival | DocumentRecord

GROUP = 2**18
"""Bytes of pages, compressed, in a group of usual size: some 40 small documents, packed in 0.25 s."""

LIGHTEST = 2**12
"""Bytes that a document counts for at least."""

HASH = 2**32


@dataclass(frozen=True, slots=True)
class Group:
    """Some entries; `rows` and `said` name everything that its rows and its findings are made of."""

    entries: tuple[Entry, ...]
    rows: str
    said: str


def groups(
    entries: Sequence[Entry], briefs: Mapping[str, Brief], others: Mapping[str, str], basis: str
) -> Iterator[Group]:
    """Cut the entries into groups.

    `others` are the digests of what other documents say under a document, by its id; `basis` is the ledger's.
    """
    waiting: list[Entry] = []
    for number, entry in enumerate(entries, 1):
        waiting.append(entry)
        if _ends(entry, briefs) or number == len(entries):
            yield _group(tuple(waiting), briefs, others, basis)
            waiting = []


def _ends(entry: Entry, briefs: Mapping[str, Brief]) -> bool:
    """Whether the group ends here: as likely as the document is heavy, whatever stands around it."""
    if isinstance(entry, DocumentRecord):
        return crc32(entry.path.encode("utf-8", "surrogateescape")) * GROUP < LIGHTEST * HASH
    return int(entry.sha[:8], 16) * GROUP < max(LIGHTEST, briefs[entry.sha].weight) * HASH


def _group(
    entries: tuple[Entry, ...], briefs: Mapping[str, Brief], others: Mapping[str, str], basis: str
) -> Group:
    rows, said = hashlib.sha256(f"rows {basis}".encode()), hashlib.sha256(f"said {basis}".encode())
    for entry in entries:
        if isinstance(entry, DocumentRecord):
            rows.update(repr(entry).encode("utf-8", "surrogatepass") + b"\n")
            continue
        line = f"{entry.name}\0{briefs[entry.sha].digest}"
        rows.update(f"{line}\n".encode("utf-8", "surrogatepass"))
        said.update(f"{line}\0{others.get(entry.id, '')}\n".encode("utf-8", "surrogatepass"))
    return Group(entries, rows.hexdigest(), said.hexdigest())
