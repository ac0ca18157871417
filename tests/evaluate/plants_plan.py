"""A plan without faults as data, and as a real file: where each of its values stands in the file is known.

Takes a family of `plants.yaml`; gives a `Plan` that planters change, and writes it as DOCX or as text with
tab-separated tables.  A `Spot` names one printed thing: a cell or label of a row, or the sentence of a row.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from tests.plans_made.blocks import Block, Box, Line, Paper, Table, Turn, table
from tests.plans_made.plain import to_text
from tests.plans_made.word import to_docx

HEADS = (
    "TT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Kết quả năm {before}",
    "Chỉ tiêu năm {year}",
    "Chỉ tiêu giai đoạn {span}",
)
WIDTHS = (1.3, 9.0, 3.0, 3.5, 3.5, 3.5)
SIZES = (6.5, 9.5)
COLUMNS = {"number": 0, "label": 1, "unit": 2, "result": 3, "target": 4, "period": 5}
DATA = Path(__file__).with_name("plants.yaml")

Part = Literal["number", "label", "unit", "result", "target", "period", "said"]


@cache
def data() -> dict[str, Any]:
    """Both plans and what plants imply."""
    read: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class Spot:
    """One printed thing: part of a row (0-based), or the sentence of that row."""

    row: int
    part: Part


@dataclass(frozen=True)
class Row:
    """One indicator: what is printed of it, by part."""

    id: str
    scope: str
    goal: int
    printed: dict[Part, str] = field(hash=False)
    facts: dict[str, str] = field(hash=False)

    def with_printed(self, **changed: str) -> "Row":
        """The row with other words or values in some parts."""
        return replace(self, printed={**self.printed, **changed})  # type: ignore[dict-item]


@dataclass(frozen=True)
class Plan:
    """A plan: who, when, and its rows; `level` is province or district."""

    family: str
    rows: tuple[Row, ...]
    place: str = "tỉnh Kon Tum"
    number: str = "956/KH-UBND"
    day: str = "24"
    year: int = 2025

    def find(self, id: str, scope: str = "all") -> int:
        """Position of a row."""
        return next(at for at, row in enumerate(self.rows) if (row.id, row.scope) == (id, scope))

    def changed(self, at: int, **printed: str) -> "Plan":
        """The plan with other words or values in some parts of one row."""
        rows = list(self.rows)
        rows[at] = rows[at].with_printed(**printed)
        return replace(self, rows=tuple(rows))


def clean(family: str) -> Plan:
    """The plan of a family without any fault."""
    return Plan(family, tuple(_row(entry) for entry in data()["plans"][family]["rows"]))


def _row(entry: dict[str, Any]) -> Row:
    facts = {name: str(value) for name, value in entry.items()}
    scope = facts.get("part", "all")
    return Row(facts["id"], scope, int(facts["goal"]), rendered(facts), facts)


def rendered(facts: dict[str, str]) -> dict[Part, str]:
    """What a row prints when every place says the same."""
    values = {"t": facts["target"], "s": facts.get("start", "")}
    printed: dict[Part, str] = {
        "label": facts["label"].format(**values),
        "unit": facts["unit"],
        "result": cell(facts, "result"),
        "target": cell(facts, "target"),
        "period": cell(facts, "target"),
    }
    if "said" in facts:
        printed["said"] = facts["said"].format(**values)
    return printed


def cell(facts: dict[str, str], column: str) -> str:
    """A value as its cell prints it, with its fraction where the row has one."""
    if "of" in facts:
        return f"{facts[column]}% ({facts['count_' + column]}/{facts['of']})"
    return facts.get("cell", "{v}").format(v=facts[column])


# ------------------------------------------------------------------ as a document


def blocks(plan: Plan) -> tuple[list[Block], dict[Spot, tuple[int, int]], dict[Spot, int]]:
    """The blocks, the 0-based row and column of each cell in the table, and the block of each sentence."""
    known = data()["plans"][plan.family]
    found = [*_front(plan, known)]
    cells: dict[Spot, tuple[int, int]] = {}
    said: dict[Spot, int] = {}
    texts: list[list[str]] = []
    for goal, title in enumerate(known["goals"], start=1):
        own = [at for at, row in enumerate(plan.rows) if row.goal == goal]
        found.append(Line(f"**{goal}. Mục tiêu {goal}: {title}**"))
        texts.append([str(goal), f"Mục tiêu {goal}: {title}", "", "", "", ""])
        for number, at in enumerate(own, start=1):
            printed = plan.rows[at].printed
            if "said" in printed:
                said[Spot(at, "said")] = len(found)
                found.append(Line(f"- {printed['said']}."))
            cells |= {Spot(at, part): (len(texts) + 1, column) for part, column in COLUMNS.items()}  # type: ignore[arg-type]
            texts.append([f"{goal}.{number}", *(printed.get(part, "") for part in list(COLUMNS)[1:])])  # type: ignore[call-overload]
    return [*found, *_appendix(plan, known, texts)], cells, said


def _front(plan: Plan, known: dict[str, Any]) -> list[Block]:
    left = f"**ỦY BAN NHÂN DÂN**\n**{plan.place.upper()}**\nSố: {plan.number}"
    where = plan.place.split(maxsplit=1)[1]
    right = (
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n**Độc lập - Tự do - Hạnh phúc**\n"
        f"*{where}, ngày {plan.day} tháng 3 năm {plan.year}*"
    )
    head = Table(
        1, 2, (Box(0, 0, left, style="centred"), Box(0, 1, right, style="centred")), SIZES, ruled=False
    )
    return [
        head,
        Line("KẾ HOẠCH", "title"),
        Line(f"Thực hiện {known['name']} trên địa bàn {plan.place} năm {plan.year}", "title"),
        Line(
            f"Thực hiện {known['citation']}; Ủy ban nhân dân {plan.place} ban hành Kế hoạch năm {plan.year}, "
            "cụ thể như sau:"
        ),
        Line("**I. MỤC ĐÍCH, YÊU CẦU**"),
        Line(f"Nâng cao trách nhiệm của các cấp, các ngành trong thực hiện công tác {known['topic']}."),
        Line("**II. MỤC TIÊU, CHỈ TIÊU CỤ THỂ**"),
    ]


def _appendix(plan: Plan, known: dict[str, Any], texts: list[list[str]]) -> list[Block]:
    span = f"2021-{plan.year}"
    heads = [head.format(before=plan.year - 1, year=plan.year, span=span) for head in HEADS]
    header = [Box(0, column, text) for column, text in enumerate(heads)]
    return [
        Line("**III. TỔ CHỨC THỰC HIỆN**"),
        Line("Các cơ quan, đơn vị căn cứ nhiệm vụ được giao tổ chức thực hiện./."),
        Turn(landscape=True),
        Line("Phụ lục", "title"),
        Line(f"CÁC MỤC TIÊU, CHỈ TIÊU VỀ {known['topic'].upper()} NĂM {plan.year}", "title"),
        Line(
            f"*(Kèm theo Kế hoạch số {plan.number} ngày {plan.day} tháng 3 năm {plan.year} "
            f"của Ủy ban nhân dân {plan.place})*",
            "centred",
        ),
        table(header, texts, WIDTHS, frozenset({0, 2, 3, 4, 5})),
    ]


def contents(plan: Plan, ending: str) -> bytes:
    """The bytes of the plan as a file with that ending."""
    paper = Paper(tuple(blocks(plan)[0]), f"Kế hoạch năm {plan.year}", "Made for tests: no real plan.")
    return to_docx(paper) if ending == ".docx" else to_text(paper)
