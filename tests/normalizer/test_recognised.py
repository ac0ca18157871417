"""Values that were read unsurely from a scan go to a person, and no others do."""

from dataclasses import replace
from functools import cache

import pytest

from pipeline import normalizer, parsers, plans, tables
from pipeline.model import Cell, Document, Grid, Observation
from pipeline.run import know
from tests.golden.documents import FILES


@cache
def document() -> Document:
    return parsers.read(FILES["district", "docx"])


def read_with(text: str, confidence: float) -> tuple[Observation, ...]:
    """The observations when every cell was recognised surely, and those with `text` so surely."""

    def recognised(cell: Cell) -> Cell:
        sure = confidence if text in cell.text else 0.95
        return replace(cell, confidence=sure if cell.text else None)

    blocks = tuple(
        replace(block, cells=tuple(map(recognised, block.cells))) if isinstance(block, Grid) else block
        for block in document().blocks
    )
    plan, _ = plans.read(document(), tables.find(replace(document(), blocks=blocks))[0])
    return normalizer.normalize(plan, know())[0].observations


def unsure(rows: tuple[Observation, ...]) -> set[str]:
    return {row.value_raw for row in rows if "low_confidence" in row.match.reasons}


def test_surely_read_values_stay_accepted() -> None:
    rows = read_with("no such text", 0.1)
    assert unsure(rows) == set()
    assert {row.confidence for row in rows} == {0.95}


@pytest.mark.parametrize(("confidence", "wanted"), [(0.79, {"26.6%"}), (0.80, set())])
def test_value_of_an_unsure_cell_needs_review(confidence: float, wanted: set[str]) -> None:
    rows = read_with("26.6%", confidence)
    assert unsure(rows) == wanted
    assert {row.value_raw for row in rows if "low_confidence" in row.match.reasons} == wanted
    assert all(row.review == "needs_review" for row in rows if row.value_raw in wanted)


def test_unsure_year_in_a_heading_makes_its_whole_column_unsure() -> None:
    rows = read_with("Năm 2024", 0.5)
    marked = [row for row in rows if "low_confidence" in row.match.reasons]
    assert marked
    assert {str(row.period) for row in marked} == {"2024"}
    assert all("2024" in row.column_header for row in marked)


def test_unsure_label_alone_leaves_the_value_accepted() -> None:
    rows = read_with("Tỷ lệ nữ giám đốc", 0.5)
    assert unsure(rows) == set()


def test_label_of_which_nothing_is_sure_sends_its_values_to_review() -> None:
    assert unsure(read_with("Tỷ lệ nữ giám đốc", 0.0)) == {"26.6%", "27%"}


def test_heading_of_which_nothing_is_sure_leaves_no_period_to_targets_in_labels() -> None:
    """A curved photograph lost the column of 2024, and the targets got the period of the other one."""
    rows = read_with("Năm 2024", 0.0)
    in_labels = [row for row in rows if row.source == "appendix_label"]
    assert in_labels and all("low_confidence" in row.match.reasons for row in in_labels)


def heading_read(text: str, *readings: str) -> set[str]:
    """The values in doubt when the heading of 2024 was read so, all views sure of themselves."""

    def recognised(cell: Cell) -> Cell:
        if cell.text != "Năm 2024":
            return cell
        return replace(cell, text=text, confidence=0.95, readings=(text, *readings))

    blocks = tuple(
        replace(block, cells=tuple(map(recognised, block.cells))) if isinstance(block, Grid) else block
        for block in document().blocks
    )
    plan, _ = plans.read(document(), tables.find(replace(document(), blocks=blocks))[0])
    return unsure(normalizer.normalize(plan, know())[0].observations)


def test_heading_that_only_lost_marks_in_one_view_is_no_doubt() -> None:
    assert heading_read("Kế hoạch năm 2024", "Kê hoach năm 2024") == set()


@pytest.mark.parametrize("reading", ["Kếhoạch năm 2024", "'Kế hoạch năm 2024"])
def test_blanks_and_specks_in_a_heading_are_no_doubt(reading: str) -> None:
    assert heading_read("Kế hoạch năm 2024", reading) == set()


def test_garbled_word_of_one_view_names_no_other_role() -> None:
    assert heading_read("Ước thực hiện năm 2024", "Ướớc thực hiện năm 2024") == set()


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("TH năm 2024", ("KH năm 2024",)),
        ("Kế hoạch năm 2024", ("Kế hoạch năm 2025",)),
        ("Ước thực hiện năm 2024", ("thực hiện năm 2024",)),
        ("Ươc thực hiện năm 2024", ()),
        ("Thực hiên năm 2024", ()),
        ("Kế hoạch năm 2024-", ()),  # a pen stroke through the line "2025" of "2024-2025"
    ],
)
def test_heading_whose_readings_name_another_role_or_year_sends_its_column_to_review(
    text: str, readings: tuple[str, ...]
) -> None:
    assert heading_read(text, *readings)
