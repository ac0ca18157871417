"""What stands around a number: the text it was printed in, and its unit, base and period.

Takes trees of `grammar` over a `Source` (printed text, its even form, the place of each sign) and gives a
`Measure`; also what a unit column says about the numbers beside it.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from parsimonious.nodes import Node

from pipeline.language.grammar import first, need, parse
from pipeline.language.periods import PERIOD_IDS, find_frequency
from pipeline.language.text import even, one_line
from pipeline.language.units import MULTIPLIERS, Units, base_of
from pipeline.model import Frequency


@dataclass(frozen=True)
class Source:
    """Printed text, its even form and, for each sign of that, the 0-based place of the sign it stands for."""

    printed: str
    folded: str
    places: tuple[int, ...]

    def raw(self, start: int, end: int) -> tuple[str, int]:
        """The exact substring behind a span of the even form, without blanks around it, and its offset."""
        part = self.printed[self.places[start] : self.places[end - 1] + 1]
        return part.strip(), self.places[start] + len(part) - len(part.lstrip())

    def words(self, node: Node | None) -> str:
        """What is printed where a node stands; empty for None."""
        return self.raw(node.start, node.end)[0] if node is not None and node.end > node.start else ""


def source(text: str) -> Source:
    """A source in which nothing was repaired."""
    return Source(text, even(text), tuple(range(len(text))))


@dataclass(frozen=True)
class Measure:
    """What stands behind a number: unit id, its words, base of a rate, period, multiplier."""

    unit: str = ""
    raw: str = ""
    base: int | None = None
    base_raw: str = ""
    frequency: Frequency = ""
    factor: int = 1
    scaled: bool = False


NO_MEASURE = Measure()


def measure_of(node: Node | None, text: Source, units: Units) -> Measure:
    """The measure below a node (rule `measure`, `rate` or `plain`); an empty one for None."""
    if node is None:
        return Measure()
    rate = node if node.expr_name == "rate" else first(node, "rate")
    raw = text.words(node)
    return _rate(rate, raw, text, units) if rate is not None else _counting(node, raw, text, units)


def _rate(node: Node, raw: str, text: Source, units: Units) -> Measure:
    base = need(node, "base")
    number = first(node, "base_number") or base
    size = base_of(number.text)
    unit = units.rate(_even(first(node, "counted")), size, _even(first(node, "base_noun")))
    return Measure(unit, raw, size, text.words(base))


def _even(node: Node | None) -> str:
    return node.text if node is not None else ""


def _counting(node: Node, raw: str, text: Source, units: Units) -> Measure:
    scale, unit, period = (first(node, name) for name in ("multiplier", "unit", "period"))
    frequency: Frequency = PERIOD_IDS[period.text] if period is not None else find_frequency(_even(unit))
    unit_id = units.find(unit.text) if unit is not None else ""
    spoken = first(node, "per_period")
    return Measure(
        unit=with_period(unit_id, frequency, units, slash=spoken is None or spoken.text.startswith("/")),
        raw=raw,
        frequency=frequency,
        factor=MULTIPLIERS[one_line(scale.text)] if scale is not None else 1,
        scaled=scale is not None,
    )


def with_period(unit_id: str, frequency: Frequency, units: Units, *, slash: bool) -> str:
    """The unit that a period makes of another ("%/năm"); "100% hằng năm" is a share all the same."""
    if not frequency or (not slash and unit_id in units and units[unit_id].family == "share"):
        return unit_id
    return units.with_frequency(unit_id, frequency)


@lru_cache(maxsize=1024)
def column_measure(words: str, units: Units) -> Measure:
    """What a unit column says about the numbers beside it; an empty measure when it says nothing known."""
    text = source(one_line(words))
    tree = parse("unit_cell", text.folded.strip("() "), units) if text.folded else None
    if tree is not None:
        return _scaled(measure_of(first(tree, "measure"), text, units), first(tree, "thousands"), units)
    return Measure(unit=units.find(words), raw=words.strip())


def _scaled(measure: Measure, thousands: Node | None, units: Units) -> Measure:
    """A column in "1.000 đồng" holds thousands; "1.000 người" may as well be the base of a rate."""
    if thousands is None:
        return measure
    if measure.unit not in units or units[measure.unit].family not in SCALED:
        return Measure(raw=measure.raw)
    return replace(measure, factor=measure.factor * base_of(thousands.text))


SCALED = frozenset({"money", "measure"})
"""Families whose columns are printed in thousands."""


def completed(own: Measure, column: Measure) -> Measure:
    """The printed measure, with what it leaves open taken from the unit column."""
    if own.unit or own.base is not None:
        return own
    if own.scaled:
        return replace(own, unit=column.unit)
    return replace(column, raw=own.raw, frequency=own.frequency or column.frequency)
