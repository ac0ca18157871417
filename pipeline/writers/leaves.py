"""What one document puts into the output, ready to be written, wherever in the files it will stand.

Takes the harvest of one document; gives its `Page`: rows as plain values for Parquet, as lines for CSV, as
XML for the workbook.  Findings are apart (`Findings`), because those of several origins are sorted together.
Everything in these records is text, numbers and tuples.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.catalogue.decisions import Verdict
from pipeline.catalogue.schema import Catalogue
from pipeline.language.text import clean, key
from pipeline.model import DocumentRecord, Harvest
from pipeline.writers import csv, findings_json, order, sheet_rows, sheets
from pipeline.writers.columns import FINDINGS, UNMATCHED
from pipeline.writers.identity import by_id
from pipeline.writers.output import Filled, Output, gather
from pipeline.writers.review import WIDTHS, review
from pipeline.writers.schema import Plain
from pipeline.writers.sheets import Sheet

SETTLES = "\x02"
"""Stands in a row of the workbook for the number of rows that one answer settles, which nobody knows yet."""

Values = tuple[tuple[Plain, ...], ...]

_KIND, _SETTLES = ([key for key, _ in WIDTHS].index(name) for name in ("kind", "settles"))
_SETTLES_CELL = re.compile(
    f'(<c r="{sheet_rows.column_name(_SETTLES)}{sheet_rows.ROW}" s="[0-9]+"><v>)[^<]*', re.ASCII
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table in their order.

    `csv` holds their lines, `sheet` one XML row each (none: the table has no sheet), `guarded` the 0-based
    positions of columns in which CSV has a guarded text.
    """

    values: Values = ()
    csv: str = ""
    sheet: tuple[str, ...] = ()
    guarded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row without a sure indicator; the two pieces of its CSV line stand around the count in `settles`.

    An answer is about a wording below its parent row ("Nam" below one rate, and below another).
    """

    wording_key: str
    parent_key: str
    values: tuple[Plain, ...]
    before: str
    after: str
    sheet: str
    guarded: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings of one severity under one document, one entry each in every field, in the order of `keys`.

    `ids` are not yet told apart from equal ones elsewhere (`identity.numbered`); `stand` says which count.
    """

    keys: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    stand: tuple[bool, ...] = ()
    values: Values = ()
    csv: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    guarded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """All rows of one document but its findings.

    `listing` is its entry in `findings.json` (empty: none), `questions` are the rows of the workbook about
    values to confirm, `review` counts values that need review.  `loose` are findings that stand under no
    document, by severity.
    """

    document: Rows = Rows()
    listing: str = ""
    observations: Rows = Rows()
    responsibilities: Rows = Rows()
    cells: Rows = Rows()
    unmatched: tuple[OpenRow, ...] = ()
    questions: tuple[str, ...] = ()
    review: int = 0
    status: str = ""
    loose: tuple[tuple[str, Findings], ...] = ()


Told = dict[tuple[str, str], Findings]
"""Findings by severity and the document that they stand under (empty: none)."""


def page(harvest: Harvest, catalogue: Catalogue) -> Page:
    """Give the page of one document; its findings are left out."""
    output = gather(replace(harvest, findings=()), catalogue)
    asked = review(output)
    record = harvest.documents[0] if harvest.documents else None
    return Page(
        document=_rows(output, "documents", sheets.documents(output)),
        listing=findings_json.listing(record) if record else "",
        observations=_rows(output, "observations", sheets.observations(output)),
        responsibilities=_rows(output, "responsibilities"),
        cells=Rows(output.table("cells").plain()),
        unmatched=tuple(_open(output, _of_kind(asked, "unmatched"))),
        questions=sheet_rows.rows(_of_kind(asked, "observation")),
        review=sum(item.review == "needs_review" for item in harvest.observations),
        status=record.status if record else "",
    )


def _rows(output: Output, name: str, sheet: Sheet | None = None) -> Rows:
    values = output.table(name).plain()
    lines = sheet_rows.rows(sheet) if sheet else ()
    return Rows(values, csv.lines(values), lines, _places(values))


def _places(values: Iterable[Sequence[Plain]]) -> tuple[int, ...]:
    return tuple(sorted(csv.guarded_places(values)))


def _of_kind(asked: Sheet, kind: str) -> Sheet:
    return replace(asked, lines=tuple(line for line in asked.lines if line.values[_KIND] == kind))


def _open(output: Output, asked: Sheet) -> Iterator[OpenRow]:
    """The rows of `unmatched` with the questions about them, which stand in the same order."""
    hole, wording, parent = (UNMATCHED.index(name) for name in ("settles", "wording_key", "parent"))
    questions = sheet_rows.rows(asked)
    for row, question in zip(output.table("unmatched").plain(), questions, strict=True):
        yield OpenRow(
            wording_key=str(row[wording] or ""),
            parent_key=key(clean(str(row[parent] or ""))),
            values=row,
            before=csv.lines([row[:hole]]).removesuffix(csv.LINE_END) + ",",
            after="," + csv.lines([row[hole + 1 :]]),
            sheet=_SETTLES_CELL.sub(rf"\g<1>{SETTLES}", question, count=1),
            guarded=_places([row]),
        )


