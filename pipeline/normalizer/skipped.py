"""Tables that were not read as indicator tables although their rows name indicators beside figures.

Takes the `Plan` and the index of wordings; gives a finding for each such table, so that a table with an
unknown header is missed loudly.  Only whole confirmed wordings count.
"""

from collections.abc import Iterator, Sequence

from pipeline.language.messages import finding
from pipeline.language.numbers import read_value
from pipeline.language.periods import find_periods
from pipeline.language.text import clean
from pipeline.model import Cell, Finding, Plan, Quote, Table
from pipeline.normalizer.matching import Index
from pipeline.normalizer.matching.index import FamilyIndex

SILENT = frozenset(("indicators", "no_values"))
"""Verdicts on tables that were read, and on forms that nobody filled in."""

MOST_ROWS = 300
"""Rows of a table that are looked at; an appendix of indicators has under 100."""

LEAST_LETTERS = 12
"""Letters of the shortest cell that may be a wording."""


def skipped_tables(plan: Plan, index: Index, families: Sequence[str]) -> Iterator[Finding]:
    """One finding for every table that was passed over and names indicators beside figures."""
    verdicts = dict(plan.verdicts)
    for table in plan.tables:
        if verdicts.get(table.number, "") in SILENT:
            continue
        named = list(_named(table, index.of(families)))
        if named:
            quote = Quote(named[0].place, named[0].text)
            yield finding("indicators_passed_over", quote, table=table.number, count=len(named))


def _named(table: Table, families: Sequence[FamilyIndex]) -> Iterator[Cell]:
    """The cells that hold a wording and have a figure to their right."""
    for row in table.rows[:MOST_ROWS]:
        cells = [cell for cell in row if cell and cell.text.strip()]
        for place, cell in enumerate(cells, 1):
            if _is_wording(cell.text, families) and any(_is_figure(other.text) for other in cells[place:]):
                yield cell
                break


def _is_wording(text: str, families: Sequence[FamilyIndex]) -> bool:
    if len(text) < LEAST_LETTERS:
        return False
    return any(family.lexicon.read(clean(text)).core in family.by_core for family in families)


def _is_figure(text: str) -> bool:
    return any(value.kind == "level" for value in read_value(text)) and not find_periods(text)
