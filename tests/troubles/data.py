"""The troubles as data: what the YAML files hold, and rows in the form in which they are written there."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.model import Harvest, Observation

FOLDER = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class Trouble:
    """One document of one trouble in one format."""

    name: str
    kind: str
    content: dict[str, Any]

    @property
    def known_gap(self) -> str:
        """Why the program does not read it as it should; empty when it does."""
        gap = self.content.get("known_gap", "")
        return str(gap.get(self.kind, "") if isinstance(gap, dict) else gap)

    @property
    def rows(self) -> Counter[str]:
        """The rows that must come out."""
        return Counter(" ".join(row.split()) for row in self.content["expect"].get("rows") or ())

    def __str__(self) -> str:
        return f"{self.name}.{self.kind}"


@cache
def troubles() -> tuple[Trouble, ...]:
    """All troubles in all their formats, by name."""
    found = ((path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yaml")))
    return tuple(
        Trouble(name, kind, content) for name, content in found for kind in content.get("formats", ["docx"])
    )


def rows(harvest: Harvest) -> Counter[str]:
    """Every observation as the YAML writes it."""
    return Counter(map(row, harvest.observations))


def row(found: Observation) -> str:
    """One observation as a line: indicator, role and period, value, lead agency, ``?`` for review."""
    scope = f"@{found.scope}" if found.scope not in ("", "all") else ""
    who = f"{found.indicator_id}{scope}" if found.indicator_id else f'"{" ".join(found.label.split())}"'
    amount = str(found.quantity.raw) if found.quantity.amount is None else f"{found.quantity.amount:f}"
    high = f"–{found.quantity.high:f}" if found.quantity.high is not None else ""
    parts = (
        who,
        f"{found.role} {found.period or '-'}",
        " ".join(filter(None, (found.quantity.comparator, amount + high, found.unit))),
        " ; ".join(found.lead_agencies) or "-",
    )
    return " ".join(f"{' | '.join(parts)}{' ?' if found.review == 'needs_review' else ''}".split())
