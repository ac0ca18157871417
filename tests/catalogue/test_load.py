from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipeline.catalogue.check import check
from pipeline.catalogue.load import load, read
from pipeline.errors import CatalogueError
from pipeline.normalizer.matching import build_index, match

FAMILY = {
    "id": "NTM",
    "version": "1",
    "name_vi": "Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2021-2025",
    "name_en": "New rural development programme 2021-2025",
    "period": [2021, 2025],
    "legal_basis": {
        "number": "263/QĐ-TTg",
        "date": "2022-02-22",
        "issuer": "Thủ tướng Chính phủ",
        "status": "memory",
    },
    "units": {"ocop_star": {"vi": "sao", "en": "stars", "spellings": ["sao OCOP"]}},
    "goals": [
        {"number": "1", "vi": "Về xây dựng nông thôn mới", "en": "New rural communes", "status": "memory"}
    ],
}
INDICATOR = {
    "id": "NTM.1.1",
    "goal": "1",
    "name_vi": "Tỷ lệ xã đạt chuẩn nông thôn mới",
    "name_en": "Share of communes meeting the new rural standard",
    "status": "memory",
    "direction": "higher",
    "measures": [{"id": "share", "unit": "percent", "default": True}],
    "bounds": [{"measure": "share", "hard": [0, 100], "status": "memory"}],
    "targets": [
        {
            "year": 2025,
            "measure": "share",
            "comparator": "ge",
            "value": 80,
            "unit": "percent",
            "status": "memory",
        }
    ],
    "must": [["xã"], ["nông thôn mới"]],
    "forbidden": ["nâng cao", "kiểu mẫu", "huyện"],
    "wordings": ["Số xã được công nhận đạt chuẩn nông thôn mới"],
}


def folder(place: Path, indicators: list[dict[str, object]], family: dict[str, object] | None = None) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    (place / "family.yaml").write_text(yaml.safe_dump(family or FAMILY, allow_unicode=True), encoding="utf-8")
    rows = {"indicators": indicators}
    (place / "goal_1.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    return place


def test_packaged_catalogues_have_every_indicator_and_no_fault() -> None:
    catalogue = load()
    assert len(catalogue.family("VNGES").indicators) == 23
    assert len(catalogue.family("VNCHILD").indicators) == 17
    assert [scope.id for scope in catalogue.indicator("VNGES.1.1").scopes][1:] == [
        "province.government",
        "province.agency",
        "district.government",
        "district.agency",
        "commune.government",
        "commune.people_committee",
    ]
    assert check(catalogue) == ()


def test_packaged_facts_keep_their_status_and_sources() -> None:
    catalogue = load()
    confirmed = catalogue.indicator("VNGES.2.3").target(2025)
    remembered = catalogue.indicator("VNGES.4.3").target(2025)
    assert confirmed is not None
    assert (confirmed.comparator, confirmed.value, confirmed.status) == ("ge", Decimal(27), "confirmed")
    assert confirmed.sources == ("S1", "S3")
    assert remembered is not None
    assert (remembered.value, remembered.status) == (Decimal(18), "memory")
    natural = catalogue.indicator("VNGES.4.1").bounds_of("ratio")
    assert natural is not None
    assert natural.natural == (Decimal(103), Decimal(107))


def test_a_range_of_a_yearly_change_is_read() -> None:
    target = load().indicator("VNCHILD.2.child_marriage").target(2030)
    assert target is not None
    assert (target.comparator, target.value, target.high) == ("between", Decimal(2), Decimal(3))


def test_a_folder_adds_a_family_without_code(tmp_path: Path) -> None:
    catalogue = load([folder(tmp_path / "ntm", [INDICATOR])])
    index = build_index(catalogue)
    assert "NTM@1" in catalogue.names
    assert "ocop_star" in catalogue.units
    ruled = match("Phấn đấu 80% số xã đạt chuẩn nông thôn mới", index)
    assert (ruled.indicator_id, ruled.review) == ("NTM.1.1", "accepted")
    neighbour = match("Tỷ lệ xã đạt chuẩn nông thôn mới nâng cao", index)
    assert neighbour.review == "needs_review"
    assert match("Tỷ lệ nữ thạc sĩ", index).indicator_id == "VNGES.5.4.a"


def test_a_folder_of_families_is_read_and_one_with_a_packaged_id_takes_its_place(tmp_path: Path) -> None:
    folder(tmp_path / "all" / "ntm", [INDICATOR])
    child = FAMILY | {"id": "VNCHILD", "version": "local"}
    folder(tmp_path / "all" / "child", [], child)
    catalogue = load([tmp_path / "all"])
    assert sorted(catalogue.names) == ["NTM@1", "VNCHILD@local", "VNGES@1"]


def test_version_follows_the_content(tmp_path: Path) -> None:
    first = load([folder(tmp_path / "ntm", [INDICATOR])]).version
    assert load([tmp_path / "ntm"]).version == first
    changed = load([folder(tmp_path / "ntm", [INDICATOR | {"note": "changed"}])]).version
    assert changed != first != load().version


def fault_of(place: Path, **changes: object) -> str:
    with pytest.raises(CatalogueError) as raised:
        load([folder(place, [INDICATOR | changes])])
    return "\n".join(raised.value.faults)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"measures": [{"id": "share", "unit": "stones", "default": True}]}, "unknown unit 'stones'"),
        ({"goal": "7"}, "unknown goal '7'"),
        ({"sources": ["S9"]}, "unknown source 'S9'"),
        ({"measures": [{"id": "share", "unit": "percent"}]}, "exactly one measure must be the default"),
        ({"bounds": [{"measure": "share", "hard": [100, 0], "status": "memory"}]}, "hard is reversed"),
        (
            {"bounds": [{"measure": "share", "hard": [0, 9], "plausible": [0, 50], "status": "memory"}]},
            "plausible reaches outside hard",
        ),
        (
            {"bounds": [{"measure": "share", "hard": [0, 50], "status": "memory"}]},
            "outside the hard bounds 0 to 50",
        ),
        ({"bounds": [{"measure": "rate", "hard": [0, 50], "status": "memory"}]}, "unknown measure 'rate'"),
        ({"targets": [INDICATOR["targets"][0] | {"scope": "rural"}]}, "unknown scope 'rural'"),  # type: ignore[index]
        ({"targets": [INDICATOR["targets"][0] | {"measure": "count"}]}, "unknown measure 'count'"),  # type: ignore[index]
        ({"targets": [INDICATOR["targets"][0]] * 2}, "two values for one measure and scope"),  # type: ignore[index]
        ({"targets": [INDICATOR["targets"][0] | {"high": 90}]}, "a range needs both ends"),  # type: ignore[index]
        ({"scopes": [{"id": "a", "name_vi": "a", "subset_of": "b"}]}, "subset of 'b', which is unknown"),
        ({"must": [["trạm y tế"]]}, "none of trạm y tế stands in"),
        ({"must": []}, "nothing tells it from its neighbours"),
        ({"forbidden": ["đạt chuẩn"]}, "forbidden: đạt chuẩn stands in its own"),
        ({"wordings": ["Tỷ lệ các"]}, "no word that carries meaning"),
        ({"retired": True}, "retired without a successor"),
        ({"retired": True, "successor": "NTM.1.1"}, "its successors lead back to itself"),
        ({"successor": "NTM.1.2"}, "unknown successor"),
        ({"id": "OTHER.1"}, "the id must begin with NTM."),
        ({"direction": "sideways"}, "direction is 'sideways'"),
        ({"status": "rumour"}, "status is 'rumour'"),
        ({"must": ["xã"]}, "a list is expected"),
    ],
)
def test_a_contradiction_is_named_with_its_file(
    tmp_path: Path, changes: dict[str, object], fault: str
) -> None:
    assert fault in fault_of(tmp_path / "ntm", **changes)
    assert "ntm/goal_1.yaml: " in fault_of(tmp_path / "ntm", **changes)


