"""Answers that people wrote into the workbook, read back as lines of the file of rulings.

Takes the bytes of a `plans.xlsx` that came back (looked through for bombs before) and the catalogue; gives
`Answers`: the lines, and what was not understood with its row and what is allowed there.  Every question
carries its own texts, so that it does not matter which tables stand beside the workbook today.  The only
module of this room that knows openpyxl.  No formula is ever taken.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml import etree

from pipeline.catalogue.decisions import CONFIRM, Line, context_of
from pipeline.catalogue.schema import ALL, Catalogue
from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.language.numbers import read_value
from pipeline.writers.sheets import ROW_LIMIT
from pipeline.writers.texts import texts

FAULTS = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, AssertionError),
    *(zipfile.BadZipFile, ParseError, etree.XMLSyntaxError),
)
"""What openpyxl was seen to raise on damaged workbooks."""

MOST_COLUMNS = 100
"""Columns looked at: ours are under thirty, and people may have put some of theirs between them."""

LONGEST = 1000
"""Characters of an answer or a note; what is longer was not meant as one."""

NEEDED = ("answer", "note", "unit", "kind", "document_id", "label_raw", "printed", "spot", "part_of")
"""Columns of the sheet that an answer is read from."""

UNSURE = "unsure"
FIXED = {"outside": "none", "unclear": UNSURE, "confirm": CONFIRM}
"""Answers that are words of ours (keys of `texts.yaml`) and the ruling that each is."""

NUMBER = "n"
REFUSED = {"f": "formula", "d": "date", "e": "formula", "b": "choice"}
"""Types of a cell of Excel that hold no answer: a formula, a date (which ``11/20`` became), an error."""

PERCENT = re.compile(r"0(?:\.0+)?%")
"""A number format of Excel that shows a share as percent."""

NAMED = re.compile(r"(?P<id>[A-Za-z]\w*\.[\w.]+)(?:/(?P<scope>[\w.]+))?(?:\s.*)?", re.DOTALL)
"""An answer that begins with an indicator id, with or without its scope."""

CERTAIN = ("level", "fraction", "change")
"""Kinds of quantity that a typed value may be."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """An answer that was not taken: `row` of the sheet (1-based), `reason` and `allowed` for the messages."""

    row: int
    answer: str
    reason: str
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a workbook holds: lines without `who` and `when`, each with its 1-based row, and the faults."""

    lines: tuple[tuple[int, Line], ...]
    faults: tuple[NotUnderstood, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """One answered row of the sheet: the answer as text, the other cells by the key of their column."""

    row: int
    answer: str
    kind: str
    cells: Mapping[str, str]

    @property
    def about_value(self) -> bool:
        """Whether the question was about a value."""
        return self.cells["kind"] == "observation"


class _Refused(Exception):
    """An answer that cannot be taken; the reason is the end of the name of a sentence."""

    def __init__(self, reason: str, allowed: str = "") -> None:
        super().__init__(reason)
        self.reason, self.allowed = reason, allowed


def read(data: bytes, catalogue: Catalogue, lang: str = "vi") -> Answers:
    """Read the answers of a workbook.  Raises `UsageError` when it is no workbook with our sheet."""
    lines: list[tuple[int, Line]] = []
    faults: list[NotUnderstood] = []
    for question in _questions(data, lang):
        try:
            lines += [(question.row, line) for line in _lines(question, catalogue)]
        except _Refused as fault:
            faults.append(NotUnderstood(question.row, question.answer, fault.reason, fault.allowed))
    kept, torn = _consistent(lines)
    return Answers(tuple(kept), tuple(sorted((*faults, *torn), key=lambda fault: fault.row)))


def _consistent(lines: list[tuple[int, Line]]) -> tuple[list[tuple[int, Line]], list[NotUnderstood]]:
    """One line per thing that was asked; answers to the same thing that differ are all refused."""
    asked: dict[tuple[str, ...], list[tuple[int, Line]]] = {}
    for row, line in lines:
        asked.setdefault(context_of(line), []).append((row, line))
    torn = [same for same in asked.values() if len({(line.ruling, line.scope) for _, line in same}) > 1]
    faults = [
        NotUnderstood(row, line.ruling, "torn", ", ".join(str(other) for other, _ in same if other != row))
        for same in torn
        for row, line in same
    ]
    return [same[0] for same in asked.values() if same not in torn], faults


# ------------------------------------------------------------------ one answer


def _lines(question: _Question, catalogue: Catalogue) -> Iterator[Line]:
    """The line of an answer; none for a value that a person is not sure of.  Raises `_Refused`."""
    words = texts().review
    fixed = {words[name].casefold(): ruling for name, ruling in FIXED.items()}
    ruling = fixed.get(question.answer.casefold(), "")
    _check(question)
    if ruling == CONFIRM and not question.about_value:
        raise _Refused("no_value")
    if ruling == CONFIRM:
        yield replace(_about_value(question), ruling=ruling)
    elif ruling == UNSURE and question.about_value:
        return
    elif ruling:
        yield replace(_about_wording(question), ruling=ruling)
    elif named := NAMED.fullmatch(question.answer):
        id, scope = _indicator(named["id"], named["scope"] or "", catalogue)
        yield replace(_about_wording(question), ruling=id, scope=scope)
    else:
        yield _typed(question)


def _check(question: _Question) -> None:
    if question.kind in REFUSED:
        raise _Refused(REFUSED[question.kind])
    if not question.answer:
        raise _Refused("note_alone")
    if len(question.answer) > LONGEST or len(question.cells["note"]) > LONGEST:
        raise _Refused("too_long")


def _indicator(id: str, scope: str, catalogue: Catalogue) -> tuple[str, str]:
    """The indicator and scope that an answer names; an indicator with parts must be named with its scope."""
    known = next((one for one in catalogue.indicators if one.id.casefold() == id.casefold()), None)
    if known is None:
        raise _Refused("unknown_indicator")
    scopes = (ALL, *(one.id for one in known.scopes))
    named = scope.casefold() if scope or known.scopes else ALL
    if named not in scopes:
        raise _Refused("scope", ", ".join(f"{known.id}/{one}" for one in scopes))
    return known.id, named


def _typed(question: _Question) -> Line:
    """The correction of a value: one figure, read without doubt, with a reason."""
    if not question.about_value:
        raise _Refused("choice")
    read = read_value(question.answer, question.cells["unit"])
    if len(read) != 1 or read[0].doubtful or read[0].kind not in CERTAIN:
        raise _Refused("value")
    if not question.cells["note"]:
        raise _Refused("reason")
    return replace(_about_value(question), ruling=question.answer)


def _about_wording(question: _Question) -> Line:
    cells = question.cells
    return Line(subject="wording", wording=cells["label_raw"], parent=cells["part_of"], note=cells["note"])


def _about_value(question: _Question) -> Line:
    cells = question.cells
    return Line(
        subject="value",
        wording=cells["label_raw"],
        document=cells["document_id"],
        place=cells["spot"],
        printed=cells["printed"],
        note=cells["note"],
    )


# ------------------------------------------------------------------ the sheet


def _questions(data: bytes, lang: str) -> Iterator[_Question]:
    """The rows with an answer or a note.  Raises `UsageError`."""
    try:
        book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        page = book[texts().sheets["review"]]
        rows = page.iter_rows(max_row=ROW_LIMIT + 1, max_col=MOST_COLUMNS)
        places = _places([_text(cell) for cell in next(rows, ())])
        yield from (
            _question(number, row, places) for number, row in enumerate(rows, 2) if _said(row, places)
        )
    except FAULTS as fault:
        raise UsageError(say("decide.no_workbook", lang, sheet=texts().sheets["review"])) from fault


def _places(titles: list[str]) -> dict[str, int]:
    """Where each column of ours stands (0-based); raises `KeyError` when one is missing."""
    at = {title: place for place, title in reversed(list(enumerate(titles)))}
    return {key: at[texts().review_columns[key]] for key in NEEDED}


def _said(row: tuple[Any, ...], places: Mapping[str, int]) -> bool:
    return any(_text(row[places[key]]) for key in ("answer", "note") if places[key] < len(row))


def _question(number: int, row: tuple[Any, ...], places: Mapping[str, int]) -> _Question:
    cells = {key: _text(row[at]) if at < len(row) else "" for key, at in places.items()}
    answer = row[places["answer"]]
    return _Question(number, cells["answer"], str(answer.data_type), cells)


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell of openpyxl, full or empty
    """What a cell says, on one line: numbers as an office prints them."""
    if cell.data_type == NUMBER and isinstance(cell.value, int | float):
        return _figure(Decimal(repr(cell.value)), cell.number_format)
    return "" if cell.value is None else " ".join(str(cell.value).split())


def _figure(amount: Decimal, shown_as: str) -> str:
    """A number with a decimal comma; a share that the cell shows as percent gets its sign."""
    percent = PERCENT.fullmatch(shown_as or "") is not None
    text = f"{amount * 100 if percent else amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") + ("%" if percent else "")
