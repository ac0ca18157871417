"""What is refused before any page is asked: names, origins, forms, bodies."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from pipeline.server.app import make_app
from pipeline.server.desk import Desk
from pipeline.server.guard import MOST_BYTES, Door, Guard
from tests.server.doubts import visited
from tests.server.printed import HERE, PORT, Visitor

POSTS = (
    *("/rulings/wording", "/rulings/value", "/rulings/finding", "/undo", "/name", "/apply", "/language"),
)
GOOD = {"lang": "en"}


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    came = visited(tmp_path_factory.mktemp("guard"))
    yield came
    came.close()


def form(visitor: Visitor, **changes: str | None) -> dict[str, str]:
    """The headers of a good form, changed; None leaves one out."""
    good = {"origin": HERE, "x-form-token": visitor.desk.secrets.form, "content-type": "application/json"}
    given = {name.replace("_", "-"): text for name, text in changes.items()}
    return {name: text for name, text in (good | given).items() if text is not None}


def posted(visitor: Visitor, content: Any = b'{"lang": "en"}', **changes: str | None) -> int:
    return int(
        visitor.client.post("/language", content=content, headers=form(visitor, **changes)).status_code
    )


def test_a_good_form_is_taken(visitor: Visitor) -> None:
    assert posted(visitor) == 204
    assert posted(visitor, content_type="application/json; charset=utf-8") == 204


HOSTS = (
    "evil.example",
    "evil.example:8765",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:8766",
    "localhost.evil.example:8765",
    "127.0.0.1.nip.io:8765",
    "0.0.0.0:8765",
    "127.1:8765",
    "2130706433:8765",
    "[::]:8765",
    "127.0.0.1:8765@evil.example",
    "",
)


@pytest.mark.parametrize("host", HOSTS)
def test_another_name_is_refused_for_pages_and_forms(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", headers={"host": host}).status_code == 421
    assert posted(visitor, host=host, origin=f"http://{host}") == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_the_names_of_this_machine_are_known(visitor: Visitor, host: str) -> None:
    assert posted(visitor, host=host, origin=f"http://{host}") == 204


ORIGINS = (
    None,
    "null",
    "http://evil.example",
    "https://127.0.0.1:8765",
    "http://127.0.0.1:8766",
    "http://localhost:8765",
    "http://127.0.0.1:8765.evil.example",
    "http://127.0.0.1:8765/",
    "",
)


@pytest.mark.parametrize("origin", ORIGINS)
def test_forms_of_other_sites_are_refused(visitor: Visitor, origin: str | None) -> None:
    assert posted(visitor, origin=origin) == 403


TYPES = (
    None,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/jsonp",
    "text/json",
    "application/json, text/plain",
)


@pytest.mark.parametrize("kind", TYPES)
def test_only_json_is_taken(visitor: Visitor, kind: str | None) -> None:
    assert posted(visitor, content_type=kind) == 415


def test_packed_bodies_are_not_unpacked(visitor: Visitor) -> None:
    assert posted(visitor, content_encoding="gzip") == 415


def test_a_form_without_its_token_or_with_another_ones_is_refused(visitor: Visitor, tmp_path: Path) -> None:
    secrets = visitor.desk.secrets
    other = visited(tmp_path / "other")
    twice = f"{secrets.form}, {secrets.form}"
    foreign = (None, "", secrets.session, secrets.token, other.desk.secrets.form, secrets.form[:-1], twice)
    assert [posted(visitor, x_form_token=token) for token in foreign] == [403] * len(foreign)
    other.close()


@pytest.mark.parametrize("path", ["/", "/queue", "/static/review.js", "/apply", "/findings", "/img/x/1.png"])
def test_nothing_is_shown_without_the_cookie(visitor: Visitor, path: str) -> None:
    other = {"cookie": f"doichieu-{PORT}={visitor.desk.secrets.form}"}
    assert visitor.get(path, headers=other).status_code == 403
    assert visitor.get(path, headers={"cookie": ""}).status_code == 403
    assert visitor.get(path, headers={"cookie": "=;=;\x01"}).status_code == 403


def test_the_opening_address_is_good_once_and_leads_to_a_clean_one(tmp_path: Path) -> None:
    came = visited(tmp_path)
    token = came.desk.secrets.token
    fresh = {"cookie": ""}
    assert came.get("/enter", params={"token": token}, headers=fresh).status_code == 403
    assert came.get("/enter", params={"token": "x"}, headers=fresh).status_code == 403
    assert came.get("/enter", params={"token": ""}, headers=fresh).status_code == 403
    again = came.get("/enter", params={"token": token})
    assert (again.status_code, again.headers["location"]) == (303, "/")
    came.close()


@pytest.mark.parametrize("other", ['state={"a": 1}', 'a=b"c', "[x]=1", "bad name=1"])
def test_an_unsound_cookie_of_another_program_locks_nobody_out(visitor: Visitor, other: str) -> None:
    own = f"doichieu-{PORT}={visitor.desk.secrets.session}"
    assert visitor.get("/", headers={"cookie": f"{other}; {own}"}).status_code == 200


def test_the_cookie_is_strict_and_out_of_reach_of_scripts(tmp_path: Path) -> None:
    came = visited(tmp_path)
    desk = Desk(came.desk.options)
    fresh = TestClient(make_app(desk, PORT), base_url=HERE, follow_redirects=False)
    cookie = fresh.get("/enter", params={"token": desk.secrets.token}).headers["set-cookie"]
    assert f"doichieu-{PORT}={desk.secrets.session}" in cookie
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    came.close()
    desk.close()


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_changed_by_looking(visitor: Visitor, path: str) -> None:
    before = visitor.desk.book.mark()
    answer = visitor.get(path)
    assert answer.status_code == (200 if path == "/apply" else 405)
    assert visitor.desk.book.mark() == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "BREW"])
def test_other_methods_are_refused(visitor: Visitor, method: str) -> None:
    assert visitor.client.request(method, "/").status_code == 405


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_are_not_shown_inside_other_sites(visitor: Visitor, site: str) -> None:
    assert visitor.get("/queue", headers={"sec-fetch-site": site}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py"]
)
def test_there_are_no_pages_about_the_inside(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_body_above_a_megabyte_is_refused_with_and_without_its_length(visitor: Visitor) -> None:
    large = b'{"lang": "' + b"x" * MOST_BYTES + b'"}'

    def chunks() -> Iterator[bytes]:
        for at in range(0, len(large), 65536):
            yield large[at : at + 65536]

    assert posted(visitor, large) == 413
    assert posted(visitor, chunks()) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"lang": 7}', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_form_of_ours_is_refused(visitor: Visitor, body: bytes) -> None:
    assert posted(visitor, body) == 400


async def _slow() -> AsyncIterator[Message]:
    yield {"type": "http.request", "body": b"{", "more_body": True}
    await asyncio.sleep(60)


async def _cut() -> AsyncIterator[Message]:
    yield {"type": "http.request", "body": b"{", "more_body": True}
    yield {"type": "http.disconnect"}


@pytest.mark.parametrize(("body", "status"), [(_slow, 408), (_cut, 400)])
def test_a_body_that_does_not_come_is_not_waited_for(visitor: Visitor, body: Any, status: int) -> None:
    secrets = visitor.desk.secrets
    headers = form(visitor) | {"host": f"127.0.0.1:{PORT}", "cookie": f"doichieu-{PORT}={secrets.session}"}
    sent: list[Message] = []
    reached: list[object] = []

    async def app(*_: object) -> None:
        reached.append(1)

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        incoming = body()
        scope = {"type": "http", "method": "POST", "path": "/undo", "headers": pairs}
        await Guard(app, Door(PORT, secrets), seconds=0.05)(scope, lambda: anext(incoming), send)

    pairs = [(name.encode(), text.encode()) for name, text in headers.items()]
    asyncio.run(ask())
    assert sent[0]["status"] == status
    assert reached == []


def test_every_answer_is_strict_also_a_refusal(visitor: Visitor) -> None:
    for answer in (visitor.get("/"), visitor.get("/nothing"), visitor.get("/", headers={"host": "x"})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_refusal_tells_nothing_about_the_inside(visitor: Visitor) -> None:
    for path in (
        "/nothing",
        "/queue?page=x",
        "/queue?page=99999999999999999999",
        "/findings/x",
        "/catalogue/x",
    ):
        answer = visitor.get(path)
        assert answer.status_code in {400, 404}
        assert not re.search(r"pydantic|fastapi|Traceback|\.py|input", answer.text)


def test_pages_hold_no_script_and_no_style_of_their_own(visitor: Visitor) -> None:
    for path in ("/", "/queue", "/queue?kind=value", "/findings", "/catalogue", "/search?q=a"):
        text = visitor.get(path).text
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", text)
        assert "hx-on" not in text
