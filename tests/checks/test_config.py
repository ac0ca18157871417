"""What a user may change about rules, and what stays whatever the user says."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.checks import Config, check, explain, read_config
from pipeline.errors import UsageError
from tests.checks.dialect import case_of

WORSE = {"indicator": "VNGES.2.1", "label": "Lao động nữ", "unit": "%", "result": "50", "target": "30"}


def severities(rows: Sequence[Mapping[str, object]], config: Config) -> list[str]:
    case = case_of({"rows": rows})
    found = check(case.plan, case.observations, case.catalogue, config)
    return [finding.severity for finding in found if finding.rule == "B01"]


def write(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_severity_is_what_the_file_says(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, "checks: {B01: warning}"))
    assert severities([WORSE], config) == ["warning"]


def test_bare_off_in_yaml_switches_a_rule_off(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, "checks: {B01: off}"))
    assert severities([WORSE], config) == []


def test_unknown_setting_is_refused_with_its_rule(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="B01"):
        read_config(write(tmp_path, "checks: {B01: loud}"))


def test_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert severities([WORSE], read_config(write(tmp_path, ""))) == ["error"]


def test_doubtful_scan_is_never_raised_to_an_error() -> None:
    row = WORSE | {"confidence": 0.5}
    assert severities([row], Config(settings={"B01": "error"})) == ["warning"]


def test_confident_scan_stays_an_error() -> None:
    assert severities([WORSE | {"confidence": 0.97}], Config()) == ["error"]


def test_repairs_of_other_stages_are_explained() -> None:
    assert "continues in the next one" in explain("D03", "en")


def test_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explain("Z99", "vi")
