"""Family G (and B04), across documents: levels, versions, years.

Takes blocks of values (see `facts.py`), yields findings.  Values are compared along chains (a district with
its province, a plan with the one before), never all with all.  Only sure matches are in the blocks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from pipeline.catalogue.agencies import load_agencies
from pipeline.checks.case import ACHIEVED
from pipeline.checks.compare import satisfies, worse
from pipeline.checks.config import Rule
from pipeline.checks.facts import Block, Fact, Roster, territory
from pipeline.checks.report_two import tell_two
from pipeline.language.text import key
from pipeline.model import Comparator, Finding

LOWER = {"district": ("province",), "commune": ("district", "province"), "province": ("nation",)}
"""Which levels stand above a level, the nearest first."""

BLANK = "?"
STEPS = 2
"""Successions in a row that may explain a new lead (one body merged twice)."""


def level_conflict(block: Block) -> Iterator[Finding]:
    """G01: an area aims lower than the area above it."""
    above = _index((*block.facts, *block.nation))
    told: set[tuple[str, str]] = set()
    for fact in block.facts:
        if fact.role == "target" and (fact.document, fact.measure) not in told:
            upper = _upper(block, fact, above)
            if upper is not None:
                told.add((fact.document, fact.measure))
                entry = "G01" if upper.role == "target" else "G01.result"
                yield tell_two(entry, fact, upper, severity="warning" if _odd(block, fact) else "info")


Index = dict[tuple[str, str, str, str, int, bool], Fact]


def _index(facts: Iterable[Fact]) -> Index:
    """The latest plan's value by level, area code, measure, unit, final year, and whether it is a target.

    Each value stands there twice: under the code of its area, and without code for areas that stand alone at
    their level (the province, the nation).
    """
    found: Index = {}
    for fact in facts:
        if fact.role in ("target", *ACHIEVED):
            for code in (fact.code, ""):
                found[fact.level, code, fact.measure, fact.unit, fact.end, fact.role == "target"] = fact
    return found


def _above(fact: Fact, above: Index, *, promised: bool) -> Iterator[Fact]:
    """The values of the areas above for the same thing and year, the nearest level first."""
    for level in LOWER.get(fact.level, ()):
        code = fact.parent if level == "district" else ""
        upper = above.get((level, code, fact.measure, fact.unit, fact.end, promised))
        if upper is not None and (level != "district" or code):
            yield upper


def _upper(block: Block, fact: Fact, above: Index) -> Fact | None:
    """The value above that the fact is worse than; a target before a result."""
    values = (*_above(fact, above, promised=True), *_above(fact, above, promised=False))
    return next((u for u in values if worse(block.indicator, fact.measure, fact.amount, u.amount)), None)


def _odd(block: Block, fact: Fact) -> bool:
    """Whether the value lies outside the plausible bounds."""
    bounds = block.indicator.bounds_of(fact.measure)
    limits = bounds.plausible if bounds else None
    return limits is not None and not limits[0] <= fact.amount <= limits[1]


def other_measure(block: Block) -> Iterator[Finding]:
    """G02: documents measure one indicator in different units."""
    units: dict[str, set[str]] = {}
    for fact in block.facts:
        units.setdefault(fact.document, set()).add(fact.unit)
    votes = Counter(unit for used in units.values() for unit in used)
    if len(votes) < 2:
        return
    levels = ("province", "district", "commune")
    ranked = sorted(
        block.facts, key=lambda f: (-votes[f.unit], levels.index(f.level) if f.level in levels else 3)
    )
    usual = ranked[0]
    for fact in {f.document: f for f in reversed(block.facts)}.values():
        if usual.unit not in units[fact.document]:
            yield tell_two("G02", fact, usual)


def two_versions(block: Block) -> Iterator[Finding]:
    """G03: two versions of one plan have different values."""
    for facts in block.by_area():
        before: dict[tuple[object, ...], list[Fact]] = {}
        for fact in facts:
            about = (fact.plan_start, fact.plan_end, fact.measure, fact.unit, fact.role, fact.start, fact.end)
            earlier = _version_before(fact, before.setdefault(about, []))
            before[about].append(fact)
            if earlier and not _same(earlier, fact) and fact.plan_end:
                yield tell_two(_versions(earlier, fact), fact, earlier)


def _version_before(fact: Fact, before: list[Fact]) -> Fact | None:
    """The latest value of another document, of one that the same office issued if there is any."""
    others = [earlier for earlier in before if earlier.document != fact.document]
    own = [earlier for earlier in others if _is_of_one_office(earlier, fact)]
    return next(reversed(own or others), None)


def _is_of_one_office(first: Fact, second: Fact) -> bool:
    """Whether one office may have issued both: the symbols of their numbers say so, or one has no number."""
    offices = {_office(fact.number) for fact in (first, second)}
    return len(offices) == 1 or "" in offices


def _office(number: str) -> str:
    """The short name of the office in a number: ``45/KH-UBND`` → UBND, ``15-KH/TU`` → TU."""
    symbol = number.rpartition("/")[2]
    return symbol.partition("-")[2] or symbol


def _versions(earlier: Fact, fact: Fact) -> str:
    """The entry that tells what two documents with different values are to each other."""
    if not _is_of_one_office(earlier, fact):
        return "G03.offices"
    if earlier.number and f" {earlier.number} " in fact.amends:
        return "G03.amended"
    same = fact.number == earlier.number and fact.number and not fact.number.startswith(BLANK)
    return "G03" if same else "G03.draft"


def _same(first: Fact, second: Fact) -> bool:
    """Whether both are one number (or one range), however many digits are printed."""
    high, other = (Decimal(fact.high) if fact.high else None for fact in (first, second))
    return (first.amount, high) == (second.amount, other)


def lead_changed(block: Block) -> Iterator[Finding]:
    """G04: another agency leads than in the plan before, and no re-organisation explains it."""
    for facts in block.by_area():
        leading = [fact for fact in facts if _leads(fact)]
        for before, after in pairwise({fact.document: fact for fact in leading}.values()):
            old, new = _leads(before), _leads(after)
            if (
                after.plan_start > before.plan_start
                and not _heirs(old, after.date or str(after.plan_end)) & new
            ):
                names = [", ".join(fact.agencies()) for fact in (before, after)]
                yield tell_two("G04", after, before, before=names[0], after=names[1])


def _leads(fact: Fact) -> set[str]:
    found = (_agency(name) for name in fact.agencies())
    return {agency for agency in found if agency}


@lru_cache(maxsize=4096)
def _agency(name: str) -> str:
    """The id of a body by its name; empty when it is not known."""
    agency = load_agencies().find(name)
    return agency.id if agency else ""


def _heirs(agencies: set[str], date: str) -> set[str]:
    """The agencies and all that took over from them by a date."""
    heirs = set(agencies)
    for _ in range(STEPS):
        heirs |= {change.new for old in tuple(heirs) for change in load_agencies().successors(old, date)}
    return heirs


def copied_value(block: Block) -> Iterator[Finding]:
    """G05 (off by default): a target equals the result of the area above to the last digit."""
    above = _index(block.facts)
    for fact in block.facts:
        exact = fact.per_base and fact.amount != fact.amount.to_integral_value()
        if fact.role == "target" and exact:
            same = (u for u in _above(fact, above, promised=False) if u.amount == fact.amount)
            yield from (tell_two("G05", fact, upper) for upper in same)


def _result_and_target(block: Block) -> Iterator[tuple[Fact, Fact]]:
    """Each result with the target that an earlier plan of the area set for that year."""
    for facts in block.by_area():
        targets: dict[tuple[object, ...], Fact] = {}
        for fact in facts:
            about = (fact.measure, fact.unit, fact.end)
            earlier = targets.get(about)
            if fact.role in ACHIEVED and earlier and earlier.plan_start < fact.plan_start:
                yield fact, earlier
            elif fact.role == "target":
                targets[about] = fact


def result_and_target(block: Block) -> Iterator[Finding]:
    """G06: what was reached against what an earlier plan had promised for that year."""
    for result, target in _result_and_target(block):
        if worse(block.indicator, result.measure, result.amount, target.amount):
            yield tell_two("G06", result, target)


def strict_target_failed(block: Block) -> Iterator[Finding]:
    """B04: a result equals a bound that it had to pass."""
    for result, target in _result_and_target(block):
        if _just_missed(block, result, target):
            yield tell_two("B04", result, target)


def _just_missed(block: Block, result: Fact, target: Fact) -> bool:
    bound: Comparator = "lt" if target.comparator == "lt" else "gt"
    if target.comparator != bound or worse(block.indicator, result.measure, result.amount, target.amount):
        return False
    return not satisfies(result.amount, bound, target.amount)


def met(block: Block) -> Iterator[tuple[Fact, Fact]]:
    """Results that met their target: what the summary of G06 counts."""
    for result, target in _result_and_target(block):
        missed = worse(block.indicator, result.measure, result.amount, target.amount)
        if not missed and not _just_missed(block, result, target):
            yield result, target


def weakened(block: Block) -> Iterator[Finding]:
    """G07: a plan aims lower than an earlier plan of the area did."""
    for facts in block.by_area():
        last: dict[tuple[str, str], Fact] = {}
        for fact in (fact for fact in facts if fact.role == "target"):
            earlier = last.get((fact.measure, fact.unit))
            if earlier and _lowered(block, earlier, fact):
                yield tell_two("G07", fact, earlier)
            if earlier is None or fact.plan_start > earlier.plan_start or fact.end >= earlier.end:
                last[fact.measure, fact.unit] = fact


def _lowered(block: Block, earlier: Fact, fact: Fact) -> bool:
    later = earlier.plan_start < fact.plan_start and earlier.end <= fact.end
    return later and worse(block.indicator, fact.measure, fact.amount, earlier.amount)


def reworded(block: Block) -> Iterator[Finding]:
    """G09: a target is written in other words than in the plan before."""
    for facts in block.by_area():
        rows = {fact.document: fact for fact in facts if fact.rank == 0}
        for before, after in pairwise(rows.values()):
            if after.plan_start > before.plan_start and _words(before) != _words(after):
                yield tell_two("G09", after, before)


def _words(fact: Fact) -> str:
    """The wording without figures."""
    return key("".join(letter for letter in fact.label if not letter.isdigit()))


def dropped_or_added(roster: Roster) -> Iterator[Finding]:
    """G08: an indicator of one plan is not in the next plan of the area, or is new there."""
    plans: dict[str, dict[str, Fact]] = {}
    for fact in roster.facts:
        plans.setdefault(fact.document, {})[fact.indicator] = fact
    for before, after in pairwise(plans.values()):
        first, second = next(iter(before.values())), next(iter(after.values()))
        if territory(first) != territory(second):
            continue
        if second.plan_start > first.plan_start and 2 * len(before.keys() & after.keys()) >= len(before):
            yield from (tell_two("G08", before[i], None) for i in before if i not in after)
            yield from (tell_two("G08.added", after[i], None) for i in after if i not in before)


def met_summary(
    counts: Counter[tuple[str, int]], examples: dict[tuple[str, int], tuple[Fact, Fact]]
) -> list[Finding]:
    """One note per area and year for the targets that were met."""
    return [
        tell_two("G06.met", *examples[about], count=counts[about], year=about[1]) for about in sorted(counts)
    ]


RULES: tuple[Rule[Block], ...] = (
    Rule("G01", level_conflict),
    Rule("G02", other_measure),
    Rule("G03", two_versions),
    Rule("G04", lead_changed),
    Rule("G05", copied_value),
    Rule("G06", result_and_target),
    Rule("B04", strict_target_failed),
    Rule("G07", weakened),
    Rule("G09", reworded),
)

ROSTER_RULES: tuple[Rule[Roster], ...] = (Rule("G08", dropped_or_added),)
