"""What is kept of one document that was read: its harvest, and everything that a run needs of it, made ready.

Takes the harvest; gives the sections of its artefact.  Rows are rendered here, outside of the process that
read the document, so that a document can fill nothing but its own rows.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline import checks
from pipeline.batch.sections import write_sections
from pipeline.catalogue.decisions import Rulings, relevant
from pipeline.catalogue.schema import Catalogue
from pipeline.model import DocumentRecord, Finding, Harvest
from pipeline.writers import Page, Told, page, told
from pipeline.writers.leaves import loose

HARVEST, PAGE, FACTS, HEAD = "harvest", "page", "facts", "head"
"""Sections; findings stand in sections of their own by severity."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is looked at in every run.

    `wordings` are the keys of everything that was matched, `ruled` the digest of the rulings that the
    document was read under.  `root` is the province (empty: the nation), `facts` the digest of what is
    compared with other documents (empty: nothing).
    """

    record: DocumentRecord
    wordings: tuple[str, ...]
    ruled: str
    root: str
    facts: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The same for runs that do not open the artefact.

    `digest` is the checksum of the artefact, `kinds` are the severities of the document's own findings,
    `weight` the bytes of its page.
    """

    name: str
    digest: str
    wordings: tuple[str, ...]
    ruled: str
    root: str
    facts: str
    kinds: tuple[str, ...]
    weight: int


def packed(harvest: Harvest, wordings: tuple[str, ...], rulings: Rulings, catalogue: Catalogue) -> bytes:
    """The artefact of a document that was read under these rulings."""
    content = io.BytesIO()
    ruled = relevant(rulings, wordings, harvest.documents[0].document_id)
    write_sections(content, sections(harvest, wordings, ruled, catalogue))
    return content.getvalue()


def sections(
    harvest: Harvest, wordings: tuple[str, ...], ruled: str, catalogue: Catalogue
) -> Iterator[tuple[str, object]]:
    """Everything about one document by the names of sections, the head last."""
    record = harvest.documents[0]
    facts = checks.rows_of(record, harvest.observations)
    found = told(harvest, catalogue)
    yield HARVEST, harvest
    yield FACTS, facts
    yield PAGE, rendered(harvest, catalogue, found)
    yield from ((severity, some) for (severity, document), some in found.items() if document)
    digest = hashlib.sha256(repr((record, facts)).encode("utf-8", "surrogatepass")).hexdigest()
    yield HEAD, Head(record, wordings, ruled, checks.root_of(record), digest if facts else "")


def rendered(harvest: Harvest, catalogue: Catalogue, found: Told | None = None) -> Page:
    """The page of a document with those of its findings that name no document."""
    known = told(harvest, catalogue) if found is None else found
    return replace(page(harvest, catalogue), loose=loose(known))


def renamed(harvest: Harvest, name: str) -> Harvest:
    """The same harvest with the file under another name, also where a finding quotes the name."""
    record = harvest.documents[0]
    if record.path == name:
        return harvest
    found = tuple(_requoted(finding, record.path, name) for finding in harvest.findings)
    return replace(harvest, documents=(replace(record, path=name),), findings=found)


def _requoted(finding: Finding, old: str, new: str) -> Finding:
    quote = finding.a
    if quote is None or quote.text != old or quote.place.spot:
        return finding
    return replace(finding, a=replace(quote, text=new))
