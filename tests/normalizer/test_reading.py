"""Figures are read with the decimal mark of their document; cut figures wait for a person."""

from decimal import Decimal

import pytest

from pipeline import plans, tables
from pipeline.language.units import UNITS
from pipeline.normalizer.reading import Reader, reader_for
from tests.grids import document


def reader(*values: str) -> Reader:
    rows = [
        ["TT", "Chỉ tiêu", "Kế hoạch năm 2025"],
        *([str(n), "a", value] for n, value in enumerate(values)),
    ]
    found = document(rows)
    return reader_for(plans.read(found, tables.find(found)[0])[0], UNITS)


@pytest.mark.parametrize(
    ("values", "mark"),
    [(("1,5", "2.000"), ","), (("26.6%", "3"), "."), (("26.6%", "1,7 lần"), ""), (("5", "6"), "")],
)
def test_decimal_mark_is_told_by_the_document(values: tuple[str, ...], mark: str) -> None:
    assert reader(*values).decimal == mark


def test_three_digits_after_a_point_are_thousands_where_commas_are_decimals() -> None:
    (sure,) = reader("1,5", "9.515").cell("9.515", "người")
    assert (sure.amount, sure.doubtful) == (Decimal(9515), False)


def test_figure_cut_by_a_line_end_is_joined_and_doubtful() -> None:
    (found,) = Reader(UNITS).cell("339/100.00\n0 trẻ em", "")
    assert (found.amount, found.base, found.doubtful) == (Decimal(339), 100000, True)


def test_two_figures_on_two_lines_are_never_joined_to_a_sure_one() -> None:
    found = Reader(UNITS).cell("12\n34", "")
    assert all(quantity.kind == "unparsed" or quantity.doubtful for quantity in found)


def test_unit_in_the_brackets_of_a_label() -> None:
    assert Reader(UNITS).unit_in_brackets("Tỷ lệ hộ nghèo (theo chuẩn mới) (%)") == "%"
    assert Reader(UNITS).unit_in_brackets("Tỷ lệ học sinh (trẻ em trai và trẻ em gái)") == ""
