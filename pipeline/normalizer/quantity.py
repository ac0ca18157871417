"""From a printed value to a measure of an indicator, in its canonical unit.

Takes a `Quantity`, the unit words printed beside it and the matched indicator; gives a `Measured`:
measure, unit, base and the named doubts.  What is printed in the cell weighs more than the unit column,
and that more than the indicator's default.  A unit that the indicator is never
measured in is a doubt, not a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalogue.schema import Indicator, Measure
from pipeline.language.units import SCALES, UNITS, Units
from pipeline.model import Quantity

LEVELS = ("level", "baseline", "fraction")
"""Kinds of quantity that state how high something is (not how much it changes)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`measure` and `unit` are empty while nothing decides them; `doubts` (machine words) when sure."""

    measure: str
    unit: str
    per_base: int | None
    doubts: tuple[str, ...] = ()


def read_measure(
    quantity: Quantity, unit_words: str, indicator: Indicator | None, units: Units = UNITS
) -> Measured:
    """The measure and unit of one quantity; `unit_words` is the unit column or header (empty: none)."""
    column_unit = units.find(unit_words) if unit_words.strip() else ""
    if indicator is None:
        unit = quantity.unit or ("" if quantity.base else column_unit)
        return Measured("", unit, quantity.base or _base(unit, units))
    chosen, doubts = _choose(quantity, unit_words, column_unit, indicator, units)
    if chosen is None:
        return Measured("", quantity.unit or column_unit, quantity.base, doubts)
    base = quantity.base or _base(chosen.unit, units)
    if quantity.frequency and chosen.frequency not in ("", quantity.frequency):
        doubts = (*doubts, "frequency_differs")
    doubts = (*doubts, *_bound_doubts(quantity, indicator, chosen), *_kind_doubts(quantity, chosen, units))
    return Measured(chosen.id, chosen.unit, base, doubts)


def states_a_measure(quantity: Quantity, indicator: Indicator, units: Units = UNITS) -> bool:
    """Whether a figure inside a sentence carries a unit that this indicator is measured in."""
    if quantity.base is not None:
        return bool(_of_base(quantity, indicator, units))
    return bool(quantity.unit) and _of_unit(quantity.unit, indicator, units) is not None


def _choose(
    quantity: Quantity, unit_words: str, column_unit: str, indicator: Indicator, units: Units
) -> tuple[Measure | None, tuple[str, ...]]:
    if quantity.base is not None:
        fitting = _of_base(quantity, indicator, units)
        return (fitting[0], ()) if fitting else (None, ("base_differs",))
    for unit in (quantity.unit, column_unit):
        if unit:
            chosen = _of_unit(unit, indicator, units)
            return (chosen, ()) if chosen else (None, ("unit_differs",))
    printed = (quantity.unit_raw or unit_words).strip()
    return indicator.default_measure, ("unit_unknown",) if printed else ()


def _of_base(quantity: Quantity, indicator: Indicator, units: Units) -> Sequence[Measure]:
    """The measures per the printed base; a printed unit id must be theirs too."""
    same = [m for m in indicator.measures if _base(m.unit, units) == quantity.base]
    named = [m for m in same if m.unit == quantity.unit]
    return named or (same if not quantity.unit else [])


def _of_unit(unit: str, indicator: Indicator, units: Units) -> Measure | None:
    """The measure in this unit, or in one that says the same (‰ for a rate per 1,000)."""
    own = indicator.measure_of(unit)
    if own is not None:
        return own
    scale = SCALES.get(unit)
    return next((m for m in indicator.measures if scale and _base(m.unit, units) == scale), None)


def _base(unit: str, units: Units) -> int | None:
    return units[unit].base if unit in units else None


def _bound_doubts(quantity: Quantity, indicator: Indicator, chosen: Measure) -> tuple[str, ...]:
    """A level outside the hard bounds cannot be right, whatever misread it."""
    bounds = indicator.bounds_of(chosen.id)
    if bounds is None or bounds.hard is None or quantity.kind not in LEVELS:
        return ()
    low, high = bounds.hard
    amounts = [amount for amount in (quantity.amount, quantity.high) if amount is not None]
    return () if all(low <= amount <= high for amount in amounts) else ("outside_bounds",)


def _kind_doubts(quantity: Quantity, chosen: Measure, units: Units) -> tuple[str, ...]:
    """A change is no level: only a measure of change takes it."""
    takes_changes = chosen.unit in units and units[chosen.unit].family == "change"
    return ("change_not_level",) if quantity.kind == "change" and not takes_changes else ()
