"""A whole made plan from a seed: the same seed gives the same plan and the same truth.

`make_plan(seed)` takes a whole number and gives a `MadePlan`; `write` puts it into a folder.
"""

import random as randomness
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random

from tests.plans_made import content, features, front, layout
from tests.plans_made.blocks import Block, Box, Line, Paper, Table, Turn, table
from tests.plans_made.content import Item
from tests.plans_made.data import load
from tests.plans_made.features import Features
from tests.plans_made.front import Act
from tests.plans_made.layout import Layout
from tests.plans_made.plain import to_text
from tests.plans_made.sheet import to_xlsx
from tests.plans_made.truth import Silent, Truth, TruthRow
from tests.plans_made.web import to_html
from tests.plans_made.word import to_docx

COMMENT = "Made for tests from seed {seed}: no real plan."
FORMATS = ("docx", "pdf", "xlsx", "html", "txt")
NOTES = {
    "1": "Theo đề nghị của cơ quan tham mưu tại Tờ trình số 15/TTr-VP ngày 05 tháng 01.",
    "2": "Tính theo năm học.",
}
LONG_LABEL = 25  # letters; shorter labels get no footnote
TASK_WIDTHS = (1.2, 9.0, 3.5, 4.0, 3.5, 4.5)


@dataclass(frozen=True, slots=True)
class MadePlan:
    """One made plan: what to print and what is true about it."""

    seed: int
    paper: Paper
    truth: Truth
    features: Features

    @property
    def name(self) -> str:
        """Name of its files, without the ending."""
        return f"plan-{self.seed:05d}"


def make_plan(seed: int) -> MadePlan:
    """The plan of that seed."""
    random = randomness.Random(seed)
    chosen = features.draw(random)
    where = front.place(random, chosen.year)
    one = front.act(random, where, chosen)
    plan_layout = Layout(random, chosen, content.columns(chosen))
    items = content.items(random, chosen, where.level, front.agencies(random, where, chosen.year))
    blocks, rows, silent = _blocks(random, one, plan_layout, items)
    notes = _used_notes(blocks)
    paper = Paper(_respelled(random, blocks, chosen), one.subject, COMMENT.format(seed=seed), notes)
    document = front.document_truth(one, chosen)
    truth = Truth(seed, asdict(chosen), document, tuple(rows), tuple(silent))
    return MadePlan(seed, paper, truth, chosen)


def _blocks(
    random: Random, one: Act, plan_layout: Layout, items: list[Item]
) -> tuple[list[Block], list[TruthRow], list[Silent]]:
    chosen = plan_layout.features
    tables, sheets = layout.tables(plan_layout, items)
    if chosen.footnote:
        tables = _with_note(tables)
    rows = [row for sheet in sheets for row in sheet.truth]
    silent = [cell for sheet in sheets for cell in sheet.silent]
    blocks: list[Block] = []
    if chosen.front != "appendix":
        before, stated = _front(random, one, plan_layout, items)
        blocks += before
        rows = stated + rows
    blocks += [Turn(landscape=chosen.landscape), *_appendix_head(random, one, chosen), *tables]
    if chosen.tasks_appendix:
        more, quiet = _tasks(random, one, plan_layout)
        blocks += more
        silent += quiet
    return blocks, rows, silent


def _front(
    random: Random, one: Act, plan_layout: Layout, items: list[Item]
) -> tuple[list[Block], list[TruthRow]]:
    chosen = plan_layout.features
    blocks: list[Block] = [front.letterhead(one)]
    blocks += front.preamble(one, chosen, note="[^1]" if chosen.footnote else "")
    rows: list[TruthRow] = []
    if chosen.body_targets:
        targets, rows = front.body_targets(plan_layout, items, chosen.style)
        blocks += targets
    if chosen.front == "body":
        blocks += front.closing(one)
    blocks.append(front.recipients(one))
    return blocks, rows


def _appendix_head(random: Random, one: Act, chosen: Features) -> list[Block]:
    title = random.choice(load("layouts")["appendix_titles"]).format(TOPIC=one.topic.upper(), YEAR=one.year)
    name = "Phụ lục I" if chosen.tasks_appendix else "Phụ lục"
    return [
        Line(name, "title"),
        Line(title, "title"),
        Line(f"*{front.reference(random, one)}*", "centred"),
    ]


