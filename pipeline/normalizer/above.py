"""What stands above a row and narrows it: another area, a part of the people, a year or a role of its own.

Takes a row with its headings and the title of its table, gives the doubts of its values.  A heading that is
neither a goal nor a level of government is not read, so it must never be passed over: the values below
"Xã Thanh Ba" are not those of the province.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.catalogue.area_text import Mention, mentions
from pipeline.catalogue.areas import Areas
from pipeline.catalogue.headings import Headings, has_any, path_period
from pipeline.language.periods import HEADER_JOIN, find_periods
from pipeline.language.text import clean, key
from pipeline.model import Paragraph, Period, Plan, PlanRow, Role
from pipeline.normalizer.area import candidates
from pipeline.normalizer.observe import PlanArea, Value
from pipeline.normalizer.periods import YEAR_DIFFERS

OTHER_AREA = "other_area"
"""The doubt of values below a heading or a table title that names an area which is not the plan's."""

PART_OF_ALL = "part_of_all"
"""The doubt of values below a heading that names a part of the people: "Khu vực nông thôn"."""

ROLE_DIFFERS = "role_differs"
"""The doubt of values below a heading that names another role than the header of their column."""

TITLE_LINES = 3
"""So many paragraphs above a table may be its title."""

LONGEST_TITLE = 200
"""Characters of a title; longer paragraphs are prose."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one heading says: the doubts of all values below it; its period, and its role if it has one."""

    doubts: tuple[str, ...]
    period: Period | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Above:
    """What is needed to judge the headings of one plan.

    `own` are the names (as keys) and codes of its area and those above it, `elsewhere` the tables whose title
    names another one.  `judged` keeps what was found out, since many rows stand below one heading.
    """

    areas: Areas
    headings: Headings
    date: str
    own: frozenset[str]
    elsewhere: frozenset[int]
    judged: dict[str, Judged] = field(default_factory=dict)

    def settle(self, row: PlanRow, values: Sequence[Value]) -> tuple[Value, ...]:
        """The values of a row with the doubts that stand above it."""
        above = [self._judge(heading.text) for heading in row.trail] if values else []
        common = dict.fromkeys(doubt for heading in above for doubt in heading.doubts)
        common |= {OTHER_AREA: None} if row.table in self.elsewhere else {}
        return tuple(
            replace(value, doubts=(*value.doubts, *common, *_of_time(value, above, row))) for value in values
        )

    def _judge(self, heading: str) -> Judged:
        if heading not in self.judged:
            self.judged[heading] = self._judged(clean(heading))
        return self.judged[heading]

    def _judged(self, text: str) -> Judged:
        elsewhere, part = self.is_elsewhere(text), self.headings.divides(text)
        doubts = (*((OTHER_AREA,) if elsewhere else ()), *((PART_OF_ALL,) if part else ()))
        period = path_period((text,)) if self.headings.explains(text) else None
        return Judged(doubts, period, self.headings.role((text,)) if period else None)

    def is_elsewhere(self, text: str) -> bool:
        """Whether a text names an area that is neither the plan's nor above it."""
        return any(
            self._is_other(mention, text) for mention in mentions(text, self.areas.words) if mention.name
        )

    def _is_other(self, mention: Mention, text: str) -> bool:
        """Capitals make a name of every word, so there the register has to know it."""
        known = candidates(mention, self.areas, self.date)
        own = key(mention.name) in self.own or any(area.code in self.own for area in known)
        return not own and (bool(known) or not text.isupper())


def _of_time(value: Value, above: Sequence[Judged], row: PlanRow) -> tuple[str, ...]:
    """The doubts of a value whose headings or label name another year, or another role with one."""
    if value.cell is None:
        return ()
    roles = {heading.role for heading in above if heading.role}
    other_year = _is_undated(value.header) and _is_dated_otherwise(value, above, row)
    other_role = bool(roles) and roles != {"target"} and value.role not in roles
    return (*((YEAR_DIFFERS,) if other_year else ()), *((ROLE_DIFFERS,) if other_role else ()))


@lru_cache(maxsize=256)
def _is_undated(header: str) -> bool:
    return path_period(header.split(HEADER_JOIN)) is None


def _is_dated_otherwise(value: Value, above: Sequence[Judged], row: PlanRow) -> bool:
    """Whether a heading names another period than the value has, or its label only others."""
    own = {period for period, _, _ in find_periods(row.label)}
    named = [heading.period for heading in above if heading.period]
    return any(period != value.period for period in named) or (bool(own) and value.period not in own)


def read_above(plan: Plan, area: PlanArea, areas: Areas, headings: Headings) -> Above:
    """What is needed to judge the headings of a plan."""
    date = plan.date or (str(plan.period.start) if plan.period else "")
    chain = areas.chain(area.code, date)
    names = (area.name, area.parent, *(above.name for above in chain))
    own = frozenset((*(key(name) for name in names if name), *(above.code for above in chain)))
    above = Above(areas, headings, date, own, frozenset())
    named = (
        table.number
        for table in (plan.tables if own else ())
        if any(map(above.is_elsewhere, _titles(table.captions, headings)))
    )
    return replace(above, elsewhere=frozenset(named))


def _titles(captions: Sequence[Paragraph], headings: Headings) -> tuple[str, ...]:
    """The lines right above a table that may be its title; a reference to the plan is none."""
    texts = (clean(caption.text) for caption in captions[-TITLE_LINES:])
    return tuple(
        text
        for text in texts
        if len(text) <= LONGEST_TITLE and not has_any(key(text), headings.preamble.attached)
    )
