"""What people ruled on single values, applied: settled values are corrected or confirmed, the rest is told.

Takes the lines of one plan, the rulings on its values and the `Reader` of its figures; gives the lines and a
finding for every correction made and every ruling that could not be followed.  A ruling holds for the value
that stands at its place, in a row of its label, with exactly its printed text.  A corrected value that the
grammar does not read without doubt is never guessed: the value then waits for review.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.catalogue.decisions import CONFIRMED, CORRECTED, Correction
from pipeline.language.messages import finding
from pipeline.language.text import one_line, wording_key
from pipeline.model import Finding, Place, Quantity, Quote
from pipeline.normalizer.lines import Line
from pipeline.normalizer.observe import Ruled, Subject, Value
from pipeline.normalizer.quantity import Measured, read_measure
from pipeline.normalizer.reading import Reader

OPEN = "ruling_not_applied"
"""The doubt of a value that a person ruled on in a way that could not be followed."""

LEVELS = ("level", "fraction")
READABLE = {
    "level": LEVELS,
    "fraction": LEVELS,
    "baseline": LEVELS,
    "change": ("change",),
    "unparsed": (*LEVELS, "change"),
}
"""What each kind of quantity may be corrected to: a typed "2%" does not tell which way a change goes."""

At = tuple[int, int]
"""The position of a line and of a value in it, both 0-based."""

Outcome = tuple[Value, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A value where it stands."""

    at: At
    subject: Subject
    value: Value


