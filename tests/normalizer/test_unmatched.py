"""Rows that one answer settles are counted together: the same wording as a part of the same row."""

from pipeline.normalizer.unmatched import settle
from tests.writers.harvests import unmatched


def test_parts_of_different_rows_are_not_settled_by_one_answer() -> None:
    rows = [
        unmatched(wording_key="nam", parent=parent) for parent in ("Lao động", "lao  động", "Học sinh", "")
    ]
    assert [row.settles for row in settle(rows)] == [2, 2, 1, 1]
