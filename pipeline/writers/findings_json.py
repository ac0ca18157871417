"""`findings.json`: every finding in the structure of the ESS validation report, for other programs.

Takes an `Output`; gives one JSON file: the documents, the rules that fired with their counts per severity
(what a person ruled to be no error is listed, not counted), and one `validation` per finding with rule, both
places and the compared values.  The structure asks for the time of each event; it is left out, so that the
same input gives the same bytes.
"""

import json
from collections import Counter
from collections.abc import Mapping, Set
from pathlib import Path

from pipeline import __version__
from pipeline.model import DocumentRecord, Finding, Harvest, Quote, Severity
from pipeline.writers import order
from pipeline.writers.identity import by_id
from pipeline.writers.order import FindingRow
from pipeline.writers.output import Output
from pipeline.writers.schema import writable

NAME = "findings.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "information"}
"""Our severities in the words of the structure."""

FAILED = "0"
"""The value of a rule that did not hold; findings are nothing else."""

Json = dict[str, object]


def write(output: Output, folder: Path) -> tuple[Path, ...]:
    """Write the report; gives its path."""
    path = folder / NAME
    text = json.dumps(report(output.harvest), ensure_ascii=False, indent=2)
    path.write_bytes((writable(text) + "\n").encode("utf-8"))
    return (path,)


def report(harvest: Harvest) -> Json:
    """Give the report as plain data: severities in their order, rules by id, results as in the table."""
    rows = order.findings(harvest)
    rules = sorted({row.finding.rule for row in rows})
    fired = Counter((row.finding.rule, row.finding.severity) for row in rows if row.finding.stands)
    return {
        "validation_report": {
            "agent": f"doichieu {__version__}",
            "counts": _counts(fired, {rule for rule, _ in fired}),
            "documents": [_document(item) for item in by_id(order.documents(harvest)).values()],
            "rules": [{"id": name, "counts": _counts(fired, {name})} for name in rules],
            "results": [_result(row) for row in rows],
        }
    }


def _counts(fired: Mapping[tuple[str, Severity], int], rules: Set[str]) -> dict[str, int]:
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
