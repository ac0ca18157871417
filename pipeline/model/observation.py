"""What the normalizer gives: quantities, matches, observations, and what stays open."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.model.document import Cell
from pipeline.model.place import Comparator, Frequency, Method, Place, Review, Role, Source
from pipeline.model.plan import Period


@dataclass(frozen=True, slots=True)
class Quantity:
    """One value as read from text.  `raw` is the exact substring, `start` its 0-based offset in the text.

    `kind`: `level` an amount (with `high` for a range); `baseline` the start of a change ("từ 70 …");
    `change` a difference ("giảm 2-3%/năm", signed); `fraction` only ``11/20``; `qualitative` words;
    `missing` nothing reported; `unparsed` words that nobody may guess at.
    `unit` is a generic unit id (empty: none printed), `unit_raw` its words as printed; `base` is the 1000 of
    "55/1.000"; `count` and `of` are the fraction printed beside a percentage; `scope_words` the level or
    group that the value is for ("Cấp tỉnh"); `year` a year printed beside the value.
    """

    raw: str
    kind: Literal["level", "baseline", "change", "fraction", "qualitative", "missing", "unparsed"]
    start: int = 0
    amount: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = "eq"
    unit: str = ""
    unit_raw: str = ""
    base: int | None = None
    base_raw: str = ""
    count: Decimal | None = None
    of: Decimal | None = None
    frequency: Frequency = ""
    scope_words: str = ""
    year: int | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One indicator that a wording might mean; `score` 0–100, `reasons` name what speaks for and against."""

    indicator_id: str
    scope: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The ruling on one wording.  `indicator_id` is empty when nothing is sure enough to be named.

    With `review` = `needs_review` the id is the first candidate and must not be used as a fact.
    """

    indicator_id: str
    scope: str
    method: Method
    score: float
    review: Review
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One value that a plan promises or reports; the fields are the columns of the output table."""

    observation_id: str
    document_id: str
    source: Source
    area_code: str
    area_name: str
    area_level: str
    catalogue: str
    indicator_id: str
    indicator_vi: str
    indicator_en: str
    measure: str
    scope: str
    role: Role
    period: Period | None
    quantity: Quantity
    unit: str
    per_base: int | None
    frequency: Frequency
    lead_agencies: tuple[str, ...]
    coordinating_agencies: tuple[str, ...]
    agency_origin: str
    row_number: str
    label: str
    label_raw: str
    value_raw: str
    unit_raw: str
    column_header: str
    match: Match
    review: Review
    confidence: float | None
    place: Place
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One agency's part in one indicator of one plan; `part` is lead or coordinate."""

    document_id: str
    indicator_id: str
    scope: str
    agency_id: str
    agency: str
    agency_raw: str
    part: Literal["lead", "coordinate"]
    origin: str
    place: Place


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One value row (or target sentence) without a sure indicator, with what might be meant.

    `wording_key` is the comparison key of the label: rows with one key are settled by one answer, and
    `settles` counts them.
    """

    document_id: str
    source: Source
    label: str
    label_raw: str
    wording_key: str
    goal: str
    parent: str
    unit: str
    values: str
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    place: Place
    settles: int = 1
