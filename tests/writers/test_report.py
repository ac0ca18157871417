"""The report as files: what stands on the pages, escaped, self-contained, the same bytes every time."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import escape

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Harvest, Observation, Period, Place, Quantity, Quote
from pipeline.writers.report import render, write
from tests.writers.harvests import (
    BROKEN,
    DISTRICT,
    PROVINCE,
    catalogue,
    documents,
    finding,
    harvest,
    observation,
    reversed_harvest,
)

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
OUTSIDE = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#|[0-9a-f]{16}\.html|index\.html)([^"'\s)>]+)""")


def pages(found: Harvest) -> dict[str, str]:
    return dict(render(found, catalogue()))


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    return pages(harvest())


def level(number: int, value: str, **changes: object) -> Observation:
    quantity = Quantity(value, "level", amount=Decimal(value), unit="percent")
    return observation(number, quantity=quantity, value_raw=f"{value}%", **changes)


def test_there_is_a_page_per_document_with_values_or_findings_and_an_index(plain: dict[str, str]) -> None:
    assert list(plain) == ["index.html", f"{DISTRICT}.html", f"{PROVINCE}.html"]
    assert f'href="{PROVINCE}.html"' in plain["index.html"]
    assert f"{BROKEN}.html" not in plain["index.html"]


def test_the_index_tells_what_was_not_read_and_what_to_do(plain: dict[str, str]) -> None:
    assert "z%FF.pdf" not in plain["index.html"]  # made writable when written
    assert "Gửi lại tệp" in plain["index.html"]


@pytest.mark.parametrize("name", ["index.html", f"{PROVINCE}.html", f"{DISTRICT}.html"])
def test_a_page_refers_to_nothing_outside_the_report(plain: dict[str, str], name: str) -> None:
    assert OUTSIDE.findall(plain[name]) == []
    assert "default-src 'none'" in plain[name]


def test_everything_from_documents_is_escaped() -> None:
    place = Place(PROVINCE, table=1, row=1, column=4)
    seen = observation(
        1, label=HOSTILE, label_raw=HOSTILE, value_raw=HOSTILE, unit_raw=HOSTILE, column_header=HOSTILE
    )
    bad = finding(a=Quote(place, HOSTILE, HOSTILE), message_vi=HOSTILE, message_en=HOSTILE)
    record = replace(documents()[0], title=HOSTILE, path=HOSTILE, number=HOSTILE, issuer=HOSTILE)
    found = pages(Harvest(documents=(record,), observations=(seen,), findings=(bad,)))
    for text in found.values():
        assert "<img" not in text
        assert text.count("<script") == 1


def test_rows_stand_in_print_order_under_their_columns_with_goals_as_headings() -> None:
    from_plan = [
        observation(2, label_raw="Hàng hai", value_raw="22%"),
        observation(1, label_raw="Hàng một", value_raw="11%"),
        observation(
            3,
            label_raw="Hàng một",
            value_raw="10%",
            role="result",
            column_header="Kết quả > Năm 2024",
            place=Place(PROVINCE, table=1, row=1, column=3),
        ),
    ]
    text = pages(Harvest(documents=documents(), observations=tuple(from_plan)))[f"{PROVINCE}.html"]
    table = text[text.index('<table class="read">') :]
    parts = ["Kết quả &gt; Năm 2024", "Kế hoạch &gt; Năm 2025", "Hàng một", "10%", "11%", "Hàng hai", "22%"]
    places = [table.index(part) for part in parts]
    assert places == sorted(places)


def test_a_finding_stands_beside_its_row_with_both_quotes_and_places() -> None:
    place = Place(PROVINCE, page=3, table=1, row=1, column=4)
    other = Quote(Place(PROVINCE, page=2, line=7), "đạt 65%", "65.5")
    one = finding(a=Quote(place, "60%", "60"), b=other, severity="error", observation_ids=())
    seen = (observation(1, label_raw="Hàng một"), observation(2, label_raw="Hàng hai"))
    text = pages(Harvest(documents=documents(), observations=seen, findings=(one,)))[f"{PROVINCE}.html"]
    table = text[text.index('<table class="read">') :]
    beside = table[table.index("Hàng một") : table.index("Hàng hai")]
    for part in (
        "Hai nơi ghi khác nhau",
        "Two places disagree",
        "60%",
        "đạt 65%",
        "65,5",
        "trang 2, đoạn 7",
        "page 2, paragraph 7",
        "i-error",
        "Lỗi",
    ):
        assert part in beside, part


