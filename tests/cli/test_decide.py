"""Answers in the workbook, taken once, told what is next; three ways to rule give the same tables."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
import typer

from pipeline.batch.folder import run_folder
from pipeline.batch.job import Order
from pipeline.batch.task import Task
from pipeline.catalogue.decisions import FILE, Line, append, read_lines, read_rulings
from pipeline.cli import decide as command
from pipeline.cli.decide import decide
from pipeline.errors import UsageError
from pipeline.writers.texts import texts
from tests.batch.runs import state
from tests.batch.test_folder import Notes

WHEN = "2025-05-01T08:00:00+07:00"
SHEET = texts().sheets["review"]
TITLES = texts().review_columns
PLAN = """TT\tChỉ tiêu\tKế hoạch năm 2025
1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t310%
2\tTỷ lệ hộ trồng cà phê\t12%
3\t- Số buổi nói chuyện ở chợ\t7%
"""
ANSWERS = {
    "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã": ("31,0%", "bản gốc in 31,0%"),
    "Tỷ lệ hộ trồng cà phê": ("không thuộc danh mục", ""),
    "Số buổi nói chuyện ở chợ": ("VNGES.1.1/all", "=thử; “nháy”, phẩy"),
}


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "now", lambda: WHEN)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path / "raw"


def run(raw: Path, out: Path) -> Path:
    run_folder(Task(raw, out, Order(decisions=raw / FILE), jobs=1), Notes())
    return out


def answered(out: Path, answers: dict[str, tuple[object, str]] = ANSWERS) -> Path:
    """A copy of the workbook of a run with answers, by the label of their row."""
    book = openpyxl.load_workbook(out / "plans.xlsx")
    page = book[SHEET]
    titles = [cell.value for cell in page[1]]
    at = {key: titles.index(TITLES[key]) for key in ("answer", "note", "label")}
    for row in page.iter_rows(min_row=2):
        answer, note = answers.get(str(row[at["label"]].value), (None, ""))
        row[at["answer"]].value = answer
        row[at["note"]].value, row[at["note"]].data_type = note, "s"
    path = out.parent / "answered.xlsx"
    book.save(path)
    return path


def decided(workbook: Path, raw: Path, who: str = "Lan") -> int:
    """The exit code."""
    try:
        decide(workbook, raw, who)
    except typer.Exit as end:
        return end.exit_code
    return 0


def test_answers_are_taken_once_and_the_next_step_is_told(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = answered(run(raw, tmp_path / "out"))
    assert decided(workbook, raw) == 0
    told = capsys.readouterr().err
    assert "3 câu trả lời" in told
    assert f"doichieu run {raw}\n" in told
    before = (raw / FILE).read_bytes()
    assert [(line.who, line.when) for _, line in read_lines(raw / FILE)] == [("Lan", WHEN)] * 3
    assert decided(workbook, raw) == 0
    assert (raw / FILE).read_bytes() == before
    assert "0 câu trả lời" in capsys.readouterr().err


def test_an_old_workbook_does_not_bring_back_what_was_undone(raw: Path, tmp_path: Path) -> None:
    workbook = answered(run(raw, tmp_path / "out"))
    decided(workbook, raw)
    append(raw / FILE, [Line(who="Lan", wording="Tỷ lệ hộ trồng cà phê", ruling="undo")])
    decided(workbook, raw)
    assert [one.wording for one in read_rulings(raw / FILE).wordings] == ["- Số buổi nói chuyện ở chợ"]


def test_what_is_not_understood_is_told_with_its_row_and_the_rest_is_taken(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {**ANSWERS, "Tỷ lệ hộ trồng cà phê": ("VNGES.9.9", "")}
    workbook = answered(run(raw, tmp_path / "out"), answers)
    with pytest.raises(typer.Exit) as end:
        decide(workbook, raw, "Lan", json=True)
    assert end.value.exit_code == 3
    said = capsys.readouterr()
    counts = json.loads(said.out)
    assert (counts["taken"], counts["faults"]) == (2, 1)
    (fault,) = counts["not_understood"]
    page = openpyxl.load_workbook(workbook)[SHEET]
    assert page.cell(fault["row"], 1).value == "VNGES.9.9"
    assert f"Dòng {fault['row']}" in said.err


def test_tables_that_are_gone_do_not_matter(raw: Path, tmp_path: Path) -> None:
    workbook = answered(run(raw, tmp_path / "out"))
    shutil.rmtree(tmp_path / "out")
    (raw / "plan.txt").write_text(PLAN.replace("310%", "32%"), encoding="utf-8")
    assert decided(workbook, raw) == 0
    out = run(raw, tmp_path / "out")
    rows = pq.read_table(out / "observations.parquet").to_pylist()
    assert [(row["value"], row["review"]) for row in rows] == [
        (32.0, "accepted"),
        (12.0, "decided"),
        (7.0, "decided"),
    ]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 nothing"])
def test_file_that_is_no_workbook_is_refused(raw: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(UsageError):
        decide(tmp_path / "x.xlsx", raw, "Lan")
    assert not (raw / FILE).exists()


def test_what_two_people_answer_differently_waits_and_stands_in_the_findings(
    raw: Path, tmp_path: Path
) -> None:
    out = run(raw, tmp_path / "out")
    assert decided(answered(out), raw, "Lan") == 0
    other = {"Tỷ lệ hộ trồng cà phê": ("VNGES.2.1/all", "")}
    assert decided(answered(out, other), raw, "Minh") == 0
    out = run(raw, out)
    told = [row for row in pq.read_table(out / "findings.parquet").to_pylist() if "conflict" in row["rule"]]
    assert [(row["severity"], row["document_a"], row["quote_a"]) for row in told] == [
        ("warning", FILE, "Tỷ lệ hộ trồng cà phê")
    ]
    rows = pq.read_table(out / "observations.parquet").to_pylist()
    assert [row["review"] for row in rows] == ["decided", "needs_review", "decided"]
    assert (
        decided(answered(out, {"Tỷ lệ hộ trồng cà phê": ANSWERS["Tỷ lệ hộ trồng cà phê"]}), raw, "Minh") == 0
    )
    assert read_rulings(raw / FILE).conflicts == ()


def repacked(workbook: Path, part: str, content: bytes) -> None:
    """The workbook with other bytes in one part."""
    with zipfile.ZipFile(workbook) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {part: content}
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>',
        b" " * (150 * 2**20),
    ],
    ids=["document type", "bomb"],
)
def test_workbook_that_could_harm_is_refused(raw: Path, tmp_path: Path, content: bytes) -> None:
    workbook = answered(run(raw, tmp_path / "out"))
    repacked(workbook, "xl/sharedStrings.xml", content)
    with pytest.raises(UsageError, match=r"dtd|bomb"):
        decide(workbook, raw, "Lan")
    assert not (raw / FILE).exists()


# ------------------------------------------------------------------ three ways


def lines(out: Path) -> tuple[Line, ...]:
    """The answers as lines, made from the tables."""
    found = []
    for row in pq.read_table(out / "unmatched.parquet").to_pylist():
        answer, note = ANSWERS[row["label"]]
        ruling, _, scope = answer.partition("/")
        ruling = "none" if ruling == texts().review["outside"] else ruling
        found.append(
            Line(wording=row["label_raw"], ruling=ruling, scope=scope, note=note, who="Lan", when=WHEN)
        )
    (seen,) = [
        row for row in pq.read_table(out / "observations.parquet").to_pylist() if row["value_raw"] == "310%"
    ]
    answer, note = ANSWERS[seen["label"]]
    spot = f"bảng {seen['table']}, hàng {seen['row']}, cột {seen['column']}, dòng {seen['row']}"
    about = {"document": seen["document_id"], "place": spot, "printed": seen["value_raw"]}
    found.append(
        Line(
            subject="value",
            wording=seen["label_raw"],
            ruling=answer,
            note=note,
            who="Lan",
            when=WHEN,
            **about,
        )
    )
    return tuple(found)


def by_page(raw: Path, out: Path) -> None:
    for line in lines(out):
        append(raw / FILE, [line])


def by_workbook(raw: Path, out: Path) -> None:
    assert decided(answered(out), raw) == 0


def by_hand(raw: Path, out: Path) -> None:
    names = ("wording", "ruling", "scope", "note", "subject", "place", "printed", "document", "who", "when")
    rows = [[line.cells()[name] for name in names] for line in reversed(lines(out))]
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in [list(names), *rows])
    (raw / FILE).write_text(text, encoding="utf-8")


def test_page_workbook_and_hand_give_the_same_tables_byte_for_byte(raw: Path, tmp_path: Path) -> None:
    ways: tuple[Callable[[Path, Path], None], ...] = (by_page, by_workbook, by_hand)
    made = []
    for way in ways:
        (raw / FILE).unlink(missing_ok=True)
        out = run(raw, tmp_path / f"{way.__name__}-before")
        way(raw, out)
        made.append(state(run(raw, tmp_path / way.__name__)))
    assert made[0] == made[1] == made[2]
    rows = pq.read_table(tmp_path / "by_hand" / "observations.parquet").to_pylist()
    assert [(row["indicator_id"], row["value"], row["review"]) for row in rows] == [
        ("VNGES.2.3", 31.0, "decided"),
        (None, 12.0, "decided"),
        ("VNGES.1.1", 7.0, "decided"),
    ]
