"""Who issued the plan, under which number, when, and for which years.

Takes the document, its lines and its column readings; gives a `Preamble`.  The letterhead comes first;
where it is missing (an appendix alone, a header lost in recognition) the line below the appendix title
speaks: "(Kèm theo Kế hoạch số … ngày … của …)".  Names of signers are never read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from pipeline.catalogue.headings import Headings, has_any
from pipeline.catalogue.headings import Preamble as PreambleWords
from pipeline.language.document_numbers import find_document_numbers
from pipeline.language.periods import find_dates, find_periods, read_date
from pipeline.language.text import clean, key
from pipeline.model import Citation, Column, Document, Grid, Paragraph, Period
from pipeline.plans.paragraphs import Line

LETTERHEAD_BLOCKS = 12
"""So many blocks from the top may hold letterhead, number, date and title."""

TITLE_LINES = 5
"""A title has at most so many lines below its type word."""

DATE_REACH = 40
"""Characters after a document number within which its date stands."""

TYPE_REACH = 30
"""Characters before a document number within which its type word stands."""

_GAP = re.compile(r"\t+|\s{3,}")
_LETTER_END = re.compile(r"[)\n;.]")


@dataclass(frozen=True, slots=True)
class Preamble:
    """What is stated; empty strings and None where nothing is.  `date` is ISO, shorter when incomplete.

    `planned` is the period where the document itself says that it plans these years.
    """

    number: str
    date: str
    type: str
    title: str
    issuer: str
    period: Period | None
    planned: Period | None


@dataclass(frozen=True, slots=True)
class _Part:
    """What one place of the document says about its own number, date, type and issuer."""

    number: str = ""
    date: str = ""
    type: str = ""
    issuer: str = ""


def read_preamble(
    document: Document, lines: Sequence[Line], columns: Iterable[Column], headings: Headings
) -> Preamble:
    """The preamble of a document, from its letterhead and from the reference below its appendix title."""
    stated = tuple(columns)
    head = _letterhead(document, headings)
    attached = _attached(document, headings)
    title = _title(lines, headings) or _appendix_title(document, headings)
    number = head.number or attached.number
    date = max(head.date, attached.date, key=len)
    return Preamble(
        number=number,
        date=date,
        type=_type_of(number, headings) or _type_line(lines, headings) or attached.type,
        title=title,
        issuer=_fuller(head.issuer, attached.issuer),
        period=_period(title, stated, date),
        planned=_planned(title, [column for column in stated if not column.doubts]),
    )


def _fuller(head: str, attached: str) -> str:
    """The letterhead's issuer, unless the reference says the same and more, or the same in its exact case."""
    return attached if key(attached).startswith(key(head)) else head


def read_citations(paragraphs: Iterable[Paragraph]) -> tuple[Citation, ...]:
    """Every document that the text names with a number, with the words around it and its date."""
    found = []
    for paragraph in paragraphs:
        text = paragraph.text
        for number, begin, end in find_document_numbers(text):
            date, stop = _date_after(text, end)
            found.append(Citation(text[_type_start(text, begin) : stop], number, date, paragraph.place))
    return tuple(found)


def _date_after(text: str, end: int) -> tuple[str, int]:
    """The date within reach behind a number and where it ends; ("", `end`) without one."""
    dates = find_dates(text[end : end + DATE_REACH])
    return (dates[0][0], end + dates[0][2]) if dates else ("", end)


def _type_start(text: str, start: int) -> int:
    """Where the citation begins: at the capital letter of its type word, else at the number."""
    window = text[max(0, start - TYPE_REACH) : start]
    capital = max((match.start() for match in re.finditer(r"[A-ZĐ]\w+ ", window)), default=None)
    return start if capital is None else max(0, start - TYPE_REACH) + capital


def _top(document: Document) -> Iterator[str]:
    """The texts of the first blocks; the halves of a letterhead in a table come one after the other."""
    for block in document.blocks[:LETTERHEAD_BLOCKS]:
        if isinstance(block, Grid):
            yield from (cell.text for cell in sorted(block.cells, key=attrgetter("column", "row")))
            if block.rows > LETTERHEAD_BLOCKS:
                return
        else:
            yield block.text


def _letterhead(document: Document, headings: Headings) -> _Part:
    words = headings.preamble
    part = _Part()
    lines = _side_by_side(_until_reasons(_top(document), words), words)
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        part = _add(part, line, below, words)
    return part


def _until_reasons(texts: Iterable[str], words: PreambleWords) -> list[str]:
    """The lines of the letterhead as printed: it ends where the reasons of the document begin."""
    found: list[str] = []
    for line in (line.strip() for text in texts for line in text.splitlines()):
        wording = key(clean(line))
        if has_any(wording, words.attached) or any(wording.startswith(w) for w in words.basis):
            break
        found.append(line)
    return found


def _side_by_side(lines: Iterable[str], words: PreambleWords) -> list[str]:
    """The two halves of a letterhead one below the other: wide gaps, and the motto, part them."""
    halves = [[clean(half) for half in _GAP.split(_before_motto(line, words))] for line in lines]
    left = [line[0] for line in halves if line[0]]
    return [*left, *(half for line in halves for half in line[1:])]


MOTTO_REACH = 24
"""Words that are looked at for the motto, which has at most 9 with its hyphens; a line may have thousands."""


def _before_motto(line: str, words: PreambleWords) -> str:
    """A line without the national name or motto that stands in its right half."""
    tokens = line.split()
    for start in range(1, len(tokens)):
        if key(" ".join(tokens[start : start + MOTTO_REACH])).startswith(words.motto):
            return " ".join(tokens[:start])
    return line


