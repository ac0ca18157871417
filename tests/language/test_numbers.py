import time
import unicodedata
from decimal import Decimal

import pytest

from pipeline.language.numbers import is_ditto, read_value
from pipeline.language.units import UNITS
from pipeline.model import Quantity
from tests.language.examples import examples

CASES = examples("values")
KINDS = {"missing": "missing", "text": "qualitative", "delta": "change"}
COMPARATORS = {None: "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "~": "approx"}
FREQUENCIES = {None: "", "quý": "quarter", "tháng": "month", "năm": "year"}
# What the examples call a unit that a period behind it makes another one.
WITH_PERIOD = {"lần": "times_per_period", "%": "percent_per_year"}


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _expected(record: dict) -> dict:
    """The fields of a quantity that a labelled record fixes."""
    if "v" not in record and "low" not in record and "num" not in record:
        return {"kind": KINDS[record["kind"]]}
    kind = KINDS.get(record.get("kind"), "level" if "v" in record or "low" in record else "fraction")
    want = {
        "kind": kind,
        "amount": _number(record.get("v", record.get("low"))),
        "high": _number(record.get("high")),
        "comparator": "between" if "low" in record else COMPARATORS[record.get("cmp")],
        "base": record.get("per"),
        "frequency": FREQUENCIES[record.get("freq")],
        "count": _number(record.get("num")),
        "of": _number(record.get("den")),
    }
    if "unit" in record:
        unit = record["unit"]
        want["unit"] = (
            WITH_PERIOD.get(unit, "") if "freq" in record and unit in WITH_PERIOD else UNITS.find(unit)
        )
    if "year" in record:
        want["year"] = record["year"]
    return want


def _fields(quantity: Quantity, names: dict) -> dict:
    return {name: getattr(quantity, name) for name in names}


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["records"][0].get("kind") != "change"],
    ids=lambda case: case["text"],
)
def test_each_example_reads_as_labelled(case):
    got = read_value(case["text"], case["unit_column"])
    wanted = [_expected(record) for record in case["records"]]
    assert [_fields(one, want) for one, want in zip(got, wanted, strict=True)] == wanted
    scopes = [record.get("scope", "") for record in case["records"]]
    assert all(scope in one.scope_words.lower() for one, scope in zip(got, scopes, strict=True))


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["records"][0].get("kind") == "change"],
    ids=lambda case: case["text"],
)
def test_each_example_of_a_changing_level_gives_both_ends(case):
    record = case["records"][0]
    before, after = read_value(case["text"])
    assert (before.kind, before.amount) == ("baseline", _number(record["from"]))
    assert (after.kind, after.amount) == ("level", _number(record["to"]))
    assert before.base == after.base == record.get("per")
    assert before.unit == after.unit != ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_is_quoted_stands_at_its_offset(case):
    for one in read_value(case["text"], case["unit_column"]):
        assert case["text"][one.start : one.start + len(one.raw)] == one.raw


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_decomposed_cells_read_like_composed_ones(case):
    assert read_value(unicodedata.normalize("NFD", case["text"])) == read_value(case["text"])


# Formats met in real plans: text, unit column, then amount, high, comparator, unit, base.
FIELD = [
    ("13/17 xã đạt 76,5%", "", "76.5", None, "eq", "percent", None),
    ("1.350", "", "1350", None, "eq", "", None),
    ("8.962,72 tỷ đồng", "", "8962720000000", None, "eq", "dong", None),
    ("58/100.000 ca đẻ sống", "", "58", None, "eq", "per_100k_live_births", 100000),
    ("46 ca trên 100.000 trẻ sinh sống", "", "46", None, "eq", "per_100k_live_births", 100000),
    ("120/100", "", "120", None, "eq", "", 100),
    ("112,8 trẻ trai/100 trẻ gái", "", "112.8", None, "eq", "boys_per_100_girls", 100),
    ("9‰", "", "9", None, "eq", "permille", None),
    ("42%o", "", "42", None, "eq", "permille", None),
    ("ít nhất 02 cuộc", "", "2", None, "ge", "event", None),
    ("00", "", "0", None, "eq", "", None),
    ("≥98%", "", "98", None, "ge", "percent", None),
    (">12", "", "12", None, "gt", "", None),
    ("<500", "", "500", None, "lt", "", None),
    ("16 - 18", "", "16", "18", "between", "", None),
    ("6,5-7,2%", "", "6.5", "7.2", "between", "percent", None),
    ("từ 10 - 15%", "", "10", "15", "between", "percent", None),
    ("5.000 ÷ 8.000", "", "5000", "8000", "between", "", None),
    ("250 ÷ <500", "", "250", "500", "between", "", None),
    ("Bình quân từ 9,5 - 12%/năm", "", "9.5", "12", "between", "percent_per_year", None),
    (">=85% (UBND cấp tỉnh quy định cụ thể …)", "", "85", None, "ge", "percent", None),
    (
        "105 - 106 trẻ sơ sinh trai/100 trẻ sơ sinh gái",
        "",
        "105",
        "106",
        "between",
        "boys_per_100_girls",
        100,
    ),
    ("15 bác sĩ/vạn dân", "", "15", None, "eq", "per_10k_people", 10000),
    ("500 triệu - 1 tỷ đồng", "", "500000000", "1000000000", "between", "dong", None),
    ("15", "triệu đồng", "15000000", None, "eq", "dong", None),
    ("15 triệu đồng", "triệu đồng", "15000000", None, "eq", "dong", None),
    ("3.500", "Tỷ VNĐ", "3500000000000", None, "eq", "dong", None),
    ("31,7", "/100.000 trẻ đẻ sống", "31.7", None, "eq", "per_100k_live_births", 100000),
    ("55", "ca sinh/1.000 phụ nữ", "55", None, "eq", "per_1000_women", 1000),
    ("30", "Người/vạn dân", "30", None, "eq", "per_10k_people", 10000),
    ("1,5", "% GDP", "1.5", None, "eq", "percent", None),
    ("5", "%/năm", "5", None, "eq", "percent_per_year", None),
    ("60%", "lần", "60", None, "eq", "percent", None),
    ("100%.", "", "100", None, "eq", "percent", None),
]


