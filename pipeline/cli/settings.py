"""``--config``: the file that says how severe each rule is, or that it does not run.

Takes the path that the user gave; gives the `Config`.  A rule or a severity that does not exist is wrong
usage: it would be believed to do something.  Names of areas and units are not compared with any catalogue.
"""

from pathlib import Path
from typing import Annotated

import typer
import yaml

from pipeline.checks import ACROSS, RULES, Config, read_config
from pipeline.checks.config import SETTINGS
from pipeline.cli.shared import Speaker, existing_file, one_of
from pipeline.errors import UsageError
from pipeline.language.data import parse_yaml

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="YAML file with the severity of rules: checks: {B01: warning}."
    ),
]
CHECKS, POPULATIONS = "checks", "populations"
SHAPE = f"{CHECKS}: {{RULE: {'|'.join(SETTINGS)}}}, {POPULATIONS}: {{AREA: {{UNIT: 1, 2, …}}}}"
SHOWN = 60
"""Characters of a wrong value that an error repeats."""


def settings(path: Path | None, speaker: Speaker) -> Config:
    """What the user changed; nothing without a file."""
    if path is None:
        return Config()
    try:
        data = parse_yaml(existing_file(path, speaker).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise UsageError(f"{path}: {' '.join(str(fault).split())}") from fault
    parts = _map(f"{path}", {} if data is None else data, speaker)
    for name in parts:
        one_of(str(path), name, (CHECKS, POPULATIONS), speaker)
    _checks(f"{path}: {CHECKS}", parts.get(CHECKS), speaker)
    _populations(f"{path}: {POPULATIONS}", parts.get(POPULATIONS), speaker)
    return read_config(path)


def _checks(at: str, given: object, speaker: Speaker) -> None:
    known = sorted({rule.id for rule in (*RULES, *ACROSS)})
    for rule, setting in _map(at, given, speaker).items():
        one_of(at, rule, known, speaker)
        one_of(f"{at}: {rule}", "off" if setting is False else _shown(setting), SETTINGS, speaker)


def _populations(at: str, given: object, speaker: Speaker) -> None:
    for area, sizes in _map(at, given, speaker).items():
        for unit, size in _map(f"{at}: {area}", sizes, speaker).items():
            if type(size) is not int or size < 1:
                one_of(f"{at}: {area}: {unit}", _shown(size), ("1", "2", "…"), speaker)


def _map(at: str, given: object, speaker: Speaker) -> dict[str, object]:
    """What stands under a name: nothing, or names with values."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        one_of(at, _shown(given), (SHAPE,), speaker)
        return {}
    return {_shown(name): value for name, value in given.items()}


def _shown(value: object) -> str:
    return (str(value) or '""')[:SHOWN]
