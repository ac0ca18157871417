import pytest

from pipeline.language.numbers import read_value
from pipeline.language.units import UNITS, Unit, base_of, tidy


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("%", "percent"),
        ("(%)", "percent"),
        ("Tỷ lệ %", "percent"),
        ("tỉ lệ (%)", "percent"),
        ("‰", "permille"),
        ("%o", "permille"),
        ("lần", "ratio_times"),
        ("Người", "person"),
        ("tin,bài", "news_item"),
        ("chuyên mục, chuyên đề", "column_item"),
        ("triệu đồng", "dong"),
        ("nghìn tỷ đồng", "dong"),
        ("%/năm", "percent_per_year"),
        ("bé trai/100 bé gái", "boys_per_100_girls"),
        ("trẻ sơ sinh trai/100 trẻ sơ sinh gái", "boys_per_100_girls"),
        ("ca/100.000 trẻ đẻ sống", "per_100k_live_births"),
        ("/1.000 phụ nữ", "per_1000_women"),
        ("/100.000 trẻ em", "per_100k_children"),
        ("Người/vạn dân", "per_10k_people"),
        ("/100.000", ""),
        ("/100.000 trẻ", ""),
        ("điều gì đó", ""),
        ("", ""),
    ],
)
def test_printed_units_get_the_id_that_their_words_decide(words, unit):
    assert UNITS.find(words) == unit


def test_every_unit_has_titles_a_code_and_a_family():
    families = {"share", "count", "rate", "ratio", "money", "time", "change", "measure", "place"}
    assert [unit.id for unit in UNITS.by_id.values() if not (unit.vi and unit.en and unit.ucum)] == []
    assert {unit.family for unit in UNITS.by_id.values()} <= families


def test_no_spelling_belongs_to_two_units():
    spelled = [(tidy(word), unit.id) for unit in UNITS.by_id.values() for word in unit.spellings]
    owners = {word: {owner for other, owner in spelled if other == word} for word, _ in spelled}
    assert {word: ids for word, ids in owners.items() if len(ids) > 1} == {}


def test_a_catalogue_adds_units_and_spellings():
    units = UNITS.extended(
        (
            Unit("ocop_stars", "sao OCOP", spellings=("sao ocop",)),
            Unit("percent", spellings=("phần trăm dân số",)),
            Unit("per_100k_live_births", base=100000, nouns=("trẻ",)),
        )
    )
    assert read_value("4 sao OCOP", units=units)[0].unit == "ocop_stars"
    assert units.find("phần trăm dân số") == "percent"
    assert read_value("31,7/100.000 trẻ", units=units)[0].unit == "per_100k_live_births"
    assert "ocop_stars" not in UNITS


@pytest.mark.parametrize(
    ("words", "base"),
    [("1.000", 1000), ("100 000", 100000), ("vạn", 10000), ("10 vạn", 100000), ("100", 100)],
)
def test_bases_as_printed(words, base):
    assert base_of(words) == base
