"""Items laid out as tables the way offices do it, together with the truth of every cell.

Takes items, columns and features; gives blocks and truth.  What is printed here is what the truth quotes.
"""

from dataclasses import dataclass, field, replace
from random import Random

from tests.plans_made.blocks import COVERED, Block, Box, Line, table
from tests.plans_made.content import Column, Entry, Goal, Group, Item
from tests.plans_made.data import load
from tests.plans_made.features import Features
from tests.plans_made.truth import Silent, TruthRow
from tests.plans_made.values import Value, frequency, kind_of

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
WIDTHS = {"number": 1.2, "unit": 2.2, "note": 2.2, "compare": 2.0, "lead": 4.2, "partner": 3.6}
PAPER_WIDTH = {True: 25.7, False: 16.0}  # centimetres between the margins, landscape and portrait
VALUE_WIDTH = {True: 2.9, False: 2.2}
DITTO = ("nt", "Như trên")
ROWS_BEFORE_HEADER = 6
LETTERS = "abcdefghiklmnopq"


@dataclass(slots=True)
class Sheet:
    """A table that grows row by row, with its truth."""

    heads: list[tuple[str, tuple[str, ...]]]
    rows: list[list[str]] = field(default_factory=list)
    truth: list[TruthRow] = field(default_factory=list)
    silent: list[Silent] = field(default_factory=list)
    last_agency: tuple[str, str] | None = None
    repeated: bool = False


