"""Family F, a whole against its parts: aggregates, subsets, missing wholes, counts against the register.

Takes a `Case`, yields findings.  Which parts make up a whole is a question of definition: the rules report
what can be computed and decide nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.catalogue.areas import load_areas
from pipeline.catalogue.schema import ALL, Indicator
from pipeline.checks.case import Case
from pipeline.checks.compare import amount, half_unit
from pipeline.checks.config import Rule
from pipeline.checks.report import note, quote_text, shown, tell
from pipeline.checks.words import data
from pipeline.model import Finding, Observation, Period, Place, Role, Severity

CENT = Decimal("0.1")
"""Computed shares are shown to one decimal, as plans print them."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The values of one indicator, measure, role and period: for the whole population and for its parts."""

    indicator: Indicator
    total: tuple[Observation, ...]
    parts: tuple[Observation, ...]

    @property
    def complete(self) -> bool:
        """Whether every scope of the catalogue that is no subset has a value."""
        named = {part.scope for part in self.parts}
        return all(s.id in named for s in self.indicator.scopes if s.id != ALL and not s.subset_of)


def _wholes(case: Case) -> Iterator[Whole]:
    groups: dict[tuple[str, str, str, Role, Period | None], list[Observation]] = {}
    for seen in case.sure:
        if amount(seen) is not None and seen.source == "appendix":
            about = (seen.indicator_id, seen.measure, seen.unit, seen.role, seen.period)
            groups.setdefault(about, []).append(seen)
    for seen_here in groups.values():
        total = tuple(o for o in seen_here if o.scope in ("", ALL))
        yield Whole(
            case.indicator(seen_here[0]), total, tuple(o for o in seen_here if o.scope not in ("", ALL))
        )


def aggregate_and_parts(case: Case) -> Iterator[Finding]:
    """F01: the value for the whole does not follow from the values for its parts."""
    for whole in _wholes(case):
        if whole.total and len(whole.parts) > 1 and whole.total[0].measure != "count":
            yield from _outside(whole) or _not_the_mean(whole)


def _outside(whole: Whole) -> list[Finding]:
    total, values = whole.total[0], [amount(part) or Decimal(0) for part in whole.parts]
    value = amount(total) or Decimal(0)
    slack = half_unit(total.quantity)
    if min(values) - slack <= value <= max(values) + slack:
        return []
    nearest = min(whole.parts, key=lambda part: abs((amount(part) or Decimal(0)) - value))
    severity: Severity = "error" if whole.complete else "warning"
    bounds = f"{shown(min(values))}–{shown(max(values))}"
    ordered = [total, nearest, *(part for part in whole.parts if part is not nearest)]
    return [tell("F01.range", ordered, severity=severity, range=bounds)]


def _not_the_mean(whole: Whole) -> list[Finding]:
    total = whole.total[0]
    subsets = {scope.id for scope in whole.indicator.scopes if scope.subset_of}
    counted = [part for part in whole.parts if part.quantity.of]
    variants = [counted, [part for part in counted if part.scope not in subsets]]
    sums = dict.fromkeys(fraction for parts in variants if len(parts) > 1 for fraction in [_sum(parts)])
    value = amount(total) or Decimal(0)
    if not sums or any(abs(count * 100 / of - value) <= half_unit(total.quantity) for count, of in sums):
        return []
    figures = "; ".join(f"{shown(n)}/{shown(d)} = {shown((n * 100 / d).quantize(CENT))}%" for n, d in sums)
    return [tell("F01", [total, *counted], figures=figures)]


def _sum(parts: list[Observation]) -> tuple[Decimal, Decimal]:
    """Numerators and denominators added up."""
    return (
        sum((part.quantity.count or Decimal(0) for part in parts), Decimal(0)),
        sum((part.quantity.of or Decimal(0) for part in parts), Decimal(0)),
    )


def subset_order(case: Case) -> Iterator[Finding]:
    """F02: a part of a group has a higher value than the group."""
    for whole in _wholes(case):
        for part in whole.parts:
            scope = whole.indicator.scope(part.scope)
            larger = [o for o in whole.parts if scope and scope.subset_of and o.scope == scope.subset_of]
            if larger and (amount(part) or 0) > (amount(larger[0]) or 0):
                yield tell("F02", [part, larger[0]])


def aggregate_missing(case: Case) -> Iterator[Finding]:
    """F03: the parts have a value for a year and the whole has none."""
    wholes = list(_wholes(case))
    with_total = {(w.total[0].indicator_id, w.total[0].measure): w.total[0] for w in wholes if w.total}
    for whole in wholes:
        if whole.parts and not whole.total:
            total = with_total.get((whole.parts[0].indicator_id, whole.parts[0].measure))
            if total is not None and len(whole.parts) > 1 and not _row_says(case, total, whole.parts[0].role):
                yield tell("F03", [whole.parts[0], total], missing=str(whole.parts[0].period or ""))


def _row_says(case: Case, total: Observation, role: Role) -> bool:
    """Whether the row of the whole has no value at all in this role, which A11 has told."""
    line = case.line_of(total)
    return line is not None and all(seen.role != role for seen in line.values)


def count_against_register(case: Case) -> Iterator[Finding]:
    """F04: the plan counts other numbers of districts or communes than the register."""
    for printed, level, count, place in _counts(case):
        registered = load_areas().count_of(case.plan.area_name, case.plan.area_level, level, case.plan.date)
        if registered and registered != count:
            yield note("F04", quote_text(place, printed), case=case, count=count, registered=registered)


def _counts(case: Case) -> Iterator[tuple[str, str, int, Place]]:
    """Counts of areas as printed: words, level of the areas, number, place; each count once."""
    texts = [(paragraph.place, paragraph.text) for paragraph in case.paragraphs]
    texts += [(line.row.place, line.row.label) for line in case.lines]
    told: set[tuple[str, int]] = set()
    for place, text in texts:
        for entry in data("forms")["unit_counts"]:
            for hit in re.finditer(entry["pattern"], text):
                about = (entry["level"], int(hit["count"]))
                if about not in told:
                    told.add(about)
                    yield hit.group(), *about, place


RULES: tuple[Rule[Case], ...] = (
    Rule("F01", aggregate_and_parts),
    Rule("F02", subset_order),
    Rule("F03", aggregate_missing),
    Rule("F04", count_against_register),
)
