"""The page of one document: what is printed beside what was read, and corrections of single values.

``/documents/ID`` shows one part of a document: a page with its picture, a piece of a table, the sentences.
``?place=`` (words of a place) and ``?value=`` (observation id) lead to the part that shows it.
``/documents/ID/reading`` tells how a typed value would be read; a POST to ``/documents/ID/values`` rules.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pipeline.batch.reload import place_of
from pipeline.catalogue.decisions import Line
from pipeline.model import Place
from pipeline.server.desk import Desk
from pipeline.server.document import values as document_values
from pipeline.server.document.parts import Part, part_of, parts
from pipeline.server.document.source import Extract, Extracts
from pipeline.server.document.values import LONGEST_VALUE, Typed, Unclear
from pipeline.server.document.view import (
    MOST_NOTES,
    Note,
    Value,
    findings_of,
    general,
    line_mark,
    place_of_row,
    view,
)
from pipeline.server.document.words import Words
from pipeline.server.index import documents
from pipeline.server.index.documents import DocumentRow
from pipeline.server.pictures.pictures import NoPicture
from pipeline.server.pictures.routes import ID, original_of
from pipeline.server.refusal import Refusal
from pipeline.server.rulings import Overtaken
from pipeline.server.views import Views, address, language, who

AT_ONCE = 4
"""Pages that are made at the same time: one may wait for a picture, the others shall not wait for it."""

NEAR = 30
"""Parts before and after the shown one that have links; a plan has under 20 in all."""

Number = Annotated[int, Query(ge=1, le=10**6)]
Text = Annotated[str, Query(max_length=LONGEST_VALUE)]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that is being shown."""

    row: DocumentRow
    extract: Extract
    findings: tuple[Note, ...]
    parts: tuple[Part, ...]


def router(desk: Desk) -> APIRouter:
    """Give the routes below ``/documents``."""
    routes, pages = APIRouter(prefix="/documents/{document}"), _Pages(desk)
    makers = CapacityLimiter(AT_ONCE)

    @routes.get("")
    async def show(
        request: Request,
        document: str,
        page: Number | None = None,
        table: Number | None = None,
        first: Number = 1,
        lines: bool = False,
        place: Text = "",
        value: Text = "",
    ) -> Response:
        asked = _asked(page, table, first, lines)
        return await to_thread.run_sync(
            lambda: pages.show(request, document, asked, place, value), limiter=makers
        )

    @routes.get("/reading")
    def reading(request: Request, document: str, observation: Text, text: Text = "") -> Response:
        return pages.reading(request, document, observation, text)

    @routes.post("/values")
    def rule(request: Request, document: str, typed: Typed) -> Response:
        return pages.rule(request, document, typed)

    return routes


def _asked(page: int | None, table: int | None, first: int, lines: bool) -> Part | None:
    """The part that an address names; None when it names none."""
    if page:
        return Part("page", page)
    if table:
        return Part("table", table, first)
    return Part("lines") if lines else None


