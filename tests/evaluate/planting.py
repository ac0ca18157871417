"""What planters share: the record of a planted fault, and small changes to a clean plan.

Takes plans of `plants_plan`; a changed plan is a new one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random

from pipeline.catalogue.load import load
from pipeline.catalogue.schema import Catalogue, Indicator
from tests.evaluate.plants_plan import Part, Plan, Row, Spot, data, rendered

NUMBER = re.compile(r"\d+(?:,\d+)?")
FULL = Decimal(100)


@dataclass(frozen=True)
class Planted:
    """Documents, the last one at fault; the rule that finds it; the spots in it; the clean documents."""

    rule: str
    plans: tuple[Plan, ...]
    row: int
    parts: tuple[Part, ...]
    clean: tuple[Plan, ...]

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where the fault was put."""
        return tuple(Spot(self.row, part) for part in self.parts)

    @property
    def about(self) -> str:
        """The indicator of the faulty row."""
        return self.plans[-1].rows[self.row].id


Planter = Callable[[Plan, Random], Planted | None]


@cache
def catalogue() -> Catalogue:
    return load()


def indicator(row: Row) -> Indicator:
    return catalogue().indicator(row.id)


def amount(row: Row, fact: str) -> Decimal:
    return Decimal(row.facts[fact].replace(",", "."))


def shown(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def better(row: Row) -> int:
    """+1 where more is better."""
    return 1 if indicator(row).direction == "higher" else -1


def step(row: Row, chance: Random) -> Decimal:
    """A change that no rounding explains: some units of the last printed digit, in whole numbers up to 3."""
    digits = len(row.facts["target"].partition(",")[2])
    return Decimal(chance.randint(1, 3)).scaleb(-digits)


def national(row: Row, year: int) -> Decimal | None:
    target = indicator(row).target(year, indicator(row).default_measure.id, row.scope)
    return target.value if target else None


def everywhere(plan: Plan, at: int, **facts: str) -> Plan:
    """The plan with other facts of a row, in each place that prints them."""
    row = plan.rows[at]
    known = {**row.facts, **facts}
    rows = list(plan.rows)
    rows[at] = replace(row, facts=known, printed=rendered(known))
    return replace(plan, rows=tuple(rows))


def with_number(text: str, value: str, at: int = 0) -> str:
    """The text with the number at this 0-based place changed."""
    hit = list(NUMBER.finditer(text))[at]
    return text[: hit.start()] + value + text[hit.end() :]


def choose(plan: Plan, chance: Random, wanted: Callable[[Row], bool]) -> int | None:
    """A row that fits, None when there is none."""
    fitting = [at for at, row in enumerate(plan.rows) if wanted(row)]
    return chance.choice(fitting) if fitting else None


def single(rule: str, plan: Plan, at: int, parts: tuple[Part, ...], faulty: Plan) -> Planted:
    return Planted(rule, (faulty,), at, parts, (plan,))


def plain(row: Row) -> bool:
    """A row without fraction and start, so that nothing but its value speaks of its value."""
    return not row.facts.keys() & {"of", "start"}


def whole(row: Row) -> bool:
    return row.scope == "all" and "said" in row.facts


def in_label(row: Row) -> bool:
    return "{t}" in row.facts["label"]


def improvable(row: Row) -> bool:
    return amount(row, "target") != FULL


def verb(row: Row) -> bool:
    """Whether the label begins with a word that promises a change."""
    return row.printed["label"].startswith(tuple(data()["verbs"]))


def bound(row: Row) -> str:
    """The word for a bound on the good side of a number."""
    return str(data()["bounds"]["higher" if better(row) > 0 else "lower"])


def countable(row: Row) -> bool:
    """Whether the indicator can be counted where the nation has a share."""
    return row.id in data()["counted"]


def counted(plan: Plan, at: int, chance: Random) -> Plan:
    """The plan with a count in that row."""
    many = chance.randint(2, 8)
    words: dict[str, str] = data()["counted"][plan.rows[at].id]
    return everywhere(plan, at, **words, result=str(many), target=str(many + 1))
