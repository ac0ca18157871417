"""One fault between two clean plans: family G of the rules, and B04.

Takes a clean plan and a seeded random source; gives a `Planted` with two documents, or None where the plan
has no row for it.  `plants` gives as many as wanted, over all planters.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from tests.evaluate.planters import WITHIN
from tests.evaluate.planting import (
    Planted,
    amount,
    better,
    bound,
    choose,
    countable,
    counted,
    everywhere,
    improvable,
    national,
    plain,
    shown,
    step,
    verb,
    whole,
    with_number,
)
from tests.evaluate.plants_plan import Plan, Row, clean, rendered

DISTRICT = "huyện Đắk Tô"

# ------------------------------------------------------------------ G: across documents


def district(plan: Plan) -> Plan:
    """The same promises by a district of the province."""
    return replace(plan, place=DISTRICT, number="17/KH-UBND", day="28")


def earlier(plan: Plan) -> Plan:
    """The plan of the year before, which promised what this plan reports as reached."""
    before = replace(plan, year=plan.year - 1, number="512/KH-UBND")
    for at, row in enumerate(plan.rows):
        facts = {"target": row.facts["result"]}
        facts |= {"count_target": row.facts["count_result"]} if "of" in row.facts else {}
        before = everywhere(before, at, **facts)
    return before


def g01(plan: Plan, chance: Random) -> Planted | None:
    """A district aims lower than its province."""
    own = district(plan)
    at = choose(own, chance, _may_be_lower)
    if at is None:
        return None
    faulty = everywhere(own, at, target=own.rows[at].facts["result"])
    return Planted("G01", (plan, faulty), at, ("target", "period"), (plan, own))


def _may_be_lower(row: Row) -> bool:
    nation, result = national(row, clean("VNGES").year), amount(row, "result")
    known = nation is not None and better(row) * (result - nation) >= 0 and result != amount(row, "target")
    return known and plain(row) and whole(row) and not verb(row)


def g02(plan: Plan, chance: Random) -> Planted | None:
    """A district counts where its province has a share."""
    own = district(plan)
    at = choose(own, chance, countable)
    if at is None:
        return None
    return Planted("G02", (plan, counted(own, at, chance)), at, ("result", "target", "period"), (plan, own))


def g03(plan: Plan, chance: Random) -> Planted | None:
    """Two versions of one plan have different values."""
    second = replace(plan, day="26")
    at = choose(plan, chance, lambda row: plain(row) and improvable(row) and amount(row, "target") < 97)
    if at is None:
        return None
    row = plan.rows[at]
    target = amount(row, "target") + better(row) * step(row, chance)
    if target <= 0:
        return None
    faulty = everywhere(second, at, target=shown(target))
    return Planted("G03", (plan, faulty), at, ("target", "period"), (plan, second))


def g06(plan: Plan, chance: Random) -> Planted | None:
    """The result reported for last year misses what last year's plan had promised."""
    before = earlier(plan)
    at = choose(plan, chance, lambda row: plain(row) and improvable(row))
    if at is None:
        return None
    row = plan.rows[at]
    value = amount(row, "result") - better(row) * step(row, chance)
    faulty = plan.changed(at, result=with_number(row.printed["result"], shown(value)))
    return Planted("G06", (before, faulty), at, ("result",), (before, plan))


def g07(plan: Plan, chance: Random) -> Planted | None:
    """The plan aims lower than the plan of the year before."""
    at = choose(plan, chance, _may_be_lower)
    if at is None:
        return None
    row = plan.rows[at]
    before = everywhere(earlier(plan), at, target=row.facts["target"])
    facts = {"target": row.facts["result"], "result": row.facts["result"]}
    return Planted("G07", (before, everywhere(plan, at, **facts)), at, ("target", "period"), (before, plan))


def b04(plan: Plan, chance: Random) -> Planted | None:
    """Last year's plan asked for less (or more) than a number, and exactly this number was reached."""
    before = earlier(plan)
    at = choose(plan, chance, lambda row: plain(row) and improvable(row) and whole(row))
    if at is None:
        return None
    row = before.rows[at]
    word = bound(row)
    bounded = {name: row.facts[name].replace("{t}", f"{word} {{t}}") for name in ("label", "said")}
    printed = rendered({**row.facts, **bounded})
    cells = {part: f"{word} {row.printed[part]}" for part in ("target", "period")}
    asked = before.changed(at, label=printed["label"], said=printed["said"], **cells)
    return Planted("B04", (asked, plan), at, ("result",), (before, plan))


ACROSS = (b04, g01, g02, g03, g06, g07)
PLANTERS: tuple[Callable[[Plan, Random], Planted | None], ...] = (*WITHIN, *ACROSS)


def plants(count: int, seed: int) -> Iterator[Planted]:
    """So many plants: each planter in turn, the families in turn for each of them."""
    chance = Random(seed)
    made = 0
    turn = 0
    while made < count:
        planter = PLANTERS[turn % len(PLANTERS)]
        family = ("VNGES", "VNCHILD")[turn // len(PLANTERS) % 2]
        planted = planter(clean(family), chance)
        turn += 1
        if planted is not None:
            made += 1
            yield planted
