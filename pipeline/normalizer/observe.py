"""One observation from one value: everything that the output says about it, put together.

Takes the pieces that the other modules of this room found out (match, measure, period, agencies) and
gives the `Observation` with its id and its review status.  Whatever carries a doubt is `needs_review`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalogue.schema import Catalogue, Indicator
from pipeline.language.text import clean, one_line
from pipeline.model import (
    Cell,
    Frequency,
    Match,
    Observation,
    Period,
    Place,
    Plan,
    Quantity,
    Review,
    Role,
    Source,
)
from pipeline.normalizer.quantity import Measured

ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class PlanArea:
    """Where the plan is for; empty strings while unknown.  `parent` is the name of the area above.

    `kind` is the word before its name ("tỉnh").
    """

    code: str = ""
    name: str = ""
    level: str = ""
    parent: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Agencies:
    """Who leads and who takes part in a row, as canonical names, and how the row came by it."""

    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a value is about: one row or sentence with its match (which counts only if it is sure)."""

    plan: Plan
    area: PlanArea
    catalogue: Catalogue
    match: Match
    label: str
    number: str
    frequency: Frequency
    agencies: Agencies
    cells: tuple[Cell, ...]
    confidence: float | None = None

    @property
    def indicator(self) -> Indicator | None:
        """The indicator when it is sure, else None."""
        sure = self.match.indicator_id and self.match.review != "needs_review"
        return self.catalogue.indicator(self.match.indicator_id) if sure else None


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a person ruled on a value: `kind` is what it was read as before, `reasons` who, when and why."""

    kind: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One quantity of a subject: where it stands, what role and period it has, how it is measured.

    `apart` tells values from each other that are the same in all that makes their id: those of a merged cell.
    `ruled` says that a person corrected or confirmed it; the `raw` text of its quantity stays as printed.
    """

    source: Source
    quantity: Quantity
    measured: Measured
    scope: str
    role: Role
    period: Period | None
    place: Place
    unit_raw: str = ""
    header: str = ""
    cell: Cell | None = None
    doubts: tuple[str, ...] = ()
    apart: str = ""
    ruled: Ruled | None = None


def observe(subject: Subject, value: Value) -> Observation:
    """The observation of one value."""
    indicator = subject.indicator
    quantity = value.quantity
    return Observation(
        observation_id=identity(subject, value),
        document_id=subject.plan.document.id,
        source=value.source,
        area_code=subject.area.code,
        area_name=subject.area.name,
        area_level=subject.area.level,
        catalogue=_family(subject),
        indicator_id=indicator.id if indicator else "",
        indicator_vi=indicator.name_vi if indicator else "",
        indicator_en=indicator.name_en if indicator else "",
        measure=value.measured.measure,
        scope=value.scope if indicator else "",
        role=value.role,
        period=value.period,
        quantity=quantity,
        unit=value.measured.unit,
        per_base=value.measured.per_base,
        frequency=quantity.frequency or subject.frequency,
        lead_agencies=subject.agencies.leads,
        coordinating_agencies=subject.agencies.partners,
        agency_origin=subject.agencies.origin,
        row_number=subject.number,
        label=clean(subject.label),
        label_raw=one_line(subject.label),
        value_raw=one_line(quantity.raw),
        unit_raw=one_line(value.unit_raw),
        column_header=value.header,
        match=_with_reasons(subject.match, (*_doubts(value), *(value.ruled.reasons if value.ruled else ()))),
        review=_review(subject.match, value),
        confidence=_confidence(subject, value),
        place=value.place,
        cells=(*subject.cells, *((value.cell,) if value.cell else ())),
    )


def _doubts(value: Value) -> tuple[str, ...]:
    unclear = {"unparsed": ("unparsed",)}.get(value.quantity.kind, ())
    doubtful = ("doubtful_reading",) if value.quantity.doubtful else ()
    return (*unclear, *doubtful, *value.measured.doubts, *value.doubts)


def _review(match: Match, value: Value) -> Review:
    """A person's ruling on the number settles it; which indicator it belongs to may still be open."""
    if _doubts(value):
        return "needs_review"
    return "decided" if value.ruled and match.review != "needs_review" else match.review


def _with_reasons(match: Match, reasons: Sequence[str]) -> Match:
    if not reasons:
        return match
    return Match(
        match.indicator_id,
        match.scope,
        match.method,
        match.score,
        match.review,
        (*match.reasons, *reasons),
        match.candidates,
    )


def _family(subject: Subject) -> str:
    if subject.indicator is None:
        return ""
    family = subject.catalogue.family_of(subject.indicator.id)
    return f"{family.id}@{family.version}"


def _confidence(subject: Subject, value: Value) -> float | None:
    cells = (*subject.cells, *((value.cell,) if value.cell else ()))
    known = [cell.confidence for cell in cells if cell.confidence is not None]
    return min([*known, *([subject.confidence] if subject.confidence is not None else [])], default=None)


def identity(subject: Subject, value: Value) -> str:
    """The id of the observation that a value gives."""
    place = value.place
    parts = (
        subject.plan.document.id,
        value.source,
        *(place.table, place.row, place.column, place.page, place.line),
        value.role,
        value.scope,
        value.ruled.kind if value.ruled else value.quantity.kind,
        value.quantity.start,
        one_line(subject.label),
        *((value.apart,) if value.apart else ()),
    )
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:ID_DIGITS]
