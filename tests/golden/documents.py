"""The six golden documents and what must come out of them, as plain rows that tests can compare.

`FILES` names the documents, `expected` gives the rows of `expected/NAME.csv`, `fact` gives the same kind of
row from an observation: texts, with amounts as `Decimal` and None where nothing is stated.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipeline.model import Harvest, Observation

FOLDER = Path(__file__).parent
RAW = FOLDER.parent.parent / "raw_docs"
TEXTS = {"province": RAW / "000_753fda21913fb3fa.txt", "district": RAW / "002_caf17976ac21758d.txt"}
FORMATS = ("text", "docx", "pdf")
FILES = {
    (name, kind): TEXTS[name] if kind == "text" else FOLDER / f"{name}.{kind}"
    for name in TEXTS
    for kind in FORMATS
}

Fact = tuple[str | Decimal | None, ...]
KEYS: tuple[str, ...] = (
    "source",
    "indicator_id",
    "measure",
    "scope",
    "role",
    "period",
    "value",
    "value_high",
    "comparator",
    "unit",
    "numerator",
    "denominator",
    "frequency",
    "lead_agency",
)
AMOUNTS = ("value", "value_high", "numerator", "denominator")


def read_rows(name: str) -> list[dict[str, str]]:
    """The expected rows of one plan, as they stand in the file."""
    with (FOLDER / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_yaml(name: str) -> Any:
    """One of the other expected files."""
    return yaml.safe_load((FOLDER / "expected" / f"{name}.yaml").read_text(encoding="utf-8"))


def expected(name: str) -> Counter[Fact]:
    """How often each fact must come out of the recognised text of a plan."""
    return Counter(expected_fact(row) for row in read_rows(name))


def expected_fact(row: dict[str, str]) -> Fact:
    """A row of the file as a fact."""
    return tuple(_amount(row[key]) if key in AMOUNTS else row[key] for key in KEYS)


def _amount(text: str) -> Decimal | None:
    return Decimal(text).normalize() if text else None


def facts(harvest: Harvest) -> Counter[Fact]:
    """How often each fact came out."""
    return Counter(map(fact, harvest.observations))


def fact(observation: Observation) -> Fact:
    """An observation as a fact; sentences of the body have no agency of their own."""
    quantity = observation.quantity
    leads = "" if observation.source == "body" else " ; ".join(observation.lead_agencies)
    return (
        observation.source,
        observation.indicator_id,
        observation.measure,
        observation.scope,
        observation.role,
        str(observation.period or ""),
        _normal(quantity.amount),
        _normal(quantity.high),
        quantity.comparator,
        observation.unit,
        _normal(quantity.count),
        _normal(quantity.of),
        observation.frequency,
        leads,
    )


def _normal(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.normalize()


def report(missing: Counter[Fact], extra: Counter[Fact]) -> str:
    """The difference of two sets of facts in lines for a person."""
    return "\n".join([*_lines("missing", missing.elements()), *_lines("extra  ", extra.elements())])


def _lines(word: str, rows: Iterable[Fact]) -> list[str]:
    texts = (" ".join("-" if cell is None else f"{cell}" or "''" for cell in row) for row in rows)
    return sorted(f"{word} {text}" for text in texts)
