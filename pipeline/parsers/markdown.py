"""Pipe tables of Markdown: which lines are rows, and the texts of their cells.

Takes the lines of one run, gives a `PipeTable` or None.  The rule line (``|---|:--:|``) marks the rows above
it as header; text from recognition often has no rule line, so two rows in a row are a table too.
"""

import re
from dataclasses import dataclass

RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
SHORT_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
"""A rule of single dashes counts only right under the first row: further down a dash is a missing value."""

ROW = re.compile(r"\s*\|.*\|\s*")
PIPE = re.compile(r"(?<!\\)\|")
BREAK = re.compile(r"<br\s*/?>", re.I)

FEWEST_ROWS = 2
"""Rows without a rule line that still are a table; one line between pipes is decoration."""


@dataclass(frozen=True, slots=True)
class PipeTable:
    """`rows`: 0-based index of the line in its run and the texts of its cells; `header_rows` from the top."""

    rows: tuple[tuple[int, list[str]], ...]
    header_rows: int


def is_row(line: str) -> bool:
    """Whether the line stands between pipes.

    >>> is_row("| 1 | Chỉ tiêu | 60% |"), is_row("a | b")
    (True, False)
    """
    return bool(ROW.fullmatch(line)) and len(PIPE.findall(line)) > 1


def table(lines: list[str]) -> PipeTable | None:
    """Give the table of a run of rows; None when the run is too short to be one."""
    rules = [
        index for index, line in enumerate(lines) if (SHORT_RULE if index == 1 else RULE).fullmatch(line)
    ]
    rows = tuple((index, cells(line)) for index, line in enumerate(lines) if index not in rules)
    if not rows or (len(rows) < FEWEST_ROWS and not rules):
        return None
    return PipeTable(rows, rules[0] if rules else 0)


def cells(line: str) -> list[str]:
    r"""Give the texts between the pipes; an escaped pipe is text, ``<br>`` is a line break.

    >>> cells("| 1.1 | nữ \\| nam | 60%<br>(11/20) |")
    ['1.1', 'nữ | nam', '60%\n(11/20)']
    """
    inside = PIPE.split(line.strip())[1:-1]
    return [BREAK.sub("\n", text.strip()).replace("\\|", "|") for text in inside]
