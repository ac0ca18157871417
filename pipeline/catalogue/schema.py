"""What a catalogue is: frozen records of families, goals, indicators, measures, scopes, targets and bounds.

`load` makes them from YAML, `check` looks for contradictions, every other room only reads them.  A fact
carries its `status`: `confirmed` (a source was seen), `seed` (seen in one local plan) or `memory` (nobody has
checked it, so whoever uses it must say so), and the keys of its `sources` in `Family.sources`.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pipeline.language.units import UNITS, Unit, Units
from pipeline.model import Comparator, Frequency

Status = Literal["confirmed", "seed", "memory"]
Direction = Literal["higher", "lower"]
Level = Literal["nation", "province", "district", "commune"]
Limits = tuple[Decimal, Decimal]
"""Lowest and highest value, both allowed."""

LEVELS: tuple[Level, ...] = ("nation", "province", "district", "commune")
ALL = "all"
"""The id of the scope that is the whole population of an indicator."""

Terms = tuple[tuple[str, ...], ...]
"""Groups of alternatives: each group must be hit by at least one of its terms."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to measure an indicator: `share`, `count`, `rate` … in one unit (a canonical unit id).

    `frequency` is the span that a count is for ("3 a quarter"), empty for a level.  `levels` are those whose
    plans can state it (a share of provinces: the nation alone), empty for all.
    """

    id: str
    unit: str
    default: bool = False
    frequency: Frequency = ""
    note: str = ""
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of an indicator's population that plans report in rows of their own.

    `must` and `forbidden` are terms in the row's own wording; `parent_header` is the heading of the group
    that the row stands under ("Cấp tỉnh") when its own words do not say so; `subset_of` names the scope
    whose value can never be lower.
    """

    id: str
    name_vi: str
    must: Terms = ()
    forbidden: tuple[str, ...] = ()
    parent_header: str = ""
    subset_of: str = ""
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A national target for the end of `year`.  `value` is None for a target in words (`note` has them)."""

    year: int
    measure: str
    scope: str
    comparator: Comparator
    value: Decimal | None
    high: Decimal | None
    unit: str
    status: Status
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What values of one measure can be: `hard` outside is impossible, `plausible` outside is odd.

    `natural` is the band that a value tends to without any policy (the sex ratio at birth).
    """

    measure: str
    hard: Limits | None = None
    plausible: Limits | None = None
    natural: Limits | None = None
    status: Status = "memory"
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drift:
    """Words that look like the indicator's own and change its meaning; `meaning` says how."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.  `wordings` are confirmed ways to write it; `must` and `forbidden` part it from others.

    `essential_terms` are parts of the national text whose loss changes what is promised.  `applies_to` is
    empty when every level reports it.  A `retired` indicator is never matched; `successor` follows it.
    `file` is the file that it was read from, `order` its 0-based position in the family.
    """

    id: str
    goal: str
    name_vi: str
    name_en: str
    measures: tuple[Measure, ...]
    direction: Direction
    status: Status
    file: str
    order: int
    bounds: tuple[Bounds, ...] = ()
    targets: tuple[Target, ...] = ()
    scopes: tuple[Scope, ...] = ()
    frequency: str = ""
    frequency_status: Status = "memory"
    must: Terms = ()
    forbidden: tuple[str, ...] = ()
    essential_terms: tuple[str, ...] = ()
    drift_terms: tuple[Drift, ...] = ()
    wordings: tuple[str, ...] = ()
    applies_to: tuple[Level, ...] = ()
    retired: bool = False
    successor: str = ""
    number: str = ""
    numerator: str = ""
    denominator: str = ""
    definition: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def default_measure(self) -> Measure:
        """The measure that a bare number is read as."""
        return next((measure for measure in self.measures if measure.default), self.measures[0])

    def measure(self, id: str) -> Measure | None:
        """Give the measure with this id, None when the indicator has no such measure."""
        return next((measure for measure in self.measures if measure.id == id), None)

    def measure_of(self, unit: str) -> Measure | None:
        """Give the measure in this canonical unit, None when the indicator is never measured in it."""
        return next((measure for measure in self.measures if measure.unit == unit), None)

    def scope(self, id: str) -> Scope | None:
        """Give the scope with this id, None when the indicator has no such scope."""
        return next((scope for scope in self.scopes if scope.id == id), None)

    def bounds_of(self, measure: str) -> Bounds | None:
        """Give the bounds of one measure, None when nothing is known."""
        return next((bounds for bounds in self.bounds if bounds.measure == measure), None)

    def target(self, year: int, measure: str = "", scope: str = ALL) -> Target | None:
        """Give the national target of a year for a measure (default: the default one) and scope, or None."""
        wanted = (year, measure or self.default_measure.id, scope)
        return next((t for t in self.targets if (t.year, t.measure, t.scope) == wanted), None)

    def applies(self, level: str) -> bool:
        """Whether an area of this level reports the indicator (an unknown level counts as yes)."""
        return not self.applies_to or not level or level in self.applies_to


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: `number` as printed in the national text, titles, other spellings of the title in use."""

    number: str
    vi: str
    en: str
    variants: tuple[str, ...] = ()
    status: Status = "confirmed"
    note: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Every Vietnamese title, the national one first."""
        return (self.vi, *self.variants)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The document that set the family up: `number` as it must be cited, `wrong` as it often is."""

    number: str
    date: str
    issuer: str
    kind: str = ""
    wrong: tuple[str, ...] = ()
    status: Status = "confirmed"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The programme before this one; plans of its time use other targets."""

    number: str
    period: tuple[int, int]
    status: Status = "memory"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many goals and targets the national text declares (parts and scopes do not count)."""

    goals: int
    targets: int
    status: Status = "confirmed"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was seen: its key, address, and what it says."""

    key: str
    url: str
    gives: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One programme with its goals and indicators; `synonyms` and `neutral` are words that only it uses so.

    `period` is the first and last year.  `hard_pairs` are indicators (`id` or `id/scope`) whose wordings a
    similarity score confuses.
    """

    id: str
    version: str
    name_vi: str
    name_en: str
    file: str
    legal_basis: LegalBasis
    period: tuple[int, int]
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    predecessor: Predecessor | None = None
    declared_counts: Counts | None = None
    sources: tuple[Source, ...] = ()
    units: tuple[Unit, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    neutral: tuple[str, ...] = ()
    hard_pairs: tuple[tuple[str, str], ...] = ()

    def goal(self, number: str) -> Goal | None:
        """Give the goal with this number, or None."""
        return next((goal for goal in self.goals if goal.number == number), None)

    def of_goal(self, number: str) -> tuple[Indicator, ...]:
        """Give the indicators of one goal in their national order."""
        return tuple(i for i in self.indicators if i.goal == number and not i.retired)


@dataclass(frozen=True)
class Catalogue:
    """Every family in use.  `version` is a short hash of the files' content."""

    families: tuple[Family, ...]
    version: str = ""
    _indicators: dict[str, Indicator] = field(init=False, repr=False, compare=False)
    _families: dict[str, Family] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {indicator.id: indicator for family in self.families for indicator in family.indicators}
        object.__setattr__(self, "_indicators", by_id)
        object.__setattr__(self, "_families", {family.id: family for family in self.families})

    def indicator(self, id: str) -> Indicator:
        """Give the indicator with this id; `KeyError` when there is none."""
        return self._indicators[id]

    def family(self, id: str) -> Family:
        """Give the family with this id; `KeyError` when there is none."""
        return self._families[id]

    def family_of(self, indicator: str) -> Family:
        """Give the family that holds the indicator with this id; `KeyError` when there is none."""
        return next(f for f in self.families if any(i is self._indicators[indicator] for i in f.indicators))

    def __contains__(self, id: object) -> bool:
        return id in self._indicators

    @cached_property
    def units(self) -> Units:
        """The units of the program and of every family."""
        return UNITS.extended(unit for family in self.families for unit in family.units)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator of every family that is not retired."""
        return tuple(i for family in self.families for i in family.indicators if not i.retired)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the families with their version: ``VNGES@1``."""
        return tuple(f"{family.id}@{family.version}" for family in self.families)
