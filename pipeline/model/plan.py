"""What the tables and plans stages give: logical tables, and the plan as its office meant it."""

from dataclasses import dataclass
from typing import Literal

from pipeline.model.document import Cell, Document, Paragraph
from pipeline.model.place import Level, Place, Role


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

    `kind`: number, group (goals merged downwards beside the labels), label, unit, value, lead, partner, note
    or other.  A value column has the `role` and, when stated, the `period` of its values.
    `header` is the header path joined with `` > ``; `index` is 0-based.  `doubts` (machine words) say what
    about the column a person has to confirm.
    """

    index: int
    kind: Literal["number", "group", "label", "unit", "value", "lead", "partner", "note", "other"]
    header: str
    role: Role = "target"
    period: Period | None = None
    unit: str = ""
    doubts: tuple[str, ...] = ()


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
    `doubts` (machine words) say why it may be no target of this plan.
    """

    text: str
    number: str
    trail: tuple[Heading, ...]
    place: Place
    confidence: float | None = None
    doubts: tuple[str, ...] = ()


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

    `date` is ISO (``2025-03-24``), also when incomplete (``2025-03``, ``2024``).  `period` is that of the
    plan itself.  `headings` are all goal headings wherever they stand (body targets, tasks, appendix).
    `ignored` are cells of indicator tables that carry no value, with the reason.  `verdicts` say of every
    table (by its number) why it is an indicator table (``indicators``) or not.
    """

    document: Document
    number: str
    date: str
    type: str
    title: str
    issuer: str
    area_name: str
    area_level: Level
    period: Period | None
    rows: tuple[PlanRow, ...]
    statements: tuple[Statement, ...]
    headings: tuple[Heading, ...]
    columns: tuple[tuple[int, tuple[Column, ...]], ...]
    citations: tuple[Citation, ...] = ()
    ignored: tuple[tuple[Cell, str], ...] = ()
    tables: tuple[Table, ...] = ()
    verdicts: tuple[tuple[int, str], ...] = ()
