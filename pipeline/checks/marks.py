"""Rule A09: decimal and thousands marks that contradict each other in a cell or in a document.

Takes a `Case`, yields at most one finding a document: the odd value against one in the other style.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.case import Case
from pipeline.checks.config import Rule
from pipeline.checks.report import quote, tell
from pipeline.model import Finding, Observation

NUMBER = re.compile(r"(?P<slash>/\s*)?(?P<number>\d[\d.,]*\d|\d)")
GROUPED = {".": re.compile(r"\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"\d{1,3}(?:,\d{3})+")}

Use = tuple[str, str]
"""The mark and what it does: decimal or thousands."""


def uses(text: str) -> set[Use]:
    """What each mark does in the numbers of a text; three digits after one mark are left open.

    >>> sorted(uses("31.6/100.000 trẻ"))
    [('.', 'decimal'), ('.', 'thousands')]
    >>> uses("1.234")
    set()
    """
    found: set[Use] = set()
    for hit in NUMBER.finditer(text):
        found |= _uses(hit["number"], after_slash=bool(hit["slash"]))
    return found


def _uses(number: str, *, after_slash: bool) -> set[Use]:
    present = [mark for mark in ".," if mark in number]
    if len(present) == 2:
        last = max(present, key=number.rfind)
        return {(last, "decimal"), (next(mark for mark in present if mark != last), "thousands")}
    if not present:
        return set()
    mark = present[0]
    if GROUPED[mark].fullmatch(number):
        return {(mark, "thousands")} if after_slash or number.count(mark) > 1 else set()
    return {(mark, "decimal")} if number.count(mark) == 1 else set()


def mixed_marks(case: Case) -> Iterator[Finding]:
    """A09: a mark is decimal point in one place and thousands mark in the other."""
    seen = list({(o.place, o.value_raw): o for o in case.observations}.values())
    inside = [
        o for o in seen if any({(mark, "decimal"), (mark, "thousands")} <= uses(o.value_raw) for mark in ".,")
    ]
    dotted, comma = (_with(seen, (mark, "decimal")) for mark in ".,")
    odd, usual = (dotted, comma) if len(dotted) <= len(comma) else (comma, dotted)
    if inside or (odd and usual):
        first = [*inside, *odd] or usual
        other = next((o for o in (usual or odd) if o is not first[0]), None)
        count = len({id(o) for o in (*inside, *(odd if usual else ()))})
        yield tell("A09", [first[0]], b=quote(other) if other else None, severity="warning", count=count)


def _with(seen: Sequence[Observation], use: Use) -> list[Observation]:
    return [o for o in seen if use in uses(o.value_raw)]


RULES: tuple[Rule[Case], ...] = (Rule("A09", mixed_marks),)
