"""Which rules run and how severe they are, and the shape of a rule.

Takes the key `checks` of a configuration file (rule → severity or off), gives a `Config`.  A rule that is
off by default runs as soon as the file names it with a severity.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pipeline.errors import UsageError
from pipeline.language.data import parse_yaml
from pipeline.model import Finding, Severity

Setting = Literal["error", "warning", "info", "off"]
SETTINGS: tuple[Setting, ...] = ("error", "warning", "info", "off")

OFF_BY_DEFAULT = frozenset({"A15", "G05"})
"""A15 needs population figures that plans do not print; G05 is chance more often than a copied value."""


Input = TypeVar("Input")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Input]):
    """A rule by its id; `run` yields its findings."""

    id: str
    run: Callable[[Input], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Config:
    """What the user changed: rule → setting, and population figures for A15.

    `populations` gives per area name the size of the population behind a unit (``per_1000_women`` → 9000).
    """

    settings: Mapping[str, Setting] = field(default_factory=dict)
    populations: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def runs(self, rule: str) -> bool:
        """Whether the rule is on: as set, else on unless it is off by default."""
        setting = self.settings.get(rule)
        return setting != "off" if setting else rule not in OFF_BY_DEFAULT

    def settle(self, finding: Finding) -> Finding:
        """The finding with the severity that the user set; a doubtful scan is never raised again."""
        setting = self.settings.get(finding.rule)
        if setting is None or setting == "off" or finding.ocr_risk:
            return finding
        return replace(finding, severity=_severity(setting))


def _severity(setting: Setting) -> Severity:
    return "info" if setting == "off" else setting


def read_config(path: Path) -> Config:
    """The configuration in a YAML file; `UsageError` names an unknown setting."""
    data = parse_yaml(path.read_text(encoding="utf-8")) or {}
    given = {str(rule): _setting(rule, value) for rule, value in (data.get("checks") or {}).items()}
    return Config(settings=given, populations=data.get("populations") or {})


def _setting(rule: object, value: object) -> Setting:
    """One setting; YAML reads a bare ``off`` as False."""
    word = "off" if value is False else str(value)
    for setting in SETTINGS:
        if word == setting:
            return setting
    raise UsageError(f"checks: {rule}: {value!r} is none of {', '.join(SETTINGS)}")
