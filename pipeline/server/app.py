"""The application: every router, the guard before them, plain pages for what goes wrong."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from pipeline.errors import DoichieuError
from pipeline.server import (
    answers,
    applying,
    entrance,
    finding,
    indicators,
    overview,
    queue,
)
from pipeline.server.desk import Desk
from pipeline.server.document import routes as document
from pipeline.server.guard import Door, Guard
from pipeline.server.pictures import routes as pictures
from pipeline.server.refusal import Refusal, refused, stopped
from pipeline.server.views import STATIC

ROUTERS = (
    entrance.router,
    overview.router,
    queue.router,
    finding.router,
    indicators.router,
    answers.router,
    applying.router,
    document.router,
    pictures.router,
)

SENTENCES = {404: "not_found", 405: "method", 409: "conflict"}
"""Sentences for what the framework itself answers."""


def make_app(desk: Desk, port: int) -> Guard:
    """Give the application for one start on one port."""
    door = Door(port, desk.secrets)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.door = door
    for router in ROUTERS:
        app.include_router(router(desk))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(DoichieuError, _stopped)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _fault)
    return Guard(app, door)


async def _http(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    return refused(Refusal(status, SENTENCES.get(status, "bad_request")), request.scope)


async def _refusal(request: Request, fault: Exception) -> Response:
    return refused(fault if isinstance(fault, Refusal) else Refusal(500, "fault"), request.scope)


async def _stopped(request: Request, fault: Exception) -> Response:
    return stopped(str(fault), request.scope)


async def _invalid(request: Request, fault: Exception) -> Response:
    del fault
    return refused(Refusal(400, "bad_request"), request.scope)


async def _fault(request: Request, fault: Exception) -> Response:
    del fault
    return refused(Refusal(500, "fault"), request.scope)
