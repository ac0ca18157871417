"""Findings: the list with its filters, and one with both places side by side and its rule explained."""

from collections import Counter
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from pipeline import checks
from pipeline.server.answers import about_finding
from pipeline.server.desk import Desk
from pipeline.server.index import documents, findings
from pipeline.server.index.findings import Filter, Side
from pipeline.server.index.questions import Spot, in_words, spot
from pipeline.server.index.schema import PLACE
from pipeline.server.overview import Number
from pipeline.server.refusal import Refusal
from pipeline.server.views import Views, language
from pipeline.writers.order import SEVERITIES

State = Literal["", "open", "ruled"]
Word = Annotated[str, Query(max_length=64)]


def router(desk: Desk) -> APIRouter:
    """Give the routes below ``/findings``."""
    routes, views = APIRouter(), Views(desk)

    @routes.get("/findings")
    def every(
        request: Request,
        severity: Word = "",
        rule: Word = "",
        document: Word = "",
        state: State = "",
        page: Number = 1,
    ) -> HTMLResponse:
        index, wanted = desk.index, Filter(severity, rule, document, state)
        found = findings.findings(index, wanted, page)
        sides = tuple(side.document_id for one in found.items for side in one.sides)
        counts: Counter[str] = Counter()
        for _, level, number in findings.rules(index):
            counts[level] += number
        return views.page(
            request,
            "findings.html.j2",
            found=found,
            wanted=wanted,
            names=documents.names(index, (*sides, document)),
            counts=[(level, counts[level]) for level in SEVERITIES],
            rules=sorted({name for name, _, _ in findings.rules(index)}),
        )

    @routes.get("/findings/{finding_id}")
    def one(request: Request, finding_id: str) -> HTMLResponse:
        found = findings.finding(desk.index, finding_id)
        if found is None:
            raise Refusal(404, "not_found")
        line = about_finding(found)
        return views.page(
            request,
            "finding.html.j2",
            found=found,
            names=documents.names(desk.index, tuple(side.document_id for side in found.sides)),
            explanation=explanation(found.rule, language(request, desk)),
            version=desk.book.version(line),
            standing=desk.book.standing(line),
            history=desk.book.about(line),
            spots=[_spot(desk, side) for side in found.sides],
        )

    return routes


def _spot(desk: Desk, side: Side) -> Spot | None:
    """Where one side is printed, with its box, when a value stands there."""
    rows = desk.index.table("observations", side.document_id, ("document_id", *PLACE))
    spots = (spot(row) for row in rows)
    return next((found for found in spots if side.place and in_words(found) == side.place), None)


def explanation(rule: str, lang: str) -> str:
    """What a rule compares; empty for findings that no rule but a stage of the reading made."""
    return checks.explanations(lang).get(rule, "")
