"""How values are compared: decimals only, with the tolerance of what was printed, in a known direction.

Takes observations and catalogue facts, gives plain answers.  None always means "cannot be compared".
"""

import re
from decimal import ROUND_DOWN, Decimal

from pipeline.catalogue.schema import Indicator, Target
from pipeline.model import Comparator, Observation, Period, Quantity

HALF = Decimal("0.5")
"""Rounding moves a value by at most half a unit of its last printed digit."""

NEAR = Decimal("0.05")
"""Share of the value by which an "about" may be missed."""

LOW_CONFIDENCE = 0.80
"""Below this a recognised word was wrong in most of the measured cases (0–1)."""

TOKEN = re.compile(r"\d[\d.,]*")
STRICT: tuple[Comparator, ...] = ("lt", "gt")


def amount(seen: Observation) -> Decimal | None:
    """The level that was printed; None for changes, words, missing and unreadable values."""
    return seen.quantity.amount if seen.quantity.kind == "level" else None


def half_unit(quantity: Quantity) -> Decimal:
    """Half a unit of the last printed digit (0.05 for ``99,5``)."""
    if quantity.amount is None:
        return Decimal(0)
    exponent = quantity.amount.as_tuple().exponent
    return HALF.scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(0)


def same(first: Observation, second: Observation) -> bool:
    """Whether both print the same number (or the same range)."""
    return (first.quantity.amount, first.quantity.high) == (second.quantity.amount, second.quantity.high)


def rounded(first: Observation, second: Observation) -> bool:
    """Whether one value can be the other one rounded: they are printed with a different number of digits."""
    a, b = first.quantity, second.quantity
    if a.amount is None or b.amount is None or half_unit(a) == half_unit(b):
        return False
    return abs(a.amount - b.amount) <= max(half_unit(a), half_unit(b))


def satisfies(value: Decimal, comparator: Comparator, bound: Decimal, high: Decimal | None = None) -> bool:
    """Whether a value keeps what a comparator promises.

    >>> satisfies(Decimal(108), "lt", Decimal(108)), satisfies(Decimal(31), "ge", Decimal(31))
    (False, True)
    """
    answers: dict[Comparator, bool] = {
        "eq": value == bound,
        "lt": value < bound,
        "le": value <= bound,
        "gt": value > bound,
        "ge": value >= bound,
        "approx": abs(value - bound) <= abs(bound) * NEAR,
        "between": bound <= value <= (bound if high is None else high),
    }
    return answers[comparator]


def badness(indicator: Indicator, measure: str, value: Decimal) -> Decimal:
    """How bad a value is (lower is better): against the direction, or away from the natural band."""
    bounds = indicator.bounds_of(measure)
    if bounds and bounds.natural:
        low, high = bounds.natural
        return max(low - value, value - high, Decimal(0))
    return -value if indicator.direction == "higher" else value


def worse(indicator: Indicator, measure: str, value: Decimal, than: Decimal) -> bool:
    """Whether `value` is worse than `than` for this indicator."""
    return badness(indicator, measure, value) > badness(indicator, measure, than)


def at_ceiling(indicator: Indicator, measure: str, value: Decimal) -> bool:
    """Whether nothing better is possible: the hard bound on the good side is reached."""
    bounds = indicator.bounds_of(measure)
    if bounds is None or bounds.hard is None:
        return False
    low, high = bounds.hard
    return value >= high if indicator.direction == "higher" else value <= low


def weaker_form(local: Comparator, national: Comparator) -> bool:
    """Whether "exactly" or "at least" stands where the nation has "more than" (or the mirror of it)."""
    return national in STRICT and local != national


def agrees_with_fraction(quantity: Quantity) -> bool | None:
    """Whether the printed per cent is its fraction, rounded or cut off; None without a fraction to check."""
    value, count, of = quantity.amount, quantity.count, quantity.of
    if value is None or count is None or not of:
        return None
    exact = count / of * 100
    digits = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
    return abs(exact - value) <= half_unit(quantity) or exact.quantize(digits, rounding=ROUND_DOWN) == value


def misread(first: Observation, second: Observation) -> bool:
    """Whether one digit or mark, on a cell that was recognised with doubt, explains the difference."""
    doubtful = any(
        seen.confidence is not None and seen.confidence < LOW_CONFIDENCE for seen in (first, second)
    )
    return doubtful and one_edit(printed(first.value_raw), printed(second.value_raw))


def printed(text: str) -> str:
    """The first number in a text, as printed (empty: none)."""
    hit = TOKEN.search(text)
    return hit.group().rstrip(".,") if hit else ""


def one_edit(first: str, second: str) -> bool:
    """Whether the texts differ by one character put in, left out or changed.

    >>> one_edit("31,7", "317"), one_edit("56,3", "55")
    (True, False)
    """
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1 or short == long:
        return False
    at = next((i for i, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def final_year(period: Period | None) -> int | None:
    """The year by whose end the value holds; None when no period is stated or it is part of a year."""
    return None if period is None or period.part else period.end


def meets(first: Period | None, second: Period | None) -> bool:
    """Whether two periods can be the same one: equal, or one of them is not stated."""
    return first is None or second is None or first == second


def national(indicator: Indicator, seen: Observation) -> Target | None:
    """The national target for the observation's final year, measure and scope, if it is a number."""
    year = final_year(seen.period)
    found = indicator.target(year, seen.measure, seen.scope) if year is not None else None
    return found if found is not None and found.value is not None and found.unit == seen.unit else None