def settled(row: OpenRow, count: int) -> Rows:
    """Give an open row with the number of rows that one answer settles, now that it is known."""
    hole = UNMATCHED.index("settles")
    values = (*row.values[:hole], count, *row.values[hole + 1 :])
    line = f"{row.before}{count}{row.after}"
    return Rows((values,), line, (row.sheet.replace(SETTLES, str(count)),), row.guarded)


# ------------------------------------------------------------------ findings


def told(harvest: Harvest, catalogue: Catalogue) -> Told:
    """Give the findings of a harvest; its documents are all that they speak about.

    Findings without a document, and those of documents that are not listed, stand under none.
    """
    output = gather(Harvest(documents=harvest.documents, findings=harvest.findings), catalogue)
    rows = order.plain_findings(output.harvest)
    rank = order.Ranks(output.harvest)
    shown = sheet_rows.rows(sheets.findings(output))
    known = {record.document_id for record in harvest.documents}
    places: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        document = order.document_of(row.finding)
        under = document if document in known else ""
        places.setdefault((row.finding.severity, under), []).append(at)
    values = output.table(FINDINGS.name).plain()
    keys = [_key(row, rank, known) for row in rows]
    return {
        about: Findings(
            keys=tuple(keys[at] for at in found),
            ids=tuple(rows[at].finding_id for at in found),
            rules=tuple(rows[at].finding.rule for at in found),
            stand=tuple(rows[at].finding.stands for at in found),
            values=tuple(values[at] for at in found),
            csv=tuple(csv.lines([values[at]]) for at in found),
            sheet=tuple(shown[at] for at in found),
            json=tuple(findings_json.entry(rows[at]) for at in found),
            guarded=_places([values[at] for at in found]),
        )
        for about, found in places.items()
    }


def loose(found: Told) -> tuple[tuple[str, Findings], ...]:
    """Give those that stand under no document, with their severity."""
    return tuple((severity, some) for (severity, document), some in found.items() if not document)


def _key(row: order.FindingRow, rank: order.Ranks, known: set[str]) -> str:
    """What findings under one document go by; those under none also by the document that they name."""
    document = order.document_of(row.finding)
    plain = order.finding_key(row.finding, rank)
    return plain if document in known else rank.text(document) + order.BETWEEN + plain


def judged(
    found: Findings,
    verdicts: Mapping[str, Verdict],
    documents: Iterable[DocumentRecord],
    catalogue: Catalogue,
) -> Findings:
    """Give findings with what people ruled on them; `found` has its final ids, by which `verdicts` go.

    `documents` are those that the findings name.
    """
    ruled = {at: verdicts[name] for at, name in enumerate(found.ids) if name in verdicts}
    if not ruled:
        return found
    stand, values, json = list(found.stand), list(found.values), list(found.json)
    for at, verdict in ruled.items():
        stand[at] = verdict.ruling != "not_error"
        values[at] = _judged(values[at], verdict)
        json[at] = findings_json.judged(json[at], verdict)
    filled = (Filled(FINDINGS, tuple(values)),)
    shown = sheets.findings(Output(Harvest(documents=tuple(documents)), catalogue, filled))
    return replace(
        found,
        stand=tuple(stand),
        values=tuple(values),
        csv=tuple(csv.lines([row]) for row in values),
        sheet=sheet_rows.rows(shown),
        json=tuple(json),
        guarded=_places(values),
    )


def _judged(row: tuple[Plain, ...], verdict: Verdict) -> tuple[Plain, ...]:
    told = dict(zip((column.name for column in FINDINGS.columns), row, strict=True))
    told |= {"ruling": verdict.ruling, "ruling_note": verdict.note or None}
    told["ocr_risk"] = bool(told["ocr_risk"]) or verdict.ruling == "misread"
    return tuple(told.values())


def merged(parts: Sequence[Findings]) -> Findings:
    """Give several findings of one severity and document as one, in their order."""
    if len(parts) == 1:
        return parts[0]
    fields = ("keys", "ids", "rules", "stand", "values", "csv", "sheet", "json")
    columns = [[value for part in parts for value in getattr(part, name)] for name in fields]
    rows = sorted(zip(*columns, strict=True), key=lambda row: row[0])
    ordered = dict(zip(fields, (tuple(column) for column in zip(*rows, strict=True)), strict=True))
    return Findings(**ordered, guarded=tuple(sorted({place for part in parts for place in part.guarded})))


# ------------------------------------------------------------------ many documents


def by_document(harvest: Harvest) -> Iterator[tuple[DocumentRecord | None, Harvest]]:
    """Give each document with its rows (no findings), in the order of the output.

    Of files with the same bytes the one that was read has the rows; rows of documents that are not listed
    come last, under no record.
    """
    rows = _grouped(harvest)
    owners = by_id(harvest.documents)
    for record in order.documents(harvest):
        own = rows.pop(record.document_id, Harvest()) if owners[record.document_id] is record else Harvest()
        yield record, replace(own, documents=(record,))
    for name in sorted(rows):
        yield None, rows[name]


def _grouped(harvest: Harvest) -> dict[str, Harvest]:
    names = ("observations", "responsibilities", "unmatched", "cells")
    found: dict[str, dict[str, list[object]]] = {}
    for name in names:
        for item in getattr(harvest, name):
            found.setdefault(item.document_id, {}).setdefault(name, []).append(item)
    return {
        document: Harvest(**{name: tuple(items) for name, items in tables.items()})  # type: ignore[arg-type]
        for document, tables in found.items()
    }
