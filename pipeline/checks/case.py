"""One document as the rules see it: its plan, its observations and the indexes that they share.

`Case` takes what the earlier stages gave and is never changed; every index is built once, when a rule first
asks for it.  Facts (`sure`) are observations with an accepted or decided match: a contradiction may not rest
on a doubtful one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.catalogue.schema import ALL, Catalogue, Family, Indicator
from pipeline.checks.compare import amount, final_year
from pipeline.checks.config import Config
from pipeline.checks.words import squash
from pipeline.model import (
    Cell,
    Column,
    Heading,
    Observation,
    Paragraph,
    Place,
    Plan,
    PlanRow,
    Role,
    Statement,
)

Key = tuple[str, str, str]
"""Indicator, measure, scope."""

LETTERHEAD_ROWS = 6
"""A table with more rows is no letterhead."""

ACHIEVED: tuple[Role, ...] = ("result", "estimate")
"""What was reached, known or estimated."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value row with what was read from it: `values` from value cells, `promises` from its label."""

    row: PlanRow
    values: tuple[Observation, ...]
    promises: tuple[Observation, ...]

    @property
    def seen(self) -> tuple[Observation, ...]:
        """Every observation of the row, value cells first."""
        return self.values + self.promises

    def targets(self) -> tuple[Observation, ...]:
        """The sure target levels in value cells."""
        return tuple(o for o in self.values if is_sure(o) and o.role == "target" and amount(o) is not None)

    def results(self) -> tuple[Observation, ...]:
        """The sure results (or estimates) in value cells, the latest period first."""
        found = [o for o in self.values if is_sure(o) and o.role in ACHIEVED and amount(o) is not None]
        return tuple(sorted(found, key=lambda o: -(final_year(o.period) or 0)))

    def steps(self) -> Iterator[tuple[Observation, Observation]]:
        """Pairs (latest result, target) of one measure and scope whose target lies after the result."""
        for target in self.targets():
            before = (o for o in self.results() if key(o) == key(target) and _earlier(o, target))
            result = next(before, None)
            if result is not None and result.unit == target.unit:
                yield result, target


def _earlier(result: Observation, target: Observation) -> bool:
    """Whether the result is for a year before the target's last one (unknown years count as yes)."""
    first, last = final_year(result.period), final_year(target.period)
    return first is None or last is None or first < last


def is_sure(seen: Observation) -> bool:
    """Whether the match may be used as a fact."""
    return bool(seen.indicator_id) and seen.review != "needs_review"


def is_matched(seen: Observation) -> bool:
    """Whether the indicator is sure, although the value or its unit may be in doubt."""
    return bool(seen.indicator_id) and seen.match.review != "needs_review"


def key(seen: Observation) -> Key:
    """What the observation is a value of."""
    return seen.indicator_id, seen.measure, seen.scope


