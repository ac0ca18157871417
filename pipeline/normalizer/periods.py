"""Which years a value is for.

The value's own year first, then the period of its column, then, for targets, the period of the plan; what is
taken from the plan is a finding.
"""

from collections.abc import Sequence

from pipeline.language.periods import find_periods
from pipeline.model import Column, Period, Plan, Quantity, Role, Statement

YEARS_UNCLEAR = "years_unclear"
"""The doubt of figures in a sentence with several years that do not tell which figure is for which year."""

YEAR_DIFFERS = "year_differs"
"""The doubt of a value for another year than the header of its column names."""

BEFORE_PLAN = "before_plan"
"""The doubt of a sentence's figure for a year before the plan begins."""


def entry_period(quantity: Quantity, column: Column, plan: Plan) -> Period | None:
    """The period of a value cell; None when neither cell, column nor plan states one.

    A year printed in the cell narrows the span of its column; for a part of that year the column says more.
    """
    stated = column.period
    if quantity.year is not None and not (stated and stated.start == stated.end == quantity.year):
        return Period(quantity.year, quantity.year)
    return plan.period if stated is None and column.role == "target" else stated


def year_differs(quantity: Quantity, column: Column) -> tuple[str, ...]:
    """The doubt of a value whose cell names a year that its column does not hold."""
    stated = column.period
    if quantity.year is None or stated is None or stated.start <= quantity.year <= stated.end:
        return ()
    return (YEAR_DIFFERS,)


def header_unclear(column: Column) -> tuple[str, ...]:
    """The doubt of a value below a header of several years ("Kế hoạch năm 2026 và 2027")."""
    named = {period for period, _, _ in find_periods(column.header)}
    return (YEARS_UNCLEAR,) if column.period is None and len(named) > 1 else ()


def label_period(quantity: Quantity, role: Role, columns: Sequence[Column], plan: Plan) -> Period | None:
    """The period of a target inside a label: that of the only target column; open when there are several."""
    if quantity.year is not None:
        return Period(quantity.year, quantity.year)
    if role != "target":
        return None
    targets = [column for column in columns if column.kind == "value" and column.role == "target"]
    if len(targets) == 1:
        return targets[0].period or plan.period
    return None if targets else plan.period


def stated_periods(statement: Statement) -> tuple[Period, ...]:
    """The periods that a sentence names, else those of the nearest heading above it that names one."""
    texts = (statement.text, *(heading.text for heading in reversed(statement.trail)))
    found = (tuple(period for period, _, _ in find_periods(text)) for text in texts)
    return next(filter(None, found), ())


def without_starts(stated: Sequence[Period], quantities: Sequence[Quantity]) -> tuple[Period, ...]:
    """The periods of a sentence without those that a change starts from ("từ 57% năm 2025 lên 60%")."""
    starts = {quantity.year for quantity in quantities if quantity.kind == "baseline"}
    return tuple(period for period in stated if not (period.start == period.end and period.end in starts))


def years_unclear(quantities: Sequence[Quantity], stated: Sequence[Period]) -> tuple[str, ...]:
    """The doubt of a sentence of several years that leaves a figure without one, or gives one to several."""
    years = [quantity.year for quantity in quantities if quantity.kind == "level"]
    several = len({period.end for period in stated}) > 1
    shared = len(years) > 1 and len(set(years)) == 1
    return (YEARS_UNCLEAR,) if several and (shared or None in years) else ()


def before_plan(period: Period | None, role: Role, plan: Plan) -> tuple[str, ...]:
    """The doubt of a target for a time before the plan: it may be what was reached then."""
    past = period is not None and plan.period is not None and period.end < plan.period.start
    return (BEFORE_PLAN,) if past and role == "target" else ()


def statement_period(quantity: Quantity, role: Role, stated: Sequence[Period], plan: Plan) -> Period | None:
    """The period of a target in a sentence: its own year, the sentence's only period, else the plan's."""
    if quantity.year is not None:
        return Period(quantity.year, quantity.year)
    if role != "target":
        return None
    return stated[0] if len(stated) == 1 else plan.period
