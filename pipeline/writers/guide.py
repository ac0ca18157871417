"""The first sheet of the workbook: what is in the file and what a clerk does with it.

Takes an `Output` and the other sheets; gives lines with their counts filled in.
"""

from collections import Counter
from dataclasses import dataclass

from pipeline.writers.output import Output
from pipeline.writers.sheets import Sheet
from pipeline.writers.texts import GuideLine, texts

READ = ("ok", "ok_flagged", "no_table", "duplicate")
"""Statuses of files with which nothing has to be done."""


@dataclass(frozen=True, slots=True)
class GuideRow:
    """One row of the sheet; with `sheet` it tells how many rows (`count`) that sheet has."""

    style: str
    text: str
    sheet: str = ""
    count: int = 0


def guide(output: Output, sheets: tuple[Sheet, ...]) -> tuple[GuideRow, ...]:
    """Every line of the guide."""
    by_title = {sheet.title: sheet for sheet in sheets}
    counts = _counts(output)
    return tuple(row for line in texts().guide for row in _rows(line, by_title, counts))


def _rows(line: GuideLine, sheets: dict[str, Sheet], counts: dict[str, int]) -> tuple[GuideRow, ...]:
    if line.style == "cut":
        cut = (sheet for sheet in sheets.values() if sheet.total > len(sheet.lines))
        return tuple(GuideRow("cut", line.text.format(sheet=s.title, kept=len(s.lines))) for s in cut)
    text = line.text.format_map(counts)
    if line.style == "count":
        sheet = sheets[texts().sheets[line.sheet]]
        return (GuideRow("count", text, sheet.title, sheet.total),)
    return (GuideRow(line.style, text),)


def _counts(output: Output) -> dict[str, int]:
    harvest = output.harvest
    severities = Counter(item.severity for item in harvest.findings if item.stands)
    return {
        "review": sum(item.review == "needs_review" for item in harvest.observations),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "failed": sum(item.status not in READ for item in harvest.documents),
    }
