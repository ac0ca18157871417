"""Values built from forms × bounds × units × number styles read back exactly; near misses never do."""

from decimal import Decimal
from itertools import product

import pytest

from pipeline.language.numbers import read_value

BOUNDS = {
    "": "eq",
    "đạt ": "eq",
    "còn ": "eq",
    "dưới ": "lt",
    "< ": "lt",
    "không quá ": "le",
    "≤": "le",
    "trên ": "gt",
    ">": "gt",
    "ít nhất ": "ge",
    "Tối thiểu ": "ge",
    ">= ": "ge",
    "khoảng ": "approx",
    "phấn đấu đạt trên ": "gt",
    "xuống dưới ": "lt",
}
UNITS = {
    "%": ("percent", None, ""),
    " %": ("percent", None, ""),
    " phần trăm": ("percent", None, ""),
    "‰": ("permille", None, ""),
    " lần": ("ratio_times", None, ""),
    " bé trai/100 bé gái": ("boys_per_100_girls", 100, ""),
    "/100.000 trẻ đẻ sống": ("per_100k_live_births", 100000, ""),
    " ca sinh/1.000 phụ nữ": ("per_1000_women", 1000, ""),
    "/1.000": ("", 1000, ""),
    " tin, bài/quý": ("news_item", None, "quarter"),
    "tin/quý": ("news_item", None, "quarter"),
    " chuyên mục/tháng": ("column_item", None, "month"),
    " lần/năm": ("times_per_period", None, "year"),
    " giờ": ("hour", None, ""),
    " người": ("person", None, ""),
}
NUMBERS = {
    "60": "60",
    "03": "3",
    "1,7": "1.7",
    "26.6": "26.6",
    "99,75": "99.75",
    "1.350": "1350",
    "12.345,6": "12345.6",
}

SINGLE = [
    (f"{bound}{number}{unit}", value, comparator, UNITS[unit])
    for (bound, comparator), (number, value), unit in product(BOUNDS.items(), NUMBERS.items(), UNITS)
    if not (
        number == "1.350" and UNITS[unit][0] in ("percent", "permille", "ratio_times", "times_per_period")
    )
]


def test_the_generated_set_is_large_enough():
    assert len(SINGLE) >= 500


def test_every_bound_style_and_unit_reads_back_exactly():
    wrong = []
    for text, value, comparator, (unit, base, frequency) in SINGLE:
        (got,) = read_value(text)
        seen = (got.kind, got.amount, got.comparator, got.unit, got.base, got.frequency, got.raw)
        if seen != ("level", Decimal(value), comparator, unit, base, frequency, text):
            wrong.append((text, seen))
    assert wrong == []


DASHES = ("-", " - ", "–", " – ", " ÷ ", " đến ")
RANGES = [
    (f"{start}{low}{dash}{high}{unit}", low, high, UNITS[unit])
    for start, dash, (low, high), unit in product(
        ("", "từ ", "khoảng "),
        DASHES,
        (("40", "45"), ("1,5", "1,7"), ("02", "03")),
        ("%", " lần", " tin, bài/quý"),
    )
]


def test_every_range_style_reads_back_exactly():
    wrong = []
    for text, low, high, (unit, base, frequency) in RANGES:
        (got,) = read_value(text)
        want = (
            Decimal(low.replace(",", ".")),
            Decimal(high.replace(",", ".")),
            "between",
            unit,
            base,
            frequency,
        )
        if (got.amount, got.high, got.comparator, got.unit, got.base, got.frequency) != want:
            wrong.append((text, got))
    assert len(RANGES) > 150
    assert wrong == []


LEVELS = ("cấp tỉnh", "cấp huyện", "cấp xã")


@pytest.mark.parametrize("joint", ["; ", ", ", "\n", "\n- ", " và "])
@pytest.mark.parametrize("link", [" ", ": ", " đạt ", " trên "])
@pytest.mark.parametrize("count", [2, 3])
def test_values_by_level_read_back_in_order(joint, link, count):
    amounts = ["100", "90,5", "80"][:count]
    got = read_value(
        joint.join(f"{level}{link}{amount}%" for level, amount in zip(LEVELS, amounts, strict=False))
    )
    assert [one.scope_words for one in got] == list(LEVELS[:count])
    assert [one.amount for one in got] == [Decimal(amount.replace(",", ".")) for amount in amounts]
    assert {one.unit for one in got} == {"percent"}


