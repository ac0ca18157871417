"""The rows of a made plan before they are laid out: goals, groups and indicators with their values.

Takes features and a random source; gives items in order.  No layout is known here.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.plans_made import values
from tests.plans_made.data import load
from tests.plans_made.features import Features
from tests.plans_made.values import Printed, Value

KEEP = 0.8  # chance that an indicator of the catalogue stands in the plan


@dataclass(frozen=True, slots=True)
class Column:
    """One value column: role, period as in the output (``2021/2025``), head in one or two levels."""

    role: str
    period: str
    shown: str
    head: tuple[str, ...]

    @property
    def order(self) -> tuple[str, int]:
        """Later and better values sort behind."""
        return self.period.partition("/")[2] or self.period, ("result", "estimate", "target").index(self.role)


@dataclass(frozen=True, slots=True)
class Agency:
    """Who leads (canonical names), who helps, and what is printed for the two."""

    names: tuple[str, ...]
    lead: str
    partner: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal heading; `number` is 1-based in the plan."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """A line over parts of one indicator, such as "Cấp tỉnh"."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator with its values; `indicator` is its record in `data/wordings.yaml`.

    `stated` are words in the label that state the target of the plan's own year (`stated_value`), or empty.
    """

    indicator: dict[str, Any]
    catalogue: str
    goal: int
    number: int
    label: str
    form: Printed
    values: tuple[Value, ...]
    agency: Agency
    is_part: bool = False
    stated: str = ""
    stated_value: Value | None = None


Item = Goal | Group | Entry


def columns(features: Features) -> list[Column]:
    """The value columns with their periods and heads."""
    specs = features.scenario_data["columns"]
    looks = features.scenario_data["looks"][features.look]
    periods = [_period(spec, features.year) for spec in specs]
    shown = [period.partition("-")[0].replace("/", "-") for period in periods]
    return [
        Column(spec["role"], period, show, tuple(part.format(*shown) for part in head))
        for spec, period, show, head in zip(specs, periods, shown, looks, strict=True)
    ]


def _period(spec: dict[str, Any], year: int) -> str:
    if spec.get("span"):
        start = (year - 1) // 5 * 5 + 1
        return f"{start}/{start + 4}"
    if "part" in spec:
        return f"{year + spec['year']}-{spec['part']}"
    return str(year + int(spec["year"]))


def items(random: Random, features: Features, level: str, agencies: list[Agency]) -> list[Item]:
    """Goals, groups and entries of the whole plan in order."""
    heads = columns(features)
    found: list[Item] = []
    goals = 0
    for family in features.families:
        for position, titles in enumerate(load("wordings")[family]["goals"], start=1):
            chosen = _chosen(random, features, family, position)
            if not chosen:
                continue
            goals += 1
            found.append(Goal(goals, random.choice(titles)))
            lead = random.choice(agencies)
            for number, indicator in enumerate(chosen, start=1):
                agency = lead if random.random() < 0.7 else random.choice(agencies)
                entry = _entry(random, features, family, indicator, heads, agency)
                entry = replace(entry, goal=goals, number=number)
                found += [entry, *_parts(random, features, entry, heads, level)]
    return found


def _chosen(random: Random, features: Features, family: str, goal: int) -> list[dict[str, Any]]:
    """The indicators of one goal: most of the catalogue's, a few of the place's own, in order."""
    words = load("wordings")
    known = [one for one in words[family]["indicators"] if one["goal"] == goal]
    kept = [one for one in known if random.random() < KEEP]
    own = [one for one in words["LOCAL"][family] if one["goal"] == goal]
    chance = features.local_rows / 6
    kept += [{**one, "id": ""} for one in own if random.random() < chance]
    return [one for one in kept if features.unit_in != "caption" or one["kind"] == "percent"]


def _entry(
    random: Random,
    features: Features,
    family: str,
    indicator: dict[str, Any],
    heads: list[Column],
    agency: Agency,
) -> Entry:
    form = values.printed(random, indicator, features.style)
    catalogue = family if indicator["id"] else ""
    label = random.choice(indicator["labels"])
    cells = _values(random, indicator, heads, form, features)
    entry = Entry(indicator, catalogue, 0, 0, label, form, cells, agency)
    own = own_target(heads, features.year)
    value = None if own is None else cells[own]
    if not value or not simple(value) or random.random() >= features.label_targets:
        return entry
    return replace(entry, stated=values.spoken(random, indicator, value, features.style), stated_value=value)


def own_target(heads: list[Column], year: int) -> int | None:
    """Position of the only target column when it is of the plan's own year, else None."""
    targets = [index for index, head in enumerate(heads) if head.role == "target"]
    own = [index for index in targets if heads[index].period == str(year)]
    return own[0] if own and len(targets) == 1 else None


def simple(value: Value) -> bool:
    """Whether a sentence can state the value: one number, at most with a bound."""
    return value.amount is not None and value.high is None and not value.levels


def _values(
    random: Random, indicator: dict[str, Any], heads: list[Column], form: Printed, features: Features
) -> tuple[Value, ...]:
    drawn = values.amounts(random, indicator, len(heads))
    ranked = sorted(range(len(heads)), key=lambda index: heads[index].order)
    amounts: dict[int, Decimal] = dict(zip(ranked, drawn, strict=True))
    if features.level_values and "levels" in indicator and features.year < _two_levels():
        cells = (
            values.by_level(indicator, amounts[index], form, features.style) for index in range(len(heads))
        )
        return tuple(cells)
    return tuple(
        values.draw(random, indicator, amounts[index], head.role, form, features.style)
        for index, head in enumerate(heads)
    )


def _two_levels() -> int:
    return int(load("places")["two_levels_from"])


def _parts(random: Random, features: Features, parent: Entry, heads: list[Column], level: str) -> list[Item]:
    """Rows by level of government below their parent, where the plan has them."""
    if not features.groups or "parts" not in parent.indicator or level != "province":
        return []
    two_levels = features.year >= _two_levels()
    specs = [part for part in parent.indicator["parts"] if not (two_levels and part["level"] == "district")]
    found: list[Item] = []
    for spec in specs:
        if Group(spec["group"]) not in found:
            found.append(Group(spec["group"]))
        indicator = {**parent.indicator, "scope": spec["scope"], "labels": spec["labels"]}
        entry = _entry(random, features, parent.catalogue, indicator, heads, parent.agency)
        found.append(replace(entry, goal=parent.goal, is_part=True))
    return found
