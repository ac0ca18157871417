"""Coming in: the opening address, good for one time, becomes a cookie; and the choice of language."""

import threading

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from pipeline.server.desk import Desk
from pipeline.server.guard import ENTRANCE, Door, same
from pipeline.server.refusal import Refusal
from pipeline.server.views import LANGUAGE_COOKIE, LANGUAGES, YEAR


class Language(BaseModel):
    """What the switch sends."""

    lang: str


class _Ticket:
    """The opening address can be used once."""

    def __init__(self, token: str) -> None:
        self._token, self._lock = token, threading.Lock()

    def use(self, given: str) -> bool:
        """Whether this is the address, for the first time."""
        with self._lock:
            fits = bool(self._token) and same(given, self._token)
            self._token = "" if fits else self._token
            return fits


def router(desk: Desk) -> APIRouter:
    """Give the routes ``/enter`` and ``/language``."""
    routes = APIRouter()
    ticket = _Ticket(desk.secrets.token)

    @routes.get(ENTRANCE)
    def enter(request: Request, token: str = "") -> Response:
        door: Door = request.app.state.door
        answer = RedirectResponse("/", 303)
        if ticket.use(token):
            answer.set_cookie(door.cookie, desk.secrets.session, path="/", httponly=True, samesite="strict")
        elif not same(request.cookies.get(door.cookie, ""), desk.secrets.session):
            raise Refusal(403, "no_session")
        return answer

    @routes.post("/language")
    def language(choice: Language) -> Response:
        answer = Response(status_code=204, headers={"hx-refresh": "true"})
        if choice.lang not in LANGUAGES:
            raise Refusal(400, "bad_request")
        answer.set_cookie(
            LANGUAGE_COOKIE, choice.lang, max_age=YEAR, path="/", httponly=True, samesite="strict"
        )
        return answer

    return routes
