"""What stands around the tables of a made plan: letterhead, preamble, body, recipients, references.

Takes place, year and features; gives blocks, the truth of the document data and of the body's targets.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.plans_made.blocks import Block, Box, Line, Table
from tests.plans_made.content import Agency, Column, Entry, Goal, Item, simple
from tests.plans_made.data import load
from tests.plans_made.features import Features
from tests.plans_made.layout import Layout
from tests.plans_made.truth import TruthRow
from tests.plans_made.values import Style, Value, spoken

OWN_TARGETS = 8  # at most so many targets are repeated in the body
BODY_SIZES = (6.5, 9.5)


@dataclass(frozen=True, slots=True)
class Place:
    """Who issues the plan; `kind` is the word before the name ("tỉnh", "phường")."""

    level: str
    kind: str
    name: str
    parent: str = ""

    @property
    def words(self) -> str:
        """The area as a plan calls it."""
        return f"{self.kind} {self.name}"

    @property
    def issuer(self) -> str:
        """The issuing body."""
        return f"Ủy ban nhân dân {self.words}"


@dataclass(frozen=True, slots=True)
class Act:
    """The plan as a document: number and day are empty in a draft."""

    place: Place
    year: int
    signed: int
    number: str
    day: str
    month: str
    subject: str
    topic: str

    @property
    def date(self) -> str:
        """ISO date, empty in a draft."""
        return f"{self.signed}-{self.month}-{self.day}" if self.day else ""


def place(random: Random, year: int) -> Place:
    """A place that could issue a plan for that year."""
    known = [one for one in load("places")["places"] if one.get("since", 0) <= year <= one.get("until", 9999)]
    level = random.choice(sorted({one["level"] for one in known}))
    chosen = random.choice([one for one in known if one["level"] == level])
    return Place(chosen["level"], chosen["kind"], chosen["name"], chosen.get("parent", ""))


def agencies(random: Random, where: Place, year: int) -> list[Agency]:
    """The agencies that can lead there, each spelled in one way in this plan."""
    data = load("places")
    found = []
    for one in data["agencies"][where.level]:
        if year <= one.get("until", 9999):
            partner = random.choice(data["partners"])
            found.append(Agency((one["name"],), random.choice(one["printed"]), partner))
    two = random.sample(found, 2)
    both = Agency(two[0].names + two[1].names, f"{two[0].lead}; {two[1].lead}", two[0].partner)
    return [*found, both]


def act(random: Random, where: Place, features: Features) -> Act:
    """Number, date and subject of the plan; it is signed in the plan's year or late in the year before."""
    family = load("wordings")[features.families[0]]
    early = random.random() < 0.4
    signed = features.year - 1 if early else features.year
    month = random.randint(10, 12) if early else random.randint(1, 4)
    if where.level == "commune":
        signed, month = features.year, random.randint(1, 4)
    draft = features.blank_number
    return Act(
        place=where,
        year=features.year,
        signed=signed,
        number="" if draft else f"{random.randint(2, 4200):02d}/KH-UBND",
        day="" if draft else f"{random.randint(1, 28):02d}",
        month=f"{month:02d}",
        subject=f"Thực hiện {family['name']} trên địa bàn {where.words} năm {features.year}",
        topic=family["topic"],
    )


def document_truth(one: Act, features: Features) -> dict[str, Any]:
    """The document data under the names of the output; only what is printed somewhere."""
    return {
        "number": one.number,
        "date": one.date,
        "type": "Kế hoạch",
        "title": one.subject if features.front != "appendix" else None,
        "issuer": one.place.issuer,
        "area_name": one.place.name,
        "area_level": one.place.level,
        "plan_start": one.year,
        "plan_end": one.year,
        "catalogue": features.families[0] if len(features.families) == 1 else None,
    }


# ------------------------------------------------------------------ blocks


