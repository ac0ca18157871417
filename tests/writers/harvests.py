"""Harvests and a catalogue made from the model, small and with one of everything that a writer must hold."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pipeline.catalogue.schema import (
    Catalogue,
    Family,
    Goal,
    Indicator,
    LegalBasis,
    Measure,
    Scope,
    Target,
)
from pipeline.model import (
    Candidate,
    CellUse,
    DocumentRecord,
    Finding,
    Harvest,
    Match,
    Observation,
    Period,
    Place,
    Quantity,
    Quote,
    Responsibility,
    Unmatched,
)
from pipeline.writers.output import Output, gather

PROVINCE, DISTRICT, BROKEN = "a" * 16, "b" * 16, "c" * 16


def catalogue() -> Catalogue:
    jobs = Indicator(
        id="TEST.1.1",
        goal="1",
        name_vi="Tỷ lệ nữ có việc làm, chia theo cấp",
        name_en="Share of women with a job, by level",
        measures=(Measure("share", "percent", default=True), Measure("count", "person")),
        direction="higher",
        status="confirmed",
        file="test.yaml",
        order=0,
        scopes=(Scope("district", "Cấp huyện"),),
        targets=(
            Target(2025, "share", "all", "ge", Decimal("60.5"), None, "percent", "confirmed"),
            Target(2030, "share", "district", "between", Decimal(70), Decimal(75), "percent", "memory"),
        ),
    )
    deaths = replace(jobs, id="TEST.1.2", name_vi="Tử vong mẹ", name_en="Deaths", direction="lower", order=1)
    family = Family(
        id="TEST",
        version="1",
        name_vi="Chương trình thử",
        name_en="Test programme",
        file="test.yaml",
        legal_basis=LegalBasis("1/NQ-CP", "2021-01-01", "Chính phủ"),
        period=(2021, 2030),
        goals=(Goal("1", "Việc làm", "Work"),),
        indicators=(jobs, deaths),
    )
    return Catalogue((family,))


def match(**changes: object) -> Match:
    return replace(
        Match("TEST.1.1", "all", "variant", 93.333333333, "accepted", ("same words", "same unit")), **changes
    )


def observation(number: int = 1, **changes: object) -> Observation:
    plain = Observation(
        observation_id=f"{number:016x}",
        document_id=PROVINCE,
        source="appendix",
        area_code="62",
        area_name="Tỉnh Kon Tum",
        area_level="province",
        catalogue="TEST@1",
        indicator_id="TEST.1.1",
        indicator_vi="Tỷ lệ nữ có việc làm, chia theo cấp",
        indicator_en="Share of women with a job, by level",
        measure="share",
        scope="all",
        role="target",
        period=Period(2025, 2025),
        quantity=Quantity("60%", "level", amount=Decimal(60), unit="percent"),
        unit="percent",
        per_base=None,
        frequency="",
        lead_agencies=("Sở Nội vụ", "Sở Y tế"),
        coordinating_agencies=(),
        agency_origin="cell",
        row_number="1.10",
        label="Chỉ tiêu 1: Tỷ lệ nữ có việc làm",
        label_raw="- Chỉ tiêu 1: Tỷ lệ nữ có việc làm",
        value_raw="60%",
        unit_raw="%",
        column_header="Kế hoạch > Năm 2025",
        match=match(),
        review="accepted",
        confidence=None,
        place=Place(PROVINCE, page=3, table=1, row=number, column=4, bbox=(10.0, 20.123456, 30.5, 40.0)),
    )
    return replace(plain, **changes)


def observations() -> tuple[Observation, ...]:
    rate = Quantity("31,70/100.000", "level", amount=Decimal("31.70"), unit="per_100k", base=100_000)
    half = Quantity("11/20", "fraction", amount=Decimal(55), count=Decimal(11), of=Decimal(20))
    span = Quantity("10 - 15%", "level", amount=Decimal(10), high=Decimal(15), comparator="between")
    large = Quantity("1.500", "level", amount=Decimal(1500), comparator="ge", doubtful=True)
    third = Quantity("0,1", "level", start=20, amount=Decimal("0.1"), comparator="lt")
    body = Place(PROVINCE, line=7)
    return (
        observation(1, quantity=rate, value_raw="31,70/100.000", unit="per_100k", per_base=100_000),
        observation(2, quantity=half, value_raw="11/20", confidence=0.87654321, row_number="2"),
        observation(3, quantity=span, value_raw="10 - 15%", period=Period(2021, 2025), scope="district"),
        observation(4, quantity=large, value_raw="1.500", frequency="week", period=Period(2025, 2025, "Q1")),
        observation(5, source="body", place=body, quantity=third, value_raw="0,1", period=None),
        observation(6, source="body", place=body, scope="district", review="needs_review"),
        observation(7, document_id=DISTRICT, place=Place(DISTRICT, table=1, row=1, column=2)),
        observation(
            8,
            document_id=DISTRICT,
            place=Place(DISTRICT, table=1, row=2, column=2),
            indicator_id="",
            indicator_vi="",
            indicator_en="",
            review="needs_review",
            label_raw="Số nữ giám đốc",
            match=match(indicator_id="", review="needs_review", method="none"),
        ),
    )


def documents() -> tuple[DocumentRecord, ...]:
    province = DocumentRecord(
        PROVINCE,
        "tỉnh/kế hoạch.docx",
        "docx",
        12_345,
        "ok_flagged",
        flags=("damaged", "pages_capped"),
        method="docx",
        number="956/KH-UBND",
        date="2025-03-24",
        issuer="UBND tỉnh Kon Tum",
        plan_start=2025,
        plan_end=2025,
        observations=6,
    )
    district = DocumentRecord(DISTRICT, "=huyện.txt", "text", 99, "ok", method="text", date="2024-05")
    broken = DocumentRecord(BROKEN, "z\udcff.pdf", "pdf", 0, "rejected", reason="empty", remedy="Gửi lại tệp")
    return province, district, broken


def finding(rule: str = "C01", **changes: object) -> Finding:
    plain = Finding(
        rule,
        "warning",
        "Hai nơi ghi khác nhau",
        "Two places disagree",
        "Xem lại",
        "Look again",
        a=Quote(Place(PROVINCE, line=7), "đạt 60%", "60"),
        b=Quote(Place(DISTRICT, table=1, row=1, column=2), "65%", "65"),
        indicator_id="TEST.1.1",
        scope="all",
        period="2025",
        area_name="Tỉnh Kon Tum",
        observation_ids=(f"{5:016x}", f"{7:016x}"),
    )
    return replace(plain, **changes)


def findings() -> tuple[Finding, ...]:
    again = Quote(Place(PROVINCE, line=90), "đạt  60%", "60")
    return (
        finding(),
        finding(a=again),
        finding("B02", severity="error", b=None, ocr_risk=True),
        finding("D03", severity="info", a=None, b=None, observation_ids=(), message_vi="Không đánh giá được"),
    )


def candidates(count: int) -> tuple[Candidate, ...]:
    known = (
        Candidate("TEST.1.1", "district", 71.256, ("same goal",)),
        Candidate("TEST.1.2", "all", 65.0),
        Candidate("GONE.9", "all", 60.0),
        Candidate("TEST.1.1", "all", 55.0),
    )
    return known[:count]


def unmatched(number: int = 1, **changes: object) -> Unmatched:
    plain = Unmatched(
        document_id=DISTRICT,
        source="appendix",
        label="Số nữ giám đốc",
        label_raw="Số nữ giám đốc",
        wording_key="so nu giam doc",
        goal="Việc làm",
        parent="",
        unit="người",
        values="12 ; 15",
        candidates=candidates(4),
        reasons=("unexplained word: giám đốc",),
        place=Place(DISTRICT, table=1, row=1 + number),
        settles=2,
    )
    return replace(plain, **changes)


def responsibilities() -> tuple[Responsibility, ...]:
    place = Place(PROVINCE, page=3, table=1, row=1, column=6)
    lead = Responsibility(
        PROVINCE, "TEST.1.1", "all", "noi_vu", "Sở Nội vụ", "Sở Nội vụ", "lead", "cell", place
    )
    other = replace(
        lead, agency_id="", agency="", agency_raw="các đơn vị", part="coordinate", origin="fill_down"
    )
    return lead, other


def cells() -> tuple[CellUse, ...]:
    place = Place(PROVINCE, page=3, table=1, row=1, column=1)
    return (
        CellUse(PROVINCE, place, "TT", "heading"),
        CellUse(PROVINCE, replace(place, row=2), "1", "used", observation_ids=(f"{1:016x}", f"{2:016x}")),
        CellUse(PROVINCE, replace(place, row=3), "(1)", "ignored", "numbering row"),
    )


def harvest(**changes: object) -> Harvest:
    plain = Harvest(
        documents=documents(),
        observations=observations(),
        findings=findings(),
        responsibilities=responsibilities(),
        unmatched=(unmatched(1), unmatched(3, label_raw="Khác", label="Khác", candidates=candidates(1))),
        cells=cells(),
    )
    return replace(plain, **changes)


def reversed_harvest() -> Harvest:
    """The same harvest, gathered in the opposite order."""
    made = harvest()
    return Harvest(
        documents=made.documents[::-1],
        observations=made.observations[::-1],
        findings=made.findings[::-1],
        responsibilities=made.responsibilities[::-1],
        unmatched=made.unmatched[::-1],
        cells=made.cells[::-1],
    )


def made(found: Harvest | None = None) -> Output:
    return gather(harvest() if found is None else found, catalogue())


def read(path: Path) -> bytes:
    return path.read_bytes()
