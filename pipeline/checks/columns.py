"""Family B, across the columns of one row: last result against target, year against period.

Takes a `Case`, yields findings.  Only sure levels of one indicator, measure, scope and unit are compared.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.checks.case import Case, Line, key
from pipeline.checks.compare import amount, at_ceiling, rounded, same, worse
from pipeline.checks.config import Rule
from pipeline.checks.report import quote_label, shown, tell
from pipeline.checks.words import begins, data, has, words
from pipeline.model import Comparator, Finding, Observation, Severity

STEEP = Decimal("0.20")
"""Share of the value; a change of more than a fifth in one year is rarely planned."""

SMALL = Decimal(10)
"""Below this a relative change says little (1 to 2 is +100 %)."""

OPEN: dict[str, tuple[Comparator, ...]] = {"higher": ("ge", "gt"), "lower": ("le", "lt")}
"""Comparators that leave room for improvement, by the direction of the indicator."""


def worse_than_result(case: Case) -> Iterator[Finding]:
    """B01: the target is worse than what was already reached."""
    for line in case.lines:
        for result, target in line.steps():
            if _worse(case, target, result):
                yield tell("B01", [target, result], a=None, severity=_doubt(result, target))


def _worse(case: Case, seen: Observation, than: Observation) -> bool:
    value, other = amount(seen), amount(than)
    if value is None or other is None or seen.indicator_id not in case.catalogue:
        return False
    return worse(case.indicator(seen), seen.measure, value, other)


def _doubt(result: Observation, target: Observation) -> Severity:
    first, second = result.quantity, target.quantity
    denominators = first.of is not None and second.of is not None and first.of != second.of
    return (
        "warning"
        if denominators or first.comparator != second.comparator or rounded(result, target)
        else "error"
    )


def no_improvement(case: Case) -> Iterator[Finding]:
    """B02: targets that only repeat the last result; one line per document."""
    repeated: dict[int, tuple[Observation, Observation]] = {}
    for number, line in enumerate(case.lines):
        for result, target in line.steps():
            if _unchanged(case, line, result, target):
                repeated.setdefault(number, (target, result))
    if repeated:
        target, result = next(iter(repeated.values()))
        ids = [pair[0] for pair in repeated.values()]
        yield _summary(ids, result, len(repeated))


def _summary(targets: list[Observation], result: Observation, count: int) -> Finding:
    """One line for all rows: it names no indicator, because it is about the document."""
    made = tell("B02", [targets[0], result, *targets[1:]], count=count)
    return replace(made, indicator_id="", scope="", ocr_risk=False, severity="info")


def _unchanged(case: Case, line: Line, result: Observation, target: Observation) -> bool:
    """Whether the target repeats the result although more is possible and nothing promises "keep".

    A target such as "at least 52" after 52 asks for more than it repeats.
    """
    value = amount(target)
    if value is None or not same(result, target) or target.indicator_id not in case.catalogue:
        return False
    if target.quantity.comparator in OPEN[case.indicator(target).direction]:
        return False
    if begins(words("keep"), line.row.label) or has(words("keep"), target.value_raw):
        return False
    return not at_ceiling(case.indicator(target), target.measure, value)


def verb_against_change(case: Case) -> Iterator[Finding]:
    """B03: the label begins with "Tăng" or "Giảm" and the target does not move that way."""
    for line in case.lines:
        way = _promised(line)
        for result, target in line.steps():
            if way and _against(case, line, way, result, target):
                yield tell(
                    "B03", [target, result], a=quote_label(line.row), value=_both(result, target), verb=way[0]
                )


def _promised(line: Line) -> tuple[str, str] | None:
    """The verb that the label begins with, as printed, and its way; None without one."""
    for way, listed in data("words")["direction"].items():
        span = begins(tuple(listed), line.row.label)
        if span is not None:
            return line.row.label[slice(*span)], way
    return None


def _against(case: Case, line: Line, way: tuple[str, str], result: Observation, target: Observation) -> bool:
    if target.indicator_id not in case.catalogue or begins((way[0],), case.indicator(target).name_vi):
        return False
    if same(result, target):
        return _unchanged(case, line, result, target)
    first, second = amount(result), amount(target)
    moved = "up" if (second or 0) > (first or 0) else "down"
    return moved != way[1] and not _worse(case, target, result)


def _both(result: Observation, target: Observation) -> str:
    return f"{shown(amount(result))} → {shown(amount(target))}"


def year_against_period(case: Case) -> Iterator[Finding]:
    """B06: the target of a year does not fit the target of the period."""
    for line in case.lines:
        for year, period in _year_and_period(line):
            if amount(year) == amount(period):
                continue
            if year.period and period.period and year.period.end == period.period.end:
                yield tell("B06", [year, period])
            elif _worse(case, period, year):
                yield tell("B06.early", [year, period])


def _year_and_period(line: Line) -> Iterator[tuple[Observation, Observation]]:
    targets = line.targets()
    spans = [o for o in targets if o.period and o.period.start != o.period.end]
    years = [o for o in targets if o.period and o.period.start == o.period.end and not o.period.part]
    for period in spans:
        for year in years:
            inside = period.period and year.period and year.period.end <= period.period.end
            if inside and key(year) == key(period) and year.unit == period.unit:
                yield year, period


def steep_step(case: Case) -> Iterator[Finding]:
    """B07: a change that is too large for one year."""
    for line in case.lines:
        pairs = [*line.steps(), *_year_and_period(line)]
        for before, after in pairs:
            first, second = amount(before), amount(after)
            if first is None or second is None or first < SMALL or not _next_year(before, after):
                continue
            if abs(second - first) > STEEP * first:
                yield tell(
                    "B07", [after, before], step=shown(((second - first) * 100 / first).quantize(Decimal(1)))
                )


def _next_year(before: Observation, after: Observation) -> bool:
    return bool(before.period and after.period and after.period.end - before.period.end == 1)


def denominator_changed(case: Case) -> Iterator[Finding]:
    """B08: the whole that the per cent is counted on is not the same in all columns."""
    for line in case.lines:
        for result, target in line.steps():
            wholes = (result.quantity.of, target.quantity.of)
            if None not in wholes and wholes[0] != wholes[1]:
                yield tell("B08", [target, result], before=shown(wholes[0]), after=shown(wholes[1]))


RULES: tuple[Rule[Case], ...] = (
    Rule("B01", worse_than_result),
    Rule("B02", no_improvement),
    Rule("B03", verb_against_change),
    Rule("B06", year_against_period),
    Rule("B07", steep_step),
    Rule("B08", denominator_changed),
)