def letterhead(one: Act) -> Block:
    """The invisible table on top of the first page."""
    number = f"Số: {one.number}" if one.number else "Số:        /KH-UBND"
    where = one.place.parent or one.place.name
    where = one.place.name if one.place.level != "commune" else where
    day = f"ngày {one.day} tháng {one.month}" if one.day else "ngày      tháng     "
    left = f"**ỦY BAN NHÂN DÂN**\n**{one.place.words.upper()}**\n{number}"
    right = (
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n**Độc lập - Tự do - Hạnh phúc**\n"
        f"*{where}, {day} năm {one.signed}*"
    )
    boxes = (Box(0, 0, left, style="centred"), Box(0, 1, right, style="centred"))
    return Table(1, 2, boxes, BODY_SIZES, ruled=False)


def recipients(one: Act) -> Block:
    """The invisible table at the end: who gets the plan, and in whose name it is signed (without a name)."""
    left = f"**Nơi nhận:**\n- Như trên;\n- TT HĐND {one.place.words};\n- Lưu: VT."
    boxes = (Box(0, 0, left), Box(0, 1, "**TM. ỦY BAN NHÂN DÂN**\n**CHỦ TỊCH**", style="centred"))
    return Table(1, 2, boxes, BODY_SIZES, ruled=False)


def preamble(one: Act, features: Features, *, note: str) -> list[Block]:
    """Title and the sentence that says on which ground the plan is issued; `note` is a footnote reference."""
    citations = "; ".join(load("wordings")[family]["citation"] for family in features.families)
    return [
        Line("KẾ HOẠCH", "title"),
        Line(one.subject, "title"),
        Line(
            f"Thực hiện {citations}; {one.place.issuer}{note} "
            f"ban hành Kế hoạch năm {one.year}, cụ thể như sau:"
        ),
        Line("**I. MỤC ĐÍCH, YÊU CẦU**"),
        Line(f"Nâng cao trách nhiệm của các cấp, các ngành trong thực hiện công tác {one.topic}."),
    ]


def closing(one: Act) -> list[Block]:
    """The section on duties and the end of the body."""
    return [
        Line("**III. TỔ CHỨC THỰC HIỆN**"),
        Line(
            "Các cơ quan, đơn vị căn cứ nhiệm vụ được giao tổ chức thực hiện, báo cáo kết quả "
            f"trước ngày 15 tháng 12 năm {one.year}./."
        ),
    ]


def reference(random: Random, one: Act) -> str:
    """The line below an appendix's title that names the plan."""
    if not one.day:
        return f"(Kèm theo Kế hoạch số /KH-UBND, ngày / /{one.signed} của {one.place.issuer})"
    template: str = random.choice(load("layouts")["references"])
    return template.format(
        number=one.number, day=one.day, month=one.month, signed=one.signed, issuer=one.place.issuer
    )


# ------------------------------------------------------------------ targets in sentences


def body_targets(layout: Layout, items: list[Item], style: Style) -> tuple[list[Block], list[TruthRow]]:
    """Section II with some targets of the plan's own year as sentences, equal to those of the appendix."""
    year = str(layout.features.year)
    own = next((one for one in layout.columns if one.role == "target" and one.period == year), None)
    blocks: list[Block] = [Line("**II. MỤC TIÊU, CHỈ TIÊU CỤ THỂ**")]
    rows: list[TruthRow] = []
    if own is None:
        return [], []
    for item in items:
        if isinstance(item, Goal):
            blocks.append(Line(f"**{item.number}. Mục tiêu {item.number}: {item.title}**"))
        elif isinstance(item, Entry) and not item.is_part and len(rows) < OWN_TARGETS:
            blocks += _sentence(layout, item, own, style, rows)
    return blocks, rows


def _sentence(layout: Layout, entry: Entry, own: Column, style: Style, rows: list[TruthRow]) -> list[Block]:
    value = entry.values[layout.columns.index(own)]
    if not simple(value):
        return []
    words = spoken(layout.random, entry.indicator, value, style)
    template = layout.random.choice(load("layouts")["sentences"])
    lower = entry.label if entry.label[:2].isupper() else entry.label[0].lower() + entry.label[1:]
    year = layout.features.year
    text = template.format(n=entry.number, label=entry.label, lower=lower, words=words, year=year)
    plain = Value(words, value.amount, comparator=value.comparator)
    row = layout.truth(entry, plain, own, "", f"{entry.label} {words}", 0)
    rows.append(replace(row, source="body", lead=(), lead_printed="", unit_raw="", column_header=""))
    return [Line(f"{text}.")]
