"""What a chart of a plan compares: its targets for one year, its latest results, the area above, the nation.

Takes the sure values of a plan and of the plan above it, and the catalogue; gives a `Comparison`, or None
when there is nothing to compare.  Ranges, changes and values in doubt are left out: a chart has no room for
doubt.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.catalogue.areas import load_areas
from pipeline.catalogue.schema import ALL, Catalogue, Indicator, Target
from pipeline.model import DocumentRecord, Observation
from pipeline.writers.report.words import Text

Series = Literal["result", "target", "above", "nation"]
SERIES: tuple[Series, ...] = ("target", "result", "above", "nation")

SOURCES = ("appendix", "appendix_label", "body")
"""Which value speaks for a plan that states one target several times."""

NUMBERED = re.compile(r"\d+(?:\.\d+)*(?:\.[a-z])?")
"""The end of an id that is the number of the national text, its part included: ``5.2.a``."""

Key = tuple[str, str, str, str]
"""Indicator, measure, scope, unit."""


@dataclass(frozen=True, slots=True)
class Track:
    """One indicator in a chart: its name, whether more is better, its values by series."""

    key: Key
    name: Text
    higher: bool
    values: Mapping[Series, Decimal]
    from_memory: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The tracks of a plan for one year; `above` names the area above (empty: no plan of it is there)."""

    year: int
    above: str
    tracks: tuple[Track, ...]

    @property
    def series(self) -> tuple[Series, ...]:
        """The series that have a value at all."""
        return tuple(one for one in SERIES if any(one in track.values for track in self.tracks))

    @property
    def from_memory(self) -> bool:
        """Whether a national value shown was written from memory."""
        return any(track.from_memory for track in self.tracks)


def comparison(
    seen: Sequence[Observation],
    above: Sequence[Observation],
    area_above: str,
    catalogue: Catalogue,
) -> Comparison | None:
    """Compare a plan with the nation and with the plan of the area above (none: empty)."""
    levels = [one for one in seen if _is_sure_level(one) and one.indicator_id in catalogue]
    year = _year(levels, above, catalogue)
    if year is None:
        return None
    targets, others = _targets(levels, year), _targets(filter(_is_sure_level, above), year)
    results = _results(levels, year)
    tracks = []
    for key, target in targets.items():
        indicator = catalogue.indicator(key[0])
        nation = _nation(indicator, key, year)
        values: dict[Series, Decimal | None] = {
            "result": results.get(key),
            "target": target,
            "above": others.get(key),
            "nation": nation.value if nation else None,
        }
        known = {name: value for name, value in values.items() if value is not None}
        if len(known) > 1:
            memory = nation is not None and nation.status == "memory"
            tracks.append(Track(key, _name(indicator, key), indicator.direction == "higher", known, memory))
    order = {indicator.id: at for at, indicator in enumerate(catalogue.indicators)}
    tracks.sort(key=lambda track: (order.get(track.key[0], len(order)), track.key))
    used = area_above if any("above" in track.values for track in tracks) else ""
    return Comparison(year, used, tuple(tracks)) if tracks else None


def _is_sure_level(one: Observation) -> bool:
    return (
        bool(one.indicator_id)
        and one.review != "needs_review"
        and one.quantity.kind == "level"
        and one.quantity.amount is not None
        and one.quantity.high is None
        and one.period is not None
        and not one.period.part
    )


def _key(one: Observation) -> Key:
    return one.indicator_id, one.measure, one.scope, one.unit


def _end(one: Observation) -> int:
    return one.period.end if one.period else 0


def _year(levels: Sequence[Observation], above: Iterable[Observation], catalogue: Catalogue) -> int | None:
    """The final year for which most targets have something to be compared with; the latest one of equals."""
    upper = {(_key(one), _end(one)) for one in above if _is_sure_level(one) and one.role == "target"}
    votes: Counter[int] = Counter()
    for key, year in {(_key(one), _end(one)) for one in levels if one.role == "target"}:
        nation = _nation(catalogue.indicator(key[0]), key, year)
        votes[year] += 1 + (nation is not None) + ((key, year) in upper)
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def _targets(levels: Iterable[Observation], year: int) -> dict[Key, Decimal]:
    """The target of each indicator for a year; value cells speak before labels and text."""
    wanted = [one for one in levels if one.role == "target" and _end(one) == year]
    ordered = sorted(wanted, key=lambda one: SOURCES.index(one.source), reverse=True)
    return {_key(one): one.quantity.amount for one in ordered if one.quantity.amount is not None}


def _results(levels: Iterable[Observation], year: int) -> dict[Key, Decimal]:
    """The latest result of each indicator, not later than the year of the targets."""
    found = [one for one in levels if one.role in ("result", "estimate") and _end(one) <= year]
    ordered = sorted(found, key=lambda one: (_end(one), -SOURCES.index(one.source)))
    return {_key(one): one.quantity.amount for one in ordered if one.quantity.amount is not None}


def _nation(indicator: Indicator, key: Key, year: int) -> Target | None:
    """The national target in the same measure, scope and unit, if it is one number."""
    target = indicator.target(year, key[1], key[2])
    single = target is not None and target.value is not None and target.high is None
    return target if single and target is not None and target.unit == key[3] else None


def _name(indicator: Indicator, key: Key) -> Text:
    """The indicator's number and name, or with the part of its population that the value is for."""
    tail = indicator.id.partition(".")[2]
    number = f"{tail} " if NUMBERED.fullmatch(tail) else ""
    scope = indicator.scope(key[2]) if key[2] != ALL else None
    if scope is not None and scope.name_vi:
        return Text(f"{number}· {scope.name_vi}", f"{number}· {scope.name_vi}")
    return Text(number + indicator.name_vi, number + (indicator.name_en or indicator.name_vi))


def plan_above(
    record: DocumentRecord, records: Iterable[DocumentRecord], values: Mapping[str, Sequence[Observation]]
) -> DocumentRecord | None:
    """The latest plan of the area above that has values; None when none is there.

    Many districts share a name, and a town that of its province: only the code tells which area is meant.
    """
    above = load_areas().chain(record.area_code, record.date or str(record.plan_start or ""))[1:2]
    upper = [
        one
        for one in records
        if above
        and (one.area_code, one.area_name) == (above[0].code, above[0].name)
        and values.get(one.document_id)
    ]
    return max(upper, key=lambda one: (one.plan_end or 0, one.date, one.path), default=None)
