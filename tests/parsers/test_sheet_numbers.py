"""Numbers of spreadsheets are written so that the number grammar reads back exactly what was stored."""

from decimal import Decimal

import pytest

from pipeline.language.numbers import read_value
from pipeline.parsers.sheet_numbers import shown

SHOWN = [
    (0.6, "0%", "60%"),
    (0.265, "0.0%", "26,5%"),
    (31.7, "General", "31,7"),
    (1350, "#,##0", "1350"),
    (1350, "#,##0.00", "1350,00"),
    (-5.5, "#,##0.00_);(#,##0.00)", "-5,50"),
    (0, r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)', "0"),
    (1234567, "#,##0,", "1234,5670"),
    (0, "0;-0;;@", ""),
    (5, "0;-0;;@", "5"),
    (0.55, "# ?/?", "11/20"),
    (1 / 3, "# ??/??", "1/3"),
    (2.5, "# ?/?", "2 1/2"),
    (35000, '0.0,"%"', "35,0%"),
    (1e20, "General", "100000000000000000000"),
    (0.1 + 0.2, "General", "0,3"),
    (60, '0"%"', "60%"),
    (3, "00", "03"),
    (7, "[$₫-42A] #,##0", "₫ 7"),
    (1.5, "[>1]0.0;0", "1,5"),
    (31.7, ".00", "31,70"),
    (25, "0.##", "25"),
    (2, "≥0", "≥2"),
    (55, r"0\/\1\0\0\0", "55/1000"),
    (True, "General", "1"),
]


@pytest.mark.parametrize(("amount", "form", "text"), SHOWN)
def test_an_amount_is_written_as_its_format_shows_it(amount: float, form: str, text: str) -> None:
    assert shown(amount, form).text == text


@pytest.mark.parametrize("amount", ["1.234", "12345.678", "0.123", "31.7", "1350", "99.75", "0.5", "1000000"])
def test_the_number_grammar_reads_back_what_was_stored(amount: str) -> None:
    (quantity,) = read_value(shown(float(amount), "General").text)
    assert (quantity.kind, quantity.amount, quantity.doubtful) == ("level", Decimal(amount), False)


def test_hidden_decimals_are_kept_when_typed_and_rounded_when_computed() -> None:
    assert (shown(31.75, "0").text, shown(31.75, "0").rounded) == ("31,75", True)
    assert (shown(200 / 3, "0").text, shown(200 / 3, "0").rounded) == ("67", True)
    assert not shown(31.0, "0").rounded
