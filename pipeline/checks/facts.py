"""Values of many documents in bounded memory: spilled to a temporary database, given back block by block.

Takes one document after the other (its record and its observations), keeps only what rules across documents
compare, and gives `Block`s: all values of one indicator and scope inside one province, ordered by plan.  A
block is as large as a province has plans, however many documents there are.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from pipeline.catalogue.areas import Area, load_areas
from pipeline.catalogue.schema import Catalogue, Indicator
from pipeline.checks.case import is_sure
from pipeline.checks.compare import amount
from pipeline.checks.words import spans, words
from pipeline.language.document_numbers import find_document_numbers
from pipeline.model import DocumentRecord, Observation, Place

SOURCES = ("appendix", "body", "appendix_label")
"""Which source speaks for a document: its value cells, else its sentences, else its labels."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One sure value with what is known about its document; texts and years, so that a database can hold it.

    `root` is the name of the province (empty for the nation), `parent` the code of the area above (empty: not
    known), `rank` the place in `SOURCES`; `place` and `leads` are JSON.  `amends` are the numbers of the
    documents that the title says to change or replace, between blanks.
    """

    indicator: str
    scope: str
    root: str
    plan_start: int
    plan_end: int
    date: str
    document: str
    rank: int
    level: str
    area: str
    code: str
    parent: str
    number: str
    amends: str
    measure: str
    unit: str
    role: str
    start: int
    end: int
    value: str
    high: str
    comparator: str
    per_base: int
    label: str
    value_raw: str
    leads: str
    place: str
    observation_id: str
    name_vi: str
    name_en: str

    @property
    def amount(self) -> Decimal:
        """The value."""
        return Decimal(self.value)

    @property
    def period(self) -> str:
        """``2025`` or ``2021/2025``."""
        return str(self.end) if self.start == self.end else f"{self.start}/{self.end}"

    def where(self) -> Place:
        """The place of the value."""
        document, page, table, row, column, line, box = json.loads(self.place)
        return Place(document, page, table, row, column, line, tuple(box) if box else None)

    def agencies(self) -> tuple[str, ...]:
        """The leading agencies by name."""
        return tuple(json.loads(self.leads))


Row = tuple[str | int, ...]
"""A fact as plain values in the order of its fields."""

NAMES = tuple(field.name for field in fields(Fact))
_VALUES = attrgetter(*NAMES)
_PLACE = attrgetter(*(field.name for field in fields(Place)))


@dataclass(frozen=True, slots=True)
class Block:
    """The values of one indicator and scope inside one province (and the nation's), earlier plans first.

    Of each document only its first source has a value for a measure, role and period.
    """

    indicator: Indicator
    facts: tuple[Fact, ...]
    nation: tuple[Fact, ...] = ()

    def by_area(self) -> Iterator[list[Fact]]:
        """The values of each area, in the order of its plans.

        A name alone names no area: a province may have a town and a district of one name.  A province that
        was merged is another one, though code and name stayed.
        """
        areas: dict[tuple[str, ...], list[Fact]] = {}
        for fact in self.facts:
            about = (fact.level, fact.parent, fact.code, fact.area, territory(fact))
            areas.setdefault(about, []).append(fact)
        yield from areas.values()


@dataclass(frozen=True, slots=True)
class Roster:
    """Which indicators the plans of one area have: one value per plan and indicator, earlier plans first."""

    facts: tuple[Fact, ...]


class Store:
    """A temporary table of facts; use it as a context manager, nothing stays on the disk."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("")
        self.database.execute(f"CREATE TABLE fact ({', '.join(NAMES)})")

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    def add(self, record: DocumentRecord, observations: Sequence[Observation]) -> None:
        """Keep what rules across documents compare."""
        self.put(_VALUES(fact) for fact in facts_of(record, observations))

    def put(self, rows: Iterable[Row]) -> None:
        """Keep facts as `rows_of` gives them."""
        marks = ", ".join("?" * len(NAMES))
        self.database.executemany(f"INSERT INTO fact VALUES ({marks})", rows)  # noqa: S608 - no outside text

    def blocks(self, catalogue: Catalogue, root: str | None = None) -> Iterator[Block]:
        """Every block, or those of one province; the nation's values come first and are given to each."""
        order = "indicator, scope, root, plan_start, plan_end, date, document, rank, observation_id"
        nation: tuple[Fact, ...] = ()
        rows = groupby(self._facts(order), key=lambda fact: (fact.indicator, fact.scope, fact.root))
        before: tuple[str, str] = ("", "")
        for (indicator, scope, province), group in rows:
            if (indicator, scope) != before:
                before, nation = (indicator, scope), ()
            facts = tuple(_first_sources(group))
            if not province:
                nation = facts
            if root in (None, province):
                yield Block(catalogue.indicator(indicator), facts, nation if province else ())

    def rosters(self, root: str | None = None) -> Iterator[Roster]:
        """The plans of every area with their indicators, or of the areas of one province."""
        area = ("level", "root", "parent", "code", "area")
        order = ", ".join(
            (*area, "plan_start", "plan_end", "date", "document", "indicator", "rank", "observation_id")
        )
        rows = groupby(self._facts(order), key=attrgetter(*area))
        for (_, province, *_), group in rows:
            if root not in (None, province):
                continue
            first = {(fact.document, fact.indicator): fact for fact in reversed(list(group))}
            yield Roster(tuple(reversed(first.values())))

    def _facts(self, order: str) -> Iterator[Fact]:
        query = f"SELECT {', '.join(NAMES)} FROM fact ORDER BY {order}"  # noqa: S608 - no outside text
        for row in self.database.execute(query):
            yield Fact(*row)


def _first_sources(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Of the values that one document has for one thing only those of its best source."""
    best: dict[tuple[object, ...], int] = {}
    for fact in facts:
        about = (fact.document, fact.measure, fact.role, fact.start, fact.end)
        if best.setdefault(about, fact.rank) == fact.rank:
            yield fact


def rows_of(record: DocumentRecord, observations: Sequence[Observation]) -> tuple[Row, ...]:
    """The facts of one document as plain values, to be kept until they are compared."""
    return tuple(_VALUES(fact) for fact in facts_of(record, observations))


def facts_of(record: DocumentRecord, observations: Sequence[Observation]) -> Iterator[Fact]:
    """The facts of one document: sure levels with a period that are targets or results.

    A document of an unknown area has none: nobody knows what it may be compared with.
    """
    root, above = root_of(record), _chain(record)[1:2]
    if not root and record.area_level != "nation":
        return
    parent = above[0].code if above else ""
    for seen in observations:
        value = amount(seen)
        if (
            is_sure(seen)
            and value is not None
            and seen.period
            and not seen.period.part
            and seen.role != "baseline"
        ):
            yield _fact(record, root, parent, seen, value)


def _fact(record: DocumentRecord, root: str, parent: str, seen: Observation, value: Decimal) -> Fact:
    period = seen.period
    start, end = (period.start, period.end) if period else (0, 0)
    return Fact(
        indicator=seen.indicator_id,
        scope=seen.scope,
        root=root,
        plan_start=record.plan_start or 0,
        plan_end=record.plan_end or 0,
        date=record.date,
        document=record.document_id,
        rank=SOURCES.index(seen.source),
        level=record.area_level,
        area=record.area_name,
        code=record.area_code,
        parent=parent,
        number=record.number,
        amends=_amended(record.title),
        measure=seen.measure,
        unit=seen.unit,
        role=seen.role,
        start=start,
        end=end,
        value=f"{value:f}",
        high="" if seen.quantity.high is None else f"{seen.quantity.high:f}",
        comparator=seen.quantity.comparator,
        per_base=seen.per_base or 0,
        label=seen.label,
        value_raw=seen.value_raw,
        leads=json.dumps(seen.lead_agencies, ensure_ascii=False),
        place=json.dumps(_PLACE(seen.place)),
        observation_id=seen.observation_id,
        name_vi=seen.indicator_vi or seen.label,
        name_en=seen.indicator_en or seen.label,
    )


def _amended(title: str) -> str:
    """The numbers that a title names behind a word such as "sửa đổi" or "thay thế"."""
    said = spans(words("amends"), title)
    numbers = [number for number, start, _ in find_document_numbers(title) if said and start > said[0][0]]
    return f" {' '.join(numbers)} " if numbers else ""


def territory(fact: Fact) -> str:
    """Since when the area of a fact has its present territory; empty: since before the register begins."""
    area = _area_of(fact.code, fact.date or str(fact.plan_start or ""))
    return area.valid_from if area else ""


def titled(fact: Fact) -> str:
    """The area of a fact with its kind ("thành phố Kon Tum": a province has that name too), if known."""
    area = _area_of(fact.code, fact.date or str(fact.plan_start or ""))
    return area.title if area else fact.area


@lru_cache(maxsize=4096)
def _area_of(code: str, date: str) -> Area | None:
    return load_areas().at(code, date) if code else None


def root_of(record: DocumentRecord) -> str:
    """The province that a document belongs to; empty for the nation."""
    if record.area_level in ("nation", "province"):
        return "" if record.area_level == "nation" else record.area_name
    province = next((area.name for area in _chain(record) if area.level == "province"), "")
    return province or record.parent_area or record.area_name


def _chain(record: DocumentRecord) -> tuple[Area, ...]:
    """The area of a document and those above it; empty where its code is not known."""
    date = record.date or str(record.plan_start or "")
    return load_areas().chain(record.area_code, date) if record.area_code else ()
