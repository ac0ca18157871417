"""Which finding stands beside which row of a page.

Takes the findings of a harvest; gives for one document a `Note` per finding with the line that it belongs to.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Finding, Place, Quote, Severity
from pipeline.writers.order import SEVERITIES, FindingRow
from pipeline.writers.report.rows import Sheet
from pipeline.writers.report.words import Text, spot, word

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Where = tuple[bool, int, int]
"""Whether in a table, then table and row, or page (0: none) and line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One quote: where it stands, in which other document (empty: this one), and the value compared."""

    place: Text
    text: str
    value: Text
    document: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One finding as a page shows it; `id` is its anchor, `ruling` what a person ruled and why, or empty."""

    id: str
    rule: str
    severity: Severity
    message: Text
    suggestion: Text
    sides: tuple[Side, ...]
    ocr_risk: bool
    ruling: Text
    stands: bool

    @property
    def title(self) -> Text:
        """The severity as a word."""
        return word(self.severity)


@dataclass(frozen=True, slots=True)
class Placed:
    """The notes of one document: by line (sheet and line, 0-based), and those that belong to no line."""

    by_line: Mapping[tuple[int, int], tuple[Note, ...]]
    others: tuple[Note, ...]
    all: tuple[Note, ...]


def documents_of(finding: Finding) -> tuple[str, ...]:
    """The documents that a finding quotes, each once."""
    return tuple(dict.fromkeys(q.place.document for q in (finding.a, finding.b) if q and q.place.document))


def placed(document: str, rows: Sequence[FindingRow], sheets: Sequence[Sheet]) -> Placed:
    """Put the findings of a document beside its lines; the gravest come first."""
    by_place, by_value = _index(sheets)
    lines: dict[tuple[int, int], list[Note]] = {}
    others: list[Note] = []
    made: list[Note] = []
    for row in sorted(rows, key=lambda row: SEVERITIES.index(row.finding.severity)):
        note = _note(row, document)
        made.append(note)
        line = _line_of(row.finding, document, by_place, by_value)
        (others if line is None else lines.setdefault(line, [])).append(note)
    return Placed({line: tuple(notes) for line, notes in lines.items()}, tuple(others), tuple(made))


def _index(sheets: Sequence[Sheet]) -> tuple[dict[Where, tuple[int, int]], dict[str, tuple[int, int]]]:
    """The line of each printed row and of each value."""
    places: dict[Where, tuple[int, int]] = {}
    values: dict[str, tuple[int, int]] = {}
    for number, sheet in enumerate(sheets):
        for at, line in enumerate(sheet.lines):
            places.setdefault((not sheet.body, *line.spot), (number, at))
            values |= {one.observation_id: (number, at) for one in line.about}
    return places, values


def _line_of(
    finding: Finding,
    document: str,
    places: Mapping[Where, tuple[int, int]],
    values: Mapping[str, tuple[int, int]],
) -> tuple[int, int] | None:
    """The line of the first quote, else of the first value, else of the second quote."""
    here = [q.place for q in (finding.a, finding.b) if q and q.place.document == document]
    by_value = (values[one] for one in finding.observation_ids if one in values)
    by_quote = [places[_where(place)] for place in here if _where(place) in places]
    first = places.get(_where(here[0])) if here else None
    return first or next(by_value, None) or next(iter(by_quote), None)


def _where(place: Place) -> Where:
    if place.table:
        return True, place.table, place.row or 0
    return False, place.page or 0, place.line or 0


def _note(row: FindingRow, document: str) -> Note:
    finding = row.finding
    return Note(
        id=f"f-{row.finding_id}",
        rule=finding.rule,
        severity=finding.severity,
        message=Text(finding.message_vi, finding.message_en),
        suggestion=Text(finding.suggestion_vi, finding.suggestion_en),
        sides=tuple(_sides((finding.a, finding.b), document)),
        ocr_risk=finding.ocr_risk,
        ruling=_ruling(finding),
        stands=finding.stands,
    )


def _ruling(finding: Finding) -> Text:
    """What a person ruled, with the reason; empty when nobody has."""
    if not finding.ruling:
        return Text("", "")
    said = word(f"ruled_{finding.ruling}")
    why = f": {finding.ruling_note}" if finding.ruling_note else ""
    return Text(said.vi + why, said.en + why)


def _value(value: str) -> Text:
    """A compared value, with the decimal comma of Vietnamese where it is a number."""
    return Text(value.replace(".", ","), value) if NUMBER.fullmatch(value) else Text(value, value)


def _sides(quotes: Iterable[Quote | None], document: str) -> Iterable[Side]:
    for quote in quotes:
        if quote is not None:
            other = quote.place.document if quote.place.document != document else ""
            yield Side(spot(quote.place), quote.text, _value(quote.value), other)
