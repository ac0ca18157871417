"""What stands before every page: who asks, from where, with what.

An ASGI layer.  It lets a request through only with the Host of this very server (so that no other name can be
pointed at it), the cookie that the opening address was exchanged for, and, for everything that changes
something, POST with JSON, an Origin of ours and the token of our forms.  Bodies are counted while they come,
and have a time limit.  Every answer carries the headers that keep a browser strict.
"""

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.server.desk import Secrets
from pipeline.server.refusal import Refusal, refused

MOST_BYTES = 2**20
"""Bytes of a body: a note of a thousand words has about ten thousand."""

BODY_SECONDS = 10.0
"""Seconds for a whole body to come in; on one machine it takes a millisecond."""

ENTRANCE = "/enter"
"""The path of the opening address."""

TOKEN_HEADER = "x-form-token"  # noqa: S105 - the name of a header
JSON = "application/json"

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect")),
        *(f"{what} 'none'" for what in ("form-action", "frame-ancestors", "base-uri")),
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
FRESH = "no-store"
"""Pages are never kept by the browser; a route may say otherwise for what cannot change."""

OWN_SITE = frozenset({"same-origin", "none"})
"""What browsers say of requests that our own pages or the user made."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a request has to bring along: the port that is asked, the secrets of this start."""

    port: int
    secrets: Secrets

    @property
    def hosts(self) -> frozenset[str]:
        """The names of this server."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies are shared by all ports of a machine."""
        return f"doichieu-{self.port}"


class Guard:
    """Lets through what the door allows and answers everything else itself."""

    def __init__(self, app: ASGIApp, door: Door, *, seconds: float = BODY_SECONDS) -> None:
        self.app, self.door, self.seconds = app, door, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        strict = _strict(send)
        try:
            self._admit(scope)
            body = await _whole(receive, self.seconds) if scope["method"] == "POST" else b""
        except Refusal as fault:
            await refused(fault, scope)(scope, receive, strict)
            return
        await self.app(scope, _replay(body, receive), strict)

    def _admit(self, scope: Scope) -> None:
        headers = _headers(scope)
        self._same_host(headers)
        if headers.get("sec-fetch-site", "none") not in OWN_SITE and scope["path"] != ENTRANCE:
            raise Refusal(403, "foreign")
        if scope["method"] not in {"GET", "POST"}:
            raise Refusal(405, "method")
        if scope["method"] == "POST":
            self._own_form(headers)
        if scope["path"] != ENTRANCE and not self.known(headers.get("cookie", "")):
            raise Refusal(403, "no_session")

    def _same_host(self, headers: Mapping[str, str]) -> None:
        if headers.get("host", "") not in self.door.hosts:
            raise Refusal(421, "host")

    def _own_form(self, headers: Mapping[str, str]) -> None:
        if headers.get("origin", "") != f"http://{headers['host']}":
            raise Refusal(403, "foreign")
        if headers.get("content-type", "").replace(" ", "").lower() not in {JSON, f"{JSON};charset=utf-8"}:
            raise Refusal(415, "content_type")
        if "content-encoding" in headers:
            raise Refusal(415, "content_type")
        if not same(headers.get(TOKEN_HEADER, ""), self.door.secrets.form):
            raise Refusal(403, "form_token")

    def known(self, cookies: str) -> bool:
        """Whether the cookie of this start is among those of a request."""
        return same(cookie(cookies, self.door.cookie), self.door.secrets.session)


def same(given: str, secret: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())


def cookie(header: str, name: str) -> str:
    """The value of one cookie; empty when it is not there.

    What other programs on this machine keep under the same host may be no sound cookie: it is passed over.
    """
    return cookie_parser(header).get(name, "")


def _headers(scope: Scope) -> dict[str, str]:
    """Headers by name; one that came twice counts as both joined, which no check accepts."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        text = value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


async def _whole(receive: Receive, seconds: float) -> bytes:
    """The whole body; raises `Refusal` when it is too large, too slow, or cut off."""
    try:
        async with asyncio.timeout(seconds):
            return await _counted(receive)
    except TimeoutError as fault:
        raise Refusal(408, "slow") from fault


async def _counted(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refusal(400, "cut")
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise Refusal(413, "large")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read already, once, then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _strict(send: Send) -> Send:
    """Add the strict headers to an answer; only the caching is left to the route."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("cache-control", FRESH)
        await send(message)

    return sent
