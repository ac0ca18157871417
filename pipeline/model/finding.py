"""What a person should look at: a finding with up to two quotes."""

from dataclasses import dataclass
from typing import Literal

from pipeline.model.place import Place, Severity

Verdict = Literal["", "true", "not_error", "misread"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a finding: an exact substring of what is printed, its place, the value read from it."""

    place: Place
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should look at.  `b` is None when the finding has one side only.

    `ruling` is what a person ruled on it (empty: nobody has), `ruling_note` why.
    """

    rule: str
    severity: Severity
    message_vi: str
    message_en: str
    suggestion_vi: str = ""
    suggestion_en: str = ""
    a: Quote | None = None
    b: Quote | None = None
    indicator_id: str = ""
    scope: str = ""
    period: str = ""
    area_name: str = ""
    observation_ids: tuple[str, ...] = ()
    ocr_risk: bool = False
    ruling: Verdict = ""
    ruling_note: str = ""

    @property
    def stands(self) -> bool:
        """Whether it counts: no person ruled that it is not an error."""
        return self.ruling != "not_error"