def corrected(
    lines: Sequence[Line], rulings: Sequence[Correction], reader: Reader
) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The lines with the values that people ruled on, and what is to be said about it."""
    if not rulings:
        return tuple(lines), ()
    known = _by_print(lines)
    changed: dict[At, Value] = {}
    findings: list[Finding] = []
    for found, own in _pairs(known, rulings):
        value, told = _outcome(found, own, reader)
        changed[found.at] = value
        findings += told
    findings += (_stale(ruling, known) for ruling in rulings if not _meant(ruling, known))
    return tuple(_with(line, at, changed) for at, line in enumerate(lines)), tuple(findings)


def _by_print(lines: Sequence[Line]) -> dict[tuple[str, str], list[_Found]]:
    """Every value by its place in words and its printed text."""
    known: dict[tuple[str, str], list[_Found]] = {}
    for row, line in enumerate(lines):
        for column, value in enumerate(line.values):
            printed = value.place.spot, one_line(value.quantity.raw)
            known.setdefault(printed, []).append(_Found((row, column), line.subject, value))
    return known


def _meant(ruling: Correction, known: dict[tuple[str, str], list[_Found]]) -> list[_Found]:
    """The values that a ruling may be about: at its place, with its print and, where it has one, its label.

    Places are counted: another version of the program may find another row with the same print there.
    """
    found = known.get((ruling.place, one_line(ruling.printed)), [])
    label = wording_key(ruling.label)
    return [one for one in found if not label or wording_key(one.subject.label) == label]


def _pairs(
    known: dict[tuple[str, str], list[_Found]], rulings: Sequence[Correction]
) -> Iterator[tuple[_Found, list[Correction | None]]]:
    """Each value that is ruled on with its rulings; None stands for one that may mean another value."""
    pairs: dict[At, tuple[_Found, list[Correction | None]]] = {}
    for ruling in rulings:
        meant = _meant(ruling, known)
        for found in meant:
            pairs.setdefault(found.at, (found, []))[1].append(ruling if len(meant) == 1 else None)
    yield from pairs.values()


def _outcome(found: _Found, rulings: Sequence[Correction | None], reader: Reader) -> Outcome:
    first = rulings[0]
    if first is None or len({(one.ruling, one.text) if one else None for one in rulings}) > 1:
        return _open(found.value), (
            finding("value_ruling.unclear", _quote(found), value=found.value.quantity.raw),
        )
    if first.ruling == "disputed":
        return _open(found.value), ()
    return _confirmed(found, first) if first.ruling == "confirm" else _corrected(found, first, reader)


def _confirmed(found: _Found, ruling: Correction) -> Outcome:
    old = found.value.quantity
    if old.kind == "unparsed":
        fault = finding("value_ruling.nothing_read", _quote(found), value=old.raw)
        return _open(found.value), (fault,)
    measured = replace(found.value.measured, doubts=())
    quantity = replace(old, doubtful=False)
    return _settled(found.value, quantity, measured, (CONFIRMED, *_reasons(ruling))), ()


def _corrected(found: _Found, ruling: Correction, reader: Reader) -> Outcome:
    value, indicator = found.value, found.subject.indicator
    quantity = _typed(ruling.text, value, reader)
    if quantity is None:
        fault = finding("value_ruling.unread", _quote(found), text=ruling.text, value=value.quantity.raw)
        return _open(value), (fault,)
    words = value.unit_raw if value.source == "appendix" else ""
    measured = read_measure(quantity, words, indicator, reader.units)
    if measured.doubts:
        doubts = ", ".join(measured.doubts)
        fault = finding("value_ruling.doubtful", _quote(found), text=ruling.text, doubts=doubts)
        return _open(value), (fault,)
    told = finding(
        "value_corrected",
        _quote(found),
        indicator_id=indicator.id if indicator else "",
        scope=value.scope if indicator else "",
        period=str(value.period or ""),
        value=value.quantity.raw,
        text=ruling.text,
        who=ruling.who or "?",
        note=ruling.note,
    )
    return _settled(value, quantity, measured, (CORRECTED + ruling.text, *_reasons(ruling))), (told,)


def _typed(text: str, value: Value, reader: Reader) -> Quantity | None:
    """The quantity that a person typed in place of a value; None when it is not read without doubt.

    What was not typed again (unit, frequency) is taken from the value as it was read.
    """
    old = value.quantity
    read = reader.cell(text, old.unit_raw or value.unit_raw)
    if len(read) != 1 or read[0].doubtful or read[0].kind not in READABLE.get(old.kind, ()):
        return None
    new = read[0]
    if new.scope_words not in ("", old.scope_words) or new.year not in (None, old.year):
        return None
    bare = not new.unit and new.base is None
    return replace(
        new,
        raw=old.raw,
        start=old.start,
        kind="baseline" if old.kind == "baseline" else new.kind,
        unit=old.unit if bare else new.unit,
        unit_raw=old.unit_raw if bare else new.unit_raw,
        base=old.base if bare else new.base,
        base_raw=old.base_raw if bare else new.base_raw,
        frequency=new.frequency or old.frequency,
        scope_words=old.scope_words,
        year=old.year,
    )


def _settled(value: Value, quantity: Quantity, measured: Measured, reasons: tuple[str, ...]) -> Value:
    ruled = Ruled(value.quantity.kind, reasons)
    return replace(value, quantity=quantity, measured=measured, doubts=(), ruled=ruled)


def _open(value: Value) -> Value:
    return replace(value, doubts=(*value.doubts, OPEN))


def _reasons(ruling: Correction) -> tuple[str, ...]:
    return tuple(filter(None, (f"decided by {ruling.who}" if ruling.who else "", ruling.when, ruling.note)))


def _stale(ruling: Correction, known: dict[tuple[str, str], list[_Found]]) -> Finding:
    """A ruling on something that is not printed at its place any more."""
    there = [found for (spot, _), values in known.items() if spot == ruling.place for found in values]
    now = one_line(there[0].value.quantity.raw) if there else ""
    place = there[0].value.place if there else Place(ruling.document)
    return finding(
        "value_ruling.stale",
        Quote(place, now),
        value=ruling.printed,
        place=ruling.place,
        text=ruling.text or ruling.ruling,
        now=now or "–",
    )


def _with(line: Line, row: int, changed: dict[At, Value]) -> Line:
    values = tuple(changed.get((row, column), value) for column, value in enumerate(line.values))
    return line if values == line.values else replace(line, values=values)


def _quote(found: _Found) -> Quote:
    quantity = found.value.quantity
    return Quote(found.value.place, quantity.raw, str(quantity.amount or ""))
