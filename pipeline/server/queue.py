"""The queue: one question after the other, those first whose answer settles the most rows.

``/queue`` shows a list of questions and one of them open.  `kind` is ``wording`` (rows without an indicator),
``value`` (values in doubt) or ``later`` (wordings that somebody was unsure about).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from pipeline.catalogue.decisions import Line
from pipeline.catalogue.schema import ALL, Catalogue
from pipeline.language.reasons import all_in_words
from pipeline.language.text import clean, key
from pipeline.server.desk import Desk
from pipeline.server.document.values import Unclear, read
from pipeline.server.index import Index, documents, questions
from pipeline.server.index.questions import Doubt, Item, OpenRow
from pipeline.server.index.store import Page
from pipeline.server.index.words import search
from pipeline.server.overview import Number
from pipeline.server.reasons import Reasons
from pipeline.server.views import Views, language, words
from pipeline.writers.report.words import figure, unit_name

Kind = Literal["wording", "value", "later"]
KINDS: tuple[Kind, ...] = ("wording", "value", "later")
SHOWN = 9
"""Candidates that have a key of their own."""

LONGEST_NUMBER = 9
"""Digits of the number of an item; more are no number of ours."""

FOUND = 20
"""Indicators that a search shows; more are not read."""


@dataclass(frozen=True, slots=True)
class Option:
    """One indicator with its scope to choose; `code` is what the form sends."""

    code: str
    indicator_id: str
    title: str
    scope: str
    score: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An open wording with everything that helps to answer it.

    `others` are the other places of the same words: an answer for all of them settles `everywhere` rows.
    """

    item: Item
    rows: tuple[OpenRow, ...]
    options: tuple[Option, ...]
    reasons: tuple[str, ...]
    others: tuple[Item, ...]
    names: dict[str, str]
    version: str
    standing: Line | None

    @property
    def first(self) -> OpenRow:
        """The row that is shown."""
        return self.rows[0]

    @property
    def everywhere(self) -> int:
        """Rows with these words in any place."""
        return self.item.rows + sum(item.rows for item in self.others)

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals that the rows stand under, as printed."""
        return tuple(dict.fromkeys(row.goal for row in self.rows if row.goal))


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """An open value with what it was read as, its indicator and document."""

    doubt: Doubt
    read_as: str
    option: Option | None
    reasons: tuple[str, ...]
    names: dict[str, str]
    version: str
    standing: Line | None


def router(desk: Desk) -> APIRouter:
    """Give the routes ``/queue``, ``/queue/search`` and ``/queue/reading``."""
    routes, views, reasons = APIRouter(), Views(desk), Reasons(desk.catalogue)

    @routes.get("/queue")
    def queue(
        request: Request, kind: Kind = "wording", page: Number = 1, item: Annotated[str, Query()] = ""
    ) -> HTMLResponse:
        index, lang = desk.index, language(request, desk)
        found = listed(index, kind, page)
        current = item or (key_of(found.items[0]) if found.items else "")
        opened = _opened(desk, reasons, kind, current, lang)
        shown = [key_of(one) for one in found.items]
        place = shown.index(current) if current in shown else 0
        counts = {name: listed(index, name, 1).total for name in KINDS}
        return views.page(
            request,
            "queue.html.j2",
            kind=kind,
            found=found,
            current=current,
            at=place,
            counts=counts,
            opened=opened,
            key_of=key_of,
        )

    @routes.get("/queue/search")
    def choose(request: Request, other: str = "") -> HTMLResponse:
        hits = search(desk.index, other, "indicator", FOUND)
        options = [one for hit in hits for one in every_scope(desk.catalogue, hit.ref)]
        return views.page(request, "choices.html.j2", options=options[:FOUND], asked=other)

    @routes.get("/queue/reading")
    def reading(request: Request, observation: str, value: str = "") -> HTMLResponse:
        doubt = questions.doubt(desk.index, observation)
        if doubt is None or not value.strip():
            return HTMLResponse("")
        told, problem = _read_back(desk, doubt, value, language(request, desk))
        return views.page(request, "reading.html.j2", told=told, problem=problem)

    return routes


def listed(index: Index, kind: Kind, number: int) -> Page[Item] | Page[Doubt]:
    """One page of the questions of a kind."""
    if kind == "value":
        return questions.doubts(index, number)
    return questions.items(index, number, put_off=kind == "later")


def key_of(one: Item | Doubt) -> str:
    """What names a question in an address."""
    return str(one.no) if isinstance(one, Item) else one.observation_id


def _opened(
    desk: Desk, reasons: Reasons, kind: Kind, name: str, lang: str
) -> Question | ValueQuestion | None:
    if kind == "value":
        doubt = questions.doubt(desk.index, name)
        return _value(desk, doubt, lang) if doubt else None
    item = questions.item(desk.index, int(name)) if name.isdecimal() and len(name) <= LONGEST_NUMBER else None
    return _wording(desk, reasons, item, lang) if item else None


def _wording(desk: Desk, reasons: Reasons, item: Item, lang: str) -> Question:
    rows = questions.rows_of(desk.index, item)
    first = rows[0]
    units = tuple(filter(None, (first.unit,)))
    why = reasons.of(item.label, first.goal, units)
    choices = first.choices or reasons.choices(item.label, first.goal, units)
    options = (
        option(
            desk.catalogue,
            choice.indicator_id,
            choice.scope,
            choice.score,
            all_in_words(why.get((choice.indicator_id, choice.scope), ()), lang),
        )
        for choice in choices[:SHOWN]
    )
    line = about_wording(item, first)
    return Question(
        item,
        rows,
        tuple(filter(None, options)),
        all_in_words(first.reasons, lang),
        tuple(one for one in questions.items_of(desk.index, item.wording_key) if one.no != item.no),
        documents.names(desk.index, tuple(row.spot.document_id for row in rows)),
        desk.book.version(line),
        desk.book.standing(line),
    )


def _value(desk: Desk, doubt: Doubt, lang: str) -> ValueQuestion:
    line = about_value(doubt)
    return ValueQuestion(
        doubt,
        _figures(desk, doubt, lang),
        option(desk.catalogue, doubt.indicator_id, doubt.scope),
        all_in_words(doubt.reasons, lang),
        documents.names(desk.index, (doubt.spot.document_id,)),
        desk.book.version(line),
        desk.book.standing(line),
    )


def _read_back(desk: Desk, doubt: Doubt, typed: str, lang: str) -> tuple[str, str]:
    """How a typed value would be read, or why it would not be kept."""
    try:
        return read(typed, doubt.unit_raw, desk.catalogue.units).told("vi" if lang == "vi" else "en"), ""
    except Unclear as fault:
        return "", words(f"document.{fault.name}", lang, **fault.values)


def _figures(desk: Desk, doubt: Doubt, lang: str) -> str:
    """The value as it was read, in digits with its unit; empty when none was read."""
    amounts = [figure(Decimal(repr(one))) for one in (doubt.value, doubt.value_high) if one is not None]
    texts = (*amounts, unit_name(doubt.unit, desk.catalogue.units))
    digits = " – ".join(text.vi if lang == "vi" else text.en for text in texts[: len(amounts)])
    return f"{digits} {texts[-1].vi if lang == 'vi' else texts[-1].en}" if amounts else ""


# ------------------------------------------------------------------ what a ruling is about


def about_wording(item: Item, row: OpenRow) -> Line:
    """The line of a ruling on a wording, without the ruling: the exact text and the place it was seen at."""
    printed = row.label_raw if key(clean(row.label_raw)) == item.wording_key else item.label
    return Line(subject="wording", wording=printed, document=row.spot.document_id, place=row.place)


def about_value(doubt: Doubt) -> Line:
    """The line of a ruling on a value, without the ruling."""
    return Line(
        subject="value",
        wording=doubt.label_raw,
        document=doubt.spot.document_id,
        place=doubt.place,
        printed=doubt.value_raw,
    )


# ------------------------------------------------------------------ what can be chosen


def option(
    catalogue: Catalogue,
    indicator_id: str,
    scope: str,
    score: float | None = None,
    reasons: Sequence[str] = (),
) -> Option | None:
    """An indicator to choose; None when the catalogue has no such indicator."""
    if indicator_id not in catalogue:
        return None
    indicator = catalogue.indicator(indicator_id)
    part = indicator.scope(scope) if scope not in ("", ALL) else None
    code = f"{indicator_id}/{part.id if part else ALL}"
    return Option(code, indicator_id, indicator.name_vi, part.name_vi if part else "", score, tuple(reasons))


def every_scope(catalogue: Catalogue, indicator_id: str) -> tuple[Option, ...]:
    """An indicator as a whole, then each of its parts."""
    scopes = catalogue.indicator(indicator_id).scopes if indicator_id in catalogue else ()
    names = dict.fromkeys((ALL, *(scope.id for scope in scopes)))
    return tuple(filter(None, (option(catalogue, indicator_id, name) for name in names)))
