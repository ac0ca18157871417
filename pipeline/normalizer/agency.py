"""Who leads and who takes part, read from the text of an agency cell.

Takes the text and the known bodies and gives an `AgencyReading`: every name gets its role from the phrase
that stands behind or before it ("A chủ trì, phối hợp với B", "Chủ trì: A. Phối hợp: B"), or from the
column.  A name that is not known is kept as printed, with an empty id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.catalogue.agency_ends import is_complete
from pipeline.catalogue.agency_names import Agencies, tokens_of
from pipeline.catalogue.agency_text import Part, parts_of

Role = Literal["lead", "partner"]


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """One body in a text: `name` as the output spells it, `raw` exactly as printed at the 0-based `start`.

    `id` is empty for a body that is not in the list; `name` is then `raw` with its blanks folded.
    """

    id: str
    name: str
    raw: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """Who a text names, in the order of the text, nobody twice.

    `complete` is False when the text begins or ends in the middle of a sentence or a name.  `flags`:
    `unknown_name`, `no_name`, `cut_start`, `cut_end`, `marks_differ` (a name found by its letters alone),
    `role_unstated` (a name beside an explicit lead to which no phrase gives a role: read as a partner).
    `rest` are words that name nobody, as printed.
    """

    leads: tuple[NamedAgency, ...]
    partners: tuple[NamedAgency, ...]
    complete: bool
    flags: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def read_agencies(text: str, agencies: Agencies, kind: Role = "lead") -> AgencyReading:
    """Read the bodies of an agency cell; `kind` is the role that the column gives to names without a phrase.

    A mark for "the same as above" is not known here: it gives `no_name`.
    """
    parts = parts_of(text, agencies)
    roles = _Roles(text, kind)
    for index, part in enumerate(parts):
        roles.take(part, parts[index + 1 :])
    return roles.reading(_cut_flags(parts, text, agencies))


def _cut_flags(parts: Sequence[Part], text: str, agencies: Agencies) -> list[str]:
    solid = [part for part in parts if part.kind not in ("hard", "opening")]
    flags = ["cut_start"] if solid and solid[0].kind == "words" else []
    return flags if is_complete(text, (), agencies) else [*flags, "cut_end"]


class _Roles:
    """Gives roles to the names of one text; `mode` is the role that a label has announced."""

    def __init__(self, text: str, kind: Role) -> None:
        self.text = text
        self.kind: Role = kind
        self.mode: Role | Literal["", "rest"] = ""
        self.waiting: list[Part] = []
        self.given: dict[Role, list[Part]] = {"lead": [], "partner": []}
        self.rest: list[str] = []
        self.led = False
        self.unstated = False

    def take(self, part: Part, following: Sequence[Part]) -> None:
        """Take the next part; `following` are all parts behind it."""
        if part.kind == "name" and self.mode != "rest":
            self.waiting.append(part)
        elif part.kind in ("name", "words", "note"):
            self.rest.append(self.text[part.start : part.end])
        elif part.kind == "hard":
            self._hard()
        elif part.kind == "action":
            self._action(following)
        elif part.kind in ("lead", "lead_before"):
            self._mark("lead", part, following)
        elif part.kind in ("partner", "partner_before"):
            self._mark("partner", part, following)

    def _hard(self) -> None:
        if self.mode == "rest":
            self.mode = ""
        elif self.mode:
            self._give(self.mode)

    def _action(self, following: Sequence[Part]) -> None:
        """Take what somebody does: the list of names is over, unless a colon makes the phrase a label."""
        self._give(self._waiting_role())
        labelled = bool(following) and following[0].kind == "colon"
        self.mode = self.kind if labelled else "rest"

    def _mark(self, role: Role, part: Part, following: Sequence[Part]) -> None:
        self.led = self.led or role == "lead"
        if self._is_behind(part, following):
            self._give(role)
            self.mode = ""
        else:
            self._give(self._waiting_role(role))
            self.mode = role

    def _is_behind(self, part: Part, following: Sequence[Part]) -> bool:
        """Whether a phrase speaks of the names before it."""
        if part.kind.endswith("_before") or not self.waiting:
            return False
        return not following or following[0].kind not in ("colon", "name")

    def _waiting_role(self, mark: Role | None = None) -> Role:
        """Choose the role of names that no phrase behind them speaks of."""
        if self.mode in ("lead", "partner"):
            return "lead" if self.mode == "lead" else "partner"
        if self.given["lead"] and self.led and mark is None:
            self.unstated = self.unstated or bool(self.waiting)
            return "partner"
        return self.kind

    def _give(self, role: Role) -> None:
        self.given[role] += self.waiting
        self.waiting = []

    def reading(self, flags: list[str]) -> AgencyReading:
        """Give the reading after the last part."""
        self._give(self._waiting_role())
        leads = self._distinct("lead", ())
        partners = self._distinct("partner", leads)
        named = [*leads, *partners]
        flags += ["no_name"] if not named else []
        flags += ["unknown_name"] if any(not agency.id for agency in named) else []
        flags += (
            ["marks_differ"] if any(part.loose for parts in self.given.values() for part in parts) else []
        )
        flags += ["role_unstated"] if self.unstated else []
        whole = bool(named) and not {"cut_start", "cut_end"} & set(flags)
        return AgencyReading(leads, partners, whole, tuple(flags), tuple(self.rest))

    def _distinct(self, role: Role, taken: Sequence[NamedAgency]) -> tuple[NamedAgency, ...]:
        found = {agency.name: agency for agency in taken}
        for part in self.given[role]:
            raw = self.text[part.start : part.end]
            found.setdefault(part.name, NamedAgency(part.agency_id, part.name, raw, part.start))
        return tuple(found.values())[len(taken) :]


# ------------------------------------------------------------------ the end of a text that lost its beginning


def read_tail(text: str, siblings: Sequence[str], agencies: Agencies) -> AgencyReading:
    """Read the partners in a text that begins in mid-sentence; who leads stays unknown (`leads` is empty).

    `siblings` are the other texts of the column.  Partners come from those that end with the same words, as
    far as these words reach back, and only when all of those agree; their `raw` is then the whole tail.
    Without such a sibling only what a phrase at the head of the text calls a partner counts.
    """
    reached = [_reached(text, sibling, agencies) for sibling in siblings]
    found = {partners for partners in reached if partners is not None}
    if len(found) == 1:
        partners = found.pop()
    elif any(part.kind == "partner_before" for part in parts_of(text, agencies)[:1]):
        partners = read_agencies(text, agencies, "partner").partners
    else:
        partners = ()
    flags = ["cut_start"] + (["unknown_name"] if any(not agency.id for agency in partners) else [])
    return AgencyReading((), partners, False, tuple(flags), () if partners else (text,))


def _reached(tail: str, sibling: str, agencies: Agencies) -> tuple[NamedAgency, ...] | None:
    """Give the partners of a sibling that the words of the tail belong to; None if it ends otherwise."""
    words = [token for token in tokens_of(sibling) if token.key]
    last = [token.key for token in tokens_of(tail) if token.key]
    if not last or len(last) >= len(words) or [token.key for token in words[-len(last) :]] != last:
        return None
    reach = words[-len(last)].start
    partners = read_agencies(sibling, agencies).partners
    inside = (agency for agency in partners if agency.start + len(agency.raw) > reach)
    return tuple(NamedAgency(agency.id, agency.name, tail) for agency in inside)
