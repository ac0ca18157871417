"""Made plans are the same on every run, print what their truth says, and vary."""

import io
import json
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.plans_made.blocks import Paper, Table, plain
from tests.plans_made.features import Features
from tests.plans_made.plain import to_text
from tests.plans_made.plan import make_plan, write
from tests.plans_made.sheet import to_xlsx
from tests.plans_made.values import Style, number
from tests.plans_made.web import to_html
from tests.plans_made.word import to_docx

SEEDS = range(1, 41)
SWITCHES = 12  # choices that must really differ between plans, at least


def boxes(paper: Paper) -> list[str]:
    return [plain(box.text) for block in paper.blocks if isinstance(block, Table) for box in block.boxes]


UNSPELLED = [seed for seed in SEEDS if not make_plan(seed).features.spelling]


@pytest.mark.parametrize("seed", SEEDS)
def test_same_seed_gives_same_plan(seed: int) -> None:
    assert make_plan(seed) == make_plan(seed)


@pytest.mark.parametrize("seed", UNSPELLED)
def test_every_true_value_is_printed_as_often_as_the_truth_says(seed: int) -> None:
    plan = make_plan(seed)
    printed = Counter(boxes(plan.paper))
    cells = {
        (row.label_raw, row.column_header, row.value_raw)
        for row in plan.truth.rows
        if row.source == "appendix"
    }
    wanted = Counter(text for _, _, text in cells)
    assert wanted
    assert {text: count for text, count in wanted.items() if printed[text] < count} == {}


@pytest.mark.parametrize("seed", UNSPELLED)
def test_every_true_label_and_lead_is_printed(seed: int) -> None:
    plan = make_plan(seed)
    printed = set(boxes(plan.paper))
    rows = [row for row in plan.truth.rows if row.source == "appendix"]
    assert {row.label_raw for row in rows} <= printed
    assert {row.lead_printed for row in rows} - {""} <= printed


@pytest.mark.parametrize("seed", SEEDS)
def test_boxes_of_a_table_cover_every_place_once(seed: int) -> None:
    for block in make_plan(seed).paper.blocks:
        if isinstance(block, Table):
            covered = Counter(
                (row, column)
                for box in block.boxes
                for row in range(box.row, box.row + box.rows)
                for column in range(box.column, box.column + box.columns)
            )
            places = {(row, column) for row in range(block.rows) for column in range(block.columns)}
            assert set(covered) == places
            assert set(covered.values()) == {1}


def test_plans_differ_in_many_choices() -> None:
    drawn = [make_plan(seed).features for seed in SEEDS]
    differing = [name for name in Features.__slots__ if len({str(getattr(one, name)) for one in drawn}) > 1]
    assert len(differing) >= SWITCHES


def test_all_formats_hold_all_values(tmp_path: Path) -> None:
    plan = make_plan(UNSPELLED[0])
    write(plan, tmp_path, ["docx", "xlsx", "html", "txt"])
    for row in plan.truth.rows:
        assert row.value_raw in to_text(plan.paper).decode()
        assert row.value_raw in to_html(plan.paper).decode().replace("&gt;", ">").replace("&lt;", "<")
    truth = json.loads((tmp_path / f"{plan.name}.json").read_text(encoding="utf-8"))
    assert len(truth["rows"]) == len(plan.truth.rows)


def test_word_file_opens_and_two_makings_are_equal() -> None:
    paper = make_plan(3).paper
    assert to_docx(paper) == to_docx(paper)
    document = docx.Document(io.BytesIO(to_docx(paper)))
    assert len(document.tables) == sum(isinstance(block, Table) for block in paper.blocks)
    with zipfile.ZipFile(io.BytesIO(to_docx(paper))) as package:
        assert package.testzip() is None


def test_typed_workbook_holds_numbers_and_untyped_one_text() -> None:
    paper = make_plan(2).paper
    typed, untyped = (load_workbook(io.BytesIO(to_xlsx(paper, mark=mark))) for mark in (",", ""))
    kinds = [
        {type(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
        for book in (typed, untyped)
    ]
    assert float in kinds[0]
    assert kinds[1] <= {str, type(None)}


@pytest.mark.parametrize(
    ("amount", "mark", "pad", "text"),
    [
        ("1350", ",", False, "1.350"),
        ("99.75", ",", False, "99,75"),
        ("26.6", ".", False, "26.6"),
        ("3", ",", True, "03"),
        ("0.12", ",", True, "0,12"),
        ("12000", ".", False, "12000"),
    ],
)
def test_numbers_are_printed_in_the_style_of_the_plan(amount: str, mark: str, pad: bool, text: str) -> None:
    assert number(Decimal(amount), Style(mark=mark), pad=pad) == text
