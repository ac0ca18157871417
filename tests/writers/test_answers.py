"""Answers in the workbook: what people choose and type comes back as rulings, nothing else does."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline import tools
from pipeline.catalogue.decisions import Line
from pipeline.errors import UsageError
from pipeline.writers import write
from pipeline.writers.answers import Answers, read
from pipeline.writers.review import WIDTHS
from pipeline.writers.texts import texts
from tests.writers.harvests import catalogue, harvest, match, observation, unmatched

SHEET = texts().sheets["review"]
TITLES = texts().review_columns
WORDS = texts().review
Page = Any


def book(folder: Path, **changes: object) -> Path:
    value = observation(7, review="needs_review", value_raw="60%", match=match())
    write(replace(harvest(observations=(value,), unmatched=(unmatched(),)), **changes), catalogue(), folder)
    return folder / "plans.xlsx"


def edited(path: Path, edit: Callable[[Page], None]) -> bytes:
    made = openpyxl.load_workbook(path)
    edit(made[SHEET])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def column(page: Page, key: str) -> int:
    titles = [cell.value for cell in page[1]]
    return titles.index(TITLES[key]) + 1


def answered(folder: Path, *answers: tuple[int, object, str], **changes: object) -> Answers:
    """The workbook with answers: row of the sheet, answer, note."""

    def edit(page: Page) -> None:
        for row, answer, note in answers:
            page.cell(row, column(page, "answer"), answer)
            page.cell(row, column(page, "note"), note)

    return read(edited(book(folder, **changes), edit), catalogue())


def faults(found: Answers) -> list[tuple[int, str]]:
    return [(fault.row, fault.reason) for fault in found.faults]


def test_titles_of_the_sheet_are_told_apart() -> None:
    titles = [TITLES[key] for key, _ in WIDTHS]
    assert len(set(titles)) == len(titles)


def test_workbook_without_answers_gives_nothing(tmp_path: Path) -> None:
    assert read(book(tmp_path).read_bytes(), catalogue()) == Answers((), ())


@pytest.mark.parametrize(
    ("answer", "ruling", "scope"),
    [
        ("TEST.1.1/district – Tỷ lệ nữ có việc làm, chia theo cấp (Cấp huyện)", "TEST.1.1", "district"),
        ("TEST.1.2/all – Tử vong mẹ", "TEST.1.2", "all"),
        ("test.1.2/ALL", "TEST.1.2", "all"),
        ("không thuộc danh mục", "none", ""),
        ("Chưa rõ ", "unsure", ""),
    ],
)
def test_answer_about_a_row_rules_on_its_wording_below_its_row(
    tmp_path: Path, answer: str, ruling: str, scope: str
) -> None:
    asked = unmatched()
    found = answered(tmp_path, (2, answer, "  vì thế "))
    told = Line(subject="wording", wording=asked.label_raw, parent=asked.parent, note="vì thế")
    assert found == Answers(((2, replace(told, ruling=ruling, scope=scope)),), ())


@pytest.mark.parametrize("typed", ["31,6%", "dưới 30", "10 - 15%"])
def test_value_typed_instead_is_a_correction_of_what_is_printed_there(tmp_path: Path, typed: str) -> None:
    seen = observation(7)
    ((row, line),) = answered(tmp_path, (3, typed, "bản gốc")).lines
    assert row == 3
    assert line == Line(
        subject="value",
        wording=seen.label_raw,
        document=seen.document_id,
        place=seen.place.spot,
        printed="60%",
        ruling=typed,
        note="bản gốc",
    )


@pytest.mark.parametrize(
    ("number", "style", "wanted"), [(31.6, "General", "31,6"), (0.316, "0.0%", "31,6%"), (1234, "0", "1234")]
)
def test_number_typed_into_a_cell_is_read_as_offices_print_it(
    tmp_path: Path, number: float, style: str, wanted: str
) -> None:
    def edit(page: Page) -> None:
        page.cell(3, column(page, "answer"), number).number_format = style
        page.cell(3, column(page, "note"), "bản gốc")

    ((_, line),) = read(edited(book(tmp_path), edit), catalogue()).lines
    assert line.ruling == wanted


def test_value_can_be_confirmed_without_a_reason(tmp_path: Path) -> None:
    ((_, line),) = answered(tmp_path, (3, WORDS["confirm"], "")).lines
    assert (line.subject, line.ruling, line.printed) == ("value", "confirm", "60%")


def test_value_that_a_person_is_not_sure_of_stays_open(tmp_path: Path) -> None:
    assert answered(tmp_path, (3, WORDS["unclear"], "")) == Answers((), ())


@pytest.mark.parametrize(
    ("row", "answer", "note", "reason"),
    [
        (2, "TEST.9.9", "", "unknown_indicator"),
        (2, "GONE.9/all", "", "unknown_indicator"),
        (2, "TEST.1.1", "", "scope"),
        (2, "TEST.1.1/nowhere", "", "scope"),
        (2, "31,6%", "vì", "choice"),
        (2, WORDS["confirm"], "", "no_value"),
        (2, "có lẽ", "", "choice"),
        (2, "", "chỉ ghi chú", "note_alone"),
        (2, "x" * 2000, "", "too_long"),
        (2, "=1+1", "", "formula"),
        (2, '=HYPERLINK("http://x","TEST.1.2/all")', "", "formula"),
        (3, datetime(2025, 11, 20), "", "date"),
        (3, "31,6%", "", "reason"),
        (3, "31,,6", "vì", "value"),
        (3, "nhiều hơn", "vì", "value"),
        (3, "1.234", "vì", "value"),
        (3, "từ 70% lên 80%", "vì", "value"),
    ],
)
def test_answer_that_is_not_understood_is_told_with_its_row_and_not_taken(
    tmp_path: Path, row: int, answer: object, note: str, reason: str
) -> None:
    found = answered(tmp_path, (row, answer or None, note))
    assert (found.lines, faults(found)) == ((), [(row, reason)])


def test_scopes_that_are_allowed_are_named(tmp_path: Path) -> None:
    (fault,) = answered(tmp_path, (2, "TEST.1.1", "")).faults
    assert fault.allowed == "TEST.1.1/all, TEST.1.1/district"


def test_one_thing_asked_twice_is_taken_once_and_not_at_all_when_answers_differ(tmp_path: Path) -> None:
    twice = (unmatched(), unmatched(place=replace(unmatched().place, row=9)))
    same = answered(tmp_path, (2, "TEST.1.2/all", ""), (3, "TEST.1.2/all", ""), unmatched=twice)
    assert [row for row, _ in same.lines] == [2]
    other = answered(tmp_path, (2, "TEST.1.2/all", ""), (3, "không thuộc danh mục", ""), unmatched=twice)
    assert (other.lines, [(f.row, f.reason, f.allowed) for f in other.faults]) == (
        (),
        [(2, "torn", "3"), (3, "torn", "2")],
    )


def test_rows_may_be_sorted_and_columns_moved(tmp_path: Path) -> None:
    def edit(page: Page) -> None:
        page.cell(2, column(page, "answer"), "TEST.1.2/all")
        page.insert_cols(1)
        page.cell(1, 1, "Của tôi")
        page.insert_rows(2)

    ((row, line),) = read(edited(book(tmp_path), edit), catalogue()).lines
    assert (row, line.ruling) == (3, "TEST.1.2")


def without_columns(page: Page) -> None:
    page.delete_cols(column(page, "printed"))


def renamed(page: Page) -> None:
    page.title = "Khác"


@pytest.mark.parametrize("edit", [without_columns, renamed])
def test_workbook_without_our_sheet_or_its_columns_is_refused(
    tmp_path: Path, edit: Callable[[Page], None]
) -> None:
    with pytest.raises(UsageError, match=SHEET):
        read(edited(book(tmp_path), edit), catalogue())


def test_damaged_workbooks_are_refused_with_a_sentence(tmp_path: Path) -> None:
    good = book(tmp_path).read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:200])
    for data in (b"", b"no zip", good[: len(good) // 2], target.getvalue()):
        with pytest.raises(UsageError):
            read(data, catalogue())


def test_texts_of_hostile_tables_come_back_as_they_are(tmp_path: Path) -> None:
    label = '=cmd|"/c calc"!A1 <script>'
    asked = unmatched(label=label, label_raw=label, parent="@SUM(1)")
    ((_, line),) = answered(tmp_path, (2, "TEST.1.2/all", "=1+1;x"), unmatched=(asked,)).lines
    assert (line.wording, line.parent) == (label, "@SUM(1)")
    assert line.note == "=1+1;x"


@pytest.mark.office
@pytest.mark.skipif(tools.find(tools.OFFICE) is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("format_", ["xlsx", "ods"])
def test_answers_survive_another_office_program(tmp_path: Path, format_: str) -> None:
    def edit(page: Page) -> None:
        page.cell(2, column(page, "answer"), "TEST.1.2/all")
        page.cell(3, column(page, "answer"), 0.316).number_format = "0.0%"
        page.cell(3, column(page, "note"), "bản gốc")

    data = edited(book(tmp_path), edit)
    saved = tools.convert(data, "xlsx", format_)
    again = saved if format_ == "xlsx" else tools.convert(saved, format_, "xlsx")
    assert read(again, catalogue()) == read(data, catalogue())


def test_questions_of_the_limit_are_all_read(tmp_path: Path) -> None:
    many = tuple(
        unmatched(label_raw=f"Dòng {n}", label=f"Dòng {n}", wording_key=f"dong {n}") for n in range(50)
    )
    found = answered(tmp_path, *((row, "TEST.1.2/all", "") for row in range(2, 52)), unmatched=many)
    assert len(found.lines) == 50
