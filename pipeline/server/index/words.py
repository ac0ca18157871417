"""Search over everything that has a name: documents, indicators, wordings, agencies.

Words are kept without marks and compared by their beginnings, so that ``binh dang`` finds ``bình đẳng``;
what is written with its marks comes first when the question has marks.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.catalogue.schema import Catalogue
from pipeline.language.text import bare_key, clean, key
from pipeline.server.index import schema
from pipeline.server.index.store import Index

KINDS = ("indicator", "document", "wording", "open", "agency")
MOST = 60
"""Hits of one kind that are looked at; more than one page of them asks for another word."""

WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: `kind` of `KINDS`, what it points to, what to show."""

    kind: str
    ref: str
    title: str


def fill(base: sqlite3.Connection, catalogue: Catalogue) -> None:
    """Add indicators, documents and wordings of an index that holds everything else."""
    add(base, "indicator", _indicators(catalogue))
    add(base, "document", _documents(base))
    add(base, "wording", base.execute("SELECT indicator_id, label FROM uses GROUP BY indicator_id, label"))
    add(base, "open", base.execute("SELECT min(no), label FROM items GROUP BY label"))


def add(base: sqlite3.Connection, kind: str, entries: Iterable[tuple[str, str]]) -> None:
    """Add (reference, text) pairs of one kind."""
    base.execute(schema.WORDS.format(kind=kind))
    base.executemany(
        f"INSERT INTO words_{kind} (folded, ref, title) VALUES (?, ?, ?)",  # noqa: S608 - one of KINDS
        ((" ".join(WORD.findall(bare_key(clean(text)))), ref, text) for ref, text in entries),
    )


def _indicators(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for indicator in catalogue.indicators:
        yield indicator.id, f"{indicator.id} · {indicator.name_vi} · {indicator.name_en}"


def _documents(base: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for name, *parts in base.execute(
        "SELECT document_id, number, title, issuer, area_name, path FROM documents ORDER BY no"
    ):
        yield name, " · ".join(part for part in parts if part)


def search(index: Index, text: str, kind: str, most: int = MOST) -> tuple[Hit, ...]:
    """Hits of one kind in which every word of the text begins a word; written as asked comes first."""
    asked = WORD.findall(bare_key(clean(text)))
    if not asked or kind not in KINDS:
        return ()
    rows = index.rows(
        f"SELECT ref, title FROM words_{kind} WHERE words_{kind} MATCH ? LIMIT ?",  # noqa: S608
        (" AND ".join(f'"{word}"*' for word in asked), most),
    )
    hits = (Hit(kind, str(row["ref"]), row["title"]) for row in rows)
    wanted = key(clean(text))
    return tuple(sorted(hits, key=lambda hit: (wanted not in key(hit.title), len(hit.title), hit.title)))
