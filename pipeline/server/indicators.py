"""The catalogue in use: every indicator with what was read as it, its wordings, and where each was used."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from pipeline.catalogue.decisions import Decision
from pipeline.catalogue.schema import Family, Indicator
from pipeline.server.desk import Desk
from pipeline.server.index import documents, uses
from pipeline.server.index.words import KINDS, search
from pipeline.server.overview import Number
from pipeline.server.refusal import Refusal
from pipeline.server.views import Views

SHOWN = 20
"""Hits of one kind on the page of all hits."""


def router(desk: Desk) -> APIRouter:
    """Give the routes ``/catalogue``, ``/catalogue/ID`` and ``/search``."""
    routes, views = APIRouter(), Views(desk)

    @routes.get("/catalogue")
    def catalogue(request: Request) -> HTMLResponse:
        families = [(family, _by_goal(family)) for family in desk.catalogue.families]
        return views.page(
            request,
            "catalogue.html.j2",
            families=families,
            figures=uses.figures(desk.index),
            learnt=_learnt(desk),
        )

    @routes.get("/catalogue/{indicator_id}")
    def indicator(request: Request, indicator_id: str, use: int = 0, page: Number = 1) -> HTMLResponse:
        if indicator_id not in desk.catalogue:
            raise Refusal(404, "not_found")
        index = desk.index
        places = uses.documents_of(index, use, page) if use else None
        return views.page(
            request,
            "indicator.html.j2",
            indicator=desk.catalogue.indicator(indicator_id),
            found=uses.uses(index, indicator_id, 1 if use else page),
            use=use,
            places=places,
            names=documents.names(index, tuple(name for name, _ in places.items)) if places else {},
            learnt=[one for one in _learnt(desk) if one.indicator_id == indicator_id],
        )

    @routes.get("/search")
    def find(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
        hits = {kind: search(desk.index, q, kind)[:SHOWN] for kind in KINDS}
        return views.page(request, "search.html.j2", asked=q, hits=hits, shown=SHOWN)

    return routes


def _by_goal(family: Family) -> list[tuple[str, tuple[Indicator, ...]]]:
    """The titles of the goals with their indicators."""
    return [(f"{goal.number}. {goal.vi}", family.of_goal(goal.number)) for goal in family.goals]


def _learnt(desk: Desk) -> list[Decision]:
    """Rulings on wordings that are in force, the newest first."""
    return sorted(desk.book.rulings().wordings, key=lambda one: -one.line)