@pytest.mark.parametrize("share", ["55%", "55 %", "đạt 55%", "55,0%"])
@pytest.mark.parametrize("noun", ["", " cơ quan", " xã, phường", " đơn vị trực thuộc"])
@pytest.mark.parametrize(
    "form", ["{share} ({part})", "{part} ({share})", "{share}, {part}", "{part}, {share}"]
)
def test_a_fraction_beside_a_share_reads_back_either_way_round(share, noun, form):
    (got,) = read_value(form.format(share=share, part=f"11/20{noun}"))
    assert (got.amount, got.unit, got.count, got.of) == (Decimal(55), "percent", Decimal(11), Decimal(20))


@pytest.mark.parametrize("verb", ["", "giảm ", "Giảm ", "tăng "])
@pytest.mark.parametrize("to", ["xuống", "xuống còn", "lên"])
@pytest.mark.parametrize(
    ("before", "after"), [("70 ca sinh/1.000 phụ nữ", "55/1.000"), ("30%", "dưới 25,5%"), ("1,7", "1,4 lần")]
)
def test_a_change_of_level_gives_its_start_and_its_end(verb, to, before, after):
    first, second = read_value(f"{verb}từ {before} {to} {after}")
    assert (first.kind, second.kind) == ("baseline", "level")
    assert first.raw == f"từ {before}"
    assert second.raw == f"{to} {after}"
    assert first.unit == second.unit != ""


NONSENSE = """
31,,7|12/|%|5-|1.2.3.4|abc 12 def|12 34 56,7|/100.000|31,7/|31,7//100|..5|5..|5,|,5|.5|1,2,3|1.23.4|
12,34,5|1.000.00|1,000,00|10%%|%10|% 10|10 % %|10-|-10|--10|10--20|10-20-30|10 - - 20|10-%|45-40%|
45 - 40|100-100|từ 50 đến 40%|từ đến 50%|đến|từ|dưới|dưới %|≥|≥%|>=|<> 5|>< 5|≥≤ 5|12a|a12|12abc|x12|
5 def ghk|12 xyz|#12|12#|12$|$12|12&13|12+13|12=13|12*13|12^2|(12|12)|((12))|{12}|"12"|12'|1/2/3|
24/3/2025|3/2025|2021-2025|2024/2025|11//20|11/20/30|11/|/20|11/0|0/0|11/20%%|55% (11/20|55% 11/20)|
55% (11/)|55% (/20)|55%% (11/20)|(11/20)|60%; 70%|60% 70%|60 70|1 2 3|12 3456|1234 567|12 34|1 00|
1 0000|01 000 0|Cấp tỉnh: ; cấp xã: 5%|Cấp tỉnh 100; cấp tỉnh 90|giảm %|giảm giảm 5% 6%|tăng 5% giảm 3%|
từ 70 xuống|từ xuống 55|từ 70 xuống xuống|tin/quý 03 05|03 tin/|03/tin/|/quý|triệu 5|1.5.2025|15h30|
8:30|12:00|1:2|1:2.000|N/2|A1|1A|Q1/2025|S0%|5S%|B0|8O8S|lO|O%|IOO%|?|12?|?12|±5|5±1|10^3|1e5|٣|½|1½|5₂|
50:50|3–|–3–|3…5|…5|5…|/100%|100%100|100,%5|5%6|55%(11|55)11/20|31,7/100.00|31,7/1.00|31,7/100.0000|
31,7/.000|70 ca/|108/100/100|VN 2,000|NĐ 30/2020|Điều 5|khoản 2 Điều 3|0 0 0|; 12|, 12|trở lên 60%|
không quá|1.2,3.4|1,2.3,4|5 %5|100/0|trong nhóm 30/63 tỉnh|Năm 2025: |năm 2025
"""
NEAR_MISSES = [text for text in NONSENSE.replace("\n", "").split("|") if text] + ["60%\n70%", "100\n100"]


def test_at_least_a_hundred_near_misses_are_tried():
    assert len(set(NEAR_MISSES)) >= 100


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_near_miss_is_never_guessed(text):
    assert [one.kind for one in read_value(text)] == ["unparsed"]
