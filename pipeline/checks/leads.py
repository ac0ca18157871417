"""Rule C09: the agencies that lead rows of the appendix against those that the text tells to lead.

Takes a `Case`, yields findings; joined into family C by `body.py`.
"""

from collections.abc import Iterator, Sequence

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.agency_text import Part, parts_of
from pipeline.checks.case import Case
from pipeline.checks.config import Rule
from pipeline.checks.report import note, quote, quote_label, quote_text
from pipeline.checks.words import has, words
from pipeline.model import Finding, Observation, Paragraph, Quote


def leads_not_named(case: Case) -> Iterator[Finding]:
    """C09: an agency leads a row and the text on implementation does not name it, or the other way round."""
    leads = _leads(case)
    section = _implementation(case)
    named = {part.agency_id for paragraph in section for part in _names(paragraph)}
    told = any(has(words("leads"), paragraph.text) for paragraph in section)
    if not leads or not named or not told:
        return
    for agency, seen in leads.items():
        if agency not in named and not _kin(agency) & named:
            yield note("C09", _cell(case, seen), case=case, agency=seen.lead_agencies[0])
    for paragraph in section:
        for part in _told_to_lead(paragraph):
            if part.agency_id not in leads and not _kin(part.agency_id) & leads.keys():
                yield note(
                    "C09.row", quote_text(paragraph.place, paragraph.text), case=case, agency=part.name
                )


def _leads(case: Case) -> dict[str, Observation]:
    """The first appendix observation per known leading agency."""
    found: dict[str, Observation] = {}
    for seen in case.observations:
        for name in seen.lead_agencies if seen.source == "appendix" else ():
            agency = load_agencies().find(name)
            if agency is not None:
                found.setdefault(agency.id, seen)
    return found


def _kin(agency: str) -> set[str]:
    """The bodies that took over from an agency, and those that it took over from."""
    changes = load_agencies().succession
    return {c.new for c in changes if c.old == agency} | {c.old for c in changes if c.new == agency}


def _implementation(case: Case) -> Sequence[Paragraph]:
    """The paragraphs behind the last target sentence; all of them where no target stands in the text."""
    targets = {statement.place for statement in case.plan.statements}
    last = max((n for n, p in enumerate(case.paragraphs) if p.place in targets), default=-1)
    return case.paragraphs[last + 1 :]


def _names(paragraph: Paragraph) -> list[Part]:
    return [
        part for part in parts_of(paragraph.text, load_agencies()) if part.kind == "name" and part.agency_id
    ]


def _told_to_lead(paragraph: Paragraph) -> list[Part]:
    """The agencies before "chủ trì" in a paragraph that speaks of the appendix."""
    if not (has(words("leads"), paragraph.text) and has(words("appendix_words"), paragraph.text)):
        return []
    parts = parts_of(paragraph.text, load_agencies())
    lead = next((part.start for part in parts if part.kind == "lead"), len(paragraph.text))
    return [part for part in parts if part.kind == "name" and part.agency_id and part.end <= lead]


def _cell(case: Case, seen: Observation) -> Quote:
    """The agency cell of a row, as printed."""
    line = case.line_of(seen)
    texts = [text for text in (line.row.agencies if line else ()) if text.kind == "lead"]
    cells = [original for text in texts for cell in text.cells for original in cell.originals]
    return (
        quote_text(cells[0].place, cells[0].text) if cells else quote_label(line.row) if line else quote(seen)
    )


RULES: tuple[Rule[Case], ...] = (Rule("C09", leads_not_named),)
