"""What a made plan promises: the rows that a perfect reader takes, and the cells that must stay silent."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One value that was put into a plan.

    Amounts are texts with a decimal point.  `indicator_id` is empty for a target that no catalogue knows.
    `unit` and `measure` are None where nobody can be expected to name them.  `lead` holds canonical names,
    `lead_printed` what stands in the cell.  `table` is the 1-based number of the table with indicators.
    """

    source: str
    catalogue: str
    indicator_id: str
    scope: str
    measure: str | None
    role: str
    period: str
    value: str
    value_high: str
    comparator: str
    unit: str | None
    per_base: int | None
    numerator: str
    denominator: str
    frequency: str
    lead: tuple[str, ...]
    lead_printed: str
    row_number: str
    label: str
    label_raw: str
    value_raw: str
    unit_raw: str
    column_header: str
    table: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A text from which no observation may come, and why."""

    text: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true about a made plan; `document` has the document data under the names of the output."""

    seed: int
    features: dict[str, Any]
    document: dict[str, Any]
    rows: tuple[TruthRow, ...]
    silent: tuple[Silent, ...]

    def to_json(self) -> str:
        """The truth as readable JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)
