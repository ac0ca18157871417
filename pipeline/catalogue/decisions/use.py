"""Rulings put to use: what touches a document, what a verdict makes of a finding, what nobody needs any more.

Takes `Rulings` and what a run has seen; changes nothing in the file.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pipeline.catalogue.decisions.records import (
    CONFIRMED,
    CORRECTED,
    FILE,
    Correction,
    Decision,
    Rulings,
    Verdict,
)
from pipeline.catalogue.schema import ALL, Catalogue
from pipeline.language.messages import finding
from pipeline.model import Finding, Observation, Place, Quote


def relevant(rulings: Rulings, wordings: Collection[str], document_id: str) -> str:
    """A digest of just those rulings that reading this document depends on: equal digest, equal reading.

    `wordings` are the keys of everything that the document has matched (`Normalized.wordings`).  Where a line
    stands in the file does not count; verdicts on findings do not either, they are applied afterwards
    (`ruled`).  The digest of no rulings is the empty text.
    """
    touching: list[Decision | Correction] = [
        *(ruling for key in wordings for ruling in rulings.by_wording.get(key, ())),
        *rulings.by_document.get(document_id, ()),
    ]
    texts = sorted(repr(replace(ruling, line=0)) for ruling in touching)
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest() if texts else ""


def ruled(findings: Iterable[Finding], ids: Iterable[str], rulings: Rulings) -> Iterator[Finding]:
    """The findings with what people ruled on them in `ruling` and `ruling_note`; ``misread`` sets `ocr_risk`.

    `ids` are the finding ids, one for each: those of `pipeline.writers.identity.finding_ids`, made over all
    findings of the output in its final order.  A ruling does not change the id or the order of a finding.
    """
    for item, name in zip(findings, ids, strict=True):
        verdict = rulings.by_finding.get(name)
        yield _judged(item, verdict) if verdict else item


def _judged(item: Finding, verdict: Verdict) -> Finding:
    return replace(
        item,
        ruling=verdict.ruling,
        ruling_note=verdict.note,
        ocr_risk=item.ocr_risk or verdict.ruling == "misread",
    )


def misread(findings: Iterable[Finding]) -> frozenset[str]:
    """The ids of the observations behind findings that people ruled to be misread."""
    return frozenset(name for item in findings if item.ruling == "misread" for name in item.observation_ids)


def sent_to_review(
    observations: Iterable[Observation], misread_ids: Collection[str]
) -> Iterator[Observation]:
    """The observations; those whose ids are in `misread_ids` wait unless a person settled their number."""
    for item in observations:
        waits = item.observation_id in misread_ids and not _is_settled(item)
        yield replace(item, review="needs_review") if waits else item


def _is_settled(item: Observation) -> bool:
    return any(reason == CONFIRMED or reason.startswith(CORRECTED) for reason in item.match.reasons)


def fitting(rulings: Rulings, catalogue: Catalogue) -> Rulings:
    """The rulings that this catalogue can follow; a ruling with an unknown id or scope becomes a finding."""
    kept: list[Decision] = []
    faults: list[Finding] = []
    for ruling in rulings.wordings:
        fault = _misfit(ruling, catalogue)
        if fault:
            faults.append(_reported(fault, ruling.line, ruling.wording, ruling=_named(ruling)))
        else:
            kept.append(ruling)
    return replace(rulings, wordings=tuple(kept), findings=(*rulings.findings, *faults))


def _misfit(ruling: Decision, catalogue: Catalogue) -> str:
    if ruling.ruling != "indicator":
        return ""
    if ruling.indicator_id not in catalogue:
        return "decisions_unknown.indicator"
    indicator = catalogue.indicator(ruling.indicator_id)
    known = ruling.scope in {ALL, *(scope.id for scope in indicator.scopes)}
    return "" if known else "decisions_unknown.scope"


def _named(ruling: Decision) -> str:
    return f"{ruling.indicator_id}/{ruling.scope}"


def unused(
    rulings: Rulings,
    wordings: Collection[str],
    documents: Collection[str],
    finding_ids: Collection[str],
) -> Iterator[Finding]:
    """A finding for every ruling whose text occurs nowhere any more.

    `wordings` are the keys of every document of the run (all its `Normalized.wordings`), `documents` the ids
    of the documents, `finding_ids` those of all findings of the output but these.  A value ruling of a
    document that is there is the normalizer's to report.
    """
    for ruling in rulings.wordings:
        if ruling.wording_key not in wordings:
            yield _reported("decisions_unused.wording", ruling.line, ruling.wording)
    for correction in rulings.values:
        if correction.document not in documents:
            document = correction.document
            yield _reported("decisions_unused.value", correction.line, correction.printed, document=document)
    for verdict in rulings.verdicts:
        if verdict.finding_id not in finding_ids:
            yield _reported("decisions_unused.finding", verdict.line, verdict.printed or verdict.finding_id)


def _reported(name: str, line: int, text: str, *, ruling: str = "", document: str = "") -> Finding:
    quote = Quote(Place(FILE, line=line or None), text)
    return finding(name, quote, number=line, text=text, ruling=ruling, document=document)
