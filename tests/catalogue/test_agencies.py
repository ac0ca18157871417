"""The bodies of the packaged data: spellings, validity, successions, and data that contradicts itself."""

import copy
from importlib.resources import files

import pytest
import yaml

from pipeline.catalogue.agencies import agencies_from, load_agencies
from pipeline.errors import CatalogueError

KNOWN = load_agencies()
DATA = yaml.safe_load((files("pipeline.catalogue") / "data" / "agencies.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("Sở LĐ-TB&XH", "so_ldtbxh"),
        ("Sở Lao động – Thương binh và Xã hội", "so_ldtbxh"),
        ("Sở Lao động, Thương binh và Xã hội", "so_ldtbxh"),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "so_ldtbxh"),
        ("Sở KH&CN", "so_khcn"),
        ("Sở VHTT&DL", "so_vhttdl"),
        ("Sở VH,TT&DL", "so_vhttdl"),
        ("Sở Văn hoá, Thể thao và Du lịch", "so_vhttdl"),
        ("Sở Văn hóa và Thể thao", "so_vhtt"),
        ("Sở Công thương", "so_cong_thuong"),
        ("BQL các KCN", "ban_kcn"),
        ("VP HĐND-UBND", "vp_hdnd_ubnd"),
        ("UBMTTQ", "mttq"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam", "mttq"),
        ("Phòng VH-XH", "phong_vhxh"),
        ("Phòng Văn hoá-Thông tin", "phong_vhtt"),
        ("Hội LHPN", "hoi_lhpn"),
        ("Đoàn TNCS HCM", "doan_thanh_nien"),
        ("Trung tâm Văn hoá-Thể thao -Du lịch và Truyền thông", "tt_vhttdl_tt"),
        ("Uỷ ban nhân dân các huyện, thị xã và thành phố", "ubnd_huyen"),
        ("UBND 102 xã, phường, thị trấn", "ubnd_xa"),
        ("các sở, ban, ngành, đoàn thể tỉnh", "nhom_co_quan"),
        ("Sở Nội vụ tỉnh Kon Tum", "so_noi_vu"),
        ("UBND huyện Kon Rẫy", "ubnd_mot_huyen"),
        ("Hội LHPN TP. Kon Tum", "hoi_lhpn"),
        ("Báo Kon Tum", "bao"),
    ],
)
def test_a_spelling_finds_its_body(printed: str, agency: str) -> None:
    found = KNOWN.find(printed)
    assert found is not None
    assert found.id == agency


@pytest.mark.parametrize(
    "printed",
    [
        "Sở Y tế dự phòng",
        "Y tế",
        "Sở",
        "Trung tâm Y tế dự phòng",
        "nt",
        "",
        "Sở Nội vụ; Sở Y tế",
        "Báo",
        "Báo cáo",
    ],
)
def test_what_is_no_known_name_finds_nothing(printed: str) -> None:
    assert KNOWN.find(printed) is None


@pytest.mark.parametrize("agency", sorted(KNOWN.by_id))
def test_every_body_is_found_by_its_own_name_and_has_a_known_status(agency: str) -> None:
    body = KNOWN.by_id[agency]
    assert body.status in {"confirmed", "seed", "memory"}
    if "{" not in body.name and not body.needs_place:
        found = KNOWN.find(body.name)
        assert found is not None
        assert found.id == agency


def test_every_fact_that_is_confirmed_names_its_source() -> None:
    confirmed = [body.source for body in KNOWN.by_id.values() if body.status == "confirmed"]
    confirmed += [change.source for change in KNOWN.succession if change.status == "confirmed"]
    assert len(confirmed) > 10
    assert set(confirmed) <= DATA["sources"].keys()


def test_gender_work_went_to_home_affairs_on_the_first_of_march() -> None:
    assert KNOWN.successors("so_ldtbxh", "2025-02-28") == ()
    after = KNOWN.successors("so_ldtbxh", "2025-03-01", "bình đẳng giới")
    assert [change.new for change in after] == ["so_noi_vu"]
    assert {change.new for change in KNOWN.successors("so_ldtbxh", "2025-04-01")} >= {"so_y_te", "so_gddt"}


def test_one_spelling_for_two_bodies_is_a_fault_that_names_both() -> None:
    data = copy.deepcopy(DATA)
    data["agencies"]["province"].append({"id": "other", "vi": "Sở Y-tế", "status": "memory"})
    with pytest.raises(CatalogueError, match="so_y_te") as error:
        agencies_from(data)
    assert "other" in str(error.value)


def test_a_succession_to_an_unknown_body_is_a_fault() -> None:
    data = copy.deepcopy(DATA)
    data["succession"][0]["to"] = "nobody"
    with pytest.raises(CatalogueError, match="nobody"):
        agencies_from(data)


def test_an_id_that_stands_twice_is_a_fault() -> None:
    data = copy.deepcopy(DATA)
    data["agencies"]["any"].append({"id": "so_y_te", "vi": "Sở Thử nghiệm", "status": "memory"})
    with pytest.raises(CatalogueError, match="twice"):
        agencies_from(data)
