"""From lines to the rulings in force: who replaces what, what is taken back, who contradicts whom.

Takes the lines of the file in order; gives `Rulings`.  A later line of a person replaces that person's
earlier one on the same thing; ``undo`` takes back the person's own ruling, or else those of others.
Rulings of different people that differ stand against each other until one of them changes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.catalogue.decisions.records import (
    CONFIRM,
    FILE,
    UNDO,
    Conflict,
    Correction,
    Decision,
    Line,
    Ruling,
    Rulings,
    Subject,
    Verdict,
)
from pipeline.catalogue.decisions.table import NEEDED, decoded, is_sound, lines, sections
from pipeline.catalogue.schema import ALL
from pipeline.errors import UsageError
from pipeline.language.messages import finding, say
from pipeline.language.text import wording_key
from pipeline.model import Finding, Place, Quote

Numbered = tuple[int, Line]
Context = tuple[str, ...]

SUBJECTS: dict[str, Subject] = {"": "wording", "wording": "wording", "value": "value", "finding": "finding"}
VERDICTS = ("true", "not_error", "misread")
FIXED = frozenset({"none", "unsure", UNDO, CONFIRM, *VERDICTS})
"""Rulings that are words of ours: read in any case."""

_TIME = re.compile(r"\d:\d\d")


def read_rulings(path: Path, lang: str = "vi") -> Rulings:
    """The rulings of a file; none when there is no file.

    A line that is not understood, and every conflict, is in `Rulings.findings`.  Raises `UsageError` when the
    file has no header with the needed columns.
    """
    if not path.is_file():
        return Rulings()
    text = decoded(path.read_bytes())
    found = sections(text)
    if not found and text.strip("\ufeff \r\n"):
        raise UsageError(say("decisions.no_header", lang, file=path, columns=", ".join(sorted(NEEDED))))
    return rulings_of([numbered for section in found for numbered in lines(section)], path.name)


def rulings_of(rows: Sequence[tuple[int, Line | None]], name: str = FILE) -> Rulings:
    """The rulings that numbered lines make; None stands for a torn line, `name` is the file in findings."""
    good: list[Numbered] = []
    faults: list[Finding] = []
    for number, line in rows:
        fault = _fault(line)
        if line is None or fault:
            faults.append(_told(fault, name, number, line))
        else:
            good.append((number, _settled(line)))
    return _in_force(good, faults, name)


def _told(fault: str, name: str, number: int, line: Line | None) -> Finding:
    text = " | ".join(filter(None, line.cells().values())) if line else ""
    shown = text.encode("utf-8", "replace").decode()
    return finding(f"decisions_line.{fault}", Quote(Place(name, line=number), shown), number=number)


def _fault(line: Line | None) -> str:
    """Why a line cannot be a ruling; empty when it can."""
    if line is None:
        return "torn"
    if not is_sound(line):
        return "encoding"
    subject = SUBJECTS.get(line.subject.lower())
    if subject is None:
        return "subject"
    if not line.ruling:
        return "empty"
    return {"wording": _wording_fault, "value": _value_fault, "finding": _verdict_fault}[subject](line)


def _wording_fault(line: Line) -> str:
    return "" if _key(line) else "wording"


def _value_fault(line: Line) -> str:
    if not (line.document and line.place and line.printed):
        return "value"
    reasoned = line.note or line.ruling.lower() in (CONFIRM, UNDO)
    return "" if reasoned else "note"


def _verdict_fault(line: Line) -> str:
    if not line.place:
        return "finding"
    return "" if line.ruling.lower() in (*VERDICTS, UNDO) else "verdict"


def _settled(line: Line) -> Line:
    """The line with its subject spelled out and our own words in small letters."""
    word = line.ruling.lower()
    subject, ruling = SUBJECTS[line.subject.lower()], word if word in FIXED else line.ruling
    if (subject, ruling) == (line.subject, line.ruling):
        return line
    return replace(line, subject=subject, ruling=ruling)


# ------------------------------------------------------------------ in force


def _in_force(rows: Iterable[Numbered], faults: Sequence[Finding], name: str) -> Rulings:
    standing: dict[Context, dict[str, Numbered]] = {}
    for number, line in _once(rows):
        people = standing.setdefault(context_of(line), {})
        if line.ruling != UNDO:
            people.pop(line.who, None)
            people[line.who] = number, line
        elif people.pop(line.who, None) is None:
            people.clear()
    settled = [list(people.values()) for people in standing.values() if people]
    conflicts = [people for people in settled if _is_disputed(people)]
    return Rulings(
        wordings=tuple(_decision(people) for people in _about("wording", settled)),
        values=tuple(_correction(people) for people in _about("value", settled)),
        verdicts=tuple(_verdict(people) for people in _about("finding", settled) if not _is_disputed(people)),
        conflicts=tuple(_conflict(people) for people in conflicts),
        findings=(*faults, *(_contradiction(people, name) for people in conflicts)),
    )


def _once(rows: Iterable[Numbered]) -> Iterator[Numbered]:
    """Each line once: two files with a common past hold the same lines, told by their time of day."""
    seen: set[Line] = set()
    for number, line in rows:
        if not (line in seen and _TIME.search(line.when)):
            seen.add(line)
            yield number, line


def is_ruling(line: Line) -> bool:
    """Whether a line can be understood."""
    return not _fault(line)


def context_of(line: Line) -> Context:
    """What a ruling is about: rulings on the same thing replace or contradict each other."""
    line = _settled(line)
    if line.subject == "wording":
        return "wording", _key(line), wording_key(line.goal), wording_key(line.parent)
    if line.subject == "value":
        return "value", line.document, line.place, line.printed, _key(line)
    return "finding", line.place


def _key(line: Line) -> str:
    return wording_key(line.wording)


def ruled_in(line: Line) -> tuple[str, str]:
    """What a line rules: rulings on the same thing that differ in it contradict each other."""
    line = _settled(line)
    return line.ruling, (line.scope or ALL) if line.subject == "wording" else ""


def _subject(people: Sequence[Numbered]) -> Subject:
    return SUBJECTS[people[0][1].subject]


def _about(subject: Subject, settled: Iterable[list[Numbered]]) -> Iterator[list[Numbered]]:
    return (people for people in settled if _subject(people) == subject)


def _contradiction(people: Sequence[Numbered], name: str) -> Finding:
    (number, first), (other, last) = people[0], people[-1]
    about = first.wording or first.printed or first.place
    return finding(
        "decisions_conflict",
        Quote(Place(name, line=number), about, _named(first)),
        Quote(Place(name, line=other), last.wording or last.printed or last.place, _named(last)),
        wording=about,
        rulings="; ".join(f"{line.who or '?'}: {_named(line)}" for _, line in people),
    )


def _conflict(people: Sequence[Numbered]) -> Conflict:
    return Conflict(_subject(people), tuple(line for _, line in people))


def _named(line: Line) -> str:
    return f"{line.ruling} {line.scope}".strip()


def _is_disputed(people: Sequence[Numbered]) -> bool:
    return len({ruled_in(line) for _, line in people}) > 1


def _who(people: Sequence[Numbered]) -> str:
    return ", ".join(sorted({line.who for _, line in people if line.who}))


def _latest(people: Sequence[Numbered]) -> Numbered:
    """The line that speaks for people who agree: the latest by its date, whichever file came first."""
    return max(people, key=lambda numbered: (numbered[1].when, numbered[1].who, numbered[1].note))


def _decision(people: Sequence[Numbered]) -> Decision:
    number, line = _latest(people)
    words: dict[str, Ruling] = {"none": "none", "unsure": "unsure"}
    ruling: Ruling = "disputed" if _is_disputed(people) else words.get(line.ruling, "indicator")
    return Decision(
        wording_key=_key(line),
        ruling=ruling,
        indicator_id=line.ruling if ruling == "indicator" else "",
        scope=line.scope or ALL,
        goal=line.goal,
        parent=line.parent,
        who=_who(people),
        when=line.when,
        note=line.note,
        wording=line.wording,
        line=number,
    )


def _correction(people: Sequence[Numbered]) -> Correction:
    number, line = _latest(people)
    confirmed = line.ruling == CONFIRM
    return Correction(
        document=line.document,
        place=line.place,
        printed=line.printed,
        ruling="disputed" if _is_disputed(people) else "confirm" if confirmed else "value",
        text="" if confirmed else line.ruling,
        label=line.wording,
        who=_who(people),
        when=line.when,
        note=line.note,
        line=number,
    )


def _verdict(people: Sequence[Numbered]) -> Verdict:
    number, line = _latest(people)
    return Verdict(
        finding_id=line.place,
        ruling=line.ruling,  # type: ignore[arg-type]
        document=line.document,
        printed=line.printed,
        who=_who(people),
        when=line.when,
        note=line.note,
        line=number,
    )
