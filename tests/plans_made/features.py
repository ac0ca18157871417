"""What is switched at random in a made plan: one record of choices, drawn from a seeded random source.

`README.md` beside this module says what each choice does to the document.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.plans_made.data import load
from tests.plans_made.values import Style


@dataclass(frozen=True, slots=True)
class Features:
    """The choices of one plan; `scenario` and `look` are positions in `data/layouts.yaml`."""

    families: tuple[str, ...]
    year: int
    scenario: int
    look: int
    number_column: bool
    row_numbers: str
    prefix: str
    goals: str
    goal_title: str
    groups: bool
    agencies: str
    agency_cells: str
    unit_in: str
    numbering_row: bool
    pieces: str
    note_column: bool
    compare_column: bool
    local_rows: int
    front: str
    body_targets: bool
    blank_number: bool
    tasks_appendix: bool
    footnote: bool
    landscape: bool
    capital_heads: bool
    spelling: tuple[str, ...]
    typed_cells: bool
    drift: bool
    order: str
    broken_heads: bool
    header_again: bool
    blank_rows: bool
    label_targets: float
    level_values: bool
    style: Style

    @property
    def scenario_data(self) -> dict[str, Any]:
        """The value columns of the plan."""
        data: dict[str, Any] = load("layouts")["scenarios"][self.scenario]
        return data


def draw(random: Random) -> Features:
    """Choices that occur together in real plans."""
    scenarios = load("layouts")["scenarios"]
    scenario = random.randrange(len(scenarios))
    unit_in = random.choices(("column", "cell", "label", "caption"), (55, 30, 8, 7))[0]
    number_column = random.random() < 0.92
    goals = random.choices(("span", "cells", "tables", "none"), (40, 35, 15, 10))[0]
    return Features(
        families=_families(random),
        year=random.choice(load("places")["years"]),
        scenario=scenario,
        look=random.randrange(len(scenarios[scenario]["looks"])),
        number_column=number_column,
        row_numbers=random.choices(("dotted", "running", "sparse", "letters"), (50, 25, 15, 10))[0],
        prefix=random.choice(load("layouts")["prefixes"]),
        goals=goals,
        goal_title=random.choice(load("layouts")["goal_titles"]),
        groups=random.random() < 0.4,
        agencies=random.choices(("plain", "sentence", "two", "labelled", "none"), (35, 25, 20, 8, 12))[0],
        agency_cells=random.choices(("merged", "repeated", "ditto"), (50, 42, 8))[0],
        unit_in=unit_in,
        numbering_row=random.random() < 0.2,
        pieces="one" if goals in ("tables", "none") else random.choice(("one", "one", "cut", "headed")),
        note_column=random.random() < 0.25,
        compare_column=random.random() < 0.15 and len(scenarios[scenario]["columns"]) > 1,
        local_rows=random.choice((0, 0, 1, 2, 4)),
        front=random.choices(("letter", "body", "appendix"), (30, 50, 20))[0],
        body_targets=random.random() < 0.35,
        blank_number=random.random() < 0.2,
        tasks_appendix=random.random() < 0.3,
        footnote=random.random() < 0.2,
        landscape=random.random() < 0.7,
        capital_heads=random.random() < 0.1,
        spelling=tuple(
            name
            for name in ("old_marks", "nbsp", "decomposed", "ti", "extra_spaces")
            if random.random() < 0.12
        ),
        typed_cells=random.random() < 0.5,
        drift=random.random() < 0.4,
        order=random.choices(("usual", "agency_first", "unit_last"), (76, 12, 12))[0],
        broken_heads=random.random() < 0.15,
        header_again=random.random() < 0.12,
        blank_rows=random.random() < 0.1,
        label_targets=random.choice((0.0, 0.0, 0.0, 0.3)),
        level_values=random.random() < 0.4,
        style=_style(random, unit_in),
    )


def _families(random: Random) -> tuple[str, ...]:
    return random.choices((("VNGES",), ("VNCHILD",), ("VNGES", "VNCHILD")), (60, 32, 8))[0]


def _style(random: Random, unit_in: str) -> Style:
    return Style(
        mark=random.choices((",", "."), (85, 15))[0],
        unit_in=unit_in,
        bounds=random.choice((0.0, 0.1, 0.4)),
        ranges=random.choice((0.0, 0.0, 0.06)),
        fractions=random.choice((0.0, 0.0, 0.25)),
        missing=random.choice((0.0, 0.03, 0.1)),
        qualitative=random.choice((0.0, 0.0, 0.04)),
    )
