"""Plans and observations from a few lines of YAML: a rule's cases read like the documents they mean.

A case names what differs from an ordinary plan of a province for 2025::

    rows:
      - {indicator: VNGES.4.2, label: "…", unit: trẻ, result: "31,6/100.000 trẻ", target: "31,7/100.000 trẻ"}
    body:
      - {indicator: VNGES.4.2, text: "… giảm dưới 31,7/100.000."}

Values are read by the language room and measured by the normalizer, as in a real run; only the match of
wording to indicator is given.  Cells: `result` and `estimate` are 2024, `target` 2025, `period` 2021-2025;
any other column is named by role and year (``target 2030``).  `values: […]` gives the scopes of one cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.catalogue.load import load
from pipeline.catalogue.schema import Catalogue
from pipeline.checks.case import Case
from pipeline.checks.config import Config
from pipeline.language.numbers import find_values, read_value
from pipeline.model import (
    AgencyText,
    Candidate,
    Cell,
    Citation,
    Column,
    Document,
    DocumentRecord,
    Entry,
    Grid,
    Heading,
    Match,
    Observation,
    Paragraph,
    Period,
    Place,
    Plan,
    PlanRow,
    Quantity,
    Role,
    Source,
    Statement,
)
from pipeline.normalizer.quantity import read_measure

COLUMNS: dict[str, tuple[Role, str]] = {
    "result": ("result", "2024"),
    "estimate": ("estimate", "2024"),
    "target": ("target", "2025"),
    "period": ("target", "2021-2025"),
}
WHOLE = "all"


@cache
def catalogue() -> Catalogue:
    return load()


def period_of(text: str) -> Period | None:
    """``2025``, ``2021-2025``, empty for none."""
    years = [int(year) for year in text.replace("/", "-").split("-") if year]
    return Period(years[0], years[-1]) if years else None


def case_of(given: Mapping[str, Any]) -> Case:
    """The case that a few lines describe."""
    return Builder(given).case()


class Builder:
    """Makes one plan; every cell, sentence and paragraph gets a place of its own."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.id = str(given.get("document", "d0"))
        self.line = 0
        self.observations: list[Observation] = []
        self.columns = self._columns()

    def case(self) -> Case:
        paragraphs = [self._paragraph(text) for text in self.given.get("paragraphs", ())]
        headings = [self._heading(text) for text in self.given.get("headings", ())]
        statements = [self._statement(entry) for entry in self.given.get("body", ())]
        after = [self._paragraph(text) for text in self.given.get("after", ())]
        rows = tuple(self._row(number, entry) for number, entry in enumerate(self.given.get("rows", ()), 1))
        sentences = [Paragraph(s.text, s.place) for s in statements]
        titles = [Paragraph(h.text, h.place) for h in headings]
        blocks: list[Paragraph | Grid] = [*paragraphs, *titles, *sentences, *after]
        plan = Plan(
            document=Document(self.id, "plan.docx", "docx", 1, "docx", tuple(blocks)),
            number=self.given.get("number", "956/KH-UBND"),
            date=self.given.get("date", "2025-03-24"),
            type="Kế hoạch",
            title=self.given.get("title", "Kế hoạch về bình đẳng giới năm 2025"),
            issuer="Ủy ban nhân dân tỉnh Kon Tum",
            area_name=self.given.get("area", "Kon Tum"),
            area_level=self.given.get("level", "province"),
            period=period_of(str(self.given.get("plan_period", "2025"))),
            rows=rows,
            statements=tuple(statements),
            headings=(*headings, *{h.text: h for row in rows for h in row.trail}.values()),
            columns=((1, self.columns),) if rows or "columns" in self.given else (),
            citations=tuple(self._citation(entry) for entry in self.given.get("citations", ())),
        )
        config = self.given.get("config") or {}
        settings = Config(settings=config.get("checks") or {}, populations=config.get("populations") or {})
        return Case(plan, tuple(self.observations), catalogue(), settings)

    # -------------------------------------------------------------- text

    def _place(self, row: int | None = None, column: int | None = None) -> Place:
        self.line += 1
        return Place(self.id, table=1 if row else None, row=row, column=column, line=self.line)

    def _paragraph(self, text: str) -> Paragraph:
        return Paragraph(text, self._place())

    def _heading(self, text: str) -> Heading:
        digits = "".join(letter for letter in text.split(":")[0] if letter.isdigit())
        return Heading("goal", digits, text, self._place())

    def _citation(self, entry: Mapping[str, str]) -> Citation:
        return Citation(entry["raw"], entry.get("number", ""), entry.get("date", ""), self._place())

    def _statement(self, entry: Mapping[str, Any]) -> Statement:
        statement = Statement(entry["text"], "", (), self._place(), entry.get("confidence"))
        for quantity in find_values(entry["text"]):
            period = period_of(str(entry.get("period", "2025")))
            self._observe(entry, "body", quantity, entry["text"], statement.place, period=period)
        return statement

    # -------------------------------------------------------------- table

    def _columns(self) -> tuple[Column, ...]:
        entries = self.given.get("rows", ())
        named = self.given.get("columns") or list(
            dict.fromkeys(
                name for name in (*COLUMNS, *_other_columns(entries)) if any(name in row for row in entries)
            )
        )
        units = any("unit" in row for row in entries) or self.given.get("unit_column")
        columns = [Column(0, "number", "TT"), Column(1, "label", "Mục tiêu/chỉ tiêu")]
        columns += [Column(2, "unit", "Đơn vị tính")] if units else []
        for name in named:
            role, years = COLUMNS.get(name) or (name.split()[0], name.split()[1])
            header = f"{'Kết quả' if role != 'target' else 'Kế hoạch'} năm {years}"
            columns.append(Column(len(columns), "value", header, role, period_of(years)))
        return tuple(columns)

    def _row(self, number: int, entry: Mapping[str, Any]) -> PlanRow:
        label = self._cell(number, 1, entry.get("label", "Chỉ tiêu"), entry)
        unit = self._cell(number, 2, entry.get("unit", ""), entry)
        tt = self._cell(number, 0, str(entry.get("number", "")), entry)
        cells = [cell for cell in (tt, label, unit) if cell.text]
        entries = tuple(self._entries(number, entry))
        lead = self._cell(number, 9, entry.get("lead_raw", entry.get("lead", "")), entry)
        agencies = (AgencyText(lead.text, "lead", "cell", (lead,)),) if lead.text else ()
        for one in entries:
            self._values(entry, one, cells)
        self._promises(entry, label, cells)
        trail = [self._trail("goal", text) for text in (entry.get("goal"),) if text]
        trail += [self._trail("group", text) for text in (entry.get("group"),) if text]
        return PlanRow(
            table=int(entry.get("table", 1)),
            number=tt.text,
            label=label.text,
            unit=unit.text,
            trail=tuple(trail),
            entries=entries,
            agencies=agencies,
            place=label.place,
            cells=(*cells, *(e.cell for e in entries)),
            parent=entry.get("parent"),
        )

    def _trail(self, kind: Any, text: str) -> Heading:
        number = "".join(letter for letter in text.split(":")[0] if letter.isdigit())
        return Heading(kind, number, text, Place(self.id, line=1000))

    def _cell(self, row: int, column: int, text: str, entry: Mapping[str, Any]) -> Cell:
        place = self._place(row, column + 1)
        return Cell(row, column, text, place, confidence=entry.get("confidence"))

    def _entries(self, number: int, entry: Mapping[str, Any]) -> Iterator[Entry]:
        for column in (column for column in self.columns if column.kind == "value"):
            name = next((n for n, about in COLUMNS.items() if about == (column.role, _years(column))), "")
            text = entry.get(name) or entry.get(f"{column.role} {_years(column)}")
            if text:
                yield Entry(self._cell(number, column.index, str(text), entry), column)

    def _values(self, entry: Mapping[str, Any], one: Entry, cells: Sequence[Cell]) -> None:
        read = read_value(one.cell.text, entry.get("unit", ""), catalogue().units)
        scopes = entry.get("values") or [entry.get("scope", WHOLE)] * len(read)
        for quantity, scope in zip(read, scopes, strict=True):
            seen = self._observe(
                {**entry, "scope": scope},
                "appendix",
                quantity,
                entry.get("label", "Chỉ tiêu"),
                one.cell.place,
                role=one.column.role,
                period=one.column.period,
                header=one.column.header,
            )
            if seen is not None:
                self.observations[-1] = replace(seen, cells=(*cells, one.cell))

    def _promises(self, entry: Mapping[str, Any], label: Cell, cells: Sequence[Cell]) -> None:
        for quantity in find_values(label.text):
            period = period_of(str(entry.get("label_period", "2025")))
            seen = self._observe(entry, "appendix_label", quantity, label.text, label.place, period=period)
            if seen is not None:
                self.observations[-1] = replace(seen, cells=tuple(cells))

    # -------------------------------------------------------------- observations

    def _observe(
        self,
        entry: Mapping[str, Any],
        source: Source,
        quantity: Quantity,
        label: str,
        place: Place,
        *,
        role: Role = "target",
        period: Period | None = None,
        header: str = "",
    ) -> Observation | None:
        name = entry.get("indicator", "")
        if quantity.kind in ("missing", "change"):
            return None
        if quantity.kind == "baseline":
            role, period = "baseline", None
        indicator = catalogue().indicator(name) if name else None
        column = entry.get("unit", "") if source == "appendix" else ""
        measured = read_measure(quantity, column, indicator, catalogue().units)
        doubts = (*measured.doubts, *entry.get("doubts", ()))
        matched = entry.get("match", "accepted")
        others = tuple(Candidate(other, WHOLE, score) for other, score in entry.get("candidates", {}).items())
        match = Match(name, WHOLE, "exact", 100, matched, doubts, others)
        seen = Observation(
            observation_id=f"{self.id}-{len(self.observations)}",
            document_id=self.id,
            source=source,
            area_code="62",
            area_name=self.given.get("area", "Kon Tum"),
            area_level=self.given.get("level", "province"),
            catalogue="VNGES@1",
            indicator_id=name if matched != "needs_review" else "",
            indicator_vi=indicator.name_vi if indicator else "",
            indicator_en=indicator.name_en if indicator else "",
            measure=measured.measure,
            scope=entry.get("scope", WHOLE),
            role=role,
            period=period,
            quantity=quantity,
            unit=measured.unit,
            per_base=measured.per_base,
            frequency=quantity.frequency,
            lead_agencies=tuple(filter(None, str(entry.get("lead", "")).split(" ; "))),
            coordinating_agencies=(),
            agency_origin="cell",
            row_number=str(entry.get("number", "")),
            label=label,
            label_raw=label,
            value_raw=" ".join(quantity.raw.split()),
            unit_raw=column,
            column_header=header,
            match=match,
            review="needs_review" if doubts or matched == "needs_review" else matched,
            confidence=entry.get("confidence"),
            place=place,
        )
        self.observations.append(seen)
        return seen


def _years(column: Column) -> str:
    period = column.period
    return "" if period is None else str(period).replace("/", "-")


def _other_columns(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Columns that are named by role and years, in the order of the rows."""
    roles = ("result", "target", "estimate", "baseline")
    return [name for row in entries for name in row if " " in name and name.split()[0] in roles]


def record_of(given: Mapping[str, Any]) -> DocumentRecord:
    """The record of a document of a case across documents."""
    period = period_of(str(given.get("plan_period", "2025")))
    return DocumentRecord(
        document_id=str(given.get("document", "d0")),
        path="plan.docx",
        format="docx",
        bytes=1,
        status="ok",
        number=given.get("number", "956/KH-UBND"),
        date=given.get("date", "2025-03-24"),
        title=given.get("title", ""),
        area_code=str(given.get("code", "62")),
        area_name=given.get("area", "Kon Tum"),
        area_level=given.get("level", "province"),
        parent_area=given.get("parent", "Việt Nam"),
        plan_start=period.start if period else None,
        plan_end=period.end if period else None,
    )
