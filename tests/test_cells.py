"""The ledger of cells: each cell of an indicator table once, with what became of it."""

from collections import Counter

from pipeline import cells, plans, tables
from pipeline.checks import Config
from pipeline.model import CellUse
from pipeline.normalizer import normalize
from pipeline.run import know
from tests.grids import Rows, document

HEADER = ["TT", "Chỉ tiêu", "ĐVT", "Năm 2024", "Kế hoạch năm 2025", "Cơ quan chủ trì", "Ghi chú"]


def ledger(*blocks: str | Rows) -> tuple[CellUse, ...]:
    read = document(*blocks)
    found, repairs = tables.find(read)
    plan, notes = plans.read(read, found)
    normalized, doubts = normalize(plan, know())
    assert Config()
    return cells.account(normalized.plan, normalized.observations, (*repairs, *notes, *doubts))


def became(uses: tuple[CellUse, ...]) -> dict[str, tuple[str, str]]:
    return {use.text: (use.status, use.reason) for use in uses}


def test_every_cell_is_there_once_and_none_is_unaccounted() -> None:
    rows = [
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["I", "Mục tiêu 1: Kinh tế", "", "", "", "", ""],
        ["1", "Tỷ lệ lao động nữ làm công hưởng lương", "%", "48", "50", "Sở Nội vụ", "giữ nguyên"],
        ["2", "Tỷ lệ hộ có vườn", "%", "-", "x", "", ""],
    ]
    uses = ledger(rows)
    printed = Counter(text for row in rows for text in row if text)
    assert Counter(use.text for use in uses) == printed
    assert "unaccounted" not in {use.reason for use in uses}


def test_each_cell_says_what_became_of_it() -> None:
    uses = became(
        ledger(
            [
                HEADER,
                ["I", "Mục tiêu 1: Kinh tế", "", "", "", "", ""],
                ["1", "Tỷ lệ lao động nữ làm công hưởng lương", "%", "48", "50", "Sở Nội vụ", "giữ nguyên"],
                ["2", "Tỷ lệ hộ có vườn", "m", "-", "x", "", ""],
            ]
        )
    )
    assert uses["Chỉ tiêu"] == uses["Mục tiêu 1: Kinh tế"] == ("heading", "")
    assert uses["48"] == uses["Sở Nội vụ"] == ("used", "")
    assert uses["giữ nguyên"] == ("ignored", "column_not_read")
    assert uses["-"] == uses["m"] == ("ignored", "nothing_reported")


def test_joined_cell_counts_as_its_parts() -> None:
    top = ["1", "Tỷ lệ lao động nữ", "%", "48", "50", "", ""]
    uses = ledger([HEADER, top], [["", "làm công hưởng lương", "", "", "", "", ""]])
    assert {"Tỷ lệ lao động nữ", "làm công hưởng lương"} <= {use.text for use in uses if use.status == "used"}


def test_tables_that_are_no_indicator_tables_are_not_in_the_ledger() -> None:
    assert ledger([["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"]]) == ()
