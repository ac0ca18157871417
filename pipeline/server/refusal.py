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
    vi, en = (escape(say(name, lang)) for lang in ("vi", "en"))
    part = (b"hx-request", b"true") in scope["headers"]
    page = PART.format(vi=vi, en=en) if part else PAGE.format(status=fault.status, vi=vi, en=en)
    headers = {"connection": "close"} if fault.status in {408, 413, 421} else {}
    return Response(page, fault.status, headers, "text/html")
