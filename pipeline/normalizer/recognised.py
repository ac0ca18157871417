"""Values that were recognised from a scan with doubt go to a person.

Takes the plan and its lines; gives the lines with the doubt `low_confidence` on every value whose own print
is unsure: its cell, the label or sentence that it stands in, its unit, or a heading above its column; and
on every value of which a cell has the confidence 0: a seal may cover words of it.

A heading is unsure when what its column holds hangs on how it was read: another reading of it names another
kind, role or figure, or its own words without their marks do ("ƯƠC THỰC HIỆN" is no estimate as it stands).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.catalogue.headings import Headings, Words, header_period, load_headings
from pipeline.language.text import bare_key, one_line
from pipeline.model import Cell, Plan
from pipeline.normalizer.lines import Line
from pipeline.normalizer.observe import Subject, Value

LOW_CONFIDENCE = 0.80
"""Below this (0–1) a recognised figure is not trusted: it caught every wrong value measured on scans of the
seed tables, and sent one value in seven to a person."""

DOUBT = "low_confidence"

_FIGURES = re.compile(r"\d+")

_CUT = re.compile(r"\d\s*[-–—]\s*$")
"""The end of a heading whose last line was not read: "Giai đoạn 2021-"."""


def doubted(plan: Plan, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with the doubt on values that were read unsurely."""
    cells = [cell for table in plan.tables for cell in table.heading_cells]
    headings = tuple(one_line(cell.text) for cell in cells if _is_unsure_heading(cell))
    broken = any(cell.confidence == 0 for cell in cells)
    for line in lines:
        values = tuple(_doubted(line.subject, value, headings, broken) for value in line.values)
        yield line if values == line.values else replace(line, values=values)


def _doubted(subject: Subject, value: Value, headings: tuple[str, ...], broken: bool) -> Value:
    """The value with its doubt; a target in a label takes its period from all headings, `broken` or not."""
    low = (
        (broken and value.source == "appendix_label")
        or any(_unsure(_cells(subject, value)))
        or any(cell.confidence == 0 for cell in subject.cells)
        or (value.source == "body" and _is_low(subject.confidence))
        or any(heading in one_line(value.header) for heading in headings)
    )
    return replace(value, doubts=(*value.doubts, DOUBT)) if low else value


def _cells(subject: Subject, value: Value) -> Iterator[Cell]:
    """The cells in which the value and its unit are printed."""
    if value.cell is not None:
        yield value.cell
    for cell in subject.cells:
        own = value.source == "appendix_label" and value.quantity.raw in cell.text
        if own or (value.unit_raw and cell.text == value.unit_raw):
            yield cell


def _unsure(cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if _is_low(cell.confidence)]


def _is_unsure_heading(cell: Cell) -> bool:
    """Whether a heading may mean something else than it was read as."""
    dated = any(sign.isdigit() for sign in cell.text)
    low = _is_low(cell.confidence) if dated else cell.confidence == 0
    cut = cell.confidence is not None and _CUT.search(cell.text) is not None
    return low or cut or (bool(cell.readings) and _is_disputed(cell))


def _is_disputed(cell: Cell) -> bool:
    """Whether a reading, its marks aside, says something else than the text says with its marks."""
    as_read = _meaning(cell.text, load_headings())
    own = bare_key(cell.text)
    others = (bare_key(text) for text in cell.readings)
    bare = {own, *(_without_garble(text, own) for text in others if _signs(text) != _signs(own))}
    period = header_period(cell.text)
    if period is not None and period.part and len(bare) > 1:
        return True
    return {_meaning(text, _without_marks()) for text in bare} != {as_read}


def _signs(text: str) -> str:
    """Letters and figures alone: blanks and specks of dust name nothing."""
    return "".join(filter(str.isalnum, text))


def _without_garble(reading: str, own: str) -> str:
    """The reading with the text's own word for each that is no word of headings: it names nothing else."""
    words, owns = reading.split(), own.split()
    if len(words) != len(owns):
        return reading
    pairs = zip(words, owns, strict=True)
    return " ".join(mine if word.isalpha() and word not in _heading_words() else word for word, mine in pairs)


@lru_cache(maxsize=1)
def _heading_words() -> frozenset[str]:
    """Every word that headings are known by, without diacritics."""
    known = _without_marks()
    sets = [words for _, words in (*known.columns, *known.roles)]
    phrases = (phrase for words in sets for phrase in (*words.exact, *words.begins, *words.contains))
    return frozenset(word for phrase in phrases for word in phrase.split())


def _meaning(text: str, headings: Headings) -> tuple[str, str, tuple[str, ...]]:
    """The kind and role that a heading names, and its figures."""
    return headings.kind(text), headings.role((text,)) or "", tuple(_FIGURES.findall(text))


@lru_cache(maxsize=1)
def _without_marks() -> Headings:
    """The heading words without diacritics: recognition loses marks sooner than letters."""
    known = load_headings()
    columns = tuple((kind, _bare(words)) for kind, words in known.columns)
    return replace(known, columns=columns, roles=tuple((role, _bare(words)) for role, words in known.roles))


def _bare(words: Words) -> Words:
    exact = frozenset(map(bare_key, words.exact))
    return Words(exact, tuple(map(bare_key, words.begins)), tuple(map(bare_key, words.contains)))


def _is_low(confidence: float | None) -> bool:
    return confidence is not None and confidence < LOW_CONFIDENCE
