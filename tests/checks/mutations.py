"""One fault at a time, planted into a plan without faults: how many are found by the right rule, alone.

`plants` gives (rule, indicator, scope, faulty plan) for a seed; `python -m tests.checks.mutations` prints the
share.  A plant changes what a person would mistype, and changes it everywhere else where another rule would
rightly complain too (a worse target is written into the text and the label as well).
"""

import copy
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pipeline.checks import check
from pipeline.checks.compare import national
from pipeline.model import Finding
from tests.checks.dialect import case_of, catalogue

PLANTS = 200
SEED = 20251122
ENOUGH = 0.95
"""Share of plants that must be found by the right rule, in the right place, without other new warnings."""

CLEAN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "clean.yaml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d+(?:,\d+)?")

Given = dict[str, Any]


class Plant(NamedTuple):
    """One faulty plan and what must be said about it."""

    rule: str
    indicator: str
    scope: str
    given: Given


def shown(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def first_number(text: str) -> Decimal:
    hit = NUMBER.search(text)
    assert hit is not None
    return Decimal(hit.group().replace(",", "."))


def with_number(text: str, value: Decimal) -> str:
    """The text with its first number changed."""
    return NUMBER.sub(shown(value), text, count=1)


def change_everywhere(given: Given, row: Given, value: Decimal) -> None:
    """The target of a row in its cell, its label and its sentence."""
    old = shown(first_number(row["target"]))
    row["target"] = with_number(row["target"], value)
    pattern = re.compile(rf"(?<![\d.,/])0?{re.escape(old)}(?![\d,])")
    row["label"] = pattern.sub(shown(value), row["label"])
    for sentence in given["body"]:
        if sentence["indicator"] == row["indicator"]:
            sentence["text"] = pattern.sub(shown(value), sentence["text"])


def whole_rows(given: Given, *, below_ceiling: bool = True) -> list[Given]:
    """Rows for the whole population; without those at 100 %."""
    rows = [row for row in given["rows"] if "scope" not in row]
    return [row for row in rows if not below_ceiling or row["target"] != row["result"]]


def direction(row: Given) -> int:
    """+1 where more is worse."""
    return 1 if catalogue().indicator(row["indicator"]).direction == "lower" else -1


def step(row: Given, chance: random.Random) -> Decimal:
    """A change that no rounding explains and no bound forbids."""
    small = row["unit"] == "lần"
    return Decimal(chance.randint(1, 3)) if not small else Decimal(chance.randint(2, 4)) / 10


def plant_b01(given: Given, chance: random.Random) -> Plant:
    """The last result is better than the target."""
    rows = [row for row in whole_rows(given) if row["indicator"] not in ("VNGES.1.1", "VNGES.4.3")]
    row = chance.choice(
        [row for row in rows if first_number(row["target"]) < 97 or row["indicator"] == "VNGES.4.1"]
    )
    better = first_number(row["target"]) - direction(row) * (
        step(row, chance) + first_number(row["target"]) * 0
    )
    row["result"] = with_number(row["result"], better)
    return Plant("B01", row["indicator"], "all", given)


def plant_c01(given: Given, chance: random.Random) -> Plant:
    """The text has another number than cell and label."""
    row = chance.choice([r for r in whole_rows(given) if r["indicator"] not in ("VNGES.4.3", "VNGES.1.1")])
    sentence = next(one for one in given["body"] if one["indicator"] == row["indicator"])
    value = first_number(sentence["text"])
    better = value - direction(row) * step(row, chance)
    full = row["unit"] == "%" and better > 100
    sentence["text"] = with_number(sentence["text"], value - 2 if full else better)
    return Plant("C01", row["indicator"], "all", given)


def plant_a03(given: Given, chance: random.Random) -> Plant:
    """The label has another number than cell and text."""
    row = chance.choice([row for row in given["rows"] if row["indicator"] in ("VNGES.4.1", "VNGES.4.2")])
    row["label"] = with_number(row["label"], first_number(row["label"]) + step(row, chance))
    return Plant("A03", row["indicator"], "all", given)


def plant_a01(given: Given, chance: random.Random) -> Plant:
    """The start in label and text is below the end, and so is the result that they repeat."""
    row = next(row for row in given["rows"] if row["indicator"] == "VNGES.4.3")
    sentence = next(one for one in given["body"] if one["indicator"] == "VNGES.4.3")
    start = shown(Decimal(chance.randint(8, 16)))
    sentence["text"] = sentence["text"].replace("từ 20", f"từ {start}")
    row["label"] = row["label"].replace("giảm từ 20 ca sinh/1.000 phụ nữ xuống", "còn")
    return Plant("A01", row["indicator"], "all", given)


def plant_a02(given: Given, chance: random.Random) -> Plant:
    """The per cent is not its fraction."""
    row = next(row for row in given["rows"] if row.get("scope") == "province.agency")
    column = chance.choice(["target", "result"])
    off = Decimal(chance.randint(1, 4)) * (1 if column == "target" else -1)
    row[column] = with_number(row[column], first_number(row[column]) + off)
    return Plant("A02", row["indicator"], row["scope"], given)


def plant_a04(given: Given, chance: random.Random) -> Plant:
    """The label says below and the cell is the bound."""
    row = chance.choice([row for row in given["rows"] if row["indicator"] in ("VNGES.4.1", "VNGES.4.2")])
    value = shown(first_number(row["target"]))
    row["label"] = re.sub(rf"(còn |ở mức ){re.escape(value)}", rf"\1dưới {value}", row["label"])
    return Plant("A04", row["indicator"], "all", given)


def plant_a08(given: Given, chance: random.Random) -> Plant:
    """A sex ratio that cannot be, in cell, label and text; the result with it."""
    row = next(row for row in given["rows"] if row["indicator"] == "VNGES.4.1")
    value = Decimal(chance.choice([100, 101, 99, 98]))
    row["result"] = with_number(row["result"], value - 1)
    change_everywhere(given, row, value)
    return Plant("A08", row["indicator"], "all", given)


def plant_b03(given: Given, chance: random.Random) -> Plant:
    """More or less is promised and nothing changes."""
    row = chance.choice([row for row in given["rows"] if row["label"].startswith(("Tăng", "Giảm"))])
    row["result"] = row["target"]
    return Plant("B03", row["indicator"], "all", given)


def plant_c02(given: Given, chance: random.Random) -> Plant:
    """The text says below or above, the cell is the bound."""
    row = chance.choice(
        [row for row in whole_rows(given) if row["unit"] == "%" and row["indicator"] != "VNGES.1.1"]
    )
    sentence = next(one for one in given["body"] if one["indicator"] == row["indicator"])
    word = "dưới" if direction(row) > 0 else "trên"
    sentence["text"] = NUMBER.sub(lambda hit: f"{word} {hit.group()}", sentence["text"], count=1)
    return Plant("C02", row["indicator"], "all", given)


def plant_c03(given: Given, chance: random.Random) -> Plant:
    """The text starts from another value than the label."""
    sentence = next(one for one in given["body"] if one["indicator"] == "VNGES.4.3")
    sentence["text"] = sentence["text"].replace("từ 20", f"từ {chance.randint(21, 40)}")
    return Plant("C03", "VNGES.4.3", "all", given)


def plant_e02(given: Given, chance: random.Random) -> Plant:
    """Weaker than the nation everywhere, and the result weaker still."""
    rows = [
        row for row in whole_rows(given) if row["indicator"] not in ("VNGES.1.1", "VNGES.4.1", "VNGES.4.3")
    ]
    row = chance.choice([row for row in rows if _nation(row) is not None])
    worse = (_nation(row) or Decimal(0)) + direction(row) * step(row, chance)
    row["result"] = with_number(row["result"], worse + direction(row) * step(row, chance))
    change_everywhere(given, row, worse)
    return Plant("E02", row["indicator"], "all", given)


def _nation(row: Given) -> Decimal | None:
    case = case_of({"rows": [row]})
    seen = next((o for o in case.sure if o.role == "target"), None)
    target = national(case.indicator(seen), seen) if seen else None
    return target.value if target else None


def plant_f01(given: Given, chance: random.Random) -> Plant:
    """The whole lies above all of its parts, in cell and text."""
    row = given["rows"][0]
    change_everywhere(given, row, Decimal(chance.randint(82, 96)))
    return Plant("F01", row["indicator"], "all", given)


def plant_f02(given: Given, chance: random.Random) -> Plant:
    """The smaller group is above the larger one."""
    row = next(row for row in given["rows"] if row.get("scope") == "commune.people_committee")
    row["target"] = shown(Decimal(chance.randint(82, 95)))
    return Plant("F02", row["indicator"], row["scope"], given)


PLANTERS: tuple[Callable[[Given, random.Random], Plant], ...] = (
    plant_a01, plant_a02, plant_a03, plant_a04, plant_a08, plant_b01, plant_b03,
    plant_c01, plant_c02, plant_c03, plant_e02, plant_f01, plant_f02,
)  # fmt: skip


def plants(count: int = PLANTS, seed: int = SEED) -> Iterator[Plant]:
    """So many faulty plans, each kind in turn."""
    chance = random.Random(seed)
    for number in range(count):
        yield PLANTERS[number % len(PLANTERS)](copy.deepcopy(CLEAN), chance)


def loud(given: Given) -> Counter[tuple[str, str, str]]:
    """Rule, indicator and scope of every warning and error."""
    case = case_of(given)
    found: tuple[Finding, ...] = check(case.plan, case.observations, case.catalogue)
    return Counter((f.rule, f.indicator_id, f.scope) for f in found if f.severity != "info")


def verdict(plant: Plant) -> tuple[bool, list[tuple[str, str, str]]]:
    """Whether the plant was found in its place, and what else was said that is new."""
    new = loud(plant.given) - loud(CLEAN)
    wanted = plant.rule, plant.indicator, plant.scope
    return wanted in new, sorted(about for about in new if about != wanted)


def main() -> int:
    results = [(plant, *verdict(plant)) for plant in plants()]
    good = [plant for plant, found, others in results if found and not others]
    for plant, found, others in results:
        if not found or others:
            print(plant.rule, plant.indicator, "found" if found else "NOT FOUND", *others)
    print(f"planted faults found by the right rule, alone: {len(good)} of {len(results)}")
    return 0 if len(good) >= ENOUGH * len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
