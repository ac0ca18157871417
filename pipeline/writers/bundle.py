"""Documents that follow each other in the output, packed: what is poured into its files.

Takes their pages and findings; gives a `Bundle` and, for each severity, `Said`.  Packing takes milliseconds
per document and pouring next to nothing, so that a bundle is worth being kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.writers.columns import CELLS, DOCUMENTS, FINDINGS, OBSERVATIONS, RESPONSIBILITIES
from pipeline.writers.findings_json import joined
from pipeline.writers.guide import READ
from pipeline.writers.identity import numbered
from pipeline.writers.leaves import Findings, Page, Rows
from pipeline.writers.slabs import NO_ROWS, NOTHING, Packed, Slab, lines, pack, slab
from pipeline.writers.spool import NO_PIECES, Pieces, loose_pieces, open_pieces


@dataclass(frozen=True, slots=True)
class Bundle:
    """All rows of some documents but their findings; see `leaves.Page`.

    `listing` are their entries in `findings.json`, `asked` is the number of `questions`, `failed` that of the
    documents that were not read; `open` and `loose` are what the spool sets in order.
    """

    documents: Slab = NO_ROWS
    observations: Slab = NO_ROWS
    responsibilities: Slab = NO_ROWS
    cells: Slab = NO_ROWS
    listing: Packed = NOTHING
    asked: int = 0
    questions: Packed = NOTHING
    open: Pieces = NO_PIECES
    loose: Pieces = NO_PIECES
    review: int = 0
    failed: int = 0


def bundled(pages: Iterable[Page]) -> Bundle:
    """Pack the pages of documents in their order."""
    some = tuple(pages)
    questions = [row for page in some for row in page.questions]
    return Bundle(
        documents=slab(DOCUMENTS, [page.document for page in some]),
        observations=slab(OBSERVATIONS, [page.observations for page in some]),
        responsibilities=slab(RESPONSIBILITIES, [page.responsibilities for page in some]),
        cells=slab(CELLS, [page.cells for page in some]),
        listing=pack(joined(page.listing for page in some if page.listing)),
        asked=len(questions),
        questions=lines(questions),
        open=open_pieces(some),
        loose=loose_pieces(some),
        review=sum(page.review for page in some),
        failed=sum(bool(page.status) and page.status not in READ for page in some),
    )


# ------------------------------------------------------------------ findings


@dataclass(frozen=True, slots=True)
class Said:
    """Findings of one severity under some documents.

    `ids` are those that findings elsewhere may have too, `names` the ones in `rows` and `json`; `fired`
    counts for each rule those that stand.
    """

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    fired: tuple[tuple[str, int], ...] = ()
    rows: Slab = NO_ROWS
    json: Packed = NOTHING


@dataclass(frozen=True, slots=True)
class Lot:
    """Findings packed, and where they come from one document at a time, with ids as in `Said.ids`."""

    said: Said
    parts: Callable[[], Iterable[Findings]]

    def named(self) -> Iterator[Findings]:
        """Give the findings of each document with the ids that stand in the packed ones."""
        names = iter(self.said.names)
        return (renamed(found, tuple(islice(names, len(found.ids)))) for found in self.parts())


def said(parts: Iterable[Findings], name: Callable[[str], str] | None = None) -> Said:
    """Pack findings in their order; `name` gives each id its final form, by default as if no others were."""
    plain = tuple(parts)
    give = name or _numbering()
    named = tuple(renamed(found, tuple(map(give, found.ids))) for found in plain)
    fired = Counter[str]()
    for found in named:
        for rule, stands in zip(found.rules, found.stand, strict=True):
            fired[rule] += stands
    return Said(
        ids=tuple(name for found in plain for name in found.ids),
        names=tuple(name for found in named for name in found.ids),
        fired=tuple(sorted(fired.items())),
        rows=slab(FINDINGS, [_rows(found) for found in named]),
        json=pack(joined(entry for found in named for entry in found.json)),
    )


def _rows(found: Findings) -> Rows:
    return Rows(found.values, "".join(found.csv), found.sheet, found.guarded)


def _numbering() -> Callable[[str], str]:
    seen = Counter[str]()

    def name(plain: str) -> str:
        seen[plain] += 1
        return numbered(plain, seen[plain])

    return name


def renamed(found: Findings, names: tuple[str, ...]) -> Findings:
    """Give the findings with other ids, which stand wherever the plain ones stood."""
    if names == found.ids:
        return found
    pairs = tuple(zip(found.ids, names, strict=True))

    def changed(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(t.replace(old, new, 1) for t, (old, new) in zip(texts, pairs, strict=True))

    return replace(
        found,
        ids=names,
        values=tuple((name, *row[1:]) for name, row in zip(names, found.values, strict=True)),
        csv=changed(found.csv),
        sheet=changed(found.sheet),
        json=changed(found.json),
    )
