"""The order of the rows of every table: the same for the same content, whatever order the work was done in.

Takes a `Harvest`; gives its records as tuples in output order.  Documents go by the bytes of their path,
everything else by its document, then by its place (running text first, then tables), then by its content.
"""

from dataclasses import dataclass

from pipeline.model import (
    CellUse,
    DocumentRecord,
    Finding,
    Harvest,
    Observation,
    Period,
    Place,
    Responsibility,
    Unmatched,
)
from pipeline.writers.identity import by_id, finding_ids, path_bytes, plain_ids

SEVERITIES = ("error", "warning", "info")
DOUBTFUL = "doubtful"
"""The flag of a value that was read with doubt."""

ABOVE = 100_000.0
"""Points; boxes may begin above or left of the page, but not by so much."""

BETWEEN = "\x01"
"""Below every sign that is printed, so that a text goes before the longer ones that begin with it."""

PlaceKey = tuple[bool, tuple[int, ...], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """An observation with what has to be said beside it: the flags of its document and of its reading."""

    observation: Observation
    flags: tuple[str, ...]

    @property
    def place(self) -> Place:
        """The place of the observation."""
        return self.observation.place

    @property
    def period(self) -> Period | None:
        """The period of the observation."""
        return self.observation.period


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its id."""

    finding: Finding
    finding_id: str


def place_key(place: Place) -> PlaceKey:
    """Give running text by page, line and height, then tables by table, row, column; unknown comes first."""
    numbers = (place.table, place.row, place.column, place.page, place.line)
    left, top = place.bbox[:2] if place.bbox else (0.0, 0.0)
    return place.table is not None, tuple(number or 0 for number in numbers), (top, left)


class Ranks:
    """The rank of each document by the bytes of its path; documents that are not listed come last."""

    def __init__(self, harvest: Harvest) -> None:
        self._rank: dict[str, int] = {}
        self._path: dict[str, str] = {}
        for rank, document in enumerate(documents(harvest)):
            self._rank.setdefault(document.document_id, rank)
            self._path.setdefault(document.document_id, document.path)

    def __call__(self, document_id: str) -> tuple[int, str]:
        """Give what to sort by."""
        return self._rank.get(document_id, len(self._rank)), document_id

    def text(self, document_id: str) -> str:
        """Give what to sort by without knowing how many documents there are."""
        path = self._path.get(document_id)
        return f"1{document_id}" if path is None else f"0{path}"


def documents(harvest: Harvest) -> tuple[DocumentRecord, ...]:
    """Documents by the bytes of their path, which no locale changes."""
    return tuple(sorted(harvest.documents, key=lambda item: (path_bytes(item), item.document_id)))


def observations(harvest: Harvest) -> tuple[ObservationRow, ...]:
    """Observations by document and place; several values of one cell as they are printed."""
    rank = Ranks(harvest)
    known = by_id(harvest.documents)
    ordered = sorted(
        harvest.observations,
        key=lambda item: (
            rank(item.document_id),
            place_key(item.place),
            item.quantity.start,
            (item.role, item.scope, item.observation_id),
        ),
    )
    return tuple(ObservationRow(item, _flags(known.get(item.document_id), item)) for item in ordered)


def findings(harvest: Harvest) -> tuple[FindingRow, ...]:
    """Give findings by severity, document, place and rule, each with its id."""
    ordered = _findings(harvest)
    ids = finding_ids(ordered, harvest.documents)
    return tuple(FindingRow(item, name) for item, name in zip(ordered, ids, strict=True))


def plain_findings(harvest: Harvest) -> tuple[FindingRow, ...]:
    """Give the same, with ids that other findings may have too (`identity.plain_ids`)."""
    ordered = _findings(harvest)
    ids = plain_ids(ordered, harvest.documents)
    return tuple(FindingRow(item, name) for item, name in zip(ordered, ids, strict=True))


def _findings(harvest: Harvest) -> list[Finding]:
    rank = Ranks(harvest)
    return sorted(
        harvest.findings,
        key=lambda item: (SEVERITIES.index(item.severity), rank(document_of(item)), finding_key(item, rank)),
    )


def document_of(finding: Finding) -> str:
    """The document that a finding stands under; empty when it names none."""
    return finding.a.place.document if finding.a else ""


def finding_key(finding: Finding, rank: "Ranks") -> str:
    """What findings of one severity and document go by, as one text: place and rule, then all the rest."""
    a, b = finding.a, finding.b
    return BETWEEN.join(
        (
            _place_text(a.place if a else Place()),
            *(finding.rule, finding.indicator_id, finding.scope, finding.period),
            *(finding.message_vi, finding.message_en),
            *((a.text, a.value) if a else ("", "")),
            rank.text(b.place.document if b else ""),
            _place_text(b.place if b else Place()),
            *((b.text, b.value) if b else ("", "")),
            *finding.observation_ids,
        )
    )


def _place_text(place: Place) -> str:
    """The key of a place as a text that sorts like it."""
    in_table, numbers, (top, left) = place_key(place)
    parts = (*(f"{number:08}" for number in numbers), f"{top + ABOVE:015.4f}", f"{left + ABOVE:015.4f}")
    return f"{int(in_table)}{''.join(parts)}"


def responsibilities(harvest: Harvest) -> tuple[Responsibility, ...]:
    """Agencies by document, place, part; the lead agency first."""
    rank = Ranks(harvest)
    return tuple(
        sorted(
            harvest.responsibilities,
            key=lambda item: (
                rank(item.document_id),
                place_key(item.place),
                item.part != "lead",
                (item.indicator_id, item.scope, item.agency, item.agency_id, item.agency_raw, item.origin),
            ),
        )
    )


def unmatched(harvest: Harvest) -> tuple[Unmatched, ...]:
    """Rows without a sure indicator: those first that settle the most rows, then by document and place."""
    rank = Ranks(harvest)
    return tuple(
        sorted(
            harvest.unmatched,
            key=lambda item: (
                (-item.settles, item.wording_key),
                rank(item.document_id),
                place_key(item.place),
                (item.label_raw, item.values, item.unit, item.source),
            ),
        )
    )


def cells(harvest: Harvest) -> tuple[CellUse, ...]:
    """Give the cell ledger by document and place."""
    rank = Ranks(harvest)
    return tuple(
        sorted(
            harvest.cells,
            key=lambda item: (
                rank(item.document_id),
                place_key(item.place),
                (item.text, item.status, item.reason, item.observation_ids),
            ),
        )
    )


def _flags(document: DocumentRecord | None, item: Observation) -> tuple[str, ...]:
    flags = document.flags if document else ()
    return (*flags, DOUBTFUL) if item.quantity.doubtful and DOUBTFUL not in flags else flags
