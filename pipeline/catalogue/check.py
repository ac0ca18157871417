"""Looks for contradictions in a catalogue and names each: ``file: key: what is wrong``.

One small generator per kind of fault; `CHECKS` lists them.  Nothing is repaired here.
"""

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal

from pipeline.catalogue.lexicon import Lexicon, Wording, present, term_in
from pipeline.catalogue.schema import ALL, Bounds, Catalogue, Family, Indicator, Limits, Target, Terms
from pipeline.language.units import UNITS

FamilyCheck = Callable[[Family], Iterator[str]]


def check(catalogue: Catalogue) -> tuple[str, ...]:
    """Give one line for each fault of a catalogue; empty when it agrees with itself."""
    faults = [fault for family in catalogue.families for rule in FAMILY_CHECKS for fault in rule(family)]
    faults += [fault for rule in CATALOGUE_CHECKS for fault in rule(catalogue)]
    return tuple(dict.fromkeys(faults))


def _line(indicator: Indicator, fault: str) -> str:
    return f"{indicator.file}: {indicator.id}: {fault}"


def unknown_units(family: Family) -> Iterator[str]:
    """Units of measures and targets that neither the program nor the family knows."""
    own = {unit.id for unit in family.units}
    for indicator in family.indicators:
        used = [*(m.unit for m in indicator.measures), *(t.unit for t in indicator.targets)]
        for unit in dict.fromkeys(used):
            if unit not in own and unit not in UNITS:
                yield _line(indicator, f"unknown unit {unit!r}")


def unknown_goals(family: Family) -> Iterator[str]:
    """Indicators of a goal that the family does not have, and goals numbered twice."""
    numbers = [goal.number for goal in family.goals]
    for number in dict.fromkeys(n for n in numbers if numbers.count(n) > 1):
        yield f"{family.file}: goals: goal {number} stands there twice"
    for indicator in family.indicators:
        if indicator.goal not in numbers:
            yield _line(indicator, f"unknown goal {indicator.goal!r}")


def unknown_sources(family: Family) -> Iterator[str]:
    """Keys of sources that the family does not list."""
    known = {source.key for source in family.sources}
    for indicator in family.indicators:
        used = [*indicator.sources, *(key for target in indicator.targets for key in target.sources)]
        used += [key for bounds in indicator.bounds for key in bounds.sources]
        for key in dict.fromkeys(used):
            if key not in known:
                yield _line(indicator, f"unknown source {key!r}")


def measures_fit(family: Family) -> Iterator[str]:
    """Measures: at least one, no id twice, exactly one default."""
    for indicator in family.indicators:
        ids = [measure.id for measure in indicator.measures]
        if not ids:
            yield _line(indicator, "no measure")
        if len(set(ids)) < len(ids):
            yield _line(indicator, "one measure stands there twice")
        if ids and sum(measure.default for measure in indicator.measures) != 1:
            yield _line(indicator, "exactly one measure must be the default")


def scopes_fit(family: Family) -> Iterator[str]:
    """Scopes: no id twice, subsets of scopes that exist."""
    for indicator in family.indicators:
        ids = [scope.id for scope in indicator.scopes]
        if len(set(ids)) < len(ids):
            yield _line(indicator, "one scope stands there twice")
        for scope in indicator.scopes:
            if scope.subset_of and scope.subset_of not in ids:
                yield _line(
                    indicator, f"scope {scope.id} is a subset of {scope.subset_of!r}, which is unknown"
                )


def targets_fit(family: Family) -> Iterator[str]:
    """Targets: known measure, unit and scope, inside the hard bounds, only one for a year."""
    for indicator in family.indicators:
        for target in indicator.targets:
            yield from (
                _line(indicator, f"target {target.year}: {fault}") for fault in _faults(indicator, target)
            )
        keys = [(target.year, target.measure, target.scope) for target in indicator.targets]
        for year in dict.fromkeys(key[0] for key in keys if keys.count(key) > 1):
            yield _line(indicator, f"target {year}: two values for one measure and scope")


def _faults(indicator: Indicator, target: Target) -> Iterator[str]:
    measure = indicator.measure(target.measure)
    if measure is None:
        yield f"unknown measure {target.measure!r}"
    elif measure.unit != target.unit:
        yield f"unit {target.unit!r} is not the unit {measure.unit!r} of the measure"
    if target.scope != ALL and indicator.scope(target.scope) is None:
        yield f"unknown scope {target.scope!r}"
    if (target.comparator == "between") != (target.high is not None):
        yield "a range needs both ends, and only a range has two"
    bounds = indicator.bounds_of(target.measure)
    if bounds and bounds.hard and not _inside(target, bounds.hard):
        yield f"outside the hard bounds {bounds.hard[0]} to {bounds.hard[1]}"


def _inside(target: Target, limits: Limits) -> bool:
    values: list[Decimal] = [value for value in (target.value, target.high) if value is not None]
    return all(limits[0] <= value <= limits[1] for value in values)


def bounds_fit(family: Family) -> Iterator[str]:
    """Bounds: known measure, low before high, each band inside the wider one."""
    for indicator in family.indicators:
        for bounds in indicator.bounds:
            if indicator.measure(bounds.measure) is None:
                yield _line(indicator, f"bounds of an unknown measure {bounds.measure!r}")
            yield from (_line(indicator, f"bounds: {fault}") for fault in _bound_faults(bounds))