class _Pages:
    """Makes the answers for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.views, self.extracts = desk, Views(desk), Extracts()

    # -------------------------------------------------------------- showing

    def show(self, request: Request, document: str, asked: Part | None, spot: str, value: str) -> Response:
        """One part of a document, or the way to the part that shows a place."""
        opened = self._opened(document)
        if spot or value:
            return _redirect(opened, self._place(opened, spot, value))
        part = _chosen(opened.parts, asked)
        return self.views.page(request, "document.html.j2", **self._about(request, opened, part))

    def _opened(self, document: str) -> Opened:
        row = documents.document(self.desk.index, document) if ID.fullmatch(document) else None
        if row is None:
            raise Refusal(404, "not_found")
        extract = self.extracts.of(self.desk.index, document)
        notes = findings_of(document, self.desk.index)
        loose = any(note.place.table is None and note.place.line for note in notes)
        return Opened(row, extract, notes, parts(extract, row.pages or 0, loose=loose))

    def _place(self, opened: Opened, spot: str, value: str) -> Place:
        if spot:
            return place_of(opened.row.document_id, spot)
        found = opened.extract.value(value)
        return place_of_row(found) if found else Place(opened.row.document_id)

    def _about(self, request: Request, opened: Opened, part: Part) -> dict[str, Any]:
        at = opened.parts.index(part) if part in opened.parts else 0
        shown = view(opened.extract, part, opened.findings)
        sides, reason = self._sides(opened, part)
        return {
            "row": opened.row,
            "part": part,
            "view": shown,
            "near": opened.parts[max(0, at - NEAR) : at + NEAR + 1],
            "before": opened.parts[at - 1] if at else None,
            "after": opened.parts[at + 1] if at + 1 < len(opened.parts) else None,
            "sides": sides,
            "reason": reason,
            "general": general(opened.findings, opened.extract)[:MOST_NOTES],
            "standing": {value.id: self._standing(value) for line in shown.lines for value in line.values},
            "words": self._words(request),
        }

    def _words(self, request: Request) -> Words:
        return Words(self.desk.catalogue.units, "en" if language(request, self.desk) == "en" else "vi")

    def _sides(self, opened: Opened, part: Part) -> tuple[tuple[float, float] | None, str]:
        """Width and height of the page in points, or why there is no picture (empty: the format has none)."""
        original = original_of(self.desk, opened.row.document_id)
        if part.kind != "page" or original is None:
            return None, ""
        try:
            return self.desk.pictures.sides(original, part.number), ""
        except NoPicture as fault:
            return None, fault.reason

    def _standing(self, value: Value) -> tuple[str, Line | None]:
        """The version of what was ruled on a value, and the ruling that stands."""
        line = document_values.about(value)
        return self.desk.book.version(line), document_values.standing(line, self.desk.book.about(line))

    # -------------------------------------------------------------- ruling

    def reading(self, request: Request, document: str, observation: str, text: str) -> Response:
        """How a typed value would be read: whether it would be `kept`, and a `message`."""
        value, words = self._value(document, observation), self._words(request)
        try:
            found = document_values.read(text, value.data["unit_raw"], self.desk.catalogue.units)
        except Unclear as fault:
            return JSONResponse({"kept": False, "message": words.say(fault.name, **fault.values)})
        return JSONResponse({"kept": True, "message": words.say("told", told=found.told(words.lang))})

    def rule(self, request: Request, document: str, typed: Typed) -> Response:
        """Rule on a value: 200 with what stands now, 409 when somebody did in between, 422 when unclear."""
        value, words = self._value(document, typed.observation), self._words(request)
        try:
            line = document_values.line_of(typed, value, self.desk.catalogue.units)
            self.desk.book.write(replace(line, who=who(request, self.desk)), typed.version)
        except Unclear as fault:
            return JSONResponse({"message": words.say(fault.name, **fault.values)}, 422)
        except Overtaken as fault:
            return self._now(value, words, 409, words.overtaken(fault.line))
        return self._now(value, words, 200, words.say(f"kept_{typed.ruling}"))

    def _value(self, document: str, observation: str) -> Value:
        found = self._opened(document).extract.value(observation)
        if found is None:
            raise Refusal(404, "not_found")
        return Value(place_of_row(found), found)

    def _now(self, value: Value, words: Words, code: int, message: str) -> Response:
        version, line = self._standing(value)
        told = words.ruled(line, value.data["unit_raw"])
        ruling = line.ruling if line else ""
        return JSONResponse({"message": message, "version": version, "ruling": ruling, "ruled": told}, code)


def _chosen(known: tuple[Part, ...], asked: Part | None) -> Part:
    """The part that was asked for; without a wish the first one with values."""
    if asked is None:
        return next((part for part in known if part.values), known[0])
    found = next((part for part in known if _same(part, asked)), None)
    if found is None:
        raise Refusal(404, "not_found")
    return found


def _same(part: Part, asked: Part) -> bool:
    same = (part.kind, part.number) == (asked.kind, asked.number)
    return same and part.first <= asked.first <= part.last


def _redirect(opened: Opened, at: Place) -> Response:
    part = part_of(at, opened.parts)
    path = f"/documents/{opened.row.document_id}"
    if part is None:
        return RedirectResponse(path, 303)
    anchor = f"#row-{line_mark(at)}" if line_mark(at) else ""
    return RedirectResponse(address(path, **part.query) + anchor, 303)
