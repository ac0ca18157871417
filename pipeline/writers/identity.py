"""Ids of findings that survive a new run: made of what is said, not of where it stands.

Takes the documents of a harvest and its findings; gives one id per finding.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

from pipeline.model import DocumentRecord, Finding, Quote

ID_DIGITS = 16
"""Hex digits of an id: 64 bits, one clash expected in some billions of findings."""

DUPLICATE = "duplicate"
"""Status of a file whose bytes were read under another name."""

_BETWEEN = "\x1f"


def fingerprint(*parts: str) -> str:
    """16 hex digits that depend on every part and on their order."""
    return hashlib.sha256(_BETWEEN.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def finding_ids(findings: Iterable[Finding], documents: Iterable[DocumentRecord]) -> tuple[str, ...]:
    """One id per finding, in the given order: `plain_ids`, equal ones numbered in that order."""
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for plain in plain_ids(findings, documents):
        seen[plain] += 1
        ids.append(numbered(plain, seen[plain]))
    return tuple(ids)


def plain_ids(findings: Iterable[Finding], documents: Iterable[DocumentRecord]) -> tuple[str, ...]:
    """What each finding says, as 16 hex digits.

    They are made of rule, indicator, scope, period, and of document and quote of both sides; places do not
    count, so that moved rows keep them.
    """
    names = document_identities(documents)
    return tuple(_fingerprint(finding, names) for finding in findings)


def numbered(plain: str, time: int) -> str:
    """The id of the finding that is the first, second … (`time`) with these digits in the final order."""
    return plain if time == 1 else fingerprint(plain, str(time))


def document_identities(documents: Iterable[DocumentRecord]) -> dict[str, str]:
    """Give the lasting name of each document, by its id: number and issuer, or else the file's name.

    The id itself is made of the file's bytes and would change with every corrected letter.
    """
    return {name: _identity(item) for name, item in by_id(documents).items()}


def by_id(documents: Iterable[DocumentRecord]) -> dict[str, DocumentRecord]:
    """Give one record per id: of files with the same bytes the one that was read, the first by its path."""
    found: dict[str, DocumentRecord] = {}
    for item in sorted(documents, key=lambda item: (item.status == DUPLICATE, path_bytes(item))):
        found.setdefault(item.document_id, item)
    return found


def path_bytes(document: DocumentRecord) -> bytes:
    """Give the path as bytes: an order that no locale changes."""
    return document.path.encode("utf-8", "surrogateescape")


def _identity(document: DocumentRecord) -> str:
    if document.number:
        return fingerprint(document.number, document.issuer, document.date)
    return document.path


def _fingerprint(finding: Finding, names: dict[str, str]) -> str:
    sides = (*_side(finding.a, names), *_side(finding.b, names))
    return fingerprint(finding.rule, finding.indicator_id, finding.scope, finding.period, *sides)


def _side(quote: Quote | None, names: dict[str, str]) -> tuple[str, str]:
    if quote is None:
        return "", ""
    document = quote.place.document
    return names.get(document, document), _plain(quote.text)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