def test_a_missing_status_is_named(tmp_path: Path) -> None:
    row = {key: value for key, value in INDICATOR.items() if key != "status"}
    with pytest.raises(CatalogueError, match=r"goal_1.yaml: NTM.1.1: status is missing"):
        load([folder(tmp_path / "ntm", [row])])


def test_an_id_and_a_wording_used_twice_are_named(tmp_path: Path) -> None:
    twin = INDICATOR | {"name_vi": "Tỷ lệ xã đạt nông thôn mới"}
    with pytest.raises(CatalogueError) as raised:
        load([folder(tmp_path / "ntm", [INDICATOR, twin])])
    assert any("the id is used again" in fault for fault in raised.value.faults)
    with pytest.raises(CatalogueError) as raised:
        load([folder(tmp_path / "other", [INDICATOR, INDICATOR | {"id": "NTM.1.2"}])])
    assert any("also stands for NTM.1.1/all" in fault for fault in raised.value.faults)


def test_a_retired_indicator_is_followed_to_its_successor_and_not_matched(tmp_path: Path) -> None:
    old = INDICATOR | {
        "id": "NTM.1.0",
        "name_vi": "Số xã đạt 19 tiêu chí nông thôn mới",
        "wordings": [],
        "retired": True,
        "successor": "NTM.1.1",
    }
    catalogue = load([folder(tmp_path / "ntm", [INDICATOR, old])])
    assert "NTM.1.0" not in {indicator.id for indicator in catalogue.indicators}
    assert match("Số xã đạt 19 tiêu chí nông thôn mới", build_index(catalogue)).indicator_id != "NTM.1.0"


def test_unreadable_files_and_empty_folders_are_faults(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such file"):
        read([tmp_path])
    broken = folder(tmp_path / "ntm", [INDICATOR])
    (broken / "goal_1.yaml").write_text("indicators: [", encoding="utf-8")
    with pytest.raises(CatalogueError, match="not readable as YAML"):
        read([broken])
