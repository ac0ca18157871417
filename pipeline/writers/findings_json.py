"""`findings.json`: every finding in the structure of the ESS validation report, for other programs.

Takes documents and findings one after the other; gives one JSON file: the documents, the rules that fired
with their counts per severity (what a person ruled to be no error is listed, not counted), and one
`validation` per finding with rule, both places and the compared values.  The structure asks for the time of
each event; it is left out, so that the same input gives the same bytes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import BinaryIO

from pipeline import __version__
from pipeline.catalogue.decisions import Verdict
from pipeline.model import DocumentRecord, Finding, Harvest, Quote
from pipeline.writers import order
from pipeline.writers.identity import DUPLICATE, by_id
from pipeline.writers.order import FindingRow
from pipeline.writers.schema import writable
from pipeline.writers.slabs import Packed, PackedFile

NAME = "findings.json"
LEVELS: dict[str, str] = {"error": "error", "warning": "warning", "info": "information"}
"""Our severities in the words of the structure."""

FAILED = "0"
"""The value of a rule that did not hold; findings are nothing else."""

DEPTH = 6
"""Blanks before an entry of the two lists."""

FIRST = "\n" + DEPTH * " "
NEXT = "," + FIRST
"""What stands before the first entry of a list and before any other."""

DOCUMENTS, RESULTS = "\x00documents", "\x00results"
"""Stand for the two lists until they are poured in."""

Json = dict[str, object]


def report(harvest: Harvest) -> Json:
    """Give the report of a small harvest as plain data: results as in the table, the same as in the file."""
    rows = order.findings(harvest)
    fired: Counter[tuple[str, str]] = Counter()
    for row in rows:
        fired[row.finding.rule, row.finding.severity] += row.finding.stands
    listed = by_id(order.documents(harvest)).values()
    return _frame(fired, [_document(item) for item in listed], [_result(row) for row in rows])


def entry(row: FindingRow) -> str:
    """Give one finding as it stands in the list of results."""
    return _indented(_result(row))


def judged(text: str, verdict: Verdict) -> str:
    """Give an entry with what a person ruled on it."""
    told = json.loads(text) | {"ruling": verdict.ruling, "ruling_note": verdict.note}
    told["ocr_risk"] = told["ocr_risk"] or verdict.ruling == "misread"
    return _indented(told)


def listing(item: DocumentRecord) -> str:
    """Give one document as it stands in the list of documents; empty for a copy of one that was read."""
    return "" if item.status == DUPLICATE else _indented(_document(item))


def joined(entries: Iterable[str]) -> str:
    """Give entries as they stand side by side in a list."""
    return NEXT.join(entries)


def _indented(told: Json) -> str:
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return writable(text).replace("\n", "\n" + DEPTH * " ")


class ReportFile:
    """The file, which grows by documents and findings; close it to finish it."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self.path = path
        self.fired: Counter[tuple[str, str]] = Counter()
        self.documents = ListFile(scratch / "documents.json")
        self.results = ListFile(scratch / "results.json")

    def add(self, severity: str, fired: Iterable[tuple[str, int]], entries: Packed) -> None:
        """Add findings of one severity: each rule with those that count, and what `joined` gives, packed."""
        self.results.add(entries)
        for rule, count in fired:
            self.fired[rule, severity] += count

    def close(self) -> None:
        """Write the whole file."""
        whole = json.dumps(_frame(self.fired, DOCUMENTS, RESULTS), ensure_ascii=False, indent=2) + "\n"
        before, between = whole.split(json.dumps(DOCUMENTS))
        between, after = between.split(json.dumps(RESULTS))
        with self.path.open("wb") as file:
            file.write(before.encode())
            self.documents.pour(file)
            file.write(between.encode())
            self.results.pour(file)
            file.write(after.encode())


class ListFile:
    """A list of the report while it grows, packed, in a file of its own."""

    def __init__(self, path: Path) -> None:
        self.file = PackedFile(path)

    def add(self, entries: Packed) -> None:
        """Add what `joined` gives, packed."""
        if entries.size:
            self.file.add(entries)

    def pour(self, target: BinaryIO) -> None:
        """Write the list and forget it."""
        before = FIRST
        target.write(b"[")
        for entries in self.file.pour():
            target.writelines((before.encode(), entries))
            before = NEXT
        target.write(b"]" if before == FIRST else b"\n    ]")


def _frame(fired: Mapping[tuple[str, str], int], documents: object, results: object) -> Json:
    rules = sorted({rule for rule, _ in fired})
    return {
        "validation_report": {
            "agent": f"doichieu {__version__}",
            "counts": _counts(fired, set(rules)),
            "documents": documents,
            "rules": [{"id": name, "counts": _counts(fired, {name})} for name in rules],
            "results": results,
        }
    }


def _counts(fired: Mapping[tuple[str, str], int], rules: Set[str]) -> dict[str, int]:
    """How often the rules fired, by severity."""
    return {
        LEVELS[severity]: sum(fired[rule, severity] for rule in rules if (rule, severity) in fired)
        for severity in LEVELS
    }


def _document(item: DocumentRecord) -> Json:
    return {
        "id": item.document_id,
        "path": item.path,
        "number": item.number,
        "area_code": item.area_code,
        "area_name": item.area_name,
        "status": item.status,
    }


def _result(row: FindingRow) -> Json:
    finding = row.finding
    return {
        "id": row.finding_id,
        "type": "validation",
        "event": {"agent": f"doichieu {__version__}"},
        "rule": {
            "language": "doichieu",
            "expression": finding.rule,
            "severity": LEVELS[finding.severity],
            "description": finding.message_en,
            "description_vi": finding.message_vi,
        },
        "data": _data(finding),
        "value": FAILED,
        "suggestion": finding.suggestion_en,
        "suggestion_vi": finding.suggestion_vi,
        "ocr_risk": finding.ocr_risk,
        "ruling": finding.ruling,
        "ruling_note": finding.ruling_note,
    }


def _data(finding: Finding) -> Json:
    """What the rule looked at: `source` the one or two places, `target` the observations concerned."""
    return {
        "source": [_place(quote) for quote in (finding.a, finding.b) if quote],
        "target": list(finding.observation_ids),
        "indicator_id": finding.indicator_id,
        "scope": finding.scope,
        "period": finding.period,
        "area_name": finding.area_name,
    }


def _place(quote: Quote) -> Json:
    place = quote.place
    return {
        "document": place.document,
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "line": place.line,
        "bbox": list(place.bbox) if place.bbox else None,
        "quote": quote.text,
        "value": quote.value,
    }
