"""Questions about findings: the list with its filters, one finding, those of a document."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.server.index.questions import split
from pipeline.server.index.store import PAGE, Index, Page


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding: the place in words, the exact quote, the value read from it."""

    document_id: str
    place: str
    quote: str
    value: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the table has it; `sides` are one or two, none for a finding about nothing printed."""

    finding_id: str
    rule: str
    severity: str
    indicator_id: str
    scope: str
    period: str
    area_name: str
    message_vi: str
    message_en: str
    suggestion_vi: str
    suggestion_en: str
    observation_ids: tuple[str, ...]
    ocr_risk: bool
    sides: tuple[Side, ...]
    ruling: str = ""

    def message(self, lang: str) -> str:
        """What was found, in one language."""
        return self.message_vi if lang == "vi" else self.message_en

    def suggestion(self, lang: str) -> str:
        """What to do, in one language."""
        return self.suggestion_vi if lang == "vi" else self.suggestion_en


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings: empty means all; `state` is ``open`` or ``ruled``."""

    severity: str = ""
    rule: str = ""
    document: str = ""
    state: str = ""

    @property
    def where(self) -> tuple[str, tuple[str, ...]]:
        """The condition with its values."""
        parts: list[str] = []
        values: list[str] = []
        for name in ("severity", "rule"):
            if getattr(self, name):
                parts.append(f"findings.{name} = ?")
                values.append(getattr(self, name))
        if self.document:
            parts.append("(document_a = ? OR document_b = ?)")
            values += [self.document, self.document]
        if self.state:
            parts.append("r.ruling IS NULL" if self.state == "open" else "r.ruling IS NOT NULL")
        return " AND ".join(parts) or "1", tuple(values)


JOINED = "findings LEFT JOIN live.ruled AS r ON r.subject = 'finding' AND r.key = findings.finding_id"
TEXTS = (
    *("finding_id", "rule", "severity", "indicator_id", "scope", "period", "area_name"),
    *("message_vi", "message_en", "suggestion_vi", "suggestion_en", "ruling"),
)


def findings(index: Index, wanted: Filter, number: int = 1, size: int = PAGE) -> Page[FindingRow]:
    """One page of the findings, the gravest first."""
    where, values = wanted.where
    source = JOINED if wanted.state else "findings"
    total = index.count(f"SELECT count(*) FROM {source} WHERE {where}", values)  # noqa: S608
    rows = index.rows(
        f"SELECT findings.*, r.ruling FROM {JOINED} WHERE {where} ORDER BY findings.no LIMIT ? OFFSET ?",  # noqa: S608
        (*values, size, (number - 1) * size),
    )
    return Page(tuple(map(_finding, rows)), number, total, size)


def finding(index: Index, finding_id: str) -> FindingRow | None:
    """The finding with this id."""
    sql = f"SELECT findings.*, r.ruling FROM {JOINED} WHERE finding_id = ?"  # noqa: S608
    row = index.one(sql, (finding_id,))
    return _finding(row) if row else None


def about(index: Index, document_id: str, most: int = 500) -> tuple[FindingRow, ...]:
    """The findings that quote a document, the gravest first."""
    return findings(index, Filter(document=document_id), size=most).items


def rules(index: Index) -> tuple[tuple[str, str, int], ...]:
    """Each rule and severity that occurs, with its number of findings."""
    rows = index.rows("SELECT rule, severity, n FROM rules")
    return tuple((row["rule"], row["severity"], row["n"]) for row in rows)


def _finding(row: sqlite3.Row) -> FindingRow:
    sides = (Side(*(row[f"{name}_{letter}"] or "" for name in SIDE)) for letter in "ab")
    return FindingRow(
        **{name: row[name] or "" for name in TEXTS},
        observation_ids=split(row["observation_ids"]),
        ocr_risk=bool(row["ocr_risk"]),
        sides=tuple(side for side in sides if side.document_id or side.quote),
    )


SIDE: Sequence[str] = ("document", "place", "quote", "value")
