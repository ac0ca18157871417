"""Family A, inside one row: what a label, its cells and its unit say against each other and against reason.

Takes a `Case`, yields findings.  The rules about units stand in `units.py` and are joined here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from pipeline.checks import limits, marks, units
from pipeline.checks.case import Case, Line, is_sure, key
from pipeline.checks.compare import (
    LOW_CONFIDENCE,
    agrees_with_fraction,
    amount,
    meets,
    rounded,
    same,
    satisfies,
)
from pipeline.checks.config import Rule
from pipeline.checks.limits import over_hundred
from pipeline.checks.report import (
    aside,
    note,
    quote,
    quote_label,
    quote_piece,
    quote_text,
    scan_doubt,
    short,
    shown,
    tell,
)
from pipeline.checks.units import RATE_BASE
from pipeline.checks.words import data, spans
from pipeline.language.messages import finding
from pipeline.language.numbers import find_values
from pipeline.model import Finding, Observation, Place, PlanRow, Quantity, Quote, Severity

GAP = 1
"""Characters between a verb and the "từ 70" that it governs: a blank."""

CASES = 10
"""One case more or less may move a rate by so much before the population is too small for it."""

CLAUSE_ENDS = (";", ". ", "\n")


@dataclass(frozen=True, slots=True)
class _Text:
    """A label or sentence with the observations read from it."""

    text: str
    place: Place
    seen: tuple[Observation, ...]
    row: PlanRow | None = None
    confidence: float | None = None

    def quote(self, piece: str) -> Quote:
        """Words of it where they are printed."""
        return quote_piece(self.row, piece) if self.row else quote_text(self.place, piece)


def _texts(case: Case) -> Iterator[_Text]:
    for line in case.lines:
        yield _Text(line.row.label, line.row.place, line.promises + line.values, line.row)
    read: dict[int, list[Observation]] = defaultdict(list)
    for seen in case.sure:
        if seen.source == "body" and (found := case.statement_of(seen)) is not None:
            read[id(found)].append(seen)
    for statement in case.plan.statements:
        own = tuple(read[id(statement)])
        yield _Text(statement.text, statement.place, own, confidence=statement.confidence)


def direction_words(case: Case) -> Iterator[Finding]:
    """A01: the verb and the numbers of one text go in opposite directions."""
    for source in _texts(case):
        for start, end in _changes(source.text):
            told = _told(source.text, start, end)
            if told and _move(start, end) not in told:
                yield _against_verb(case, source, start, end)


def _changes(text: str) -> Iterator[tuple[Quantity, Quantity]]:
    """Pairs (baseline, level after it) in one kind of unit."""
    for first, second in pairwise(find_values(text)):
        units_seen = {unit for unit in (first.unit, second.unit) if unit}
        bases = {base for base in (first.base, second.base) if base is not None}
        of_one_kind = len(units_seen) <= 1 and len(bases) <= 1 and bool(units_seen or bases)
        if first.kind == "baseline" and second.kind == "level" and of_one_kind:
            yield first, second


def _move(start: Quantity, end: Quantity) -> str:
    """Where the numbers go: down, up, or same."""
    if start.amount is None or end.amount is None or start.amount == end.amount:
        return "same"
    return "down" if end.amount < start.amount else "up"


def _told(text: str, start: Quantity, end: Quantity) -> set[str]:
    """The directions that the words promise: the governing verb alone, else every word of the clause."""
    clause = max(
        (text.rfind(mark, 0, start.start) + len(mark) for mark in CLAUSE_ENDS if mark in text), default=0
    )
    before = [(span, way) for span, way in _ways(text) if clause <= span[0] < start.start]
    governing = [way for span, way in before if start.start - span[1] <= GAP]
    if governing:
        return set(governing[-1:])
    last = end.start + len(end.raw)
    between = {way for span, way in _ways(text) if start.start < span[0] < last}
    return {way for _, way in before} | between


def _ways(text: str) -> list[tuple[tuple[int, int], str]]:
    """Every direction word with its way, in reading order."""
    table = data("words")["direction"]
    return sorted((span, way) for way, listed in table.items() for span in spans(tuple(listed), text))


def _against_verb(case: Case, source: _Text, start: Quantity, end: Quantity) -> Finding:
    ways = [span for span, _ in _ways(source.text) if span[0] <= start.start]
    begin = max((span[0] for span in ways), default=start.start)
    piece = source.text[begin : end.start + len(end.raw)]
    about = [o for o in source.seen if is_sure(o) and o.role in ("target", "baseline")]
    named = next((o for o in about if o.quantity.amount == end.amount), about[0] if about else None)
    made = finding(
        "A01",
        replace(source.quote(piece), value=f"{start.amount:f}"),
        replace(source.quote(end.raw), value=f"{end.amount:f}"),
        indicator_id=named.indicator_id if named else "",
        scope=named.scope if named else "",
        period=str(named.period or "") if named else "",
        area_name=case.plan.area_name,
        observation_ids=tuple(o.observation_id for o in about),
        piece=" ".join(piece.split()),
        start=shown(start.amount),
        end=shown(end.amount),
    )
    doubtful = source.confidence is not None and source.confidence < LOW_CONFIDENCE
    return scan_doubt(made) if doubtful else made


def per_cent_and_fraction(case: Case) -> Iterator[Finding]:
    """A02: the printed per cent is not the fraction printed beside it."""
    for seen in case.observations:
        if seen.unit == "percent" and agrees_with_fraction(seen.quantity) is False:
            q = seen.quantity
            exact = Decimal(100) * (q.count or 0) / (q.of or 1)
            yield tell(
                "A02",
                [seen],
                trusted=True,
                exact=shown(exact.quantize(Decimal("0.01"))),
                printed=shown(q.amount),
            )


def numerator_too_large(case: Case) -> Iterator[Finding]:
    """A02b: the part is larger than the whole, or the whole is zero."""
    for seen in case.observations:
        q = seen.quantity
        fraction = seen.unit == "percent" and q.count is not None and q.of is not None
        if fraction and not over_hundred(seen) and ((q.count or 0) > (q.of or 0) or q.of == 0):
            yield tell("A02b", [seen], trusted=True, count=shown(q.count), of=shown(q.of))


def label_and_cell(case: Case) -> Iterator[Finding]:
    """A03: the target inside the label is not the target in the cell."""
    for line in case.lines:
        for label in line.promises:
            against = _cells_for(line, label)
            if label.role == "target" and is_sure(label) and not any(same(label, cell) for cell in against):
                yield from (_label_differs(case, label, cell) for cell in against[:1])


def _cells_for(line: Line, label: Observation) -> list[Observation]:
    """The target cells that a label's target speaks about."""
    cells = [c for c in line.targets() if key(c) == key(label) and c.unit == label.unit]
    return [c for c in cells if meets(c.period, label.period) and amount(label) is not None]


