"""Body paragraphs ready for reading: false bullets joined, footnotes set aside, levels known.

Takes the paragraphs of a document, gives `Line`s: text as printed, its level in the outline ("II.",
"1.", "a)", "-"), its number, and whether it is a title.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.language.messages import finding
from pipeline.language.text import clean
from pipeline.model import Finding, Paragraph, Quote

LONGEST_TITLE = 160
"""Characters; a longer paragraph is prose even if it is numbered."""

_LEVELS = (
    re.compile(r"(?P<number>PHẦN\s+\w+|[IVXLC]{1,6}|[A-H])\s*[.)]?\s*(?:[.)/:-]|\s)\s*(?=\S)"),
    re.compile(r"(?P<number>\d{1,2})\s*[.)]\s*(?=\D)"),
    re.compile(r"(?P<number>\d{1,2}\.\d{1,2})\s*[.)]?\s*(?=\D)"),
    re.compile(r"(?P<number>\d{1,2}\.\d{1,2}\.\d{1,2})\s*[.)]?\s*(?=\D)"),
    re.compile(r"(?P<number>[a-zđ])\s*[.)]\s*(?=\S)"),
    re.compile(r"(?P<number>)[-–+*•]\s*(?=\S)"),
)
_FOOTNOTE = re.compile(r"\s*[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s*\S")
_FALSE_BULLET = re.compile(r"\s*[-–]\s*[^\W\d_]")
_CLOSED = (".", ";", ":", "!", "?", ")", "/")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `text` lacks number and bullet, `level` is 0-based (0: roman), None without a number."""

    text: str
    number: str
    level: int | None
    paragraph: Paragraph
    is_title: bool


def read_lines(paragraphs: Iterable[Paragraph]) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """Paragraphs in reading order as lines, with a finding for every join and every footnote between."""
    findings: list[Finding] = []
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if _FOOTNOTE.match(paragraph.text):
            findings.append(
                finding("D06", Quote(paragraph.place, paragraph.text), text=clean(paragraph.text))
            )
        elif kept and _is_false_bullet(kept[-1], paragraph):
            quotes = Quote(kept[-1].place, kept[-1].text), Quote(paragraph.place, paragraph.text)
            findings.append(finding("D11", *quotes, text=clean(paragraph.text)))
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text.rstrip()}\n{paragraph.text.lstrip()}")
        elif paragraph.text.strip():
            kept.append(paragraph)
    return tuple(_line(paragraph) for paragraph in kept), tuple(findings)


def _is_false_bullet(above: Paragraph, paragraph: Paragraph) -> bool:
    """A dash before a small letter after an unfinished line is a wrapped hyphen, not a bullet."""
    match = _FALSE_BULLET.match(paragraph.text)
    return bool(match) and match is not None and match[0][-1].islower() and _is_open(above.text)


def _is_open(text: str) -> bool:
    return not text.rstrip().endswith(_CLOSED) and len(text.split()) > 3


def _line(paragraph: Paragraph) -> Line:
    printed = paragraph.text.strip()
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(printed)
        if match:
            rest = printed[match.end() :]
            return Line(rest, match["number"], level, paragraph, _is_title(rest, level))
    return Line(printed, "", None, paragraph, _is_title(printed, None))


def _is_title(text: str, level: int | None) -> bool:
    """Short, not closed like a sentence, and numbered above the bullets or in capitals."""
    short = len(text) <= LONGEST_TITLE and not text.rstrip().endswith((".", ";"))
    bullet = level == len(_LEVELS) - 1
    return short and not bullet and (level is not None or text == text.upper())


def outline_below(lines: Sequence[Line], start: int) -> Sequence[Line]:
    """The lines after a title up to the next title on its level or above it."""
    level = lines[start].level
    for position in range(start + 1, len(lines)):
        line = lines[position]
        if line.is_title and line.level is not None and (level is None or line.level <= level):
            return lines[start + 1 : position]
    return lines[start + 1 :]
