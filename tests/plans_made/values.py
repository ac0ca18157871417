"""Values as plans print them: numbers of a kind, in the style of one plan, with what they truly say.

Takes a random source, an indicator of `data/wordings.yaml` and a style; gives cells with their truth.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from tests.plans_made.data import load

FULL = 100  # per cent
STEP = 0.12  # share of the indicator's range by which a later value is better, at most
THOUSAND = 1000
LARGEST_WHOLE = 150  # units in the denominator of a fraction
_FREQUENCY = re.compile(r"(?:/|mỗi |hằng |hàng )(quý|tháng|năm)")


@dataclass(frozen=True, slots=True)
class Style:
    """How one plan prints values; probabilities are for one cell."""

    mark: str = ","
    unit_in: str = "column"
    bounds: float = 0.1
    ranges: float = 0.03
    fractions: float = 0.1
    missing: float = 0.03
    qualitative: float = 0.0


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: its text, and what it says.

    `amount` is None for a cell that says no number; `levels` are scopes with their amounts in one cell.
    """

    text: str
    amount: Decimal | None = None
    high: Decimal | None = None
    comparator: str = "eq"
    count: int | None = None
    of: int | None = None
    levels: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """The form of one row: text of the unit column and of a cell, both with {v} for the number."""

    unit: str
    cell: str


def kind_of(indicator: dict[str, Any]) -> dict[str, Any]:
    """How values of this indicator are measured and printed."""
    kind: dict[str, Any] = load("kinds")[indicator["kind"]]
    return kind


def printed(random: Random, indicator: dict[str, Any], style: Style) -> Printed:
    """How a row of this indicator shows its unit."""
    kind = kind_of(indicator)
    unit, cell = random.choice(kind["units"])
    if style.unit_in == "cell":
        unit, cell = "", random.choice(kind["bare"])
    elif style.unit_in != "column":
        unit, cell = next(pair for pair in kind["units"] if pair[1] == "{v}")
    noun = indicator.get("unit", "")
    return Printed(_named(unit, noun), _named(cell, noun))


def _named(text: str, noun: str) -> str:
    return text.replace("{unit}", noun).replace("{Unit}", noun.capitalize())


def amounts(random: Random, indicator: dict[str, Any], count: int) -> list[Decimal]:
    """`count` numbers in the order of time, each as good as the one before or better."""
    low, high = (Decimal(str(bound)) for bound in indicator["range"])
    digits = random.choice(kind_of(indicator)["decimals"]) if high > 1 else 2
    room = high - low
    way = 1 if indicator["better"] == "higher" else -1
    now = low + room * Decimal(str(random.uniform(0.15, 0.85)))
    found = []
    for _ in range(count):
        found.append(_rounded(min(max(now, low), high), digits))
        now += way * room * Decimal(str(random.uniform(0, STEP)))
    return found


def _rounded(amount: Decimal, digits: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(amount: Decimal, style: Style, *, pad: bool = False) -> str:
    """The number in the plan's style: ``1.350``, ``26,6``, ``03``."""
    text = f"{amount:f}"
    whole, _, rest = text.partition(".")
    if style.mark == "," and amount >= THOUSAND:
        whole = f"{int(whole):,}".replace(",", ".")
    if pad and len(whole) == 1 and not rest:
        whole = f"0{whole}"
    return f"{whole}{style.mark}{rest}" if rest else whole


def draw(
    random: Random, indicator: dict[str, Any], amount: Decimal, role: str, form: Printed, style: Style
) -> Value:
    """One cell for that amount, or a cell without a number."""
    kinds = load("kinds")
    chance = random.random()
    if chance < style.missing:
        return Value(random.choice(kinds["missing"]))
    if chance < style.missing + style.qualitative:
        return Value(random.choice(kinds["qualitative"]))
    share = indicator["kind"] == "percent"
    if role == "target" and not (share and amount >= FULL) and random.random() < style.bounds:
        return _bounded(random, indicator, amount, form, style)
    if role == "target" and share and amount < FULL - 5 and random.random() < style.ranges:
        return _ranged(random, amount, form, style)
    if role != "target" and share and random.random() < style.fractions:
        return _fraction(random, amount, style)
    return Value(_cell(indicator, amount, form, style), amount)


def _cell(indicator: dict[str, Any], amount: Decimal, form: Printed, style: Style) -> str:
    pad = bool(kind_of(indicator).get("pad"))
    return form.cell.replace("{v}", number(amount, style, pad=pad))


def _bounded(
    random: Random, indicator: dict[str, Any], amount: Decimal, form: Printed, style: Style
) -> Value:
    sides = ("ge", "ge", "gt", "approx") if indicator["better"] == "higher" else ("le", "lt", "lt", "approx")
    comparator = random.choice(sides)
    template = random.choice(load("kinds")["bounds"][comparator])
    text = template.replace("{v}", _cell(indicator, amount, form, style))
    return Value(text, amount, comparator=comparator)


def _ranged(random: Random, amount: Decimal, form: Printed, style: Style) -> Value:
    high = amount + random.choice((1, 2, 5))
    template = random.choice(load("kinds")["ranges"])
    both = template.replace("{v}", number(amount, style)).replace("{h}", number(high, style))
    return Value(form.cell.replace("{v}", both), amount, high=high, comparator="between")


def _fraction(random: Random, amount: Decimal, style: Style) -> Value:
    """A share with its fraction; the share is what the fraction says, to one digit."""
    kinds = load("kinds")
    whole = random.randint(5, LARGEST_WHOLE)
    part = min(whole, max(1, round(whole * float(amount) / 100)))
    share = _rounded(Decimal(100) * part / whole, 1)
    share = share.quantize(Decimal(1)) if share == share.to_integral() else share
    template = random.choice(kinds["fractions"])
    text = template.format(p=number(share, style), n=part, d=whole, noun=random.choice(kinds["nouns"]))
    return Value(text, share, count=part, of=whole)


def by_level(indicator: dict[str, Any], amount: Decimal, form: Printed, style: Style) -> Value:
    """One cell with a value for each level of government; the lower level is a little behind."""
    levels = [
        (scope, words, max(amount - 5 * step, Decimal(0)))
        for step, (scope, words) in enumerate(indicator["levels"])
    ]
    text = "; ".join(f"{words} {_cell(indicator, value, form, style)}" for _, words, value in levels)
    return Value(text, amount, levels=tuple((scope, value) for scope, _, value in levels))


def spoken(random: Random, indicator: dict[str, Any], value: Value, style: Style) -> str:
    """How a sentence states the value: ``đạt trên 30%``; the value must have an amount and no upper end."""
    kind = kind_of(indicator)
    assert value.amount is not None
    said = kind["said"].replace("{unit}", indicator.get("unit", ""))
    said = said.replace("{v}", number(value.amount, style, pad=bool(kind.get("pad"))))
    if value.comparator == "eq":
        return f"{kind['verb']} {said}"
    bound: str = random.choice(load("kinds")["said_bounds"][value.comparator])
    return bound.replace("{v}", said)


def frequency(*texts: str) -> str:
    """How often, where one of the texts says so: ``quarter``, ``month``, ``year`` or empty."""
    words = load("kinds")["frequency_words"]
    for text in texts:
        hit = _FREQUENCY.search(text)
        if hit:
            return next(str(name) for name, spoken in words.items() if hit.group(1) in spoken)
    return ""
