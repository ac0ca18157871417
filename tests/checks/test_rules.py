"""Every rule fires on its named cases, stays silent on its traps, and is explained in both languages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks import ACROSS, OFF_BY_DEFAULT, RULES, check, check_across, explain, explanations
from pipeline.checks.config import Config, Rule
from pipeline.language.messages import messages
from pipeline.language.text import printed
from pipeline.model import Finding
from tests.checks.dialect import case_of, catalogue, record_of

FOLDER = Path(__file__).parent.parent / "rules"
FILES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))
}
IDS = [rule.id for rule in RULES] + [rule.id for rule in ACROSS]
CASES = [
    pytest.param(rule, kind, name, id=f"{rule}-{kind}-{name}".replace(" ", "_"))
    for rule, kinds in FILES.items()
    for kind, cases in kinds.items()
    for name in cases
]


def findings(rule: str, given: dict[str, Any]) -> list[Finding]:
    """What the rule says about a case."""
    return [finding for finding in everything(given) if finding.rule == rule]


def everything(given: dict[str, Any]) -> tuple[Finding, ...]:
    if "documents" in given:
        read = [(record_of(one), case_of(one).observations) for one in given["documents"]]
        config = Config(settings=(given.get("config") or {}).get("checks") or {})
        return check_across(read, catalogue(), config)
    case = case_of(given)
    return check(case.plan, case.observations, case.catalogue, case.config)


@pytest.mark.parametrize(("rule", "kind", "name"), CASES)
def test_rule(rule: str, kind: str, name: str) -> None:
    given = FILES[rule][kind][name]
    found = findings(rule, given)
    assert bool(found) == (kind == "fires"), [finding.message_en for finding in found]
    wanted = given.get("expect") or {}
    assert len(found) == wanted.get("count", len(found))
    for finding in found[:1]:
        assert_as_wanted(finding, wanted)


def assert_as_wanted(finding: Finding, wanted: dict[str, Any]) -> None:
    assert finding.severity == wanted.get("severity", finding.severity)
    assert finding.indicator_id == wanted.get("indicator", finding.indicator_id)
    assert finding.ocr_risk == wanted.get("ocr_risk", False)
    quotes = [quote.text for quote in (finding.a, finding.b) if quote is not None]
    assert quotes[: len(wanted.get("quotes", ()))] == wanted.get("quotes", [])
    assert wanted.get("says", "") in finding.message_en


@pytest.mark.parametrize(("rule", "kind", "name"), CASES)
def test_quotes_are_printed_in_the_document(rule: str, kind: str, name: str) -> None:
    given = FILES[rule][kind][name]
    text = " ".join(" ".join(_texts(given)).split())
    for finding in everything(given):
        for quote in (finding.a, finding.b):
            assert quote is None or printed(quote.text) in text, (finding.rule, quote.text)


def _texts(given: Any) -> list[str]:
    """Every text of a case."""
    if isinstance(given, dict):
        return [text for value in given.values() for text in _texts(value)]
    if isinstance(given, list):
        return [text for value in given for text in _texts(value)]
    return [str(given)]


@pytest.mark.parametrize("rule", IDS)
def test_rule_has_cases_of_both_kinds(rule: str) -> None:
    assert set(FILES[rule]) == {"fires", "silent"}
    assert all(FILES[rule].values())


def test_every_file_belongs_to_a_rule() -> None:
    assert set(FILES) <= set(IDS)


@pytest.mark.parametrize("rule", sorted(explanations("vi")))
def test_rule_is_explained_in_both_languages(rule: str) -> None:
    for lang, words in (("vi", ("Ví dụ:", "Dễ nhầm:")), ("en", ("Example:", "Traps:"))):
        head, blank, *rest = explain(rule, lang).splitlines()
        assert head.startswith(f"{rule}") and ": " in head and not blank
        assert all(word in " ".join(rest) for word in words)


@pytest.mark.parametrize("rule", [*RULES, *ACROSS], ids=IDS)
def test_rule_says_in_code_what_its_explanation_says_first(rule: Rule[Any]) -> None:
    assert (rule.run.__doc__ or "").strip() == explain(rule.id, "en").splitlines()[0]


@pytest.mark.parametrize(
    "entry",
    sorted(set(yaml.safe_load((Path("pipeline/language/messages/checks.yaml")).read_text(encoding="utf-8")))),
)
def test_message_speaks_both_languages(entry: str) -> None:
    texts = messages()[entry]
    assert texts["vi"] and texts["en"] and texts["severity"] in ("error", "warning", "info")


@pytest.mark.parametrize("rule", IDS)
def test_rule_has_a_message(rule: str) -> None:
    assert any(entry.partition(".")[0] == rule for entry in messages())


def test_ids_are_unique() -> None:
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("rule", sorted(OFF_BY_DEFAULT))
def test_rule_off_by_default_runs_when_it_is_named(rule: str) -> None:
    assert not Config().runs(rule)
    assert Config(settings={rule: "info"}).runs(rule)
