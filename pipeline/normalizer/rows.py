"""The values of one subject: a row of the appendix, its label, or a sentence of the body.

Takes a `Subject` and the plan's row or statement; gives `Value`s, one per quantity that states
something.  A blank or a dash states nothing.  Text that no rule reads is a value without a figure and
waits for a person.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.catalogue.headings import has_any
from pipeline.catalogue.lexicon import packaged
from pipeline.catalogue.schema import ALL
from pipeline.language.numbers import is_ditto
from pipeline.language.text import key, one_line, wording_key
from pipeline.model import Column, Entry, PlanRow, Quantity, Role, Statement
from pipeline.normalizer.observe import Subject, Value
from pipeline.normalizer.periods import (
    before_plan,
    entry_period,
    header_unclear,
    label_period,
    stated_periods,
    statement_period,
    without_starts,
    year_differs,
    years_unclear,
)
from pipeline.normalizer.quantity import Measured, read_measure, states_a_measure
from pipeline.normalizer.reading import Reader

SILENT = ("missing", "qualitative")
"""Kinds of quantity without a figure: they give no observation (words are reported as a finding)."""

AMOUNTS = ("share", "count", "rate", "ratio", "change")
"""Families of units that tell how much there is (a time or a sum of money may be a condition)."""

PROPORTIONS = ("share", "rate")
"""Families whose figures without a unit may as well be a number of people or cases."""

UNIT_MISSING = "unit_missing"
"""The doubt of a figure that no unit stands beside: in a sentence, or where no word calls it a share."""

SEVERAL_AMOUNTS = "several_amounts"
"""The doubt of amounts that one place states for the same measure, part and period."""

MERGED_VALUE = "merged_value"
"""The doubt of a value in a cell over several rows or columns: merged, or without a rule between them."""


def entry_values(subject: Subject, row: PlanRow, reader: Reader) -> Iterator[Value]:
    """The values of the value cells of a row, cell by cell."""
    for entry in row.entries:
        printed = _unit(row, entry, reader)
        for quantity in reader.cell(entry.cell.text, printed):
            if quantity.kind not in SILENT:
                value = _entry_value(subject, entry, quantity, printed, reader)
                bare = not printed and _is_bare_share(value, reader) and not _calls_it_a_share(row, entry)
                yield replace(value, doubts=(*value.doubts, UNIT_MISSING)) if bare else value


def _is_bare_share(value: Value, reader: Reader) -> bool:
    """Whether a figure without a unit is taken for a share or rate: it may be a number of people as well."""
    quantity, unit = value.quantity, value.measured.unit
    share = unit in reader.units and reader.units[unit].family in PROPORTIONS
    return share and quantity.amount is not None and not quantity.unit and quantity.base is None


def _calls_it_a_share(row: PlanRow, entry: Entry) -> bool:
    """Whether the label, a heading above it or the header of the column has a word for a share."""
    texts = (row.label, entry.column.header, *(heading.text for heading in row.trail))
    return row.parent is not None or any(has_any(wording_key(text), _share_words()) for text in texts)


@lru_cache(maxsize=1)
def _share_words() -> tuple[str, ...]:
    return tuple(map(key, packaged()["shares"]))


def words_instead(row: PlanRow, reader: Reader) -> Iterator[tuple[Entry, str]]:
    """Value cells that say something in words ("Đạt") where a figure is expected."""
    for entry in row.entries:
        for quantity in reader.cell(entry.cell.text, _unit(row, entry, reader)):
            if quantity.kind == "qualitative" or is_ditto(quantity):
                yield entry, quantity.raw


def _unit(row: PlanRow, entry: Entry, reader: Reader) -> str:
    """What is printed as the unit of a value cell: unit column, column header, or brackets in the label."""
    printed = row.unit or entry.column.unit or reader.unit_in_brackets(row.label)
    return one_line(printed)


def _entry_value(subject: Subject, entry: Entry, quantity: Quantity, printed: str, reader: Reader) -> Value:
    scope, doubts = _scope(subject, quantity)
    measured = (
        Measured("", "", None)
        if quantity.kind == "unparsed"
        else _measured(subject, quantity, printed, reader)
    )
    return Value(
        source="appendix",
        quantity=quantity,
        measured=measured,
        scope=scope,
        role="baseline" if quantity.kind == "baseline" else entry.column.role,
        period=None if quantity.kind == "baseline" else entry_period(quantity, entry.column, subject.plan),
        place=entry.cell.place,
        unit_raw=printed,
        header=entry.column.header,
        cell=entry.cell,
        doubts=(
            *doubts,
            *entry.column.doubts,
            *header_unclear(entry.column),
            *year_differs(quantity, entry.column),
        ),
    )


def label_values(
    subject: Subject, row: PlanRow, columns: Sequence[Column], reader: Reader
) -> Iterator[Value]:
    """The targets written inside the label of a row; without a sure indicator they wait for a person."""
    header = next((column.header for column in columns if column.kind == "label"), "")
    for quantity in _stated(subject, row.label, reader):
        role = _role(quantity)
        yield Value(
            source="appendix_label",
            quantity=quantity,
            measured=_measured(subject, quantity, "", reader),
            scope=subject.match.scope or ALL,
            role=role,
            period=label_period(quantity, role, columns, subject.plan),
            place=row.place,
            unit_raw=row.unit,
            header=header,
        )


def statement_values(subject: Subject, statement: Statement, reader: Reader) -> Iterator[Value]:
    """The targets of one sentence of the body; without a sure indicator, every figure that has a unit."""
    stated = _stated(subject, statement.text, reader)
    periods = without_starts(stated_periods(statement), stated)
    foreign = _in_other_units(statement.text, reader) if subject.indicator and not stated else []
    unclear = years_unclear(stated, periods)
    for quantity in stated or foreign:
        role = _role(quantity)
        scope, doubts = _scope(subject, quantity)
        period = statement_period(quantity, role, periods, subject.plan)
        bare = (UNIT_MISSING,) if foreign and not quantity.unit else ()
        yield Value(
            source="body",
            quantity=quantity,
            measured=_measured(subject, quantity, "", reader),
            scope=scope,
            role=role,
            period=period,
            place=statement.place,
            unit_raw=quantity.unit_raw,
            doubts=(*doubts, *statement.doubts, *unclear, *bare, *before_plan(period, role, subject.plan)),
        )


def contested(values: Sequence[Value]) -> Iterator[Value]:
    """The values; two that one cell, label or sentence states differently for one thing are in doubt."""
    said: dict[tuple[object, ...], set[object]] = {}
    for value in values:
        said.setdefault(_about(value), set()).add((value.quantity.amount, value.quantity.high))
    for value in values:
        several = len(said[_about(value)]) > 1
        yield replace(value, doubts=(*value.doubts, SEVERAL_AMOUNTS)) if several else value


def shared_cells(rows: Iterable[PlanRow]) -> frozenset[int]:
    """The identities of the value cells that stand in several rows or under several columns."""
    met = Counter(id(entry.cell) for row in rows for entry in row.entries)
    return frozenset(cell for cell, times in met.items() if times > 1)


def merged(values: Iterable[Value], shared: Collection[int]) -> Iterator[Value]:
    """The values; those of a cell that others share are in doubt."""
    for value in values:
        in_doubt = id(value.cell) in shared
        yield replace(value, doubts=(*value.doubts, MERGED_VALUE)) if in_doubt else value


def _about(value: Value) -> tuple[object, ...]:
    """What a value states something about, and where it stands."""
    measured = value.measured
    return value.place, value.source, measured.measure, measured.unit, value.scope, value.role, value.period


def _stated(subject: Subject, text: str, reader: Reader) -> list[Quantity]:
    """The figures of a text that measure its indicator; without a sure one, those that carry a unit."""
    found = reader.sentence(text)
    if subject.indicator is None:
        return [quantity for quantity in found if quantity.unit or quantity.base]
    return [q for q in found if states_a_measure(q, subject.indicator, reader.units)]


def _in_other_units(text: str, reader: Reader) -> list[Quantity]:
    """The amounts of a sentence whose indicator is never measured so: a person has to look at them."""
    units, found = reader.units, reader.sentence(text)
    amounts = [q for q in found if q.unit in units and units[q.unit].family in AMOUNTS]
    return amounts or [q for q in found if q.kind in ("level", "fraction") and not q.unit]


def _measured(subject: Subject, quantity: Quantity, printed: str, reader: Reader) -> Measured:
    return read_measure(quantity, printed, subject.indicator, reader.units)


def _role(quantity: Quantity) -> Role:
    return "baseline" if quantity.kind == "baseline" else "target"


def _scope(subject: Subject, quantity: Quantity) -> tuple[str, tuple[str, ...]]:
    """The scope of one value: words in its own cell first ("Cấp tỉnh 100"), else that of the row."""
    own = subject.match.scope or ALL
    if not quantity.scope_words or subject.indicator is None:
        return own, ()
    words = key(quantity.scope_words)
    found = [scope.id for scope in subject.indicator.scopes if words in _names(scope.name_vi, scope.wordings)]
    return (found[0], ()) if len(found) == 1 else (own, ("scope_unclear",))


def _names(name: str, wordings: Sequence[str]) -> set[str]:
    return {key(text) for text in (name, *wordings)}
