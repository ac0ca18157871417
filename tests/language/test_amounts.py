from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.amounts import read_number

AMOUNTS = st.integers(min_value=0, max_value=10**9)


@given(AMOUNTS)
def test_a_whole_number_reads_back_with_points_and_without_marks(amount):
    assert read_number(f"{amount:,}".replace(",", "."), "count")[0] == amount
    assert read_number(str(amount))[0] == amount
    assert read_number(f"{amount:,}".replace(",", " "))[0] == amount


@given(AMOUNTS, st.integers(0, 99))
def test_two_decimals_read_back_in_every_style(amount, cents):
    want = Decimal(f"{amount}.{cents:02d}")
    english = f"{amount:,}.{cents:02d}"
    vietnamese = english.replace(",", "_").replace(".", ",").replace("_", ".")
    assert read_number(english)[0] == want
    assert read_number(vietnamese)[0] == want
    assert read_number(f"{amount},{cents:02d}")[0] == want


@pytest.mark.parametrize(
    ("printed", "family", "decimal", "amount", "doubtful"),
    [
        ("1.000", "", "", "1000", False),
        ("1.350", "", "", "1350", False),
        ("4.961", "", "", "4961", True),
        ("4.961", "", ",", "4961", False),
        ("4.961", "", ".", "4.961", True),
        ("4.961", "count", "", "4961", False),
        ("0.500", "", "", "0.5", False),
        ("30.540", "share", "", "30.54", True),
        ("30.540", "share", ".", "30.54", False),
        ("1,234", "", "", "1.234", True),
        ("1,234", "", ",", "1.234", False),
        ("1,234", "share", ",", "1.234", False),
        ("1,234", "count", "", "1234", True),
        ("1,000", "", ".", "1000", True),
        ("1,234,567", "", "", "1234567", False),
        ("50 100", "", "", "50100", True),
        ("50 000", "", "", "50000", False),
    ],
)
def test_a_mark_before_three_digits_follows_the_evidence_and_says_when_in_doubt(
    printed, family, decimal, amount, doubtful
):
    assert read_number(printed, family, decimal) == (Decimal(amount), doubtful)


@pytest.mark.parametrize(
    "printed", ["1.2.3.4", "1.23.4", "1,000,00", "0.123.456", "1.2,3.4", "12 34", "1 0000"]
)
def test_marks_that_make_no_number_are_refused(printed):
    assert read_number(printed) == (None, False)


def test_more_digits_than_a_number_can_have_are_no_number() -> None:
    assert read_number("9" * 400) == (None, False)
    assert read_number("9" * 400 + ",5") == (None, False)