def difference(promise: Observation, cell: Observation) -> Severity | None:
    """How grave it is that two values for one thing differ; None when they do not."""
    first, second = amount(promise), amount(cell)
    if first is None or second is None or same(promise, cell):
        return None
    if rounded(promise, cell):
        return "info"
    kept = promise.quantity.comparator != "eq" and satisfies(
        second, promise.quantity.comparator, first, promise.quantity.high
    )
    return "warning" if kept else "error"


def _label_differs(case: Case, label: Observation, cell: Observation) -> Finding:
    body = case.body.get(key(cell), [])
    also = aside("checks.also_body", quoted=body[0].value_raw) if body else aside("")
    return tell("A03", [label, cell, *body[:1]], severity=difference(label, cell), **also)


def own_comparator(case: Case) -> Iterator[Finding]:
    """A04: the cell does not keep the comparator of its own label."""
    for line in case.lines:
        for label in line.promises:
            if label.role == "target" and is_sure(label):
                failing = [c for c in _cells_for(line, label) if _fails(label, c)]
                yield from (_fails_label(case, line, label, cell) for cell in failing[:1])


def _fails(label: Observation, cell: Observation) -> bool:
    value, bound = amount(cell), amount(label)
    if value is None or bound is None or not same(label, cell) or cell.quantity.comparator != "eq":
        return False
    return not satisfies(value, label.quantity.comparator, bound, label.quantity.high)


def _fails_label(case: Case, line: Line, label: Observation, cell: Observation) -> Finding:
    results = [r for r in line.results() if _fails(label, r) and key(r) == key(cell)]
    also = aside("checks.also_result", quoted=results[0].value_raw) if results else aside("")
    return tell("A04", [cell, label, *results[:1]], a=quote(label), b=quote(cell), **also)


def value_missing(case: Case) -> Iterator[Finding]:
    """A11: a row has a target but no result, or a result but no target."""
    for line in case.lines:
        roles = {column.role for column in case.columns.get(line.row.table, ()) if column.kind == "value"}
        filled = {entry.column.role for entry in line.row.entries if entry.cell.text.strip()}
        empty = {"result", "target"} & roles - filled
        if {"result", "target"} <= roles and len(empty) == 1 and filled:
            yield _missing(case, line, empty.pop())


def _missing(case: Case, line: Line, role: str) -> Finding:
    column = next(c for c in case.columns[line.row.table] if c.kind == "value" and c.role == role)
    about = next((o for o in line.seen if is_sure(o)), None)
    quoted = quote_label(line.row)
    if about is None:
        return note("A11", quoted, case=case, column=column.header, label=short(quoted.text))
    return tell("A11", [about], a=quoted, column=column.header, label=short(quoted.text))


def measure_only_in_label(case: Case) -> Iterator[Finding]:
    """A13: the label promises a second measure that no cell holds."""
    for line in case.lines:
        measures = {(o.indicator_id, o.measure) for o in line.values if is_sure(o)}
        known = {indicator for indicator, _ in measures}
        seen: dict[str, Observation] = {}
        for label in line.promises:
            elsewhere = (label.indicator_id, label.measure) not in measures
            if is_sure(label) and label.indicator_id in known and elsewhere:
                seen.setdefault(label.measure, label)
        yield from (tell("A13", [label], b=quote(line.values[0])) for label in seen.values())


def small_denominator(case: Case) -> Iterator[Finding]:
    """A15 (off by default): the area is too small for the rate."""
    figures = case.config.populations.get(case.plan.area_name, {})
    for seen in case.levels.values():
        population = figures.get(seen[0].unit)
        base = seen[0].per_base
        if population is not None and base is not None and base >= RATE_BASE and population * CASES < base:
            yield tell("A15", seen[:1], population=population, base=base)


RULES: tuple[Rule[Case], ...] = (
    Rule("A01", direction_words),
    Rule("A02", per_cent_and_fraction),
    Rule("A02b", numerator_too_large),
    Rule("A03", label_and_cell),
    Rule("A04", own_comparator),
    *units.RULES,
    *limits.RULES,
    *marks.RULES,
    Rule("A11", value_missing),
    Rule("A13", measure_only_in_label),
    Rule("A15", small_denominator),
)
