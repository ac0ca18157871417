"""The packaged register of areas: names, dates, codes that changed hands, and searches that must fail."""

import time
import unicodedata

import pytest

from pipeline.catalogue.areas import Area, areas_from, load_area_words, load_areas, span

KNOWN = load_areas()
ENTRIES = [area for entries in KNOWN.by_code.values() for area in entries]


@pytest.mark.parametrize(
    ("name", "level", "date", "code"),
    [
        ("Kon Tum", "province", "2025-03-24", "62"),
        ("tỉnh Kon Tum", "", "2025-03-24", "62"),
        ("Tỉnh KON TUM", "", "2025-06-30", "62"),
        ("Kontum", "province", "2024", "62"),
        ("thành phố Kon Tum", "", "2025-03-24", "608"),
        ("TP.Kon Tum", "", "2024", "608"),
        ("huyện Kon Rẫy", "", "2024", "614"),
        ("Đắk Hà", "district", "2024", "615"),
        ("Đăk Hà", "district", "2024", "615"),
        ("Ia H’ Drai", "district", "2024", "618"),
        ("Hoà Bình", "province", "2024", "17"),
        ("Đăk Lăk", "", "2024", "66"),
        ("TP HCM", "", "2026", "79"),
        ("Quận 01", "", "2024", "760"),
        ("Qui Nhơn", "", "2024", "540"),
        ("Bắc Ninh", "province", "2025-06-30", "27"),
        ("Bắc Ninh", "province", "2025-07-01", "24"),
        ("Lào Cai", "province", "2026", "15"),
        ("Yên Bái", "province", "2024", "15"),
        ("Thừa Thiên Huế", "", "2023-05-01", "46"),
        ("thành phố Huế", "", "2023-05-01", "474"),
        ("thành phố Huế", "", "2025-02-01", "46"),
        ("phường Kon Tum", "", "2025-09-01", "23293"),
    ],
)
def test_a_name_finds_the_code_of_its_date(name: str, level: str, date: str, code: str) -> None:
    found = KNOWN.find(name, level, date)
    assert found is not None
    assert found.code == code
    assert KNOWN.find(unicodedata.normalize("NFD", name), level, date) == found


@pytest.mark.parametrize(
    ("name", "level", "date"),
    [
        ("Kon Tum", "", "2025-03-24"),  # a province and a town
        ("xã Tân Lập", "", "2024"),  # in many districts
        ("Kon Tum", "province", "2025-07-01"),  # ended the day before
        ("huyện Kon Rẫy", "", "2025-07-01"),
        ("Bắc Ninh", "province", "2025"),  # 27 and then 24
        ("Đạ Huoai", "district", "2024"),  # moved from 681 to 682 on a day that the register does not know
        ("Không Có", "", "2024"),
        ("", "", "2024"),
        ("tỉnh", "", "2024"),
    ],
)
def test_what_is_not_sure_finds_nothing(name: str, level: str, date: str) -> None:
    assert KNOWN.find(name, level, date) is None


def test_the_parent_decides_between_communes_of_one_name() -> None:
    assert len(KNOWN.search("xã Tân Lập", date="2024")) > 5
    near = KNOWN.find("xã Tân Lập", date="2024", parent="614")
    far = KNOWN.find("xã Tân Lập", date="2024", parent="62")
    assert near is not None
    assert near == far
    assert near.code == "23497"


def test_the_areas_above_go_up_to_the_nation() -> None:
    assert [area.title for area in KNOWN.chain("23488", "2025-03-24")] == [
        "xã Đăk Ruồng",
        "huyện Kon Rẫy",
        "tỉnh Kon Tum",
        "Việt Nam",
    ]
    assert KNOWN.chain("62", "2025-07-01") == ()
    assert KNOWN.chain("99999", "2025-03-24") == ()