@pytest.mark.parametrize(("text", "column", "amount", "high", "comparator", "unit", "base"), FIELD)
def test_formats_of_real_plans(text, column, amount, high, comparator, unit, base):
    (got,) = read_value(text, column)
    assert (got.kind, got.doubtful) == ("level", False)
    assert (got.amount, got.high) == (Decimal(amount), high and Decimal(high))
    assert (got.comparator, got.unit, got.base) == (comparator, unit, base)


def test_two_values_with_their_groups_behind_them():
    first, second = read_value("≤ 3 Đông Nam Á; ≤ 50 Thế giới")
    assert (first.amount, first.comparator, first.scope_words) == (3, "le", "Đông Nam Á")
    assert (second.amount, second.comparator, second.scope_words) == (50, "le", "Thế giới")


def test_two_stages_in_one_cell():
    got = read_value("Năm 2025: 60%; năm 2030: 75%")
    assert [(one.year, one.amount) for one in got] == [(2025, 60), (2030, 75)]


@pytest.mark.parametrize(
    ("text", "amount", "high", "comparator"),
    [
        ("giảm 2-3%/năm", -2, -3, "between"),
        ("Giảm ít nhất 5%/năm", -5, None, "ge"),
        ("tăng từ 10 - 15% so với năm 2025", 10, 15, "between"),
    ],
)
def test_a_difference_is_no_level(text, amount, high, comparator):
    (got,) = read_value(text)
    assert (got.kind, got.amount, got.high, got.comparator) == ("change", amount, high, comparator)


@pytest.mark.parametrize(
    "text", ["Không quy định", "Tốt/Khá/Đạt", "UBND cấp tỉnh quy định cụ thể", "Tiên tiến, hiện đại…"]
)
def test_words_are_qualitative(text):
    assert [one.kind for one in read_value(text)] == ["qualitative"]


@pytest.mark.parametrize(
    ("text", "ditto"),
    [("nt", True), ("(nt)", True), ("như trên", True), ("-", False), ("x", False), ("", False)],
)
def test_nothing_reported_is_told_from_the_same_as_above(text, ditto):
    (got,) = read_value(text)
    assert (got.kind, is_ditto(got)) == ("missing", ditto)


@pytest.mark.parametrize(
    "text",
    [
        "4.961",
        "1,234",
        "2025",
        "50 100",
        "95/100",
        "từ 60%",
        "60% chưa đạt",
        "≥ 3% và tăng dần theo yêu cầu",
        "20/11 xã",
        "tăng trên 60%",
        "42% đến trên 45%",
        "20%->30%",
    ],
)
def test_what_can_be_read_in_two_ways_says_so(text):
    assert all(one.doubtful or one.kind == "unparsed" for one in read_value(text))


def test_a_number_before_a_fraction_may_be_one_number_with_it():
    assert read_value("2 1/2", "%")[0].doubtful
    assert not read_value("55 (11/20)", "%")[0].doubtful
    assert not read_value("55% 11/20", "%")[0].doubtful


def test_the_decimal_mark_of_the_document_settles_thousands():
    assert read_value("4.961", decimal=",")[0].doubtful is False
    assert read_value("99.750", "%", decimal=".")[0].amount == Decimal("99.75")


LIMIT_MS = 2.0
"""Milliseconds a cell, on a slow core."""


def test_a_cell_is_read_in_time():
    read_value("60%")
    texts = [
        f"{bound}{number},{number % 10}% ({number}/{number + 50} cơ quan)"
        for bound in ("", "đạt ")
        for number in range(100)
    ]
    start = time.process_time()
    for text in texts:
        read_value(text)
    assert (time.process_time() - start) * 1000 / len(texts) < LIMIT_MS
