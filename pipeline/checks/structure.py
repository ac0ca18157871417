"""Family D, the structure of the table: numbers, footnotes, slips, declared counts.

Takes a `Case`, yields findings.  The repairs of this family (D03 to D06, D09, D11) are told by the stages
that make them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from pipeline.checks.case import Case, Line
from pipeline.checks.config import Rule
from pipeline.checks.report import note, quote_label, quote_text, scan_doubt, short
from pipeline.checks.words import data, form, has, means, spans, spelled_out
from pipeline.language.text import even, key
from pipeline.model import Cell, Finding, Heading, Paragraph, PlanRow, Quote

DOTTED = re.compile(r"(?P<goal>\d{1,2})\.(?P<item>\d{1,2})(?P<part>[a-zđ]?)")
ACRONYM = re.compile(r"\b[A-ZĐ]{3,6}\b")
MOST = 0.5
"""Share of siblings that must have no number before one with a number is odd."""


def number_repeated(case: Case) -> Iterator[Finding]:
    """D01: one number stands on two value rows."""
    seen: dict[tuple[object, ...], PlanRow] = {}
    for row in case.plan.rows:
        number = row.number.strip().rstrip(".")
        if not number:
            continue
        above = () if "." in number else tuple(heading.text for heading in row.trail)
        first = seen.setdefault((row.table, number, *above), row)
        if first is not row:
            yield note("D01", _number(first), _number(row), case=case, number=number, label=short(row.label))


def _number(row: PlanRow) -> Quote:
    """The number of a row where it is printed."""
    cell = _number_cell(row)
    return quote_text(cell.place if cell else row.place, row.number)


def _number_cell(row: PlanRow) -> Cell | None:
    return next((cell for cell in row.cells if cell.text.strip() == row.number.strip()), None)


def number_misplaced(case: Case) -> Iterator[Finding]:
    """D02: a number jumps, belongs to another goal, or stands on one part while the other parts have none."""
    yield from _wrong_goal(case)
    yield from _jumps(case)
    yield from _on_a_part(case)
    missing = [
        row for row in case.plan.rows if not row.number.strip() and row.parent is None and not _grouped(row)
    ]
    if missing and any(row.number.strip() for row in case.plan.rows):
        yield note("D02.missing", quote_label(missing[0]), case=case, count=len(missing))


def _wrong_goal(case: Case) -> Iterator[Finding]:
    for row in case.plan.rows:
        number = DOTTED.fullmatch(row.number.strip())
        goal = next((heading for heading in row.trail if heading.kind == "goal"), None)
        if number and goal and goal.number.isdecimal() and int(goal.number) != int(number["goal"]):
            yield note(
                "D02.goal",
                _number(row),
                _heading(goal),
                case=case,
                number=row.number.strip(),
                goal=goal.number,
            )


def _heading(heading: Heading) -> Quote:
    return quote_text(heading.place, heading.text)


def _jumps(case: Case) -> Iterator[Finding]:
    numbered = [(row, number) for row in case.plan.rows if (number := DOTTED.fullmatch(row.number.strip()))]
    for (before, first), (row, second) in pairwise(numbered):
        step = int(second["item"]) - int(first["item"])
        if before.table == row.table and first["goal"] == second["goal"] and step not in (0, 1):
            yield note(
                "D02.jump", _number(before), _number(row), case=case, number=row.number, before=before.number
            )


def _grouped(row: PlanRow) -> bool:
    """Whether a group heading ("Cấp tỉnh") stands above the row."""
    return any(heading.kind == "group" for heading in row.trail)


def _on_a_part(case: Case) -> Iterator[Finding]:
    """A number on one of the parts of a row whose other parts have none."""
    parts: dict[object, list[PlanRow]] = defaultdict(list)
    for row in case.plan.rows:
        goal = next((heading.text for heading in row.trail if heading.kind == "goal"), "")
        if row.parent is not None or _grouped(row):
            parts[(row.table, row.parent if row.parent is not None else goal)].append(row)
    for siblings in parts.values():
        numbered = [row for row in siblings if row.number.strip()]
        if numbered and len(siblings) > 1 and len(numbered) < MOST * len(siblings):
            first = next(row for row in siblings if not row.number.strip())
            yield from (
                note(
                    "D02",
                    _number(row),
                    quote_label(first),
                    case=case,
                    number=row.number,
                    label=short(row.label),
                )
                for row in numbered
            )


def definition_mismatch(case: Case) -> Iterator[Finding]:
    """D07: a footnote defines a level more narrowly than a row of that level counts."""
    for paragraph, level, text in _definitions(case):
        for line in case.lines:
            lost = [name for name in ACRONYM.findall(line.row.label) if not means(spelled_out(name), text)]
            known = [name for name in lost if spelled_out(name) != even(name)]
            if known and has((level,), line.row.label) and _defines(line, text):
                yield note(
                    "D07",
                    quote_text(paragraph.place, text),
                    quote_label(line.row),
                    case=case,
                    level=level,
                    body=known[0],
                )


def _defines(line: Line, text: str) -> bool:
    """Whether the definition names at least one of the bodies of the row, so that it speaks about them."""
    return any(means(spelled_out(name), text) for name in ACRONYM.findall(line.row.label))


def _definitions(case: Case) -> Iterator[tuple[Paragraph, str, str]]:
    """Footnote, level and definition for every "level: definition" of every footnote."""
    levels = data("words")["levels"]
    for paragraph in case.paragraphs:
        if form("footnote").match(paragraph.text):
            for clause in paragraph.text.split(";"):
                head, _, text = clause.partition(":")
                level = next((word for word in levels if key(head).endswith(key(word))), None)
                if level and text:
                    yield paragraph, level, text


def slip(case: Case) -> Iterator[Finding]:
    """D08: a slip of recognition or typing that makes another real word."""
    texts = [(p.place, p.text, p.confidence is not None) for p in case.paragraphs]
    texts += [(quote_label(row).place, row.label, _is_recognised(row)) for row in case.plan.rows]
    for wrong, right in data("words")["slips"].items():
        hits = [
            (place, text[slice(*span)], seen) for place, text, seen in texts for span in spans((wrong,), text)
        ]
        if hits:
            place, piece, _ = hits[0]
            made = note("D08", quote_text(place, piece), case=case, wrong=piece, right=right, count=len(hits))
            yield scan_doubt(made) if all(seen for _, _, seen in hits) else made


def _is_recognised(row: PlanRow) -> bool:
    """Whether the print of a row was recognised from a picture."""
    return any(cell.confidence is not None for cell in row.cells)


def declared_count(case: Case) -> Iterator[Finding]:
    """D10: the plan has not as many goals and targets as the national text declares."""
    family = case.family
    if family is None or family.declared_counts is None or not case.sure:
        return
    found = {_target_number(case, o.indicator_id) for o in case.sure if o.indicator_id.startswith(family.id)}
    goals = {case.indicator(o).goal for o in case.sure}
    declared = family.declared_counts
    if len(found) != declared.targets and len(goals) * 2 > declared.goals:
        yield note(
            "D10",
            case=case,
            targets=len(found),
            declared=declared.targets,
            goals=len(goals),
            of=declared.goals,
        )


def _target_number(case: Case, indicator: str) -> str:
    """The id of the whole target that a part belongs to (``VNGES.3.2`` for ``VNGES.3.2.a``)."""
    head, _, tail = indicator.rpartition(".")
    return head if len(tail) == 1 and tail.isalpha() else indicator


RULES: tuple[Rule[Case], ...] = (
    Rule("D01", number_repeated),
    Rule("D02", number_misplaced),
    Rule("D07", definition_mismatch),
    Rule("D08", slip),
    Rule("D10", declared_count),
)
