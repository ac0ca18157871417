"""The rules of family A about units: missing, odd, spelled in several ways, without a base, not as the label.

Takes a `Case`, yields findings; joined into family A by `row.py`.
"""

import re
from collections.abc import Iterator

from pipeline.checks.case import Case, Line, is_matched, is_sure
from pipeline.checks.compare import amount
from pipeline.checks.config import Rule
from pipeline.checks.report import quote, quote_label, quote_text, tell
from pipeline.checks.words import begins, squash, words
from pipeline.language.text import key
from pipeline.language.units import SCALES, UNITS
from pipeline.model import Cell, Finding, Observation

RATE_BASE = 1000
"""Rates per 1.000 and more need to say of whom."""

BASE = re.compile(r"/\s*\d[\d.]*\s*(?P<noun>[^\W\d_])?")


def unit_missing(case: Case) -> Iterator[Finding]:
    """A05: a value row whose values have no unit."""
    for line in case.lines:
        columns = case.columns.get(line.row.table, ())
        has_column = any(column.kind == "unit" for column in columns)
        bare = [o for o in line.values if amount(o) is not None and not _has_unit(o, line)]
        if not line.row.unit.strip() and line.values and (bare or has_column):
            seen = (bare or list(line.values))[:1]
            yield tell("A05" if bare else "A05.cell", seen, a=quote_label(line.row), b=quote(seen[0]))


def _has_unit(seen: Observation, line: Line) -> bool:
    """Whether the value's unit is printed in its cell, its column heading or its row's label."""
    entry = next((e for e in line.row.entries if e.cell in seen.cells or e.cell.place == seen.place), None)
    in_column = entry is not None and bool(entry.column.unit)
    in_label = any(o.quantity.unit or o.quantity.unit_raw for o in line.promises)
    return bool(seen.quantity.unit or seen.quantity.unit_raw or in_column or in_label)


def unit_odd(case: Case) -> Iterator[Finding]:
    """A06: the unit column does not say what the value is counted in."""
    known = _known_units(case)
    for line in case.lines:
        found = (o for o in line.values if is_matched(o) and amount(o) is not None)
        seen = next((o for o in found if o.indicator_id in case.catalogue), None)
        if seen is not None and line.row.unit.strip() and _odd(case, line.row.unit, seen, known):
            cell = _unit_cell(line)
            quoted = quote_text(cell.place if cell else line.row.place, line.row.unit)
            yield tell("A06", [seen], a=quoted, b=quote(seen), trusted=True, unit=squash(line.row.unit))


def _known_units(case: Case) -> dict[str, set[str]]:
    """Unit ids by the key of their spellings, of every family in use."""
    found: dict[str, set[str]] = {}
    for family in case.catalogue.families:
        for unit in family.units:
            for spelling in unit.spellings:
                found.setdefault(key(spelling), set()).add(unit.id)
    return found


def _odd(case: Case, printed: str, seen: Observation, known: dict[str, set[str]]) -> bool:
    """Whether the indicator is never measured in this unit; a bare noun is right for counts only."""
    expected = {measure.unit for measure in case.indicator(seen).measures}
    ids = known.get(key(printed), set()) | {unit for unit in (UNITS.find(printed),) if unit}
    if ids:
        bases = {UNITS[unit].base for unit in expected if unit in UNITS}
        return not ids & expected and not {SCALES[unit] for unit in ids & SCALES.keys()} & bases
    counted = any(unit not in UNITS or UNITS[unit].family == "count" for unit in expected)
    return not re.search(r"[\d/%‰]", printed) and not counted


def _unit_cell(line: Line) -> Cell | None:
    """The cell that prints the unit of a row."""
    return next((cell for cell in line.row.cells if squash(cell.text) == squash(line.row.unit)), None)


def unit_spelled_differently(case: Case) -> Iterator[Finding]:
    """A07: one unit in several spellings, or the per cent sign in the column and again in the cells."""
    repeated: list[Observation] = []
    for line in case.lines:
        seen = [o for o in line.seen if is_sure(o) and o.quantity.unit_raw]
        spelled = {key(text): text for text in (*(o.quantity.unit_raw for o in seen), line.row.unit) if text}
        repeated += [
            o for o in seen if o.source == "appendix" and "%" in line.row.unit and "%" in o.value_raw
        ][:1]
        if (
            len(spelled) > 1
            and len({o.unit for o in seen}) == 1
            and seen[0].per_base is None
            and "%" not in spelled
        ):
            yield tell("A07", seen[:2], spellings=", ".join(f"“{squash(text)}”" for text in spelled.values()))
    if repeated:
        yield tell("A07.repeated", repeated[:1], count=len(repeated))


def label_kind(case: Case) -> Iterator[Finding]:
    """A08c: the label calls the value a number and the unit is per cent, or the other way round."""
    for line in case.lines:
        seen = next((o for o in line.values if is_sure(o) and o.unit and amount(o) is not None), None)
        if seen is None:
            continue
        counted = begins(words("label_of_count"), line.row.label) and seen.unit == "percent"
        shared = begins(words("label_of_share"), line.row.label) and seen.measure == "count"
        if counted or shared:
            yield tell("A08c", [seen], a=quote_label(line.row), b=quote(seen))


def base_missing(case: Case) -> Iterator[Finding]:
    """A12: a rate does not say per how many of whom."""
    told: set[str] = set()
    for seen in case.sure:
        hit = BASE.search(seen.value_raw)
        if hit is None or hit["noun"] or (seen.per_base or 0) < RATE_BASE or seen.indicator_id in told:
            continue
        told.add(seen.indicator_id)
        yield tell("A12", [seen])


RULES: tuple[Rule[Case], ...] = (
    Rule("A05", unit_missing),
    Rule("A06", unit_odd),
    Rule("A07", unit_spelled_differently),
    Rule("A08c", label_kind),
    Rule("A12", base_missing),
)