class Layout:
    """One plan's way of laying out; `words` are the heads that were drawn for it."""

    def __init__(self, random: Random, features: Features, columns: list[Column]) -> None:
        layouts = load("layouts")
        self.random = random
        self.features = features
        self.columns = columns
        self.words = {
            kind: random.choice(layouts[kind]) for kind in (*WIDTHS, "label", "captions") if kind in layouts
        }
        self.labelled = random.choice(load("places")["labelled"])
        self.sentence = random.choice(load("places")["sentences"])
        self.numbering = random.choice(layouts["numbering"])
        self.running = 0

    # -------------------------------------------------------------- heads

    def heads(self) -> list[tuple[str, tuple[str, ...]]]:
        """Kind and head path of every column, from the left."""
        features = self.features
        kinds: list[tuple[str, tuple[str, ...]]] = []
        if features.number_column:
            kinds.append(("number", (self.words["number"],)))
        kinds.append(("label", (self.words["label"],)))
        if features.unit_in == "column":
            kinds.append(("unit", (self.words["unit"],)))
        kinds += [("value", column.head) for column in self.columns]
        if features.compare_column:
            kinds.append(("compare", (self.words["compare"],)))
        if features.agencies != "none":
            kinds.append(("lead", (self.words["lead"],)))
        if features.agencies == "two":
            kinds.append(("partner", (self.words["partner"],)))
        if features.note_column:
            kinds.append(("note", (self.words["note"],)))
        if features.capital_heads:
            kinds = [(kind, tuple(part.upper() for part in path)) for kind, path in kinds]
        return self._ordered(kinds)

    def _ordered(self, kinds: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
        """Columns in this plan's order: agencies may stand before the values, the unit behind them."""
        first = [one for one in kinds if one[0] in ("number", "label", "unit")]
        values = [one for one in kinds if one[0] in ("value", "compare")]
        agencies = [one for one in kinds if one[0] in ("lead", "partner")]
        last = [one for one in kinds if one[0] == "note"]
        if self.features.order == "agency_first":
            return [*first, *agencies, *values, *last]
        if self.features.order == "unit_last":
            unit = [one for one in first if one[0] == "unit"]
            return [*(one for one in first if one[0] != "unit"), *values, *unit, *agencies, *last]
        return [*first, *values, *agencies, *last]

    def header(self, heads: list[tuple[str, tuple[str, ...]]]) -> list[Box]:
        """The boxes of the header; heads of one level stand beside both levels of the others."""
        depth = max(len(path) for _, path in heads)
        boxes: list[Box] = []
        if self.features.broken_heads:
            heads = [(kind, tuple(part.replace(" năm ", "\nnăm ") for part in path)) for kind, path in heads]
        for column, (_, path) in enumerate(heads):
            for level, text in enumerate(path):
                last = boxes[-1] if boxes else None
                if last and len(path) > 1 and level == 0 and last.rows == 1 and last.text == text:
                    boxes[-1] = Box(0, last.column, text, 1, last.columns + 1)
                    continue
                if level == 1:
                    boxes.insert(0, Box(1, column, text))
                    continue
                boxes.append(Box(level, column, text, rows=depth if len(path) == 1 else 1))
        if self.features.numbering_row:
            boxes += [Box(depth, column, self.numbering[column]) for column in range(len(heads))]
        return boxes

    def widths(self, heads: list[tuple[str, tuple[str, ...]]]) -> list[float]:
        """Centimetres per column; the label takes what is left."""
        wide = self.features.landscape
        scale = 1.0 if wide else 0.62
        known = [WIDTHS.get(kind, 0.0) * scale or VALUE_WIDTH[wide] for kind, _ in heads]
        label = next(index for index, (kind, _) in enumerate(heads) if kind == "label")
        known[label] = 0.0
        known[label] = max(4.0, PAPER_WIDTH[wide] - sum(known))
        return known

    # -------------------------------------------------------------- rows

    def sheet(self) -> Sheet:
        """An empty table of this plan."""
        return Sheet(self.heads())

    def add(self, sheet: Sheet, item: Item, number: int) -> None:
        """Append one item; `number` is the 1-based number of the table with indicators."""
        if isinstance(item, Goal):
            sheet.rows += self._before_goal(sheet)
            sheet.rows.append(self._goal(sheet, item))
            sheet.last_agency = None
        elif isinstance(item, Group):
            sheet.rows.append(self._line(sheet, "", item.text))
        else:
            self._entry(sheet, item, number)

    def _before_goal(self, sheet: Sheet) -> list[list[str]]:
        """What some plans put before a goal: an empty row, the header once more in the middle."""
        rows: list[list[str]] = []
        if self.features.blank_rows and sheet.rows:
            rows.append(["" for _ in sheet.heads])
        flat = all(len(path) == 1 for _, path in sheet.heads)
        if (
            self.features.header_again
            and flat
            and len(sheet.rows) > ROWS_BEFORE_HEADER
            and not sheet.repeated
        ):
            sheet.repeated = True
            rows.append([path[0] for _, path in sheet.heads])
        return rows

    def _line(self, sheet: Sheet, number: str, text: str) -> list[str]:
        cells = {"number": number, "label": text}
        row = [cells.get(kind, "") for kind, _ in sheet.heads]
        if self._merged and sheet.last_agency and sheet.rows:
            row = [
                COVERED if kind in ("lead", "partner") else text
                for (kind, _), text in zip(sheet.heads, row, strict=True)
            ]
        return row

    def _goal(self, sheet: Sheet, goal: Goal) -> list[str]:
        sheet.last_agency = None
        title = self.goal_title(goal)
        roman = self.features.goal_title in ("{title}", "{TITLE}")
        number = ROMAN[goal.number] if roman else str(goal.number)
        if self.features.goals == "cells":
            return self._line(sheet, number, title)
        return [number, title] if self.features.number_column else [title]

    def goal_title(self, goal: Goal) -> str:
        """The heading of a goal as this plan prints it."""
        return self.features.goal_title.format(n=goal.number, title=goal.title, TITLE=goal.title.upper())

    def _entry(self, sheet: Sheet, entry: Entry, number: int) -> None:
        printed = self._row_number(entry)
        label = self._label(entry)
        note = self.random.choice(load("layouts")["notes"])
        lead, partner = self._agency_texts(sheet, entry)
        compare = f"{self.random.randint(80, 120)}"
        texts = iter(value.text for value in entry.values)
        cells = {"number": printed, "label": label, "unit": entry.form.unit, "note": note}
        cells |= {"lead": lead, "partner": partner, "compare": compare}
        row = [next(texts) if kind == "value" else cells[kind] for kind, _ in sheet.heads]
        sheet.rows.append(row)
        kinds = {kind for kind, _ in sheet.heads}
        for kind in ("note", "compare"):
            if kind in kinds and cells[kind]:
                sheet.silent.append(Silent(cells[kind], label, kind))
        for value, column in zip(entry.values, self.columns, strict=True):
            self._record(sheet, entry, value, column, printed, label, number)

    def _row_number(self, entry: Entry) -> str:
        if not self.features.number_column or entry.is_part:
            return ""
        self.running += 1
        return {
            "dotted": f"{entry.goal}.{entry.number}",
            "running": str(self.running),
            "sparse": f"{entry.goal}.{entry.number}" if entry.number % 3 else "",
            "letters": LETTERS[entry.number - 1],
        }[self.features.row_numbers]

    def _label(self, entry: Entry) -> str:
        prefix = "- " if entry.is_part else self.features.prefix.format(n=entry.number)
        text = f"{entry.label} {entry.stated}".rstrip()
        if self.features.unit_in == "label":
            return f"{prefix}{text} ({entry.form.unit})"
        return f"{prefix}{text}"

    # -------------------------------------------------------------- agencies

    @property
    def _merged(self) -> bool:
        return self.features.agency_cells == "merged"

    def _agency_texts(self, sheet: Sheet, entry: Entry) -> tuple[str, str]:
        """Texts of the lead and the partner cell: printed, merged with the cell above, or "as above"."""
        texts = self.agency_cell(entry)
        same = sheet.last_agency == texts
        sheet.last_agency = texts
        if same and self._merged:
            return COVERED, COVERED
        if same and self.features.agency_cells == "ditto":
            return DITTO[0], DITTO[0]
        return texts

    def agency_cell(self, entry: Entry) -> tuple[str, str]:
        """What an agency looks like in this plan: the cell of the lead and the cell of the partner."""
        agency = entry.agency
        if self.features.agencies == "sentence":
            return self.sentence.format(lead=agency.lead, partner=agency.partner), ""
        if self.features.agencies == "labelled":
            return self.labelled.format(lead=agency.lead, partner=agency.partner), ""
        return agency.lead, agency.partner

    # -------------------------------------------------------------- truth

    def _record(
        self, sheet: Sheet, entry: Entry, value: Value, column: Column, printed: str, label: str, number: int
    ) -> None:
        if value.amount is None:
            if value.text:
                sheet.silent.append(Silent(value.text, label, "no number"))
            return
        row = self.truth(entry, value, column, printed, label, number)
        if value.levels:
            sheet.truth += [replace(row, scope=scope, value=str(amount)) for scope, amount in value.levels]
            return
        sheet.truth.append(row)
        if entry.stated and entry.stated_value is value:
            stated = replace(row, source="appendix_label", value_raw=entry.stated, unit_raw="")
            sheet.truth.append(replace(stated, column_header=""))

    def truth(
        self, entry: Entry, value: Value, column: Column, printed: str, label: str, number: int
    ) -> TruthRow:
        """The truth of one value cell."""
        kind = kind_of(entry.indicator)
        unit = entry.form.unit
        leads = () if self.features.agencies == "none" else entry.agency.names
        return TruthRow(
            source="appendix",
            catalogue=entry.catalogue,
            indicator_id=entry.indicator["id"],
            scope=entry.indicator.get("scope", "all") if entry.indicator["id"] else "",
            measure=kind["measure"] if entry.indicator["id"] else None,
            role=column.role,
            period=column.period,
            value=str(value.amount),
            value_high=str(value.high or ""),
            comparator=value.comparator,
            unit=kind["canonical"],
            per_base=kind.get("base"),
            numerator=str(value.count or ""),
            denominator=str(value.of or ""),
            frequency=frequency(value.text, unit, label),
            lead=leads,
            lead_printed=self.agency_cell(entry)[0] if leads else "",
            row_number=printed,
            label=entry.label,
            label_raw=label,
            value_raw=value.text,
            unit_raw=unit if self.features.unit_in == "column" else "",
            column_header=" > ".join(column.head),
            table=number,
        )


def tables(layout: Layout, items: list[Item]) -> tuple[list[Block], list[Sheet]]:
    """All tables of the plan with the lines between them, and the sheets that carry their truth."""
    blocks: list[Block] = []
    sheets: list[Sheet] = []
    for position, part in enumerate(_split(layout, items)):
        sheet = layout.sheet()
        first = part[0]
        if layout.features.goals == "tables" and isinstance(first, Goal):
            blocks.append(Line(f"**{first.number}. {layout.goal_title(first)}**"))
            part = part[1:]
        for item in part:
            if layout.features.goals != "none" or not isinstance(item, Goal):
                layout.add(sheet, item, position + 1)
        headless = layout.features.pieces == "cut" and position > 0
        blocks += _printed(layout, sheet, headless=headless)
        sheets.append(sheet)
    return blocks, sheets


def _printed(layout: Layout, sheet: Sheet, *, headless: bool) -> list[Block]:
    header = [] if headless else layout.header(sheet.heads)
    centred = frozenset(index for index, (kind, _) in enumerate(sheet.heads) if kind != "label")
    made = table(header, sheet.rows, layout.widths(sheet.heads), centred, size=11.0)
    caption: list[Block] = []
    if layout.features.unit_in == "caption" and not headless:
        caption = [Line(layout.words["captions"], "caption")]
    return [*caption, made, Line("")]


def _split(layout: Layout, items: list[Item]) -> list[list[Item]]:
    """The items of each table: one table, one per goal, or pieces of two goals each."""
    if layout.features.goals == "tables":
        return _by_goal(items, 1)
    if layout.features.pieces in ("cut", "headed"):
        return _by_goal(items, 2)
    return [items]


def _by_goal(items: list[Item], size: int) -> list[list[Item]]:
    parts: list[list[Item]] = []
    goals = 0
    for item in items:
        if isinstance(item, Goal):
            if goals % size == 0:
                parts.append([])
            goals += 1
        parts[-1].append(item)
    return parts