def _tasks(random: Random, one: Act, plan_layout: Layout) -> tuple[list[Block], list[Silent]]:
    """A second appendix: tasks with dates and money, no indicator in it."""
    tasks = load("layouts")["tasks"]
    heads = random.choice(tasks["header"])
    header = [Box(0, column, text) for column, text in enumerate(heads)]
    names = [agency["printed"][0] for agency in load("places")["agencies"][one.place.level]]
    rows = [
        [str(number), *row[:4], names[row[4] % len(names)]]
        for number, row in enumerate(tasks["rows"], start=1)
    ]
    blocks: list[Block] = [
        Turn(landscape=True),
        Line("Phụ lục II", "title"),
        Line(f"NHIỆM VỤ VÀ KINH PHÍ THỰC HIỆN NĂM {one.year}", "title"),
        table(header, rows, TASK_WIDTHS, frozenset({0, 2, 3, 4, 5}), size=11.0),
    ]
    return blocks, [Silent(row[4], row[1], "money of a task") for row in rows]


def _with_note(blocks: list[Block]) -> list[Block]:
    """The same blocks with a footnote reference on the first long label of the first table."""
    done = False
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and not done:
            target = next(
                (
                    box
                    for box in block.boxes
                    if box.row >= block.header_rows and box.style == "body" and len(box.text) > LONG_LABEL
                ),
                None,
            )
            boxes = tuple(
                replace(box, text=f"{box.text}[^2]") if box is target else box for box in block.boxes
            )
            block, done = replace(block, boxes=boxes), True
        found.append(block)
    return found


def _used_notes(blocks: list[Block]) -> dict[str, str]:
    texts = [box.text for block in blocks if isinstance(block, Table) for box in block.boxes]
    texts += [block.text for block in blocks if isinstance(block, Line)]
    used = set(re.findall(r"\[\^(\d)\]", " ".join(texts)))
    return {key: text for key, text in NOTES.items() if key in used}


# ------------------------------------------------------------------ spelling


def _respelled(random: Random, blocks: list[Block], chosen: Features) -> tuple[Block, ...]:
    """The blocks in the plan's spelling: words stay what they are, letters change."""
    spellings = [SPELLINGS[name] for name in chosen.spelling]

    def spell(text: str) -> str:
        for change in spellings:
            text = change(random, text)
        return text

    return tuple(_changed(block, spell) for block in blocks) if spellings else tuple(blocks)


def _changed(block: Block, spell: Callable[[str], str]) -> Block:
    if isinstance(block, Line):
        return replace(block, text=spell(block.text))
    if isinstance(block, Table):
        return replace(block, boxes=tuple(replace(box, text=spell(box.text)) for box in block.boxes))
    return block


def _old_marks(random: Random, text: str) -> str:
    """Tone marks where older rules put them: hoá, Uỷ, thuỷ."""
    for new, old in (("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("ủy", "uỷ"), ("Ủy", "Uỷ"), ("ùy", "uỳ")):
        text = re.sub(f"{new}(?![a-zà-ỹ])", old, text)
    return text


def _nbsp(random: Random, text: str) -> str:
    return "".join("\u00a0" if letter == " " and random.random() < 0.1 else letter for letter in text)


def _decomposed(random: Random, text: str) -> str:
    """Some letters taken apart into base and marks."""
    return "".join(unicodedata.normalize("NFD", one) if random.random() < 0.05 else one for one in text)


def _ti(random: Random, text: str) -> str:
    return text.replace("Tỷ lệ", "Tỉ lệ").replace("tỷ lệ", "tỉ lệ").replace("Tỷ số", "Tỉ số")


def _extra_spaces(random: Random, text: str) -> str:
    return "".join("  " if letter == " " and random.random() < 0.04 else letter for letter in text)


SPELLINGS: dict[str, Callable[[Random, str], str]] = {
    "old_marks": _old_marks,
    "nbsp": _nbsp,
    "decomposed": _decomposed,
    "ti": _ti,
    "extra_spaces": _extra_spaces,
}


# ------------------------------------------------------------------ files


def write(plan: MadePlan, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the truth and the plan in those formats (PDF apart: see `__main__`, one call for many)."""
    makers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: to_docx(plan.paper),
        "xlsx": lambda: to_xlsx(
            plan.paper, mark=plan.features.style.mark if plan.features.typed_cells else ""
        ),
        "html": lambda: to_html(plan.paper),
        "txt": lambda: to_text(plan.paper, plan.seed, drift=plan.features.drift),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{plan.name}.json").write_text(plan.truth.to_json(), encoding="utf-8")
    made = []
    for name in formats:
        if name in makers:
            path = folder / f"{plan.name}.{name}"
            path.write_bytes(makers[name]())
            made.append(path)
    return made
