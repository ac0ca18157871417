"""Rulings come in: each is checked, written for the version it was made for, and told.

Every route takes JSON by POST and gives the fragment for the live region; the header ``HX-Trigger`` tells the
page where to go on.  Status 409: somebody ruled on the same thing in between, and nothing was written.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from pipeline.catalogue.decisions import CONFIRM, Line
from pipeline.catalogue.schema import ALL, Catalogue
from pipeline.language.text import clean, key
from pipeline.server.desk import Desk
from pipeline.server.document.values import Unclear, read
from pipeline.server.forms import FindingForm, Form, Name, ValueForm, WordingForm
from pipeline.server.index import Index, findings, questions
from pipeline.server.index.findings import FindingRow
from pipeline.server.index.questions import Doubt, Item
from pipeline.server.queue import Kind, about_value, about_wording, key_of, listed
from pipeline.server.refusal import Refusal
from pipeline.server.rulings import Overtaken
from pipeline.server.views import WHO_COOKIE, YEAR, Views, address, who

EMPTY: Mapping[str, str] = MappingProxyType({})
VERDICTS = ("true", "not_error", "misread")


class Wrong(Exception):
    """An answer that cannot be taken as it is; `name` is the sentence that says why."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def router(desk: Desk) -> APIRouter:
    """Give the routes ``/rulings/…``, ``/undo`` and ``/name``."""
    routes, answers = APIRouter(), _Answers(desk)
    routes.post("/rulings/wording")(answers.wording)
    routes.post("/rulings/value")(answers.value)
    routes.post("/rulings/finding")(answers.finding)
    routes.post("/undo")(answers.undo)
    routes.post("/name")(answers.name)
    return routes


class _Answers:
    """Takes the answers for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.views = desk, Views(desk)

    def wording(self, request: Request, form: WordingForm) -> Response:
        """Rule on a wording, then go on with the next question."""
        item = questions.item(self.desk.index, form.item)
        if item is None:
            raise Refusal(404, "not_found")
        try:
            line = _wording_line(self.desk, item, form)
        except Wrong as fault:
            return self._told(request, fault.name, 422)
        return self._written(request, line, form, lambda: self._next(form.kind, form.page, form.at))

    def value(self, request: Request, form: ValueForm) -> Response:
        """Rule on a value in doubt, then go on with the next question."""
        doubt = questions.doubt(self.desk.index, form.observation)
        if doubt is None:
            raise Refusal(404, "not_found")
        try:
            line = _value_line(self.desk, doubt, form)
        except Unclear as fault:
            return self._told(request, f"document.{fault.name}", 422, values=fault.values)
        return self._written(request, line, form, lambda: self._next("value", form.page, form.at))

    def finding(self, request: Request, form: FindingForm) -> Response:
        """Rule on a finding and stay with it."""
        found = findings.finding(self.desk.index, form.finding)
        if found is None or form.choice not in VERDICTS:
            raise Refusal(404, "not_found")
        if form.choice == "not_error" and not form.note:
            return self._told(request, "wrong.reason", 422)
        line = replace(about_finding(found), ruling=form.choice, note=form.note)
        return self._written(request, line, form, lambda: "")

    def undo(self, request: Request) -> Response:
        """Take back the last ruling that was made here."""
        line = self.desk.book.undo()
        if line is None:
            return self._told(request, "undo.nothing", 200)
        return self._told(request, "undo.done", 200, _place_of(line, self.desk.index), line=line)

    def name(self, form: Name) -> Response:
        """Keep the name of who rules."""
        answer = Response(status_code=204, headers={"hx-refresh": "true"})
        given = " ".join(form.who.split())
        answer.set_cookie(WHO_COOKIE, quote(given), YEAR, path="/", httponly=True, samesite="strict")
        return answer

    def _written(self, request: Request, line: Line, form: Form, after: Callable[[], str]) -> Response:
        """Write the line for the version of the form and say so; `after` tells where to go on."""
        named = replace(line, who=who(request, self.desk))
        try:
            written = self.desk.book.write(named, form.version)
        except Overtaken as fault:
            return self._told(request, "overtaken", 409, line=fault.line)
        return self._told(request, "ruled", 200, after(), line=written, undo=True)

    def _next(self, kind: Kind, number: int, at: int) -> str:
        """The address of the question that now stands where the answered one stood."""
        found = listed(self.desk.index, kind, number)
        if not found.items and number > 1:
            found = listed(self.desk.index, kind, found.last)
        name = key_of(found.items[min(at, len(found.items) - 1)]) if found.items else None
        return address("/queue", kind=kind, page=found.number, item=name)

    def _told(
        self,
        request: Request,
        sentence: str,
        code: int,
        following: str | None = None,
        *,
        line: Line | None = None,
        undo: bool = False,
        values: Mapping[str, str] = EMPTY,
    ) -> Response:
        """The fragment of the live region; `following` (not None) sends the page on, empty: it stays."""
        told = {"sentence": sentence, "line": line, "undo": undo, "values": values}
        answer = self.views.page(request, "outcome.html.j2", code, **told)
        if following is not None:
            answer.headers["hx-trigger"] = json.dumps({"ruled": {"next": following}})
        return answer


def _wording_line(desk: Desk, item: Item, form: WordingForm) -> Line:
    """The line of an answer; raises `Wrong` for a choice that the catalogue does not have."""
    line = about_wording(item, questions.rows_of(desk.index, item, 1)[0])
    if form.reach == "here" and item.parent_id:
        line = replace(line, parent=item.parent_id)
    ruling, scope = _chosen(desk.catalogue, form.choice)
    return replace(line, ruling=ruling, scope=scope, note=form.note)


def _chosen(catalogue: Catalogue, choice: str) -> tuple[str, str]:
    if choice in ("none", "unsure"):
        return choice, ""
    indicator_id, _, scope = choice.partition("/")
    if indicator_id not in catalogue:
        raise Wrong("wrong.indicator")
    indicator = catalogue.indicator(indicator_id)
    if indicator.retired or (scope != ALL and indicator.scope(scope) is None):
        raise Wrong("wrong.indicator")
    return indicator_id, scope


def _value_line(desk: Desk, doubt: Doubt, form: ValueForm) -> Line:
    """The line of an answer; raises `Unclear` without a reason or a value that reads in one way."""
    line = about_value(doubt)
    if form.choice == "confirm":
        return replace(line, ruling=CONFIRM, note=form.note)
    if form.choice != "correct" or not form.value:
        raise Unclear("no_value")
    read(form.value, doubt.unit_raw, desk.catalogue.units)
    if not form.note:
        raise Unclear("no_reason")
    return replace(line, ruling=form.value, note=form.note)


def about_finding(found: FindingRow) -> Line:
    """The line of a ruling on a finding, without the ruling."""
    side = found.sides[0] if found.sides else None
    return Line(
        subject="finding",
        place=found.finding_id,
        document=side.document_id if side else "",
        printed=side.quote if side else "",
    )


def _place_of(line: Line, index: Index) -> str:
    """The address of the page where a ruling was made."""
    if line.subject == "finding":
        return f"/findings/{line.place}"
    if line.subject == "value":
        doubts = questions.doubts_at(index, line.document, line.place)
        return address("/queue", kind="value", item=doubts[0].observation_id) if doubts else ""
    items = questions.items_of(index, key(clean(line.wording)))
    same = [item for item in items if line.parent in ("", item.parent_id)]
    return address("/queue", kind="wording", item=same[0].no) if same else ""
