import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from pipeline.model import Quantity
from pipeline.writers import sheets, write
from pipeline.writers.columns import FINDINGS, OBSERVATIONS
from pipeline.writers.review import OFFERED
from pipeline.writers.sheet_rows import TEXT_LIMIT, fitting
from pipeline.writers.styles import MOST_DECIMALS, number_format
from tests.writers.harvests import catalogue, finding, harvest, observation, unmatched
from tests.writers.readers import cell_texts, sheet

PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))
SHEETS = ["Đọc trước", "Số liệu", "Phát hiện", "Cần rà soát", "Văn bản", "Danh mục"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("normalized")
    write(harvest(), catalogue(), folder)
    return folder / "plans.xlsx"


def cells(path: Path) -> Iterator[Cell]:
    for page in load_workbook(path).worksheets:
        for row in page.iter_rows():
            yield from row


def cell(path: Path, title: str, heading: str, row: int = 2) -> Cell:
    page = sheet(path, title)
    column = [found.value for found in page[1]].index(heading) + 1
    return page.cell(row, column)


def test_the_sheets_stand_in_the_order_of_the_contract(path: Path) -> None:
    assert load_workbook(path).sheetnames == SHEETS


def test_no_payload_becomes_a_formula_a_link_a_date_or_anything_but_its_text(tmp_path: Path) -> None:
    texts = [
        *PAYLOADS,
        "11/20",
        "1.10",
        "60",
        "http://example.com",
        "mailto:a@b.c",
        "TRUE",
        "#N/A",
        "2025-03-24",
    ]
    values = tuple(observation(number, label_raw=text) for number, text in enumerate(texts, start=1))
    write(harvest(observations=values), catalogue(), tmp_path)
    path = tmp_path / "plans.xlsx"
    page = sheet(path, "Số liệu")
    column = [found.value for found in page[1]].index("Nội dung nguyên văn")
    found = [row[column] for row in page.iter_rows(min_row=2)]
    assert {item.data_type for item in found} <= {"s", "inlineStr"}
    assert [item.value for item in found] == [text.replace("\r", "_x000D_") for text in texts]
    assert not any(item.data_type == "f" or item.hyperlink for item in cells(path))
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)


@pytest.mark.parametrize("sign", ["\r", "\t", "_x000D_", "\x01", " ", "\n"])
def test_signs_that_xml_cannot_hold_come_back(tmp_path: Path, sign: str) -> None:
    write(harvest(observations=(observation(1, label_raw=f"a{sign}b{sign}"),)), catalogue(), tmp_path)
    assert f"a{sign}b{sign}" in cell_texts(tmp_path / "plans.xlsx")


def test_numbers_are_numbers_and_show_as_many_decimals_as_were_printed(path: Path) -> None:
    page = sheet(path, "Số liệu")
    column = [found.value for found in page[1]].index("Giá trị")
    found = {row[column].value: row[column].number_format for row in page.iter_rows(min_row=2)}
    assert found[31.7] == "0.00"
    assert found[60] == "0"
    assert found[1500] == "#,##0"
    assert found[0.1] == "0.0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("99.750"), "0.000"),
        (Decimal("1234.5"), "#,##0.0"),
        (Decimal("6E+1"), "0"),
        (Decimal("0." + 20 * "3"), "0." + MOST_DECIMALS * "0"),
        (2025, "0"),
        (93.33, ""),
    ],
)
def test_the_number_format_follows_the_printed_number(value: Decimal | int | float, expected: str) -> None:
    assert number_format(value) == expected


def test_fractions_and_row_numbers_stay_text(path: Path) -> None:
    page = sheet(path, "Số liệu")
    titles = [found.value for found in page[1]]
    printed = [row[titles.index("Giá trị nguyên văn")] for row in page.iter_rows(min_row=2)]
    assert "11/20" in [item.value for item in printed]
    assert cell(path, "Số liệu", "TT", row=3).data_type == "s"


@pytest.mark.parametrize("title", SHEETS[1:])
def test_every_table_sheet_has_a_frozen_header_and_filters(path: Path, title: str) -> None:
    page = sheet(path, title)
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref.startswith("A1:")


def test_findings_are_coloured_by_severity_and_shown_with_both_documents(path: Path) -> None:
    colours = {
        cell(path, "Phát hiện", "Mức độ", row).value: cell(
            path, "Phát hiện", "Mức độ", row
        ).fill.start_color.rgb
        for row in (2, 3, 5)
    }
    assert len(set(colours.values())) == len(colours) == 3
    assert cell(path, "Phát hiện", "Văn bản", 3).value == "956/KH-UBND (tỉnh/kế hoạch.docx)"
    assert cell(path, "Phát hiện", "Văn bản đối chiếu", 3).value == "=huyện.txt"


