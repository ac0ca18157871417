"""The data that flows through the house: plain frozen records, one way, floor 1.

A file becomes a `Document` (blocks in reading order), its grids become `Table`s, document and tables
become a `Plan` (rows and sentences as the office meant them), the plan becomes `Observation`s, and the
rules add `Finding`s.  Everything carries a `Place`, so that each number in the output can be shown in
the document it came from.  Amounts are `Decimal`, collections are tuples, nothing is changed in place.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bbox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the page's top left corner."""

Severity = Literal["error", "warning", "info"]
Role = Literal["target", "result", "estimate", "baseline"]
Source = Literal["appendix", "appendix_label", "body"]
Comparator = Literal["eq", "lt", "le", "ge", "gt", "approx", "between"]
Frequency = Literal["", "day", "week", "month", "quarter", "year"]
Review = Literal["accepted", "needs_review", "decided"]
Method = Literal["decided", "exact", "variant", "similar", "inherited", "none"]
Method_of_reading = Literal["text_layer", "ocr", "mixed", "docx", "converted", "xlsx", "html", "text"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed.  Every index is 1-based; None means that the format has no such thing.

    `table` counts the grids of the document in reading order, `row` and `column` are inside that grid,
    `line` is the line of a text file or the number of the paragraph in other formats.
    """

    document: str = ""
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    bbox: Bbox | None = None

    @property
    def spot(self) -> str:
        """The place in words for a person: ``trang 3, bảng 2, hàng 14, cột 5``."""
        parts = (
            ("trang", self.page),
            ("bảng", self.table),
            ("hàng", self.row),
            ("cột", self.column),
            ("dòng" if self.page is None else "đoạn", self.line),
        )
        return ", ".join(f"{word} {number}" for word, number in parts if number is not None)


# ------------------------------------------------------------------ findings


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a finding: an exact substring of what is printed, its place, the value read from it."""

    place: Place
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should look at.  `b` is None when the finding has one side only."""

    rule: str
    severity: Severity
    message_vi: str
    message_en: str
    suggestion_vi: str = ""
    suggestion_en: str = ""
    a: Quote | None = None
    b: Quote | None = None
    indicator_id: str = ""
    scope: str = ""
    period: str = ""
    area_name: str = ""
    observation_ids: tuple[str, ...] = ()
    ocr_risk: bool = False


# ------------------------------------------------------------------ what the parsers give


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside every table, NFC, as printed (a line break inside it is ``\\n``)."""

    text: str
    place: Place
    bold: bool = False
    centred: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid.  `row` and `column` are 0-based in its grid; a merged cell appears once.

    `text` is what is printed, in NFC, lines separated by ``\\n``.  `confidence` (0–1) is None where nothing
    was recognised from a picture; `readings` are then the competing readings.  `parts` holds the cells
    that a repair joined into this one (empty for a cell as it was read).
    """

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    confidence: float | None = None
    readings: tuple[str, ...] = ()
    parts: tuple["Cell", ...] = ()

    @property
    def originals(self) -> tuple["Cell", ...]:
        """The cells as they were read: itself, or the parts that were joined."""
        return self.parts or (self,)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it stands on one page: `rows` × `columns` places, covered by cells without overlap.

    `header_rows` is the number of leading rows that the format itself marks as a header (0: unknown).
    `ragged` says that the columns are not trustworthy (tab-separated text from recognition).
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place
    header_rows: int = 0
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` is 1-based, sizes in points, `quality` 0–1 (None: not judged)."""

    number: int
    width: float
    height: float
    method: str = "text_layer"
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One input file as read: its blocks in reading order and what the parser has to say about it.

    `id` is the first 16 hex digits of the SHA-256 of the bytes; `path` is the name to show.
    `flags` are short machine words (`damaged`, `pages_capped`, `needs_ocr` …).
    """

    id: str
    path: str
    format: str
    size: int
    method: Method_of_reading
    blocks: tuple[Paragraph | Grid, ...]
    pages: tuple[Page, ...] = ()
    findings: tuple[Finding, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


# ------------------------------------------------------------------ what the tables stage gives


@dataclass(frozen=True, slots=True)
class Table:
    """One logical table: pages stitched, headers joined, merged cells standing in each place they span.

    `headers` has one path per column (``("Mục tiêu", "Năm 2024")``, empty where the column has no header).
    `rows` are the body rows, each with one entry per column: a Cell or None.  `heading_cells` are the header
    cells, `ignored` the cells that were set aside with the reason (a repeated header, a numbering row).
    `captions` are the paragraphs that stand directly above the first piece.  `number` is 1-based.
    """

    number: int
    headers: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    heading_cells: tuple[Cell, ...] = ()
    ignored: tuple[tuple[Cell, str], ...] = ()
    captions: tuple[Paragraph, ...] = ()


# ------------------------------------------------------------------ what the plans stage gives


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a span of years, both included; `part` narrows a single year (``Q1``, ``H1``)."""

    start: int
    end: int
    part: str = ""

    def __str__(self) -> str:
        """``2025``, ``2021/2025``, ``2025-Q1``."""
        if self.start != self.end:
            return f"{self.start}/{self.end}"
        return f"{self.start}-{self.part}" if self.part else str(self.start)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of an indicator table holds.

    `kind`: number, group (goals merged downwards beside the labels), label, unit, value, lead, partner, note or
    other.  A value column has the `role` and, when
    stated, the `period` of its values.  `header` is the header path joined with `` > ``; `index` is 0-based.
    """

    index: int
    kind: Literal["number", "group", "label", "unit", "value", "lead", "partner", "note", "other"]
    header: str
    role: Role = "target"
    period: Period | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above rows or sentences: a goal, or a group such as "Cấp tỉnh".  `number` is as printed."""

    kind: Literal["goal", "group"]
    number: str
    text: str
    place: Place
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One value cell under one value column."""

    cell: Cell
    column: Column


@dataclass(frozen=True, slots=True)
class AgencyText:
    """What an agency cell says for a row and how the row came by it."""

    text: str
    kind: Literal["lead", "partner"]
    origin: Literal["cell", "fill_down", "fill_up", "joined", "orphan_tail"]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of an indicator table that holds values, with the headings it stands under.

    `parent` is the 0-based position in `Plan.rows` of the value row that this one is a part of ("trong đó"),
    or None.  `number` is the TT as printed.  `label` and `unit` are exactly what is printed.
    """

    table: int
    number: str
    label: str
    unit: str
    trail: tuple[Heading, ...]
    entries: tuple[Entry, ...]
    agencies: tuple[AgencyText, ...]
    place: Place
    cells: tuple[Cell, ...]
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the body that states a target: exactly what is printed, under its headings.

    `number` is the printed number of the target inside its goal ("Chỉ tiêu 2" gives ``2``), or empty.
    """

    text: str
    number: str
    trail: tuple[Heading, ...]
    place: Place
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the plan names: the words as printed, its number in normal form, ISO date or empty."""

    raw: str
    number: str
    date: str
    place: Place


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as its office meant it.  Empty strings and None mean: not stated in the document.

    `date` is ISO (``2025-03-24``), also when incomplete (``2025-03``, ``2024``).  `period` is the period of the
    plan itself.  `headings` are all goal headings wherever they stand (body targets, tasks, appendix).
    `ignored` are cells of indicator tables that carry no value, with the reason.  `verdicts` say of every table
    (by its number) why it is an indicator table (``indicators``) or not.
    """

    document: Document
    number: str
    date: str
    type: str
    title: str
    issuer: str
    area_name: str
    area_level: Literal["", "nation", "province", "district", "commune"]
    period: Period | None
    rows: tuple[PlanRow, ...]
    statements: tuple[Statement, ...]
    headings: tuple[Heading, ...]
    columns: tuple[tuple[int, tuple[Column, ...]], ...]
    citations: tuple[Citation, ...] = ()
    ignored: tuple[tuple[Cell, str], ...] = ()
    tables: tuple[Table, ...] = ()
    verdicts: tuple[tuple[int, str], ...] = ()


# ------------------------------------------------------------------ what the normalizer gives


@dataclass(frozen=True, slots=True)
class Quantity:
    """One value as read from text.  `raw` is the exact substring, `start` its 0-based offset in the text.

    `kind`: `level` an amount (with `high` for a range); `baseline` the start of a change of level ("từ 70 …");
    `change` a difference ("giảm 2-3%/năm", signed); `fraction` only ``11/20``; `qualitative` words;
    `missing` nothing reported; `unparsed` words that nobody may guess at.
    `unit` is a generic unit id (empty: none printed), `unit_raw` its words as printed; `base` is the 1000 of
    "55/1.000"; `count` and `of` are the fraction printed beside a percentage; `scope_words` the level or group
    that the value is for ("Cấp tỉnh"); `year` a year printed beside the value.
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


@dataclass(frozen=True, slots=True)
class CellUse:
    """What became of one non-empty cell of a data table: used, heading, ignored (with the reason) or finding."""

    document_id: str
    place: Place
    text: str
    status: Literal["used", "heading", "ignored", "finding"]
    reason: str = ""
    observation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One input file in the output, read or not; the fields are the columns of the table `documents`."""

    document_id: str
    path: str
    format: str
    bytes: int
    status: str
    reason: str = ""
    flags: tuple[str, ...] = ()
    remedy: str = ""
    method: str = ""
    pages: int | None = None
    number: str = ""
    date: str = ""
    type: str = ""
    title: str = ""
    issuer: str = ""
    area_code: str = ""
    area_name: str = ""
    area_level: str = ""
    parent_area: str = ""
    plan_start: int | None = None
    plan_end: int | None = None
    catalogue: str = ""
    tables_read: int = 0
    rows_read: int = 0
    observations: int = 0
    findings: int = 0
    program_version: str = ""
    catalogue_version: str = ""


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that a run found: the only input of the writers and of the review page."""

    documents: tuple[DocumentRecord, ...] = ()
    observations: tuple[Observation, ...] = ()
    findings: tuple[Finding, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    cells: tuple[CellUse, ...] = ()
