"""On the golden documents: every core finding, every control silent, four errors, quotes that exist."""

from functools import cache
from typing import Any

import pytest

from pipeline.checks import check_across
from pipeline.language.text import printed
from pipeline.model import Finding, Harvest
from pipeline.run import convert, know
from tests.golden.documents import FILES, TEXTS, read_yaml

EXPECTED = read_yaml("findings")
CORE = [entry for entry in EXPECTED["findings"] if entry["tier"] == "core"]
SILENT = EXPECTED["silent"]
ERRORS = 4
ONLY_IN_RECOGNISED_TEXT = {
    "H01": "the rebuilt documents have a letterhead",
    "D05": "the rebuilt documents have whole, merged agency cells",
}
ACROSS = "G"


@cache
def harvest(name: str, kind: str) -> Harvest:
    return convert(FILES[name, kind])


def document(entry: dict[str, Any]) -> str:
    return str(entry["quotes"][0]["document"])


def reported(entry: dict[str, Any], kind: str) -> list[Finding]:
    """The findings of the entry's rule (and indicators) in its document."""
    found = [f for f in harvest(document(entry), kind).findings if f.rule == entry["rule"]]
    wanted = set(entry.get("indicators") or ())
    return [f for f in found if not wanted or f.indicator_id in wanted]


def in_kind(entry: dict[str, Any], kind: str) -> bool:
    return kind == "text" or entry["rule"] not in ONLY_IN_RECOGNISED_TEXT


@pytest.mark.parametrize("kind", ("text", "docx", "pdf"))
@pytest.mark.parametrize("entry", CORE, ids=lambda entry: entry["id"])
def test_core_finding_is_reported(entry: dict[str, Any], kind: str) -> None:
    if in_kind(entry, kind):
        found = reported(entry, kind)
        assert {f.indicator_id for f in found} >= set(entry.get("indicators") or ())
        assert entry["severity"] in {f.severity for f in found}


def test_there_are_36_core_findings_and_17_controls() -> None:
    assert (len(CORE), len(SILENT)) == (36, 17)


@pytest.mark.parametrize("kind", ("text", "docx", "pdf"))
def test_exactly_four_errors(kind: str) -> None:
    errors = [f for name in TEXTS for f in harvest(name, kind).findings if f.severity == "error"]
    wanted = [(e["rule"], e["indicators"][0]) for e in CORE if e["severity"] == "error"]
    assert len(wanted) == ERRORS
    assert sorted((f.rule, f.indicator_id) for f in errors) == sorted(wanted)


@pytest.mark.parametrize("control", SILENT, ids=lambda entry: entry["id"])
def test_control_is_silent(control: dict[str, Any]) -> None:
    found = [f for f in harvest(control["document"], "text").findings if f.rule == control["rule"]]
    lines = {quote.place.line for f in found for quote in (f.a, f.b) if quote is not None}
    assert not lines & set(control["lines"])


def test_controls_are_silent_across_documents() -> None:
    across = {control["rule"] for control in SILENT if control["rule"].startswith(ACROSS)}
    assert not {finding.rule for finding in together()} & across


def test_district_and_province_together() -> None:
    found = {(f.rule, f.indicator_id): f.severity for f in together()}
    assert found["G01", "VNGES.3.4"] == "info"
    assert found["G01", "VNGES.4.1"] == "warning"


def together() -> tuple[Finding, ...]:
    read = [harvest(name, "text") for name in TEXTS]
    return check_across(((h.documents[0], h.observations) for h in read), know().catalogue)


@pytest.mark.parametrize("name", TEXTS)
def test_quotes_are_exact(name: str) -> None:
    text = " ".join(printed(TEXTS[name].read_text(encoding="utf-8")).split())
    for finding in harvest(name, "text").findings:
        for quote in (finding.a, finding.b):
            assert quote is None or " ".join(quote.text.split()) in text, (finding.rule, quote.text)


def test_no_improvement_is_one_line_with_fifteen_rows() -> None:
    found = [f for f in harvest("province", "text").findings if f.rule == "B02"]
    (summary,) = found
    assert summary.message_en.startswith("15 rows")


def test_letterhead_in_a_table_is_a_header() -> None:
    assert not [f for f in harvest("province", "docx").findings if f.rule == "H01"]


@pytest.mark.parametrize("name", TEXTS)
def test_same_findings_on_every_run(name: str) -> None:
    assert convert(TEXTS[name]).findings == harvest(name, "text").findings