def test_values_that_need_review_are_coloured_as_a_whole_row(path: Path) -> None:
    page = sheet(path, "Số liệu")
    review = [found.value for found in page[1]].index("Rà soát")
    for row in page.iter_rows(min_row=2):
        fills = {item.fill.fill_type for item in row}
        assert fills == ({"solid"} if row[review].value == "cần rà soát" else {None})


def test_technical_columns_are_there_but_hidden(path: Path) -> None:
    page = sheet(path, "Số liệu")
    titles = [found.value for found in page[1]]
    letter = page.cell(1, titles.index("Mã giá trị") + 1).column_letter
    assert page.column_dimensions[letter].hidden
    shown = page.cell(1, titles.index("Giá trị") + 1).column_letter
    assert not page.column_dimensions[shown].hidden


@pytest.mark.parametrize("table", [OBSERVATIONS, FINDINGS], ids=lambda table: table.name)
def test_no_two_columns_of_a_sheet_share_a_title(path: Path, table) -> None:
    titles = [found.value for found in sheet(path, table.title[0])[1]]
    assert len(set(titles)) == len(titles)


def test_the_catalogue_lists_every_indicator_with_its_targets(path: Path) -> None:
    assert cell(path, "Danh mục", "Mã chỉ tiêu", 3).value == "TEST.1.2"
    assert cell(path, "Danh mục", "Mục tiêu").value == "1. Việc làm"
    assert cell(path, "Danh mục", "Chỉ tiêu quốc gia").value == (
        "đến 2025: ≥ 60,5 percent\nđến 2030: 70–75 percent [district] (chưa đối chiếu nguồn)"
    )


def test_a_text_longer_than_a_cell_is_cut_visibly_and_never_dropped(tmp_path: Path) -> None:
    write(harvest(observations=(observation(1, label_raw="ấ" * 40_000),)), catalogue(), tmp_path)
    value = cell(tmp_path / "plans.xlsx", "Số liệu", "Nội dung nguyên văn").value
    assert len(value) == TEXT_LIMIT
    assert value.endswith("…")


def test_letters_of_two_units_are_not_cut_in_half() -> None:
    cut = fitting("a" + "😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    assert cut.endswith("😀…")


def test_rows_beyond_the_limit_of_a_sheet_are_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "ROW_LIMIT", 2)
    write(harvest(findings=tuple(finding(f"C{n:02}") for n in range(5))), catalogue(), tmp_path)
    assert sheet(tmp_path / "plans.xlsx", "Phát hiện").max_row == 3
    words = " ".join(str(item.value) for item in cells(tmp_path / "plans.xlsx") if item.value)
    assert "sheet Phát hiện chỉ chứa 2 dòng đầu" in words


def test_the_answer_column_offers_the_choices_of_its_row(path: Path) -> None:
    page = sheet(path, "Cần rà soát")
    (rule,) = page.data_validations.dataValidation
    assert str(rule.sqref) == f"A2:A{page.max_row}"
    titles = [found.value for found in page[1]]
    first = page.cell(1, titles.index("Lựa chọn 1") + 1).column_letter
    last = page.cell(1, titles.index(f"Lựa chọn {OFFERED + 3}") + 1).column_letter
    assert rule.formula1 == f"OFFSET(${first}2,0,0,1,COUNTA(${first}2:${last}2))"


def test_a_sheet_without_questions_has_no_drop_down(tmp_path: Path) -> None:
    write(harvest(observations=(), unmatched=()), catalogue(), tmp_path)
    assert sheet(tmp_path / "plans.xlsx", "Cần rà soát").data_validations.dataValidation == []


def test_empty_choices_are_truly_empty_so_that_they_are_not_counted(tmp_path: Path) -> None:
    write(harvest(observations=(), unmatched=(unmatched(candidates=()),)), catalogue(), tmp_path)
    assert cell(tmp_path / "plans.xlsx", "Cần rà soát", "Lựa chọn 2").value == "chưa rõ"
    assert cell(tmp_path / "plans.xlsx", "Cần rà soát", "Lựa chọn 3").value is None


def test_an_unusual_quantity_without_amount_leaves_the_cell_empty(tmp_path: Path) -> None:
    words = observation(1, quantity=Quantity("Đạt", "qualitative"), value_raw="Đạt")
    write(harvest(observations=(words,)), catalogue(), tmp_path)
    assert cell(tmp_path / "plans.xlsx", "Số liệu", "Giá trị").value is None


def test_a_text_that_just_fits_is_not_cut() -> None:
    assert fitting("ấ" * TEXT_LIMIT) == "ấ" * TEXT_LIMIT