def _bound_faults(bounds: Bounds) -> Iterator[str]:
    bands = (("hard", bounds.hard), ("plausible", bounds.plausible), ("natural", bounds.natural))
    known = [(name, limits) for name, limits in bands if limits]
    for name, limits in known:
        if limits[0] >= limits[1]:
            yield f"{name} is reversed ({limits[0]} to {limits[1]})"
    for (wide_name, wide), (name, limits) in itertools.pairwise(known):
        if limits[0] < wide[0] or limits[1] > wide[1]:
            yield f"{name} reaches outside {wide_name}"


def retirement_fits(family: Family) -> Iterator[str]:
    """Retired indicators need a successor that lives on; others must not have one."""
    ids = {indicator.id: indicator for indicator in family.indicators}
    for indicator in family.indicators:
        if indicator.retired and not indicator.successor:
            yield _line(indicator, "retired without a successor")
        if indicator.successor and indicator.successor not in ids:
            yield _line(indicator, f"unknown successor {indicator.successor!r}")
        if indicator.successor and not indicator.retired:
            yield _line(indicator, "a successor, but not retired")
        if indicator.successor == indicator.id or _circles(indicator, ids):
            yield _line(indicator, "its successors lead back to itself")


def _circles(indicator: Indicator, ids: dict[str, Indicator]) -> bool:
    seen = {indicator.id}
    while indicator.retired and indicator.successor in ids and indicator.successor not in seen:
        seen.add(indicator.successor)
        indicator = ids[indicator.successor]
    return indicator.retired and indicator.successor in seen


def hard_pairs_exist(family: Family) -> Iterator[str]:
    """Pairs of look-alikes must name indicators; those of other families are not looked up here."""
    ids = {indicator.id for indicator in family.indicators}
    scoped = {f"{indicator.id}/{scope.id}" for indicator in family.indicators for scope in indicator.scopes}
    for name in dict.fromkeys(name for pair in family.hard_pairs for name in pair):
        if name.startswith(f"{family.id}.") and name not in ids | scoped:
            yield f"{family.file}: hard_pairs: unknown indicator {name!r}"


def ids_are_unique(catalogue: Catalogue) -> Iterator[str]:
    """No id stands for two indicators, no two families share one, and ids begin with their family's."""
    families = [family.id for family in catalogue.families]
    for family in catalogue.families:
        if families.count(family.id) > 1:
            yield f"{family.file}: id: {family.id} is the id of two families"
    first: dict[str, Indicator] = {}
    for family in catalogue.families:
        for indicator in family.indicators:
            if not indicator.id.startswith(f"{family.id}."):
                yield _line(indicator, f"the id must begin with {family.id}.")
            if first.setdefault(indicator.id, indicator) is not indicator:
                yield _line(indicator, f"the id is used again (first in {first[indicator.id].file})")


def wordings_are_unique(catalogue: Catalogue) -> Iterator[str]:
    """No wording stands for two indicators, or for two scopes of one."""
    lexicon = Lexicon(
        synonyms=[group for family in catalogue.families for group in family.synonyms],
        neutral=[word for family in catalogue.families for word in family.neutral],
    )
    owner: dict[str, tuple[Indicator, str]] = {}
    for family in catalogue.families:
        for indicator in family.indicators:
            for scope, text in own_wordings(indicator):
                core = lexicon.read(text).core
                if not core:
                    yield _line(indicator, f"the wording {text!r} has no word that carries meaning")
                first, first_scope = owner.setdefault(core, (indicator, scope))
                if (first.id, first_scope) != (indicator.id, scope):
                    yield _line(indicator, f"the wording {text!r} also stands for {first.id}/{first_scope}")


def terms_hold(family: Family) -> Iterator[str]:
    """Each wording has the terms that its indicator must have, and none that it forbids."""
    lexicon = Lexicon(family.synonyms, family.neutral)
    for indicator in family.indicators:
        for text in (indicator.name_vi, *indicator.wordings):
            wording = lexicon.read(text)
            for group in _missing(lexicon, indicator.must, wording):
                yield _line(indicator, f"must: none of {' | '.join(group)} stands in {text!r}")
            for term in present(lexicon, indicator.forbidden, wording):
                yield _line(indicator, f"forbidden: {term} stands in its own {text!r}")
        if not indicator.must:
            yield _line(indicator, "must: no term, so that nothing tells it from its neighbours")


def _missing(lexicon: Lexicon, groups: Terms, wording: Wording) -> Terms:
    """The groups of alternatives of which a wording has none."""
    return tuple(group for group in groups if not any(term_in(lexicon, term, wording) for term in group))


def own_wordings(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Give each wording of an indicator with its scope, the name first."""
    yield ALL, indicator.name_vi
    yield from ((ALL, text) for text in indicator.wordings)
    for scope in indicator.scopes:
        yield from ((scope.id, text) for text in scope.wordings)


FAMILY_CHECKS: tuple[FamilyCheck, ...] = (
    unknown_units,
    unknown_goals,
    unknown_sources,
    measures_fit,
    scopes_fit,
    targets_fit,
    bounds_fit,
    retirement_fits,
    hard_pairs_exist,
    terms_hold,
)
CATALOGUE_CHECKS: tuple[Callable[[Catalogue], Iterator[str]], ...] = (
    ids_are_unique,
    wordings_are_unique,
)