def test_a_finding_without_a_row_stands_at_the_end() -> None:
    one = finding(a=Quote(Place(PROVINCE, line=99), "KẾ HOẠCH"), b=None, observation_ids=())
    found = pages(Harvest(documents=documents(), observations=(observation(1),), findings=(one,)))
    text = found[f"{PROVINCE}.html"]
    assert "KẾ HOẠCH" in text[text.index('<section class="others">') :]


def test_a_national_target_that_nobody_checked_is_called_so() -> None:
    seen = level(1, "60", scope="all")
    from_memory = catalogue().indicator("TEST.1.1").targets[0]
    doubtful = replace(from_memory, status="memory")
    known = catalogue()
    family = known.families[0]
    first = replace(family.indicators[0], targets=(doubtful,))
    changed = Catalogue((replace(family, indicators=(first, *family.indicators[1:])),))
    found = Harvest(documents=documents(), observations=(seen,))
    sure = dict(render(found, known))[f"{PROVINCE}.html"]
    doubted = dict(render(found, changed))[f"{PROVINCE}.html"]
    assert "≥ 60,5 %" in sure
    assert "theo trí nhớ" in doubted
    assert 'class="tag">' not in sure


def test_a_chart_shows_sure_levels_only() -> None:
    sure = level(1, "31")
    doubtful = replace(level(2, "77", indicator_id="TEST.1.2"), review="needs_review")
    ranged = observation(
        3, indicator_id="TEST.1.2", quantity=Quantity("5-9", "level", amount=Decimal(5), high=Decimal(9))
    )
    found = Harvest(documents=documents(), observations=(sure, doubtful, ranged))
    text = pages(found)[f"{PROVINCE}.html"]
    chart = text[text.index('<section class="charts">') : text.index('<table class="read">')]
    assert ">31</text>" in chart
    assert "TEST" not in chart
    assert "Tử vong mẹ" not in chart


def test_a_district_is_drawn_against_its_province() -> None:
    province, district, _ = documents()
    records = (
        replace(province, area_code="62", area_name="Kon Tum", plan_start=2025, plan_end=2025),
        replace(district, area_code="614", area_name="Kon Rẫy", date="2025-03-24"),
    )
    place = Place(DISTRICT, table=1, row=1, column=2)
    seen = (level(1, "40"), level(2, "30", document_id=DISTRICT, place=place))
    text = pages(Harvest(documents=records, observations=seen))[f"{DISTRICT}.html"]
    assert "Chỉ tiêu của Kon Tum" in text
    later = replace(seen[0], period=Period(2030, 2030))
    text = pages(Harvest(documents=records, observations=(later, seen[1])))[f"{DISTRICT}.html"]
    assert "Chỉ tiêu của Kon Tum" not in text


def test_a_town_is_not_drawn_against_its_own_earlier_plan() -> None:
    earlier, town, _ = documents()
    records = tuple(
        replace(one, area_code="608", area_name="Kon Tum", parent_area="Kon Tum", date="2025-03-24")
        for one in (earlier, town)
    )
    place = Place(DISTRICT, table=1, row=1, column=2)
    seen = (level(1, "40"), level(2, "30", document_id=DISTRICT, place=place))
    text = pages(Harvest(documents=records, observations=seen))[f"{DISTRICT}.html"]
    assert "Chỉ tiêu của Kon Tum" not in text


def test_the_same_content_gives_the_same_bytes_in_whatever_order_it_came(plain: dict[str, str]) -> None:
    assert pages(harvest()) == plain
    assert pages(reversed_harvest()) == plain


def test_no_identifier_stands_twice_on_a_page(plain: dict[str, str]) -> None:
    for text in plain.values():
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_an_empty_harvest_gives_an_index(tmp_path: Path) -> None:
    assert [path.name for path in write(Harvest(), catalogue(), tmp_path)] == ["index.html"]


def test_a_name_that_is_no_text_is_written(tmp_path: Path) -> None:
    write(harvest(), catalogue(), tmp_path)
    assert "z%FF.pdf" in (tmp_path / "index.html").read_text("utf-8")


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        write(harvest(), catalogue(), tmp_path / "file")


def test_a_finding_that_a_person_ruled_no_error_is_folded_away_with_the_reason() -> None:
    record = documents()[0]
    for ruling, folded in (("not_error", True), ("true", False)):
        told = finding(severity="error", ruling=ruling, ruling_note=f"vì {HOSTILE}")
        page = pages(Harvest(documents=(record,), observations=(observation(1),), findings=(told,)))
        text = page[f"{PROVINCE}.html"]
        assert ("note error settled" in text) == folded
        assert HOSTILE not in text
        assert f"vì {escape(HOSTILE)}" in text
