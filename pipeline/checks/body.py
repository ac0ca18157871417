"""Family C, the running text against the appendix: values, comparators, baselines, what only one of them has.

Takes a `Case`, yields findings, per indicator, measure, scope and period.  The rules about wording stand in
`wording.py` and are joined here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.checks import leads, wording
from pipeline.checks.case import ACHIEVED, Case, Key, key, whole
from pipeline.checks.compare import amount, final_year, meets, rounded, same, satisfies
from pipeline.checks.config import Rule
from pipeline.checks.report import aside, note, quote, tell
from pipeline.checks.row import difference
from pipeline.language.text import key as key_of
from pipeline.model import Finding, Observation

LIKELY = 80
"""Score (0–100) from which a candidate of a doubtful row is taken to be there."""

ENOUGH = 0.5
"""Share of the indicators that both places must have before single missing ones are listed."""


def _pairs(case: Case) -> Iterator[tuple[Observation, Observation, list[Observation]]]:
    """Body target, its appendix cell (or label where no cell has it), and the labels of the same thing."""
    for about, stated in case.body.items():
        labels = case.labels.get(about, [])
        for promise in stated:
            against = [o for o in case.cells.get(about, labels) if _for_same(case, promise, o)]
            if against:
                best = next((o for o in against if same(promise, o)), against[0])
                yield promise, best, [o for o in labels if _for_same(case, promise, o)]


def _for_same(case: Case, promise: Observation, cell: Observation) -> bool:
    """Whether both are for one period and in one unit; the plan's own period where none is stated."""
    period = promise.period or case.plan.period
    return meets(period, cell.period) and promise.unit == cell.unit


def value_differs(case: Case) -> Iterator[Finding]:
    """C01: the running text and the appendix promise different numbers."""
    for promise, cell, labels in _pairs(case):
        severity = difference(promise, cell)
        if severity and not any(label is not cell and same(label, promise) for label in labels):
            yield tell("C01", [promise, cell], severity=severity)


def comparator_differs(case: Case) -> Iterator[Finding]:
    """C02: "below 30" in one place is a bare 30 in the other."""
    for promise, cell, labels in _pairs(case):
        first, second = promise.quantity.comparator, cell.quantity.comparator
        said = any(label.quantity.comparator == first and same(label, cell) for label in labels)
        if first != second and same(promise, cell) and not (said and _loses(promise, cell)):
            yield tell("C02", [promise, cell], severity="warning" if _loses(promise, cell) else "info")


def _loses(promise: Observation, cell: Observation) -> bool:
    """Whether a bare value does not keep the strict one beside it."""
    strict, bare = (promise, cell) if promise.quantity.comparator != "eq" else (cell, promise)
    value, bound = amount(bare), amount(strict)
    if value is None or bound is None or bare.quantity.comparator != "eq":
        return False
    return not satisfies(value, strict.quantity.comparator, bound, strict.quantity.high)


def baseline_differs(case: Case) -> Iterator[Finding]:
    """C03: the start value of a change is not the same everywhere."""
    for starts in _baselines(case):
        different = [o for o in starts if not same(o, starts[0])]
        results = [r for r in _last_results(case, starts[0]) if not any(same(r, o) for o in starts)]
        if different:
            yield tell("C03", [starts[0], different[0], *results[:1]], **_result_too(results))
        elif results and starts[0].quantity.year in (None, final_year(results[0].period)):
            dated = starts[0].quantity.year is not None and not rounded(starts[0], results[0])
            yield tell("C03.result", [starts[0], results[0]], severity="warning" if dated else "info")


def _baselines(case: Case) -> Iterator[list[Observation]]:
    found: dict[Key, list[Observation]] = {}
    for seen in case.sure:
        start = seen.role == "baseline" and seen.source != "appendix"
        if start and seen.quantity.kind in ("level", "baseline") and seen.quantity.amount is not None:
            found.setdefault(key(seen), []).append(seen)
    yield from (sorted(group, key=lambda o: o.source != "body") for group in found.values())


def _last_results(case: Case, start: Observation) -> list[Observation]:
    results = [
        o
        for o in case.levels.get(key(start), [])
        if o.source == "appendix" and o.role in ACHIEVED and o.unit == start.unit
    ]
    return sorted(results, key=lambda o: -(final_year(o.period) or 0))[:1]


def _result_too(results: Sequence[Observation]) -> dict[str, Any]:
    return aside("checks.also_result", quoted=results[0].value_raw) if results else aside("")


def only_in_one_place(case: Case) -> Iterator[Finding]:
    """C04: an indicator stands in the text and not in the appendix, or the other way round."""
    body, table = _first_seen(case, body=True), _first_seen(case, body=False)
    if not body or not table:
        return
    if len(body.keys() & table.keys()) < ENOUGH * min(len(body), len(table)):
        first = next(iter(body.values()))
        yield note("C04.few", quote(first), case=case, body=len(body), appendix=len(table))
        return
    likely = _likely(case)
    for entry, here, there in (("C04.body", body, table), ("C04.appendix", table, body)):
        for missing in sorted(here.keys() - there.keys() - likely):
            if entry == "C04.body" or not _is_written(case, here[missing]):
                yield tell(entry, [here[missing]])


def _likely(case: Case) -> set[str]:
    """Indicators that a doubtful row or sentence may be about: a sentence in two parts may be two of them."""
    doubtful = [o for o in case.observations if o.review == "needs_review"]
    near = {c.indicator_id for o in doubtful for c in o.match.candidates if c.score >= LIKELY}
    return near | {o.indicator_id for o in doubtful}


def _is_written(case: Case, seen: Observation) -> bool:
    """Whether the text has the words of a row, though without a number that could be read there."""
    wording = key_of(seen.label).strip(" .;:")
    return bool(wording) and any(wording in key_of(paragraph.text) for paragraph in case.paragraphs)


def _first_seen(case: Case, *, body: bool) -> dict[str, Observation]:
    """The first sure target per indicator in the text, or in the appendix."""
    found: dict[str, Observation] = {}
    for seen in case.sure:
        if (seen.source == "body") == body and seen.role == "target":
            found.setdefault(seen.indicator_id, seen)
    return found


def unit_differs(case: Case) -> Iterator[Finding]:
    """C07: the text and the appendix measure one indicator in different units."""
    body = _units(case, body=True)
    table = _units(case, body=False)
    for about, stated in body.items():
        cells = table.get(about, {})
        if cells and not stated.keys() & cells.keys():
            yield tell("C07", [next(iter(stated.values())), next(iter(cells.values()))])


def _units(case: Case, *, body: bool) -> dict[str, dict[str, Observation]]:
    """The first whole-population target per indicator and unit."""
    found: dict[str, dict[str, Observation]] = {}
    for seen in case.sure:
        here = (seen.source == "body") == body and seen.role == "target"
        if here and seen.unit and (not body or whole(seen)):
            found.setdefault(seen.indicator_id, {}).setdefault(seen.unit, seen)
    return found


RULES: tuple[Rule[Case], ...] = (
    Rule("C01", value_differs),
    Rule("C02", comparator_differs),
    Rule("C03", baseline_differs),
    Rule("C04", only_in_one_place),
    *wording.RULES,
    Rule("C07", unit_differs),
    *leads.RULES,
)
