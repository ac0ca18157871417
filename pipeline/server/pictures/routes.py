"""Pictures of pages and of places on them: ``/img/ID/PAGE.png`` and ``/crop/ID/PAGE/X0-TOP-X1-BOTTOM.png``.

ID is a document of the tables, PAGE counts from 1, a place is in points from the page's top left.  Nothing of
an address names a file.  What cannot be shown is an answer 404 with the reason as JSON, 503 when the drawing
failed.  A picture never changes, for the id is made of the document's bytes: browsers may keep it.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse

from pipeline.model import Bbox
from pipeline.server.desk import Desk
from pipeline.server.index import documents
from pipeline.server.pictures.originals import Original
from pipeline.server.pictures.pictures import VERSION, NoPicture
from pipeline.server.pictures.renderer import AT_ONCE
from pipeline.server.views import language, words

ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
PAGE = re.compile(r"([1-9][0-9]{0,4})\.png", re.ASCII)
_SIDE = r"([0-9]{1,6}(?:\.[0-9]{1,2})?)"
PLACE = re.compile(rf"{_SIDE}-{_SIDE}-{_SIDE}-{_SIDE}\.png", re.ASCII)

Tag = Annotated[str, Header(alias="if-none-match")]

KEEP = "private, max-age=31536000, immutable"
"""A year, and never asked again."""


def router(desk: Desk) -> APIRouter:
    """Give the routes below ``/img`` and ``/crop``."""

    @asynccontextmanager
    async def open_hours(_: object) -> AsyncIterator[None]:
        desk.pictures.warm()
        yield
        desk.pictures.close()

    routes = APIRouter(lifespan=open_hours)
    painters = CapacityLimiter(AT_ONCE)

    async def shown(request: Request, document: str, page: int, box: Bbox | None, tag: str) -> Response:
        original = original_of(desk, document)
        if original is None:
            return _no(request, desk, "no_document")
        headers = {"etag": f'"{document}-v{VERSION}"', "cache-control": KEEP}
        if tag == headers["etag"]:
            return Response(status_code=304, headers=headers)
        try:
            made = await to_thread.run_sync(desk.pictures.picture, original, page, box, limiter=painters)
        except NoPicture as fault:
            return _no(request, desk, fault.reason)
        return Response(made, headers=headers, media_type="image/png")

    @routes.get("/img/{document}/{name}")
    async def page(request: Request, document: str, name: str, if_none_match: Tag = "") -> Response:
        number = PAGE.fullmatch(name)
        if not number:
            return _no(request, desk, "bad_address")
        return await shown(request, document, int(number[1]), None, if_none_match)

    @routes.get("/crop/{document}/{page}/{name}")
    async def place(
        request: Request, document: str, page: str, name: str, if_none_match: Tag = ""
    ) -> Response:
        number, sides = PAGE.fullmatch(f"{page}.png"), PLACE.fullmatch(name)
        if not (number and sides):
            return _no(request, desk, "bad_address")
        x0, top, x1, bottom = map(float, sides.groups())
        return await shown(request, document, int(number[1]), (x0, top, x1, bottom), if_none_match)

    return routes


def original_of(desk: Desk, document: str) -> Original | None:
    """What the tables say of a document's file; None when they have no such document."""
    row = documents.document(desk.index, document) if ID.fullmatch(document) else None
    return Original(row.document_id, row.path, row.bytes) if row else None


def _no(request: Request, desk: Desk, reason: str) -> Response:
    told = words(f"picture.{reason}", language(request, desk))
    code = 503 if reason == "failed" else 404
    return JSONResponse({"reason": reason, "message": told}, code, {"cache-control": "no-store"})