@dataclass(frozen=True)
class Case:
    """One document under examination."""

    plan: Plan
    observations: tuple[Observation, ...]
    catalogue: Catalogue
    config: Config = field(default_factory=Config)

    @cached_property
    def sure(self) -> tuple[Observation, ...]:
        """The observations that a contradiction may rest on: sure match, indicator known to the catalogue."""
        return tuple(o for o in self.observations if is_sure(o) and o.indicator_id in self.catalogue)

    @cached_property
    def family(self) -> Family | None:
        """The family that most sure observations belong to; None when nothing was matched."""
        votes = Counter(self.catalogue.family_of(o.indicator_id).id for o in self.sure)
        return self.catalogue.family(votes.most_common(1)[0][0]) if votes else None

    @cached_property
    def matched(self) -> tuple[Observation, ...]:
        """The observations with a sure indicator; their value or unit may still be in doubt."""
        return tuple(o for o in self.observations if is_matched(o) and o.indicator_id in self.catalogue)

    def indicator(self, seen: Observation) -> Indicator:
        """The catalogue entry of a sure observation."""
        return self.catalogue.indicator(seen.indicator_id)

    # ------------------------------------------------------------------ rows

    @cached_property
    def _row_at(self) -> dict[Place, int]:
        """The 0-based row of each cell, the first row for a cell that spans several."""
        found: dict[Place, int] = {}
        for number, row in enumerate(self.plan.rows):
            for cell in _cells(row):
                for original in (cell, *cell.originals):
                    found.setdefault(original.place, number)
        for number, row in enumerate(self.plan.rows):
            found.setdefault(row.place, number)
        return found

    def _row_of(self, seen: Observation) -> int | None:
        """The 0-based row that an appendix observation was read from; None when no row has its cells."""
        places = (seen.place, *(cell.place for cell in seen.cells))
        return next((self._row_at[place] for place in places if place in self._row_at), None)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The value rows in reading order with their observations."""
        values: dict[int | None, list[Observation]] = defaultdict(list)
        promises: dict[int | None, list[Observation]] = defaultdict(list)
        for seen in self.observations:
            if seen.source != "body":
                target = values if seen.source == "appendix" else promises
                target[self._row_of(seen)].append(seen)
        return tuple(
            Line(row, tuple(values[number]), tuple(promises[number]))
            for number, row in enumerate(self.plan.rows)
        )

    def line_of(self, seen: Observation) -> Line | None:
        """The row of an appendix observation; None for the body."""
        number = None if seen.source == "body" else self._row_of(seen)
        return None if number is None else self.lines[number]

    @cached_property
    def columns(self) -> dict[int, tuple[Column, ...]]:
        """The columns of each table by the table's number."""
        return dict(self.plan.columns)

    # ------------------------------------------------------------------ values

    @cached_property
    def body(self) -> dict[Key, list[Observation]]:
        """Sure target levels of the running text."""
        return _grouped(
            o for o in self.sure if o.source == "body" and o.role == "target" and amount(o) is not None
        )

    @cached_property
    def cells(self) -> dict[Key, list[Observation]]:
        """Sure target levels of value cells."""
        return _grouped(
            o for o in self.sure if o.source == "appendix" and o.role == "target" and amount(o) is not None
        )

    @cached_property
    def labels(self) -> dict[Key, list[Observation]]:
        """Sure target levels inside row labels."""
        return _grouped(
            o
            for o in self.sure
            if o.source == "appendix_label" and o.role == "target" and amount(o) is not None
        )

    @cached_property
    def levels(self) -> dict[Key, list[Observation]]:
        """Every sure level, whatever its role and source."""
        return _grouped(o for o in self.sure if amount(o) is not None)

    # ------------------------------------------------------------------ text

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside every table, in reading order."""
        return self.plan.document.paragraphs

    @cached_property
    def opening(self) -> tuple[Paragraph, ...]:
        """The paragraphs before the first goal, row or target sentence: where a header block stands."""
        first = self._first_target()
        if first is None:
            return self.paragraphs
        stop = next((n for n, p in enumerate(self.paragraphs) if p.place == first), None)
        return self.paragraphs[:stop]

    @cached_property
    def header(self) -> tuple[Paragraph, ...]:
        """The texts above the first target: paragraphs, and cells of a letterhead typed as a table."""
        inside = {paragraph.place for paragraph in self.opening}
        found: list[Paragraph] = []
        for block in self.plan.document.blocks:
            if isinstance(block, Paragraph):
                if block.place not in inside:
                    break
                found.append(block)
            elif block.rows <= LETTERHEAD_ROWS:
                found += [Paragraph(cell.text, cell.place) for cell in block.cells]
        return tuple(found)

    def _first_target(self) -> Place | None:
        places = [heading.place for heading in self.plan.headings]
        places += [statement.place for statement in self.plan.statements]
        inside = {paragraph.place for paragraph in self.paragraphs}
        return next((place for place in places if place in inside), None)

    @cached_property
    def goal_headings(self) -> tuple[Heading, ...]:
        """The goal headings wherever they stand."""
        return tuple(heading for heading in self.plan.headings if heading.kind == "goal")

    @cached_property
    def _statements_at(self) -> dict[Place, list[Statement]]:
        """The target sentences of each paragraph."""
        found: dict[Place, list[Statement]] = defaultdict(list)
        for statement in self.plan.statements:
            found[statement.place].append(statement)
        return dict(found)

    def statement_of(self, seen: Observation) -> Statement | None:
        """The sentence that a body observation was read from."""
        at = self._statements_at.get(seen.place, [])
        same = (s for s in at if squash(s.text) == squash(seen.label_raw))
        return next(same, next((s for s in at if seen.value_raw in s.text), at[0] if at else None))

    def wording(self, seen: Observation) -> str:
        """The printed words of the row or sentence around an observation."""
        line = self.line_of(seen)
        if line is not None:
            return line.row.label
        statement = self.statement_of(seen)
        return statement.text if statement is not None else seen.label_raw


def _cells(row: PlanRow) -> Iterator[Cell]:
    yield from row.cells
    yield from (entry.cell for entry in row.entries)


def _grouped(seen: Iterable[Observation]) -> dict[Key, list[Observation]]:
    """The observations by what they are a value of, in their order."""
    found: dict[Key, list[Observation]] = defaultdict(list)
    for one in seen:
        found[key(one)].append(one)
    return dict(found)


def whole(seen: Observation) -> bool:
    """Whether the value is for the whole population of its indicator."""
    return seen.scope in ("", ALL)
