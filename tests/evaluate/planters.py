"""One fault inside one clean plan, as a person would mistype it: families A, B, C, E and F of the rules.

Takes a clean plan and a seeded random source; gives a `Planted`, or None where the plan has no row for it.  A
planter changes every place that another rule would rightly complain about too, so that one inconsistency is
left.
"""

from decimal import Decimal
from random import Random

from tests.evaluate.planting import (
    Planted,
    amount,
    better,
    bound,
    catalogue,
    choose,
    countable,
    counted,
    everywhere,
    improvable,
    in_label,
    indicator,
    national,
    plain,
    shown,
    single,
    step,
    verb,
    whole,
    with_number,
)
from tests.evaluate.plants_plan import Plan, Row, rendered

HALF = 0.5  # chance

# ------------------------------------------------------------------ A: inside one row


def a01(plan: Plan, chance: Random) -> Planted | None:
    """The change starts beyond its end, in label and sentence."""
    at = choose(plan, chance, lambda row: "start" in row.facts)
    if at is None:
        return None
    start = amount(plan.rows[at], "target") - chance.randint(1, 5)
    return single("A01", plan, at, ("label", "said"), everywhere(plan, at, start=shown(start)))


def a02(plan: Plan, chance: Random) -> Planted | None:
    """The per cent of the last result, or of the target of a part, is not its fraction."""
    at = choose(plan, chance, lambda row: "of" in row.facts)
    if at is None:
        return None
    row = plan.rows[at]
    if not whole(row) and chance.random() < HALF:
        target = shown(amount(row, "target") + chance.randint(1, 6))
        return single("A02", plan, at, ("target", "period"), everywhere(plan, at, target=target))
    value = amount(row, "result") - chance.randint(1, 6)
    faulty = plan.changed(at, result=with_number(row.printed["result"], shown(value)))
    return single("A02", plan, at, ("result",), faulty)


def a03(plan: Plan, chance: Random) -> Planted | None:
    """The label names another target than cell and sentence."""
    at = choose(plan, chance, in_label)
    if at is None:
        return None
    row = plan.rows[at]
    other = rendered({**row.facts, "target": shown(amount(row, "target") - step(row, chance))})
    return single("A03", plan, at, ("label",), plan.changed(at, label=other["label"]))


def a04(plan: Plan, chance: Random) -> Planted | None:
    """The label says below and the cell is the bound."""
    at = choose(plan, chance, in_label)
    if at is None:
        return None
    row = plan.rows[at]
    label = row.facts["label"].replace("{t}", "dưới {t}")
    faulty = plan.changed(at, label=rendered({**row.facts, "label": label})["label"])
    return single("A04", plan, at, ("target",), faulty)


def a08(plan: Plan, chance: Random) -> Planted | None:
    """The last result cannot be: a lost comma, a digit too many, or the base copied."""
    at = choose(plan, chance, lambda row: bool(_impossible(row)))
    if at is None:
        return None
    row = plan.rows[at]
    value = chance.choice(_impossible(row))
    faulty = plan.changed(at, result=with_number(row.printed["result"], value))
    return single("A08", plan, at, ("result",), faulty)


def _impossible(row: Row) -> list[str]:
    """The last result without its comma or with one more digit, and the base, where they cannot be."""
    measure = indicator(row).default_measure
    bounds = indicator(row).bounds_of(measure.id)
    if bounds is None or bounds.hard is None or not plain(row):
        return []
    text = row.facts["result"]
    slipped = text.replace(",", "") if "," in text else f"{text}0"
    base = catalogue().units[measure.unit].base
    copied = (
        base if bounds.plausible and base and not bounds.plausible[0] <= base <= bounds.plausible[1] else None
    )
    found = [slipped] if Decimal(slipped) > bounds.hard[1] else []
    return [*found, str(copied)] if copied and copied < bounds.hard[1] else found


def a09(plan: Plan, chance: Random) -> Planted | None:
    """One value is printed with a decimal point."""
    at = choose(plan, chance, lambda row: plain(row) and "," in row.facts["result"])
    if at is None:
        return None
    printed = plan.rows[at].printed["result"]
    return single("A09", plan, at, ("result",), plan.changed(at, result=printed.replace(",", ".")))


# ------------------------------------------------------------------ B: across columns


