"""The records of what people ruled: one line of the file, and the rulings in force that are made of lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from pipeline.catalogue.schema import ALL
from pipeline.model import Finding
from pipeline.model.finding import Verdict as VerdictRuling

Kind = TypeVar("Kind")
Ruling = Literal["indicator", "none", "unsure", "disputed"]
ValueRuling = Literal["value", "confirm", "disputed"]
Subject = Literal["wording", "value", "finding"]

COLUMNS = (
    *("when", "who", "wording", "goal", "parent", "ruling", "scope", "note"),
    *("subject", "document", "place", "printed"),
)
"""The columns of the file, in the order in which a new file has them."""

FILE = "decisions.csv"
"""The name of the file, in the folder of the documents and in findings."""

UNDO = "undo"
CONFIRM = "confirm"

CORRECTED = "value corrected: "
"""What the reason of a corrected value begins with; the value as typed follows."""

CONFIRMED = "value confirmed"
"""The reason of a value that a person confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file, every field a text; what the fields hold is told in the package's docstring."""

    when: str = ""
    who: str = ""
    wording: str = ""
    goal: str = ""
    parent: str = ""
    ruling: str = ""
    scope: str = ""
    note: str = ""
    subject: str = ""
    document: str = ""
    place: str = ""
    printed: str = ""

    def cells(self) -> dict[str, str]:
        """The fields by the names of their columns."""
        return {name: getattr(self, name) for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person ruled on a wording: an indicator with its scope, `none` of them, or `unsure`.

    `wording_key` is `pipeline.language.text.key` of the cleaned label, `wording` the label as it stands in
    the file.  `goal` (number or title) and `parent` (label or indicator id of the row that it is a part of)
    narrow the ruling to a context (empty: everywhere); `who`, `when` (ISO) and `note` are kept with it.
    `disputed`: people contradict each other, so that rows with this wording wait for review.  `line` is the
    1-based line of the file, 0 when made elsewhere.
    """

    wording_key: str
    ruling: Ruling
    indicator_id: str = ""
    scope: str = ALL
    goal: str = ""
    parent: str = ""
    who: str = ""
    when: str = ""
    note: str = ""
    wording: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person ruled on one value: what it should read (`value`), that it is read right (`confirm`).

    `document` is the document id, `place` the `Place.spot`, `printed` the value as printed when the ruling
    was made, `label` the label of its row, `text` the value as typed (empty unless `ruling` is ``value``).
    `disputed`: people contradict each other, so that the value waits for review.
    """

    document: str
    place: str
    printed: str
    ruling: ValueRuling
    text: str = ""
    label: str = ""
    who: str = ""
    when: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person ruled on a finding; `document` and `printed` (the quote) are those of its side a."""

    finding_id: str
    ruling: VerdictRuling
    document: str = ""
    printed: str = ""
    who: str = ""
    when: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rulings of different people on one thing that cannot all be right: the last line of each person."""

    subject: Subject
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Rulings:
    """All rulings in force.  `findings` has one for every conflict and every line that is not understood."""

    wordings: tuple[Decision, ...] = ()
    values: tuple[Correction, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_wording(self) -> Mapping[str, tuple[Decision, ...]]:
        """The rulings on each wording, by its key."""
        return _grouped((ruling.wording_key, ruling) for ruling in self.wordings)

    @cached_property
    def by_document(self) -> Mapping[str, tuple[Correction, ...]]:
        """The rulings on the values of each document, by its id."""
        return _grouped((ruling.document, ruling) for ruling in self.values)

    @cached_property
    def by_finding(self) -> Mapping[str, Verdict]:
        """The ruling on each finding, by its id."""
        return {ruling.finding_id: ruling for ruling in self.verdicts}


def _grouped(pairs: Iterable[tuple[str, Kind]]) -> dict[str, tuple[Kind, ...]]:
    found: dict[str, list[Kind]] = {}
    for name, ruling in pairs:
        found.setdefault(name, []).append(ruling)
    return {name: tuple(rulings) for name, rulings in found.items()}
