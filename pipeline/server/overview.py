"""The first page: every document with its status, what was found in it, what is left to do."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from pipeline.server.desk import Desk
from pipeline.server.index import documents, questions
from pipeline.server.views import Views

Number = Annotated[int, Query(ge=1, le=10**6)]


def router(desk: Desk) -> APIRouter:
    """Give the route ``/``."""
    routes, views = APIRouter(), Views(desk)

    @routes.get("/")
    def overview(request: Request, status: str = "", left: bool = False, page: Number = 1) -> HTMLResponse:
        return views.page(
            request,
            "overview.html.j2",
            found=documents.documents(desk.index, status, left, page),
            totals=documents.totals(desk.index),
            statuses=documents.statuses(desk.index),
            waiting=questions.waiting(desk.index),
            status=status,
            left=left,
        )

    return routes