def b01(plan: Plan, chance: Random) -> Planted | None:
    """The last result is better than the target."""
    at = choose(plan, chance, lambda row: plain(row) and improvable(row) and amount(row, "target") < 97)
    if at is None:
        return None
    row = plan.rows[at]
    value = amount(row, "target") + better(row) * step(row, chance)
    faulty = plan.changed(at, result=with_number(row.printed["result"], shown(value)))
    return single("B01", plan, at, ("target", "result"), faulty) if value > 0 else None


def b03(plan: Plan, chance: Random) -> Planted | None:
    """More or less is promised and nothing changes."""
    at = choose(plan, chance, verb)
    if at is None:
        return None
    faulty = plan.changed(at, result=plan.rows[at].printed["target"])
    return single("B03", plan, at, ("target", "result", "label"), faulty)


def b06(plan: Plan, chance: Random) -> Planted | None:
    """The target of the period is not the one of its last year."""
    at = choose(plan, chance, lambda row: plain(row) and improvable(row) and amount(row, "target") < 97)
    if at is None:
        return None
    row = plan.rows[at]
    value = amount(row, "target") + better(row) * step(row, chance)
    faulty = plan.changed(at, period=with_number(row.printed["period"], shown(value)))
    return single("B06", plan, at, ("period", "target"), faulty) if value > 0 else None


# ------------------------------------------------------------------ C: text against appendix


def c01(plan: Plan, chance: Random) -> Planted | None:
    """The sentence has another number than cell and label."""
    at = choose(plan, chance, lambda row: "said" in row.facts)
    if at is None:
        return None
    row = plan.rows[at]
    value = amount(row, "target") - step(row, chance)
    said = rendered({**row.facts, "target": shown(value)})["said"]
    return single("C01", plan, at, ("said",), plan.changed(at, said=said)) if value > 0 else None


def c02(plan: Plan, chance: Random) -> Planted | None:
    """The sentence says below or above, the cell is the bound."""
    at = choose(plan, chance, lambda row: "said" in row.facts and improvable(row))
    if at is None:
        return None
    row = plan.rows[at]
    word = bound(row)
    said = rendered({**row.facts, "said": row.facts["said"].replace("{t}", f"{word} {{t}}")})["said"]
    return single("C02", plan, at, ("said",), plan.changed(at, said=said))


def c03(plan: Plan, chance: Random) -> Planted | None:
    """The sentence starts from another value than the label."""
    at = choose(plan, chance, lambda row: "start" in row.facts)
    if at is None:
        return None
    row = plan.rows[at]
    start = shown(amount(row, "start") + chance.randint(1, 30))
    return single(
        "C03", plan, at, ("said",), plan.changed(at, said=rendered({**row.facts, "start": start})["said"])
    )


# ------------------------------------------------------------------ E, F: the nation, the parts


def e02(plan: Plan, chance: Random) -> Planted | None:
    """Weaker than the nation in each place, and the result weaker still."""
    at = choose(plan, chance, lambda row: plain(row) and national(row, plan.year) is not None)
    if at is None:
        return None
    row = plan.rows[at]
    target = (national(row, plan.year) or Decimal(0)) - better(row) * step(row, chance)
    result = target - better(row) * step(row, chance)
    faulty = everywhere(plan, at, target=shown(target), result=shown(result))
    return single("E02", plan, at, ("target", "said", "period"), faulty)


def e04(plan: Plan, chance: Random) -> Planted | None:
    """An indicator is counted where the nation has a share."""
    at = choose(plan, chance, countable)
    if at is None:
        return None
    return single("E04", plan, at, ("result", "target", "period"), counted(plan, at, chance))


def f01(plan: Plan, chance: Random) -> Planted | None:
    """The whole lies above all of its parts."""
    at = choose(plan, chance, lambda row: row.id == "VNGES.1.1" and row.scope == "all")
    if at is None:
        return None
    faulty = everywhere(plan, at, target=str(chance.randint(82, 96)))
    return single("F01", plan, at, ("target", "period"), faulty)


def f02(plan: Plan, chance: Random) -> Planted | None:
    """A part of a group is above the group."""
    at = choose(plan, chance, lambda row: row.scope == "commune.people_committee")
    if at is None:
        return None
    faulty = everywhere(plan, at, target=str(chance.randint(82, 95)))
    return single("F02", plan, at, ("target", "period"), faulty)


WITHIN = (a01, a02, a03, a04, a08, a09, b01, b03, b06, c01, c02, c03, e02, e04, f01, f02)
