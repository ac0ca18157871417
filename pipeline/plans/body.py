"""Targets that the body states in sentences.

Takes the body's lines, gives `Statement`s (a sentence each, exactly as printed) from the sections that state
targets, and the goal headings of the whole body.  A section counts when its title names targets and no other
business (`sections` in `headings.yaml`); a later section that repeats the goal headings holds tasks, not
targets.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from pipeline.catalogue.headings import Headings, has_any
from pipeline.catalogue.lexicon import Lexicon
from pipeline.language.numbers import find_values
from pipeline.language.periods import find_periods
from pipeline.language.text import key, sentences
from pipeline.model import Heading, Statement
from pipeline.plans.paragraphs import LONGEST_TITLE, Line, outline_below

_LEAD_IN = re.compile(
    r"(?P<words>[^\W\d_]+(?:\s+[^\W\d_]+){0,3}?)\s*(?P<number>\d+(?:\.\d+)*[a-z]?)?\s*[:.]\s*"
)
_GOAL_NUMBER = re.compile(r"[^\d:]{0,30}?(\d{1,2})\s*[:.]")


TITLE_ABOVE = "title_above"
"""The doubt of a sentence below a title that tells what was reached, or what others set as their target."""


def read_statements(lines: Sequence[Line], headings: Headings) -> tuple[Statement, ...]:
    """All target sentences with a figure in them, in reading order, no line twice."""
    found: list[Statement] = []
    seen: set[int] = set()
    for position, line in enumerate(lines):
        if position in seen or not (line.is_title or _names_targets(line, headings)):
            continue
        section = outline_below(lines, position)
        if _is_other_business(line, headings):
            seen.update(range(position, position + len(section) + 1))
        elif has_any(key(line.text), headings.targets):
            seen.update(range(position, position + len(section) + 1))
            found.extend(
                _section(line, section, headings, _elsewhere(_above(lines[:position], line), headings))
            )
    return tuple(found)


def _above(lines: Sequence[Line], title: Line) -> list[Line]:
    """The titles that a title stands below."""
    above: list[Line] = []
    for line in lines:
        if line.is_title and line.level is not None:
            above = [*_outer(above, line), line]
    return _outer(above, title)


def _elsewhere(titles: Iterable[Line | None], headings: Headings) -> tuple[str, ...]:
    """The doubt of what stands below titles of which one tells of results, or of others."""
    told = any(has_any(key(title.text), headings.elsewhere) for title in titles if title is not None)
    return (TITLE_ABOVE,) if told else ()


def read_goals(lines: Sequence[Line], headings: Headings) -> tuple[Heading, ...]:
    """Every goal heading of the body, also where it is repeated above tasks."""
    return tuple(_goal(line) for line in lines if _is_goal(line, headings))


def _is_other_business(line: Line, headings: Headings) -> bool:
    """A numbered title of tasks, reasons or means: nothing below it states targets."""
    return line.level is not None and has_any(key(line.text), headings.never)


def _names_targets(line: Line, headings: Headings) -> bool:
    """A line without a number that opens a list of targets: ``Mục tiêu cụ thể:``."""
    wording = key(line.text)
    opens = (
        line.text.rstrip().endswith(":") and len(line.text) <= LONGEST_TITLE and not find_values(line.text)
    )
    return opens and any(wording.startswith(word) for word in headings.targets)


def _is_goal(line: Line, headings: Headings) -> bool:
    wording = key(line.text)
    return line.is_title and line.level != 0 and any(wording.startswith(word) for word in headings.goal)


def _goal(line: Line) -> Heading:
    named = _GOAL_NUMBER.match(line.text)
    return Heading("goal", named[1] if named else line.number, line.text, line.paragraph.place)


def _section(
    title: Line, lines: Sequence[Line], headings: Headings, doubts: tuple[str, ...]
) -> list[Statement]:
    """The statements below a title; the trail ends with what names their years ("Đến năm 2030:")."""
    trail: tuple[Heading, ...] = ()
    above: list[Line] = []
    lead: Line | None = None
    found: list[Statement] = []
    for line in lines:
        if line.is_title and not find_values(line.text):
            trail, lead = _below(trail, above, line, headings), None
            above = [*_outer(above, line), line]
            continue
        lead = line if _opens_list(line, headings) else _still(lead, line)
        dated = chain.from_iterable(map(_dated, (title, *above, lead)))
        unsure = doubts or _elsewhere((title, *above, lead), headings)
        found.extend(replace(one, doubts=unsure) for one in _statements(line, (*trail, *dated), headings))
    return found


def _below(
    trail: tuple[Heading, ...], above: Sequence[Line], line: Line, headings: Headings
) -> tuple[Heading, ...]:
    """The trail below a title; a part of the section that has its own years ends with its siblings."""
    ended = not _outer(above, line) and any(map(_dated, above[:1]))
    if _is_goal(line, headings) or not trail or ended:
        return (_goal(line),)
    return (trail[0], Heading("group", line.number, line.text, line.paragraph.place))


def _outer(above: Sequence[Line], line: Line) -> list[Line]:
    """The titles above that a new title stands below."""
    return [one for one in above if one.level is not None and (line.level is None or one.level < line.level)]


def _opens_list(line: Line, headings: Headings) -> bool:
    """A line such as ``Phấn đấu đến năm 2030:`` says the years of the lines below it, or whose they are."""
    opens = line.text.rstrip().endswith(":") and not find_values(line.text)
    return opens and bool(_dated(line) or _elsewhere((line,), headings))


def _still(lead: Line | None, line: Line) -> Line | None:
    """The line that opened the list, as long as the list goes on: to the next line with the same bullet."""
    return None if lead is not None and _mark(lead) and _mark(lead) == _mark(line) else lead


def _mark(line: Line) -> str:
    """The kind of a line in its list: its bullet, its level, or nothing for plain text."""
    return line.paragraph.text.strip()[:1] if line.level and not line.number else str(line.level or "")


def _dated(line: Line | None) -> tuple[Heading, ...]:
    """A line above targets as a heading, if it names a period; without a number, as it is no goal."""
    named = line is not None and find_periods(line.text)
    return (Heading("group", "", line.text, line.paragraph.place),) if line is not None and named else ()


def _statements(line: Line, trail: tuple[Heading, ...], headings: Headings) -> list[Statement]:
    number, start = _lead_in(line.text, headings)
    paragraph = line.paragraph
    return [
        Statement(sentence, number, trail, paragraph.place, paragraph.confidence)
        for sentence in _with_stages(line.text[start:])
        if find_values(sentence)
    ]


def _with_stages(text: str) -> list[str]:
    """The sentences; a clause that only gives the value of another year belongs to the one before it."""
    spans: list[tuple[int, int]] = []
    for piece, at in sentences(text):
        start, end = spans[-1] if spans else (at, at)
        if text[end:at].strip() == STAGE_END and _goes_on(text[start:end], piece):
            spans.pop()
            at, piece = start, text[start : at + len(piece)]
        spans.append((at, at + len(piece)))
    return [text[start:end] for start, end in spans]


STAGE_END = ";"


def _goes_on(before: str, piece: str) -> bool:
    """Whether a clause has levels but no words of its own: all are dated ("năm 2030 đạt 60%"), or none is."""
    values = find_values(before), find_values(piece)
    levels = all(values) and all(value.kind == "level" for value in chain(*values))
    dated = {value.year is not None for value in chain(*values)}
    return levels and len(dated) == 1 and not _lexicon().read(piece).content


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon()


def _lead_in(text: str, headings: Headings) -> tuple[str, int]:
    """The number and the end of a lead-in such as ``Chỉ tiêu 2:``; ("", 0) without one."""
    match = _LEAD_IN.match(text)
    if not match or key(match["words"]) not in headings.target:
        return "", 0
    return match["number"] or "", match.end()
