"""The rules of family A about bounds: values that cannot be, and values that only repeat their base.

Takes a `Case`, yields findings; joined into family A by `row.py`.
"""

from collections.abc import Iterator, Sequence

from pipeline.catalogue.schema import Bounds
from pipeline.checks.case import Case, Key, is_sure, key
from pipeline.checks.compare import amount
from pipeline.checks.config import Rule
from pipeline.checks.report import aside, shown, tell
from pipeline.checks.words import has, words
from pipeline.model import Finding, Observation, Severity

BOUNDS_DOUBT = "outside_bounds"
"""The reason that the normalizer gives when a value cannot be right."""


def implausible(case: Case) -> Iterator[Finding]:
    """A08: a value that cannot be, or hardly can."""
    for seen in _by_key(case):
        odd = [(o, level) for o in seen if (level := oddity(case, o)) is not None]
        worst = sorted(odd, key=lambda pair: pair[1] != "error")
        if worst:
            yield _implausible(case, [o for o, _ in worst], worst[0][1])


def _by_key(case: Case) -> Iterator[list[Observation]]:
    """Levels by what they are a value of; a reader's doubt about bounds is what this rule is about."""
    groups: dict[Key, list[Observation]] = {}
    for seen in case.matched:
        if amount(seen) is not None and (is_sure(seen) or BOUNDS_DOUBT in seen.match.reasons):
            groups.setdefault(key(seen), []).append(seen)
    yield from groups.values()


def oddity(case: Case, seen: Observation) -> Severity | None:
    """How impossible a value is: error, warning, or None when it is plausible (or nothing is known)."""
    bounds = case.indicator(seen).bounds_of(seen.measure)
    value = amount(seen)
    measure = case.indicator(seen).measure(seen.measure)
    if bounds is None or value is None or measure is None or measure.unit != seen.unit or over_hundred(seen):
        return None
    if bounds.hard and not bounds.hard[0] <= value <= bounds.hard[1]:
        return "error"
    if bounds.plausible and not bounds.plausible[0] <= value <= bounds.plausible[1]:
        return "error" if value == seen.per_base else "warning"
    return None


def _implausible(case: Case, seen: Sequence[Observation], severity: Severity) -> Finding:
    bounds = case.indicator(seen[0]).bounds_of(seen[0].measure)
    base = seen[0].per_base is not None and amount(seen[0]) == seen[0].per_base
    also = aside("checks.equals_base", base=seen[0].per_base) if base else aside("")
    return tell("A08", seen, severity=severity, trusted=True, limits=_limits(bounds), **also)


def _limits(bounds: Bounds | None) -> str:
    """The narrowest known limits in words of numbers: ``102–120``."""
    limits = bounds and (bounds.plausible or bounds.hard)
    return f"{shown(limits[0])}–{shown(limits[1])}" if limits else ""


def equals_base(case: Case) -> Iterator[Finding]:
    """A08b: the value of a rate or ratio is the number that it is counted per."""
    for seen in case.levels.values():
        copied = [
            o for o in seen if amount(o) == o.per_base and o.unit != "percent" and _base_is_odd(case, o)
        ]
        if copied:
            yield tell("A08b", copied, base=copied[0].per_base)


def _base_is_odd(case: Case, seen: Observation) -> bool:
    bounds, value = case.indicator(seen).bounds_of(seen.measure), amount(seen)
    if seen.per_base is None or value is None or oddity(case, seen) is not None:
        return False
    band = bounds and (bounds.natural or bounds.plausible)
    return not (band and band[0] <= value <= band[1])


def over_hundred(seen: Observation) -> bool:
    """Whether the label measures against a plan or an earlier year, where more than 100 % is normal."""
    return has(words("over_hundred"), seen.label or seen.label_raw)


RULES: tuple[Rule[Case], ...] = (
    Rule("A08", implausible),
    Rule("A08b", equals_base),
)
