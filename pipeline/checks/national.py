"""Family E, the plan against the catalogue: missing indicators, weaker targets, other measures.

Takes a `Case`, yields findings.  A national value that was written from memory is called so in the message.
"""

from collections.abc import Iterator
from typing import Any

from pipeline.catalogue.schema import Family, Indicator, Measure, Target
from pipeline.checks.case import Case, whole
from pipeline.checks.compare import amount, final_year, national, weaker_form, worse
from pipeline.checks.config import Rule
from pipeline.checks.facts import SOURCES
from pipeline.checks.limits import oddity
from pipeline.checks.report import aside, note, quote_text, quote_wording, shown, tell
from pipeline.checks.words import means
from pipeline.model import COMPARATOR_SIGNS, Finding, Observation, Quote

WHOLE_PLAN = 0.5
"""Share of a family's goals that a plan must touch before it counts as a plan for the whole family."""

MEASURED = 0.5
"""Share of the touched goals' indicators that must be found; below this the matching failed."""

DRIFT_OF_TERM = 4
"""Syllables: lost terms of this length and longer are C05's (see there)."""


def missing_indicator(case: Case) -> Iterator[Finding]:
    """E01: a national target has no place in the plan."""
    family = case.family
    if family is None:
        return
    likely = _likely(case)
    found = {o.indicator_id for o in case.observations} | likely
    goals = {case.indicator(o).goal for o in case.sure}
    wanted = [i for i in family.indicators if not i.retired and i.goal in goals]
    missing = [i for i in wanted if i.id not in found]
    if len(goals) < WHOLE_PLAN * len(family.goals):
        yield note("E01.goals", case=case, goals=", ".join(sorted(goals)), of=len(family.goals))
    if len(wanted) - len(missing) < MEASURED * len(wanted):
        return
    for indicator in missing:
        yield _missing(case, family, indicator)
    for goal in family.goals if len(goals) >= WHOLE_PLAN * len(family.goals) else ():
        asked = {i.id for i in family.of_goal(goal.number)}
        if goal.number not in goals and asked and likely.isdisjoint(asked):
            yield note("E01.goal", case=case, goal=goal.number, title_vi=goal.vi, title_en=goal.en)


def _likely(case: Case) -> set[str]:
    """Indicators that a doubtful row may be: its candidates."""
    doubtful = (o for o in case.observations if o.review == "needs_review")
    return {candidate.indicator_id for o in doubtful for candidate in o.match.candidates[:1]}


def _missing(case: Case, family: Family, indicator: Indicator) -> Finding:
    applies = indicator.applies(case.plan.area_level)
    return note(
        "E01" if applies else "E01.level",
        *_goal_quotes(case, indicator.goal),
        case=case,
        indicator_id=indicator.id,
        family=family.id,
        name_vi=indicator.name_vi,
        name_en=indicator.name_en,
    )


def _goal_quotes(case: Case, goal: str) -> tuple[Quote | None, Quote | None]:
    """The heading of the goal in the text and the one in the table: where the target would stand."""
    headings = [heading for heading in case.goal_headings if heading.number.strip(". ") == goal]
    quotes = [quote_text(heading.place, heading.text) for heading in (*headings[:1], *headings[-1:])]
    return (quotes[0] if quotes else None), (quotes[1] if len(headings) > 1 else None)


def less_ambitious(case: Case) -> Iterator[Finding]:
    """E02: the plan aims lower than the nation for the same year."""
    for seen in _against_nation(case):
        target = national(case.indicator(seen[0]), seen[0])
        if target is not None and _weaker(case, seen[0], target):
            yield tell("E02", [seen[0], *_elsewhere(seen)], **_nation(target))


