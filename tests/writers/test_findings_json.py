"""`findings.json`: the ESS structure, every finding once, the same bytes for the same content."""

import json
from collections import Counter
from pathlib import Path

from pipeline.model import Finding, Harvest, Place, Quote
from pipeline.writers import write
from pipeline.writers.findings_json import report
from tests.writers.harvests import PROVINCE, catalogue, finding, harvest, reversed_harvest
from tests.writers.readers import parquet_rows


def told(found: Harvest) -> dict[str, list[dict[str, object]]]:
    return report(found)["validation_report"]  # type: ignore[return-value]


def test_every_finding_stands_there_once_in_the_order_of_the_table(tmp_path: Path) -> None:
    write(harvest(), catalogue(), tmp_path)
    written = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    results = written["validation_report"]["results"]
    assert [result["id"] for result in results] == [
        row[0] for row in parquet_rows(tmp_path / "findings.parquet")
    ]


def test_counts_per_severity_and_per_rule_add_up() -> None:
    found = told(harvest())
    severities = Counter(result["rule"]["severity"] for result in found["results"])  # type: ignore[index]
    assert found["counts"] == {"error": 1, "warning": 2, "information": 1} == dict(severities)
    rules = {rule["id"]: rule["counts"] for rule in found["rules"]}
    assert rules["C01"] == {"error": 0, "warning": 2, "information": 0}


def test_a_result_names_rule_severity_and_both_places_with_their_quotes() -> None:
    (result,) = told(harvest(findings=(finding(),)))["results"]
    assert result["type"] == "validation"
    assert result["value"] == "0"
    first, second = result["data"]["source"]  # type: ignore[index]
    assert (first["document"], first["line"], first["quote"], first["value"]) == (
        PROVINCE,
        7,
        "đạt 60%",
        "60",
    )
    assert (second["table"], second["row"], second["column"]) == (1, 1, 2)


def test_a_finding_with_one_side_has_one_source() -> None:
    place = Place(PROVINCE, page=2, bbox=(1.0, 2.0, 3.0, 4.0))
    one = Finding("H01", "info", "vi", "en", a=Quote(place, "KẾ HOẠCH"))
    (result,) = told(harvest(findings=(one,)))["results"]
    (source,) = result["data"]["source"]  # type: ignore[index]
    assert (source["page"], source["bbox"]) == (2, [1.0, 2.0, 3.0, 4.0])


def test_the_order_in_which_the_harvest_was_gathered_does_not_matter() -> None:
    assert report(harvest()) == report(reversed_harvest())


def test_what_a_person_ruled_no_error_is_listed_and_not_counted() -> None:
    ruled = finding(ruling="not_error", ruling_note="hai kỳ khác nhau")
    found = told(harvest(findings=(ruled, finding("B02", severity="error"))))
    assert [(r["ruling"], r["ruling_note"]) for r in found["results"]] == [
        ("", ""),
        ("not_error", "hai kỳ khác nhau"),
    ]
    assert found["counts"] == {"error": 1, "warning": 0, "information": 0}
