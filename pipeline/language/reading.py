"""From the tree of a printed value to `Quantity` records.

Takes trees of `grammar` over a `Source` and what the unit column says; gives the quantities of one entry,
each with the exact substring it was read from.  A value whose parts contradict each other is `unparsed`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from parsimonious.nodes import Node

from pipeline.language.amounts import LONGEST, DecimalMark, read_number
from pipeline.language.grammar import COMPARATORS, FROM, SIGNS_OF_MOVES, first, need, nodes
from pipeline.language.measures import NO_MEASURE, Measure, Source, completed, measure_of
from pipeline.language.periods import FIRST_YEAR, LAST_YEAR, find_frequency
from pipeline.language.text import one_line
from pipeline.language.units import Units
from pipeline.model import Comparator, Quantity

YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Context:
    """What a value is read with: its source, the units, the unit column, the decimal mark in use."""

    source: Source
    units: Units
    column: Measure = NO_MEASURE
    decimal: DecimalMark = ""

    def family(self, measure: Measure) -> str:
        """The family of the unit; empty while the unit is unknown."""
        if measure.base is not None:
            return "rate"
        return self.units[measure.unit].family if measure.unit in self.units else ""


# ------------------------------------------------------------------ values


def core_quantities(core: Node, context: Context) -> tuple[Quantity, ...]:
    """The quantities of one value (the outermost rule of a `core`), with the raw text of each."""
    return BUILDERS[core.expr_name](core, context)


def _single(node: Node, context: Context) -> tuple[Quantity, ...]:
    own = measure_of(first(node, "measure", "rate"), context.source, context.units)
    measure = completed(own, context.column)
    number = need(node, "number")
    amount, doubtful = read_number(number.text, context.family(measure), context.decimal)
    quantity = _level(node, measure, amount, context)
    alone = not measure.unit and not own.raw and YEAR.fullmatch(number.text) is not None
    open_start = node.text.startswith(FROM) and quantity.comparator == "eq"
    unsure = doubtful or alone or open_start or _contradicts(node) or _maybe_part(quantity)
    return (replace(quantity, doubtful=unsure),)


def _maybe_part(quantity: Quantity) -> bool:
    """Whether a value over a bare base may be a part of the whole as well ("95/100")."""
    bare = quantity.base == BASE_OF_RATIOS and quantity.base_raw.isdigit()
    return bare and quantity.amount is not None and quantity.amount <= BASE_OF_RATIOS


def _level(node: Node, measure: Measure, amount: Decimal | None, context: Context) -> Quantity:
    raw, start = context.source.raw(node.start, node.end)
    if amount is None:
        return Quantity(raw, "unparsed", start)
    return Quantity(
        raw=raw,
        kind="level",
        start=start,
        amount=amount * measure.factor,
        comparator=_comparator(node),
        unit=measure.unit,
        unit_raw=measure.raw,
        base=measure.base,
        base_raw=measure.base_raw,
        frequency=measure.frequency,
    )


def _comparator(node: Node) -> Comparator:
    """The bound behind the number if there is one, else the one before it."""
    found = [*nodes(node, "suffix"), *nodes(node, "bound")]
    return COMPARATORS[one_line(found[0].text)] if found else "eq"


def _contradicts(node: Node) -> bool:
    """Whether the bounds around one number point in opposite ways ("dưới 50% trở lên")."""
    bounds = {COMPARATORS[one_line(bound.text)][0] for bound in nodes(node, "bound", "suffix")}
    return {"l", "g"} <= bounds


def _span(node: Node, context: Context) -> tuple[Quantity, ...]:
    measure = completed(measure_of(first(node, "measure"), context.source, context.units), context.column)
    low = need(node, "low")
    low_number, high_number = [number.text for number in nodes(node, "number")]
    plain = measure_of(first(low, "plain"), context.source, context.units)
    family = context.family(measure)
    low_amount, low_doubt = read_number(low_number, family, context.decimal)
    high_amount, high_doubt = read_number(high_number, family, context.decimal)
    quantity = _level(node, measure, low_amount, context)
    years = not measure.raw and all(YEAR.fullmatch(number) for number in (low_number, high_number))
    if (
        quantity.kind == "unparsed"
        or high_amount is None
        or years
        or not _same_kind(plain, measure, context.units)
    ):
        return (replace(quantity, kind="unparsed", amount=None),)
    factor = plain.factor if plain.scaled else measure.factor
    start, end = (low_amount or Decimal()) * factor, high_amount * measure.factor
    if start >= end:
        return (replace(quantity, kind="unparsed", amount=None),)
    doubtful = low_doubt or high_doubt or _bounded(node, low)
    return (replace(quantity, amount=start, high=end, comparator="between", doubtful=doubtful),)


def _bounded(node: Node, low: Node) -> bool:
    """Whether a bound stands around a whole range ("dưới 5 - 6%") or opens its end ("5 đến trên 6%")."""
    opening = [bound for bound in nodes(node, "bound") if bound.start < low.start]
    ending = [bound for bound in nodes(node, "bound") if bound.start >= low.end]
    around = {COMPARATORS[one_line(bound.text)] for bound in (*opening, *nodes(node, "suffix"))}
    closing = {COMPARATORS[one_line(bound.text)] for bound in ending}
    return bool(around - {"approx"} or closing - {"approx", "lt", "le"})


def _same_kind(one: Measure, other: Measure, units: Units) -> bool:
    """Whether the unit behind the first number may stand beside the one behind the second."""
    if not one.unit:
        return True
    return other.unit in (one.unit, units.with_frequency(one.unit, other.frequency))


def _part(node: Node, context: Context) -> tuple[Quantity, ...]:
    count, of = _fraction(node)
    raw, start = context.source.raw(node.start, node.end)
    noun = context.source.words(first(node, "part_noun"))
    if not of or (not noun and YEAR.fullmatch(str(of))):
        return (Quantity(raw, "unparsed", start),)
    ambiguous = not noun and (of == BASE_OF_RATIOS or of <= MONTHS)
    return (Quantity(raw, "fraction", start, count=count, of=of, doubtful=count > of or ambiguous),)


MONTHS = 12
"""A bare "5/12" may be a part of twelve or a day and month."""
BASE_OF_RATIOS = 100
"""A bare "95/100" may be a part of a hundred or a ratio per hundred."""


def _fraction(node: Node) -> tuple[Decimal, Decimal]:
    """Part and whole; a whole of 0, which no caller accepts, where the digits are too many for a number."""
    texts = [whole.text for whole in nodes(node, "whole")]
    if any(len(text) > LONGEST for text in texts):
        return Decimal(), Decimal()
    count, of = (Decimal(text.replace(".", "")) for text in texts)
    return count, of


def _shared(node: Node, context: Context) -> tuple[Quantity, ...]:
    """A share and the fraction it was computed from, in either order; "2 1/2" may be two and a half."""
    single, part = need(node, "single"), need(node, "part")
    share = _single(single, context)[0]
    count, of = _fraction(part)
    raw, start = context.source.raw(node.start, node.end)
    if context.family(Measure(unit=share.unit)) != "share" or not of:
        return (Quantity(raw, "unparsed", start),)
    mixed = not share.unit_raw and not node.text[single.end - node.start : part.start - node.start].strip()
    unsure = share.doubtful or count > of or mixed
    return (replace(share, raw=raw, start=start, count=count, of=of, doubtful=unsure),)


def _pair(node: Node, context: Context) -> tuple[Quantity, ...]:
    """A change of level: where it starts and where it ends, each lending its unit to the other."""
    before, after = nodes(node, "limited")
    origin, target = need(node, "origin"), need(node, "target")
    own = [measure_of(first(side, "measure"), context.source, context.units) for side in (before, after)]
    sides = [_lent(own[0], own[1]), _lent(own[1], own[0])]
    note = first(node, "when_note")
    spans = [(origin.start, before.end if note is None else note.end), (target.start, after.end)]
    levels = [
        _side(side, measure, span, context)
        for side, measure, span in zip((before, after), sides, spans, strict=True)
    ]
    if any(level.kind == "unparsed" for level in levels):
        return (replace(levels[0], kind="unparsed", amount=None),)
    differ = levels[0].unit != levels[1].unit or levels[0].base != levels[1].base
    first_level = replace(levels[0], kind="baseline", year=note and _year(note.text))
    return tuple(replace(level, doubtful=level.doubtful or differ) for level in (first_level, levels[1]))


def _lent(own: Measure, other: Measure) -> Measure:
    """A side of a change without a unit (or with a bare base) has the unit of the other side."""
    if own.unit or (own.base is not None and own.base != other.base):
        return own
    if own.base is not None:
        return replace(own, unit=other.unit)
    return replace(other, raw=own.raw, base_raw="") if not own.raw else own


def _side(side: Node, measure: Measure, span: tuple[int, int], context: Context) -> Quantity:
    number = need(side, "number")
    full = completed(measure, context.column)
    amount, doubtful = read_number(number.text, context.family(full), context.decimal)
    level = _level(side, full, amount, context)
    raw, start = context.source.raw(*span)
    return replace(level, raw=raw, start=start, doubtful=doubtful)


def _change(node: Node, context: Context) -> tuple[Quantity, ...]:
    """A difference, signed by its verb."""
    move = need(node, "move")
    sign = SIGNS_OF_MOVES[one_line(move.text)]
    measure = completed(measure_of(first(node, "measure"), context.source, context.units), context.column)
    read = [read_number(n.text, context.family(measure), context.decimal) for n in nodes(node, "number")]
    quantity = _level(node, measure, read[0][0], context)
    amounts = [amount * sign * measure.factor for amount, _ in read if amount is not None]
    if len(amounts) < len(read) or (len(amounts) > 1 and abs(amounts[0]) >= abs(amounts[1])):
        return (replace(quantity, kind="unparsed", amount=None),)
    high = amounts[1] if len(amounts) > 1 else None
    unit = context.units.with_frequency(measure.unit, measure.frequency or find_frequency(node.text))
    strict = quantity.comparator in ("lt", "gt")
    return (
        replace(
            quantity,
            kind="change",
            unit=unit,
            frequency=measure.frequency or find_frequency(node.text),
            amount=amounts[0],
            high=high,
            comparator="between" if high is not None else quantity.comparator,
            doubtful=strict or any(doubt for _, doubt in read),
        ),
    )


BUILDERS: dict[str, Callable[[Node, Context], tuple[Quantity, ...]]] = {
    "single": _single,
    "rated": _single,
    "span": _span,
    "part": _part,
    "shared": _shared,
    "pair": _pair,
    "change": _change,
}


# ------------------------------------------------------------------ entries


def entry_quantities(entry: Node, whole: Node, context: Context) -> tuple[Quantity, ...]:
    """The quantities of one entry of a cell; `whole` is the node whose text counts as printed for it."""
    core = need(entry, "core")
    found = core_quantities(core.children[0], context)
    scope = _scope(whole, context)
    around = [node for node in nodes(entry, "ahead", "behind", "core") if node.expr_name != "core"]
    year = next((_year(when.text) for node in around for when in nodes(node, "when", "when_note")), None)
    raw, start = _entry_raw(entry, whole, context)
    if len(found) == 1:
        found = (
            replace(found[0], raw=raw, start=start, doubtful=found[0].doubtful or _marked(entry, found[0])),
        )
    return tuple(
        replace(one, scope_words=scope, year=one.year or year, frequency=one.frequency or find_frequency(raw))
        for one in found
    )


def _marked(entry: Node, quantity: Quantity) -> bool:
    """Whether a footnote number stands right behind a number without a unit: it may be part of it."""
    mark = first(entry, "mark")
    return mark is not None and not quantity.unit_raw and any(map(str.isdigit, mark.text))


def _entry_raw(entry: Node, whole: Node, context: Context) -> tuple[str, int]:
    """The text of the entry, its group words included, its bullet left out."""
    return context.source.raw(entry.start, whole.end)


def _scope(whole: Node, context: Context) -> str:
    node = first(whole, "scope_words", "label", "words")
    return context.source.words(node).rstrip(":- ")


def _year(text: str) -> int | None:
    found = YEAR.search(text)
    year = int(found.group()) if found else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