def test_kon_tum_goes_on_in_quang_ngai() -> None:
    old = KNOWN.at("62", "2025-03-24")
    assert old is not None
    assert (old.valid_until, old.successors) == ("2025-06-30", ("51",))
    after = KNOWN.at("51", "2025-07-01")
    assert after is not None
    assert after.title == "tỉnh Quảng Ngãi"
    assert after != KNOWN.at("51", "2025-06-30")


@pytest.mark.parametrize(
    ("name", "own", "level", "date", "count"),
    [
        ("Việt Nam", "nation", "province", "2025-06-30", 63),
        ("Việt Nam", "nation", "province", "2025-07-01", 34),
        ("Việt Nam", "nation", "commune", "2025-07-01", 3321),
        ("Kon Tum", "province", "district", "2025-03-24", 10),
        ("Kon Tum", "province", "commune", "2025-03-24", 102),
        ("Kon Rẫy", "district", "commune", "2024", 7),
        ("Kon Tum", "province", "commune", "2025-07-01", None),
        ("Ninh Bình", "province", "district", "2024", None),
        ("Kon Tum", "province", "district", "", None),
    ],
)
def test_areas_below_are_counted_where_the_register_can_tell(
    name: str, own: str, level: str, date: str, count: int | None
) -> None:
    assert KNOWN.count_of(name, own, level, date) == count


def test_districts_end_with_june_2025() -> None:
    districts = [area for area in ENTRIES if area.level == "district"]
    assert len({area.code for area in districts if area.valid_until == "2025-06-30"}) == 696
    assert not [area for area in districts if area.valid_between("2025-07-01", "2026-12-31")]


def test_every_entry_has_a_parent_of_a_level_above_at_its_own_time() -> None:
    above = {"province": {"nation"}, "district": {"province"}, "commune": {"district", "province"}}
    for area in ENTRIES:
        if area.level != "nation":
            parents = KNOWN.by_code[area.parent]
            first, last = area.valid_from, area.valid_until or area.gone_by
            assert any(p.level in above[area.level] and p.valid_between(first, last) for p in parents), area


def test_every_successor_is_an_entry_that_lives_on() -> None:
    codes = {area.code for area in ENTRIES if not area.valid_until and not area.gone_by}
    late = [area for area in ENTRIES if area.successors and area.valid_until == "2025-06-30"]
    assert len(late) > 10_000
    assert {code for area in late for code in area.successors} <= codes


def test_no_two_entries_of_one_code_are_surely_valid_on_one_day() -> None:
    for day in ("2024-06-01", "2025-03-24", "2025-07-01"):
        for code, entries in KNOWN.by_code.items():
            sure = [area for area in entries if not area.gone_by and area.valid_between(day, day)]
            assert len({area.level for area in sure}) == len(sure), (code, day)


def test_the_register_loads_quickly() -> None:
    start = time.process_time()
    load_areas.__wrapped__()
    assert time.process_time() - start < 2


def test_two_areas_of_one_name_are_told_apart_only_by_what_is_asked() -> None:
    made = areas_from(
        [
            Area("VN", "Việt Nam", "", "nation", ""),
            Area("01", "Bình An", "tỉnh", "province", "VN", valid_until="2025-06-30"),
            Area("02", "Bình An", "tỉnh", "province", "VN", valid_from="2025-07-01"),
            Area("001", "Bình An", "huyện", "district", "01"),
        ],
        load_area_words(),
    )
    assert made.find("Bình An", date="2025-01-01") is None
    for asked, code in [(("tỉnh Bình An", "", "2025-01-01"), "01"), (("Bình-An", "province", "2026"), "02")]:
        found = made.find(*asked)
        assert found is not None
        assert found.code == code


def test_an_incomplete_date_covers_all_its_days() -> None:
    assert span("2025") == ("2025-01-01", "2025-12-31")
    assert KNOWN.find("Kon Tum", "province", "2025") == KNOWN.find("Kon Tum", "province", "2025-06")
