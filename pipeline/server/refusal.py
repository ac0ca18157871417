"""What is said to a request that is not let through, or that asks for something that is not there.

A plain page in Vietnamese and English with the number and one sentence, and nothing about the inside.
"""

from html import escape

from starlette.responses import Response
from starlette.types import Scope

from pipeline.language.messages import say

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{status}</title></head>
<body><main><h1>{status}</h1><p>{vi}</p><p lang="en">{en}</p></main></body></html>
"""
PART = '<p class="told bad">{vi} <span lang="en">{en}</span></p>'


class Refusal(Exception):
    """A request that gets nothing: the HTTP status and the sentence ``server.refused.<reason>``."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason


def refused(fault: Refusal, scope: Scope) -> Response:
    """The answer to a refused request: a page, or a paragraph where a part of a page was asked for.

    The connection is closed where the body may not have been read.
    """
    name = f"server.refused.{fault.reason}"
    return _answer(fault.status, say(name, "vi"), say(name, "en"), scope)


def stopped(words: str, scope: Scope) -> Response:
    """The answer when an error of ours stopped the work: its own words, made for the user."""
    return _answer(500, words, "", scope)


def _answer(status: int, vi: str, en: str, scope: Scope) -> Response:
    part = (b"hx-request", b"true") in scope["headers"]
    page = (PART if part else PAGE).format(status=status, vi=escape(vi), en=escape(en))
    headers = {"connection": "close"} if status in {408, 413, 421} else {}
    return Response(page, status, headers, "text/html")
