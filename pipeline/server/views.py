"""Templates, words and languages: from plain data to a page.

`Views.page` fills a template of ``pages/``.  Everything is escaped; a template gets `t` (a sentence of
``server.yaml`` in the language of the reader), `lang`, `desk`, and what the page gives.
"""

import getpass
from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pipeline import __version__
from pipeline.language.messages import messages, say
from pipeline.server.desk import Desk
from pipeline.writers.report.words import scope_name

LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "doichieu-lang"
WHO_COOKIE = "doichieu-who"
YEAR = 365 * 24 * 3600
"""Seconds that the language and the name are kept."""

LONGEST_NAME = 100
"""Characters of the name of a person."""

STATIC = Path(__file__).parent / "static"

HTMX = "includeIndicatorCSS:false, history:reload, defaultTimeout:30000"
"""How htmx is set up: no style of its own, no copies of pages in the browser."""


def language(request: Request, desk: Desk) -> str:
    """The language that the reader chose, or the one of this start."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else desk.options.lang


def who(request: Request, desk: Desk) -> str:
    """The name that rulings carry: the one the user gave, or that of the account."""
    given = " ".join(unquote(request.cookies.get(WHO_COOKIE, "")).split())[:LONGEST_NAME]
    return given or desk.options.who or _account()


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def words(name: str, /, lang: str, **values: Any) -> str:  # noqa: ANN401 - whatever the sentence names
    """A sentence of ``server.yaml``."""
    return say(f"server.{name}", lang, **values)


def _said(lang: str, name: str, /, **values: Any) -> str:  # noqa: ANN401
    """A sentence for a template, which escapes it: what a macro made stands in it as plain text."""
    plain = {key: value.unescape() if isinstance(value, Markup) else value for key, value in values.items()}
    return words(name, lang, **plain)


def known(name: str) -> bool:
    """Whether ``server.yaml`` has this sentence."""
    return f"server.{name}" in messages()


@lru_cache(maxsize=1)
def stamp() -> str:
    """Changes with every change of the files that the browser may keep."""
    files = (path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file())
    return sha256(b"".join(files)).hexdigest()[:12]


def address(path: str, **query: object) -> str:
    """A path with those of the values that are not empty.

    >>> address("/queue", kind="value", page=None)
    '/queue?kind=value'
    """
    kept = {name: value for name, value in query.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(kept)}" if kept else path


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Every template, compiled when it is first used; what they print is escaped."""
    made = Environment(
        loader=PackageLoader("pipeline.server", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(program=__version__, stamp=stamp(), htmx=HTMX, address=address, known=known)
    return made


class Views:
    """Fills the templates for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def page(self, request: Request, template: str, /, code: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
        """The page of a template, in the language of the reader."""
        lang = language(request, self.desk)
        sentence: Callable[..., str] = partial(_said, lang)
        own = {"desk": self.desk, "who": who(request, self.desk), "path": request.url.path}
        own["part"] = lambda name, scope: scope_name(name, scope, self.desk.catalogue).of(lang)
        made = templates().get_template(template).render(own | {"t": sentence, "lang": lang} | values)
        return HTMLResponse(made, code)
