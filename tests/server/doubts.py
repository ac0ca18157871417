"""Tables with questions of every kind, made of records: wordings, values in doubt, findings."""

from dataclasses import replace
from pathlib import Path

from pipeline.model import Candidate, DocumentRecord, Harvest, Place, Quote, Unmatched
from pipeline.normalizer.unmatched import settle
from tests.server.printed import Visitor, tables
from tests.writers.harvests import finding, observation
from tests.writers.harvests import match as plain_match

ONE, TWO = "1" * 16, "2" * 16
PARENT = "Tỷ lệ nữ lãnh đạo"
KNOWN = "VNGES.1.1"
OFFERED = (Candidate("VNGES.2.3", "all", 62.8), Candidate(KNOWN, "all", 41.0))


def document(name: str, path: str, **changes: object) -> DocumentRecord:
    plain = DocumentRecord(name, path, "txt", 10, "ok", method="text", number=f"{path[0]}/KH-UBND")
    return replace(plain, observations=2, **changes)


def row(label: str, document_id: str = ONE, at: int = 5, **changes: object) -> Unmatched:
    plain = Unmatched(
        document_id=document_id,
        source="appendix",
        label=label,
        label_raw=label,
        wording_key=label.lower(),
        goal="Mục tiêu 2: kinh tế",
        parent="",
        unit="%",
        values="20",
        candidates=OFFERED,
        reasons=("no key term: nữ", "outside_bounds"),
        place=Place(document_id, table=1, row=at, column=2),
    )
    return replace(plain, **changes)


def value(number: int, document_id: str = ONE, **changes: object) -> object:
    named = {"indicator_id": KNOWN, "label": PARENT, "label_raw": PARENT, "catalogue": "VNGES@1"}
    at = Place(document_id, table=1, row=number, column=4)
    ruled = plain_match(indicator_id=KNOWN)
    return observation(number, document_id=document_id, place=at, match=ruled, **named | changes)


def harvest(**changes: object) -> Harvest:
    """Two documents: “phụ nữ” waits in both, “cấp huyện” below a known row, two values are in doubt."""
    rows = [
        row("phụ nữ"),
        row("phụ nữ", TWO, 6),
        row("cấp huyện", ONE, 7, parent=PARENT, candidates=()),
        row("cấp huyện", TWO, 8),
    ]
    doubts = [value(11, review="needs_review", value_raw="31.600"), value(12, review="needs_review")]
    quote = Quote(Place(ONE, table=1, row=11, column=4), "31.600", "31600")
    plain = Harvest(
        documents=(document(ONE, "một.txt"), document(TWO, "hai.txt")),
        observations=(value(1), *doubts, value(1, TWO)),
        findings=(finding("A08", severity="error", a=quote, b=None), finding("B02", a=quote, b=None)),
        unmatched=settle(rows),
    )
    return replace(plain, **changes)


def visited(folder: Path, found: Harvest | None = None) -> Visitor:
    """A browser before the tables of a harvest; the documents themselves are not there."""
    raw = folder / "raw"
    raw.mkdir(parents=True)
    tables(folder / "out", [found or harvest()])
    return Visitor(folder / "out", raw)
