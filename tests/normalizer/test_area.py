"""The area of an issuer and of a plan."""

import pytest

from pipeline.catalogue.areas import load_areas
from pipeline.model import Document, Paragraph, Period, Place, Plan
from pipeline.normalizer.area import read_plan_area
from pipeline.normalizer.observe import PlanArea

KNOWN = load_areas()


@pytest.mark.parametrize(
    ("printed", "level", "name"),
    [
        ("Ủy ban nhân dân tỉnh Kon Tum", "province", "Kon Tum"),
        ("UBND huyện Kon Rẫy", "district", "Kon Rẫy"),
        ("Uỷ ban Nhân dân xã Đăk Ruồng", "commune", "Đăk Ruồng"),
        ("Ủy ban nhân dân xã Đăk Ruồng, huyện Kon Rẫy, tỉnh Kon Tum", "commune", "Đăk Ruồng"),
        ("Sở Nội vụ tỉnh Kon Tum", "province", "Kon Tum"),
        ("Tỉnh ủy Kon Tum", "province", "Kon Tum"),
        ("UBND H.Kon Rẫy", "district", "Kon Rẫy"),
        ("UBND quận 1", "district", "1"),
        ("UBND tỉnh Bà Rịa - Vũng Tàu ban hành", "province", "Bà Rịa - Vũng Tàu"),
        ("UBND huyện Ia H'Drai", "district", "Ia H'Drai"),
        ("ỦY BAN NHÂN DÂN TỈNH KON TUM", "province", "Kon Tum"),
        ("UBND thành phố Kon Tum", "district", "Kon Tum"),
        ("UBND TP. Hồ Chí Minh", "province", "Hồ Chí Minh"),
        ("Ủy ban nhân dân tỉnh", "province", ""),
        ("Thủ tướng Chính phủ", "nation", "Việt Nam"),
        ("Chính phủ", "nation", "Việt Nam"),
        ("Bộ Lao động - Thương binh và Xã hội", "nation", "Việt Nam"),
        ("PHÁT TRIỂN KINH TẾ - XÃ HỘI", "", ""),
        ("Sở Y tế", "", ""),
        ("", "", ""),
    ],
)
def test_an_issuer_tells_level_and_name(printed: str, level: str, name: str) -> None:
    found = read_plan_area(plan(printed, "2025-03-24"), KNOWN)
    assert (found.level, found.name) == (level, name)


def plan(issuer: str, date: str, title: str = "", *paragraphs: str, period: Period | None = None) -> Plan:
    blocks = tuple(Paragraph(text, Place("x")) for text in paragraphs)
    return Plan(
        document=Document("x", "x.txt", "text", 1, "text", blocks),
        number="",
        date=date,
        type="",
        title=title,
        issuer=issuer,
        area_name="",
        area_level="",
        period=period,
        rows=(),
        statements=(),
        headings=(),
        columns=(),
    )


@pytest.mark.parametrize(
    ("made", "area"),
    [
        (
            plan("Ủy ban nhân dân tỉnh Kon Tum", "2025-03-24"),
            PlanArea("62", "Kon Tum", "province", "Việt Nam", "tỉnh"),
        ),
        (
            plan("Ủy ban Nhân dân huyện Kon Rẫy", "2024"),
            PlanArea("614", "Kon Rẫy", "district", "Kon Tum", "huyện"),
        ),
        (
            plan("", "", "Triển khai ... trên địa bàn tỉnh Kon Tum năm 2025", period=Period(2025, 2025)),
            PlanArea("62", "Kon Tum", "province", "Việt Nam", "tỉnh"),
        ),
        (
            plan("Ủy ban nhân dân tỉnh", "2025-03-24", "Kế hoạch trên địa bàn tỉnh Kon Tum"),
            PlanArea("62", "Kon Tum", "province", "Việt Nam", "tỉnh"),
        ),
        (
            plan("", "2025-03-24", "KẾ HOẠCH PHÁT TRIỂN KINH TẾ - XÃ HỘI TỈNH KON TUM NĂM 2025"),
            PlanArea("62", "Kon Tum", "province", "Việt Nam", "tỉnh"),
        ),
        (
            plan("UBND thành phố Đà Nẵng", "2026-01-05"),
            PlanArea("48", "Đà Nẵng", "province", "Việt Nam", "thành phố"),
        ),
        (plan("UBND TP. Kon Tum", "2024"), PlanArea("608", "Kon Tum", "district", "Kon Tum", "thành phố")),
        (plan("Thủ tướng Chính phủ", "2021-03-03"), PlanArea("VN", "Việt Nam", "nation")),
    ],
)
def test_a_plan_is_for_the_area_of_its_issuer(made: Plan, area: PlanArea) -> None:
    assert read_plan_area(made, KNOWN) == area


def test_a_commune_of_a_common_name_is_found_by_what_the_document_names_above_it() -> None:
    lone = plan("UBND xã Tân Lập", "2024-05-02")
    assert read_plan_area(lone, KNOWN) == PlanArea("", "Tân Lập", "commune", "")
    told = plan("UBND xã Tân Lập", "2024-05-02", "", "Thực hiện Kế hoạch của UBND huyện Kon Rẫy")
    assert read_plan_area(told, KNOWN) == PlanArea("23497", "Tân Lập", "commune", "Kon Rẫy", "xã")
    torn = plan("UBND xã Tân Lập", "2024-05-02", "", "tỉnh Kon Tum", "tỉnh Bình Phước")
    assert read_plan_area(torn, KNOWN).code == ""


def test_an_area_that_the_register_does_not_know_keeps_its_name() -> None:
    assert read_plan_area(plan("UBND huyện Không Có", "2024"), KNOWN) == PlanArea(
        "", "Không Có", "district", ""
    )
    assert read_plan_area(plan("UBND tỉnh Kon Tum", "2025-08-01"), KNOWN) == PlanArea(
        "", "Kon Tum", "province", ""
    )
    assert read_plan_area(plan("", "2024", "Kế hoạch"), KNOWN) == PlanArea()


def test_the_issuer_of_one_level_does_not_take_the_name_of_another_from_the_title() -> None:
    made = plan("Ủy ban nhân dân huyện", "2024", "Kế hoạch trên địa bàn tỉnh Kon Tum")
    assert read_plan_area(made, KNOWN) == PlanArea("", "", "district", "")
