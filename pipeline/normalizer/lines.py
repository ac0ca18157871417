"""Rows of the appendix and sentences of the body as lines of one kind, ready to be observed.

Takes the `Plan`, the matches of its rows and sentences and what is known of bodies; gives one `Line`
each: the subject, its values, its agencies, and what a reviewer needs to see if it stays unmatched.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.catalogue.agencies import Agencies as KnownAgencies
from pipeline.catalogue.schema import Catalogue
from pipeline.language.periods import find_frequency
from pipeline.language.text import clean
from pipeline.model import (
    AgencyText,
    Entry,
    Heading,
    Match,
    Place,
    Plan,
    PlanRow,
    Responsibility,
    Source,
)
from pipeline.normalizer.above import Above
from pipeline.normalizer.agency import AgencyReading, read_agencies, read_tail
from pipeline.normalizer.matching import Item
from pipeline.normalizer.observe import Agencies, PlanArea, Subject, Value, identity
from pipeline.normalizer.reading import Reader
from pipeline.normalizer.rows import (
    contested,
    entry_values,
    label_values,
    merged,
    shared_cells,
    statement_values,
    words_instead,
)

_HYPHEN_END = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
_LINE_END = re.compile(r"\s*\n\s*(\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row or sentence.  `trail` are its headings, `parent` the label of the row it is a part of.

    `bodies` are its agency texts as read, `words` its value cells that hold words instead of a figure.
    """

    subject: Subject
    source: Source
    values: tuple[Value, ...]
    trail: tuple[Heading, ...]
    parent: str
    unit: str
    place: Place
    bodies: tuple[tuple[AgencyText, AgencyReading], ...] = ()
    words: tuple[tuple[Entry, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What all lines of one plan share."""

    plan: Plan
    area: PlanArea
    catalogue: Catalogue
    reader: Reader
    agencies: KnownAgencies
    above: Above


def items(plan: Plan) -> tuple[Item, ...]:
    """What is to be matched: every row, then every sentence, in order."""
    rows = (
        Item(
            wording=row.label,
            goal_number=_goal(row.trail).number if row.trail else "",
            goal_title=_goal(row.trail).text if row.trail else "",
            group_titles=tuple(heading.text for heading in row.trail if heading.kind == "group"),
            parent=row.parent,
            row_number=row.number,
            units=tuple(words for words in (row.unit, *(entry.cell.text for entry in row.entries)) if words),
            source="appendix",
        )
        for row in plan.rows
    )
    sentences = (
        Item(
            wording=statement.text,
            goal_number=_goal(statement.trail).number if statement.trail else "",
            goal_title=_goal(statement.trail).text if statement.trail else "",
            row_number=statement.number,
            source="body",
        )
        for statement in plan.statements
    )
    return (*rows, *sentences)


def row_lines(facts: Facts, matches: Sequence[Match]) -> Iterator[Line]:
    """One line per row of the appendix."""
    columns = dict(facts.plan.columns)
    siblings = _agency_texts(facts.plan)
    shared = shared_cells(facts.plan.rows)
    for row, match in zip(facts.plan.rows, matches, strict=True):
        bodies = tuple((text, _read(text, siblings[row.table], facts.agencies)) for text in row.agencies)
        subject = _row_subject(facts, row, match, bodies)
        values = (
            *facts.above.settle(
                row, [*contested([*merged(entry_values(subject, row, facts.reader), shared)])]
            ),
            *facts.above.settle(
                row, [*contested([*label_values(subject, row, columns[row.table], facts.reader)])]
            ),
        )
        words = tuple(words_instead(row, facts.reader))
        parent = facts.plan.rows[row.parent].label if row.parent is not None else ""
        yield Line(subject, "appendix", values, row.trail, parent, row.unit, row.place, bodies, words)


def statement_lines(facts: Facts, matches: Sequence[Match]) -> Iterator[Line]:
    """One line per target sentence of the body."""
    for statement, match in zip(facts.plan.statements, matches, strict=True):
        subject = Subject(
            plan=facts.plan,
            area=facts.area,
            catalogue=facts.catalogue,
            match=match,
            label=statement.text,
            number="",
            frequency=find_frequency(statement.text),
            agencies=Agencies(),
            cells=(),
            confidence=statement.confidence,
        )
        values = tuple(contested([*statement_values(subject, statement, facts.reader)]))
        yield Line(subject, "body", values, statement.trail, "", "", statement.place)


def told_apart(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines; no two of their values give the same id, as those of a cell over several columns would."""
    met: Counter[str] = Counter()
    for line in lines:
        values = []
        for value in line.values:
            same = identity(line.subject, value)
            values.append(replace(value, apart=str(met[same])) if met[same] else value)
            met[same] += 1
        yield replace(line, values=tuple(values))


def responsibilities(line: Line) -> Iterator[Responsibility]:
    """Who leads and who takes part in a line with a sure indicator."""
    indicator = line.subject.indicator
    if indicator is None:
        return
    for text, reading in line.bodies:
        for part, names in (("lead", reading.leads), ("coordinate", reading.partners)):
            for name in names:
                yield Responsibility(
                    document_id=line.subject.plan.document.id,
                    indicator_id=indicator.id,
                    scope=line.subject.match.scope,
                    agency_id=name.id,
                    agency=name.name,
                    agency_raw=name.raw,
                    part=part,  # type: ignore[arg-type]
                    origin=_origin(text, reading),
                    place=text.cells[0].place if text.cells else line.place,
                )


def _goal(trail: Sequence[Heading]) -> Heading:
    return next((heading for heading in trail if heading.kind == "goal"), trail[0])


def _agency_texts(plan: Plan) -> dict[int, tuple[str, ...]]:
    """The distinct agency texts of each table, in order."""
    found: dict[int, dict[str, None]] = {}
    for row in plan.rows:
        found.setdefault(row.table, {}).update(dict.fromkeys(text.text for text in row.agencies))
    return {table: tuple(texts) for table, texts in found.items()}


def _read(text: AgencyText, siblings: Sequence[str], agencies: KnownAgencies) -> AgencyReading:
    """The bodies in an agency text; a text that begins in mid-sentence is completed by its column."""
    reading = _clearest(text.text, text.kind, agencies)
    if "cut_start" not in reading.flags:
        return reading
    others = [_unwrapped(other) for other in siblings if other != text.text]
    return read_tail(_unwrapped(text.text), others, agencies)


def _clearest(text: str, kind: Literal["lead", "partner"], agencies: KnownAgencies) -> AgencyReading:
    """The reading with the fewest unknown names: a line end may be a wrap or part two bodies."""
    texts = dict.fromkeys((_unwrapped(text), _unwrapped(_LINE_END.sub(r" \1", text))))
    readings = [read_agencies(variant, agencies, kind) for variant in texts]
    return min(readings, key=lambda r: sum(not name.id for name in (*r.leads, *r.partners)))


def _unwrapped(text: str) -> str:
    """The text without line wraps: a small letter continues the line above, a hyphen joins its word."""
    joined = _HYPHEN_END.sub("-", text)
    return _LINE_END.sub(lambda end: (" " if end[1].islower() else "\n") + end[1], joined)


def _origin(text: AgencyText, reading: AgencyReading) -> str:
    return "orphan_tail" if "cut_start" in reading.flags else text.origin


def _row_subject(
    facts: Facts, row: PlanRow, match: Match, bodies: Sequence[tuple[AgencyText, AgencyReading]]
) -> Subject:
    leads = tuple(dict.fromkeys(name.name for _, reading in bodies for name in reading.leads))
    partners = tuple(dict.fromkeys(name.name for _, reading in bodies for name in reading.partners))
    origin = next((_origin(text, reading) for text, reading in bodies), "")
    return Subject(
        plan=facts.plan,
        area=facts.area,
        catalogue=facts.catalogue,
        match=match,
        label=row.label,
        number=row.number,
        frequency=find_frequency(clean(row.label)),
        agencies=Agencies(leads, partners, origin),
        cells=(*row.cells, *(cell for text in row.agencies for cell in text.cells)),
    )