def _add(part: _Part, line: str, below: str, words: PreambleWords) -> _Part:
    numbers = find_document_numbers(line) if key(line).startswith(words.number) else ()
    date = read_date(line) if "," in line and not numbers else ""
    return _Part(
        number=part.number or next((n for n, _, _ in numbers if not n.startswith("?")), ""),
        date=part.date or date,
        issuer=part.issuer or _issuer(line, below, words),
    )


def _issuer(line: str, below: str, words: PreambleWords) -> str:
    """The body that a letterhead line in capitals names, with the place below it, as in a sentence."""
    body = next((body for body in words.bodies if key(line).startswith(key(body))), "")
    if not body or not line.isupper():
        return ""
    place = line[len(body) :].strip()
    if not place and below.isupper() and not has_any(key(below), words.motto):
        place = below
    level = next((level for level in words.levels if key(place).startswith(key(level) + " ")), "")
    return " ".join(filter(None, (body, level, place[len(level) :].strip().title())))


def _attached(document: Document, headings: Headings) -> _Part:
    """The reference "(Kèm theo Kế hoạch số … ngày … của …)" wherever it stands first."""
    for paragraph in document.paragraphs:
        text = clean(paragraph.text)
        if has_any(key(text), headings.preamble.attached):
            numbers = find_document_numbers(text)
            part = _attached_part(text, numbers[0] if numbers else ("", 0, 0), headings)
            if numbers or part.issuer:
                return part
    return _Part()


def _attached_part(text: str, found: tuple[str, int, int], headings: Headings) -> _Part:
    number, _, end = found
    issuer = re.search(rf"(?<!\w){headings.preamble.issued_by}\s+", text)
    tail = text[issuer.end() :] if issuer else ""
    return _Part(
        number="" if number.startswith("?") else number,
        date=read_date(text[end:]),
        type=_type_of(number, headings),
        issuer=_spelled(_LETTER_END.split(tail)[0].strip(), headings.preamble),
    )


def _spelled(issuer: str, words: PreambleWords) -> str:
    """The issuer with the body's name in its usual spelling ("Ủy ban nhân dân"), the rest as printed."""
    body = next((body for body in words.bodies if key(issuer).startswith(key(body))), "")
    return body + issuer[len(body) :]


def _type_of(number: str, headings: Headings) -> str:
    """The type that a number's symbol names: ``956/KH-UBND`` → Kế hoạch."""
    codes = re.findall(r"[^\W\d_]+", number)
    return next((headings.preamble.types[code] for code in codes if code in headings.preamble.types), "")


def _type_line(lines: Sequence[Line], headings: Headings) -> str:
    names = {key(name): name for name in headings.preamble.types.values()}
    return next((names[key(line.text)] for line in lines if key(line.text) in names), "")


def _title(lines: Sequence[Line], headings: Headings) -> str:
    """The lines below the type word, up to the first that opens the reasons or the outline."""
    names = {key(name) for name in headings.preamble.types.values()}
    start = next((n for n, line in enumerate(lines) if key(line.text) in names), None)
    if start is None:
        return ""
    found: list[str] = []
    for line in lines[start + 1 : start + 1 + TITLE_LINES]:
        text = clean(line.text)
        opens = any(key(text).startswith(word) for word in headings.preamble.basis) or _is_appendix(
            text, headings
        )
        ends = opens or has_any(key(text), headings.preamble.attached)
        if (found and ends) or line.number or text.endswith((";", ",", ":")) or len(text) > 250:
            break
        found.append(text)
    return " ".join(found)


def _is_appendix(text: str, headings: Headings) -> bool:
    """Whether a line is the mark of an appendix or a table: ``Phụ lục``, ``Biểu số 2: …``."""
    words, number = "|".join(map(re.escape, headings.appendix)), headings.preamble.number
    return bool(re.match(rf"(?:{words})(?:\s+{number})?\s*(?:$|[:.]|[\divxlc]+\b)", key(text)))


def _appendix_title(document: Document, headings: Headings) -> str:
    """The capitals between "Phụ lục" and the reference below it."""
    texts = [clean(paragraph.text) for paragraph in document.paragraphs]
    start = next(
        (n for n, t in enumerate(texts) if any(key(t).startswith(w) for w in headings.appendix)), None
    )
    if start is None:
        return ""
    capitals = []
    for text in texts[start + 1 : start + 1 + TITLE_LINES]:
        if not text.isupper():
            break
        capitals.append(text)
    return " ".join(capitals)


def _planned(title: str, columns: Sequence[Column]) -> Period | None:
    """The years that a document states to plan: its title says them, else its target columns."""
    named = [period for period, _, _ in find_periods(title)]
    single = [period for period in named if period.start == period.end]
    targets = [c.period for c in columns if c.kind == "value" and c.role == "target" and c.period]
    years = [period for period in targets if period.start == period.end]
    latest = max(years, key=lambda period: period.start, default=None)
    choices = [*single[-1:], *named[-1:], latest, *targets[-1:]]
    return next((period for period in choices if period is not None), None)


def _period(title: str, columns: Sequence[Column], date: str) -> Period | None:
    """The years of the plan: as stated, else the latest year of a column without a role, or of its date."""
    chosen = _planned(title, columns)
    if chosen is None and date[:4].isdigit():
        return Period(int(date[:4]), int(date[:4]))
    return chosen
