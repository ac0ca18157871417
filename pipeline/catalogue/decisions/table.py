"""The file as text: lines to cells and cells to lines, whatever a spreadsheet or a concatenation made of it.

Takes the bytes of the file; gives `Section`s, each with its own header, and their lines with their line
numbers.  Files of two people put together have a header (and a byte order mark) in the middle; the second one
may have other columns and another separator.
"""

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.catalogue.decisions.records import COLUMNS, Line
from pipeline.language.guard import GUARD, guarded, unguarded
from pipeline.language.text import one_line

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the machine's old code page."""

SEPARATORS = (",", ";", "\t")
NEEDED = frozenset({"wording", "ruling"})
"""A line with these two names is a header."""

FIGURES = frozenset({"document", "place", "printed", "ruling"})
"""Columns in which Excel would turn ``11/20`` into a date, ``31,6`` into 316 and a long id into a power."""

QUOTE = '"'
TALLEST = 20
"""Lines of one cell: a quotation that is open for longer was never closed, and would swallow what follows."""

_HALF = re.compile("[\ud800-\udfff]")
_FIGURE = re.compile(r"'*\d")


@dataclass(frozen=True, slots=True)
class Section:
    """A header and the lines below it: `start` is the 1-based line of the header, `body` the raw lines."""

    start: int
    separator: str
    names: tuple[str, ...]
    body: tuple[str, ...]


def decoded(data: bytes) -> str:
    """The text of a file; bytes that are no UTF-8 stay as half letters, for `is_sound` to find."""
    return data.decode("utf-8", "surrogateescape")


def is_sound(line: Line) -> bool:
    """Whether every letter of a line was UTF-8."""
    return not any(map(_HALF.search, line.cells().values()))


def physical(text: str) -> list[str]:
    """The lines of a file, without their ends; a byte order mark in the middle begins a new one."""
    whole = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(f"\n?{BOM}", "\n", whole).split("\n")


def sections(text: str) -> tuple[Section, ...]:
    """The sections of a file; lines above the first header are in none."""
    lines = physical(text)
    heads = [(at, *head) for at, line in enumerate(lines) if (head := _header(line))]
    ends = [*(at for at, _, _ in heads), len(lines)][1:]
    return tuple(
        Section(at + 1, separator, names, tuple(lines[at + 1 : end]))
        for (at, separator, names), end in zip(heads, ends, strict=False)
    )


def _header(line: str) -> tuple[str, tuple[str, ...]] | None:
    """The separator and the names of a header line; None for any other line."""
    if not all(name in line.lower() for name in NEEDED):
        return None
    for separator in SEPARATORS:
        names = tuple(_cells(line, separator))
        if set(names) >= NEEDED:
            return separator, names
    return None


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip().lower() for cell in next(csv.reader([line], delimiter=separator), [])]


def lines(section: Section) -> Iterator[tuple[int, Line | None]]:
    """The lines of a section that hold anything, with their 1-based line numbers in the file.

    None stands for a line with a quotation mark that is never closed.
    """
    number = section.start + 1
    for chunk in _chunks(section):
        if sum(line.count(QUOTE) for line in chunk) % 2:
            yield number, None
        else:
            yield from _read(chunk, number, section)
        number += len(chunk)


def _chunks(section: Section) -> Iterator[tuple[str, ...]]:
    """Lines that belong together, because a cell has line ends; one line if its quotation is not closed."""
    at, body = 0, section.body
    while at < len(body):
        quotes = itertools.accumulate(line.count(QUOTE) for line in body[at : at + TALLEST])
        height = next((count for count, total in enumerate(quotes, 1) if total % 2 == 0), 1)
        swallowed = any(
            line.count(section.separator) >= len(section.names) - 1 for line in body[at + 1 : at + height]
        )
        height = 1 if swallowed else height
        yield tuple(body[at : at + height])
        at += height


def _read(chunk: Sequence[str], number: int, section: Section) -> Iterator[tuple[int, Line]]:
    rows = csv.reader([f"{line}\n" for line in chunk], delimiter=section.separator)
    before = 0
    for row in rows:
        flat = (unguarded_cell(one_line(unicodedata.normalize("NFC", cell))) for cell in row)
        cells = dict(zip(section.names, flat, strict=False))
        if any(cells.values()):
            yield number + before, Line(**{name: cells.get(name, "") for name in COLUMNS})
        before = rows.line_num


def rendered(rows: Sequence[Line], section: Section, end: str) -> str:
    """The lines as they stand below a section's header, each with the line end `end`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=section.separator, lineterminator=end)
    for row in rows:
        cells = {name: guarded_cell(name, text) for name, text in row.cells().items()}
        writer.writerow([cells.get(name, "") for name in section.names])
    return buffer.getvalue()


def guarded_cell(name: str, text: str) -> str:
    """A cell on one line, with an apostrophe in front where a spreadsheet would make something else of it."""
    flat = one_line(text)
    if guarded(flat) != flat:
        return guarded(flat)
    risky = _FIGURE.match(flat) and (name in FIGURES or flat.startswith(GUARD))
    return GUARD + flat if risky else flat


def unguarded_cell(text: str) -> str:
    """The exact text behind a cell."""
    return text[len(GUARD) :] if text.startswith(GUARD) and _FIGURE.match(text) else unguarded(text)