def _against_nation(case: Case) -> Iterator[list[Observation]]:
    """Targets that a national one exists for, per indicator, measure, scope and year: cells, text, labels."""
    for seen in case.levels.values():
        targets = [o for o in seen if o.role == "target" and national(case.indicator(o), o)]
        years = sorted({final_year(o.period) or 0 for o in targets})
        for year in years:
            same_year = [o for o in targets if final_year(o.period) == year]
            yield sorted(same_year, key=lambda o: SOURCES.index(o.source))


def _weaker(case: Case, seen: Observation, target: Target) -> bool:
    value = amount(seen)
    if value is None or target.value is None or oddity(case, seen) is not None:
        return False
    if (
        target.comparator == "between"
        and target.high is not None
        and value <= target.high
        and value >= target.value
    ):
        return False
    return worse(case.indicator(seen), seen.measure, value, target.value)


def _elsewhere(seen: list[Observation]) -> list[Observation]:
    """The same target in another place of the document (one at most)."""
    return [o for o in seen[1:] if o.source != seen[0].source][:1]


def _nation(target: Target) -> dict[str, Any]:
    """The national value as text, and the sentence that says when nobody has checked it."""
    high = f"–{shown(target.high)}" if target.high is not None else ""
    value = f"{COMPARATOR_SIGNS[target.comparator]}{shown(target.value)}{high}"
    status = aside("checks.from_memory") if target.status == "memory" else aside("")
    return {"national": value, "year": str(target.year), **status}


def weaker_comparator(case: Case) -> Iterator[Finding]:
    """E03: the same number as the nation in a weaker form."""
    for seen in _against_nation(case):
        target = national(case.indicator(seen[0]), seen[0])
        first = seen[0]
        equal = target is not None and amount(first) == target.value
        if target is not None and equal and weaker_form(first.quantity.comparator, target.comparator):
            yield tell("E03", [first], **_nation(target))


def other_measure(case: Case) -> Iterator[Finding]:
    """E04: the plan measures an indicator in another way than the nation."""
    for indicator, seen in _measured(case).items():
        entry = case.catalogue.indicator(indicator)
        default = entry.default_measure
        strange = [o for o in seen if o.measure != default.id]
        if strange and len(strange) == len(seen) and _has_number(entry, default):
            elsewhere = default.levels and case.plan.area_level not in default.levels
            alternative = elsewhere or any(
                t.measure == strange[0].measure and t.value is not None for t in entry.targets
            )
            yield tell(
                "E04",
                strange[:1],
                severity="info" if alternative else "warning",
                unit_vi=case.catalogue.units[default.unit].vi,
                unit_en=case.catalogue.units[default.unit].en,
            )


def _has_number(entry: Indicator, measure: Measure) -> bool:
    return any(target.measure == measure.id and target.value is not None for target in entry.targets)


def _measured(case: Case) -> dict[str, list[Observation]]:
    """The value cells per indicator; its sentences where there is no cell."""
    found: dict[str, list[Observation]] = {}
    for source in ("appendix", "body"):
        here: dict[str, list[Observation]] = {}
        for seen in case.sure:
            if seen.source == source and seen.measure and amount(seen) is not None:
                here.setdefault(seen.indicator_id, []).append(seen)
        found = here | found
    return found


def element_dropped(case: Case) -> Iterator[Finding]:
    """E05: an element of the national text stands nowhere in the plan."""
    texts: dict[str, list[Observation]] = {}
    for seen in case.sure:
        if whole(seen):
            texts.setdefault(seen.indicator_id, []).append(seen)
    for indicator, seen_here in texts.items():
        for term in case.catalogue.indicator(indicator).essential_terms:
            long = len(term.split()) >= DRIFT_OF_TERM
            if not long and not any(means(term, case.wording(o)) for o in seen_here):
                first = seen_here[0]
                yield tell("E05", [first], a=quote_wording(case, first), term=term)


RULES: tuple[Rule[Case], ...] = (
    Rule("E01", missing_indicator),
    Rule("E02", less_ambitious),
    Rule("E03", weaker_comparator),
    Rule("E04", other_measure),
    Rule("E05", element_dropped),
)
