"""Who issued the plan, under which number, when, and for which years.

Takes the document, its lines and its column readings; gives a `Preamble`.  The letterhead comes first;
where it is missing (an appendix alone, a header lost in recognition) the line below the appendix title
speaks: "(Kèm theo Kế hoạch số … ngày … của …)".  Names of signers are never read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.catalogue.headings import Headings, has_any
from pipeline.catalogue.headings import Preamble as PreambleWords
from pipeline.language.document_numbers import find_document_numbers
from pipeline.language.periods import find_dates, find_periods, read_date
from pipeline.language.text import clean, key
from pipeline.model import Citation, Column, Document, Paragraph, Period
from pipeline.plans.letterhead import Part, names_place_and_date, read_letterhead
from pipeline.plans.paragraphs import Line

REFERENCE_LINES = 3
"""The reference below an appendix title runs over at most so many lines."""

TITLE_LINES = 5
"""A title has at most so many lines below its type word."""

DATE_REACH = 40
"""Characters after a document number within which its date stands."""

TYPE_REACH = 30
"""Characters before a document number within which its type word stands."""

_GOES_ON = re.compile(r"\)\s*[^\s.;*¹²³]|[,;:]\s*$")
"""What a sentence has behind the document that it cites: words behind the bracket, or a list."""
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


def read_preamble(
    document: Document, lines: Sequence[Line], columns: Iterable[Column], headings: Headings
) -> Preamble:
    """The preamble of a document, from its letterhead and from the reference below its appendix title."""
    stated = tuple(columns)
    words = headings.preamble
    head = read_letterhead(document, words)
    attached = _attached(document, headings)
    title = _title(lines, headings) or _appendix_title(document, headings)
    number = head.number or attached.number
    date = max(head.date, attached.date, key=len)
    return Preamble(
        number=number,
        date=date,
        type=_type_of(number, headings) or _type_line(lines, words)[1] or attached.type,
        title=title,
        issuer=_fuller(head.issuer, attached.issuer),
        period=_period(title, stated, date, words),
        planned=_planned(title, [column for column in stated if not column.doubts], words),
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


def _attached(document: Document, headings: Headings) -> Part:
    """The reference "(Kèm theo Kế hoạch số … ngày … của …)" that stands alone, wherever that is first."""
    words = headings.preamble
    for text in _references(document, words):
        numbers = find_document_numbers(text)
        part = _attached_part(text, numbers[0] if numbers else ("", 0, 0), headings)
        if numbers or part.issuer:
            return part
    return Part()


def _references(document: Document, words: PreambleWords) -> Iterator[str]:
    """Lines that are nothing but a reference: a sentence that cites another document's annex is none."""
    lines = [clean(line) for paragraph in document.paragraphs for line in paragraph.text.splitlines()]
    for at, line in enumerate(lines):
        opens = line[:1] == "(" or line[:1].isupper()
        if opens and words.begins(line.lstrip("( "), words.attached):
            text = _closed(lines[at : at + REFERENCE_LINES])
            if not _GOES_ON.search(text):
                yield text


def _closed(lines: Sequence[str]) -> str:
    """The first lines up to the one that closes the bracket; the first alone where none does."""
    last = next((n for n, line in enumerate(lines) if ")" in line), 0) if lines[0][0] == "(" else 0
    return " ".join(lines[: last + 1])


def _attached_part(text: str, found: tuple[str, int, int], headings: Headings) -> Part:
    number, _, end = found
    issuer = re.search(rf"(?<!\w){headings.preamble.issued_by}\s+", text)
    tail = text[issuer.end() :] if issuer else ""
    return Part(
        number="" if number.startswith("?") else number,
        date=read_date(text[end:]),
        type=_type_of(number, headings),
        issuer=_spelled(_LETTER_END.split(tail)[0].strip(), headings.preamble),
    )


def _spelled(issuer: str, words: PreambleWords) -> str:
    """The issuer with the body's name in its usual spelling ("Ủy ban nhân dân"), the rest as printed."""
    body = words.begins(issuer, words.bodies)
    return body + issuer[len(body) :]


def _type_of(number: str, headings: Headings) -> str:
    """The type that a number's symbol names: ``956/KH-UBND`` → Kế hoạch."""
    codes = re.findall(r"[^\W\d_]+", number)
    return next((headings.preamble.types[code] for code in codes if code in headings.preamble.types), "")


def _type_line(lines: Sequence[Line], words: PreambleWords) -> tuple[int, str]:
    """Which line says what the document is, and its type: alone on it, or before the title in capitals."""
    for number, line in enumerate(lines):
        first = line.text.strip().split("\n")[0]
        if name := words.type_named(first) or (words.begins(first, words.names) if first.isupper() else ""):
            return number, name
    return len(lines), ""


def _title(lines: Sequence[Line], headings: Headings) -> str:
    """What stands behind the type, up to the first line that opens the reasons or the outline."""
    words = headings.preamble
    start, name = _type_line(lines, words)
    if not name:
        return ""
    alone = words.type_named(lines[start].text)
    found = [] if alone else [clean(lines[start].text)[len(name) :].strip()]
    for line in lines[start + 1 : start + 1 + TITLE_LINES]:
        text = clean(line.text)
        if names_place_and_date(text):
            continue  # the right half of a letterhead that is read below the left one
        opens = any(key(text).startswith(word) for word in words.basis) or _is_appendix(text, headings)
        ends = opens or has_any(key(text), words.attached) or (not alone and not text.isupper())
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


def _titled(title: str, words: PreambleWords) -> Period | None:
    """The years that a title names: a year, else a span, or the end inside it; else a year to be reached.

    "năm 2025 …, Chương trình … đến năm 2030" is for 2025: the programme runs on.
    """
    found = [(period, _is_reached(title, start, words)) for period, start, _ in find_periods(title)]
    years = [period for period, reached in found if period.start == period.end and not reached]
    spans = [period for period, _ in found if period.start != period.end]
    ends = [period for period, reached in found if period.start == period.end and reached]
    if spans and ends and not spans[-1].start <= ends[-1].end <= spans[-1].end:
        ends = []
    return next(iter([*years[-1:], *ends[-1:], *spans[-1:]]), None)


def _is_reached(title: str, start: int, words: PreambleWords) -> bool:
    """Whether a title names a year as one to be reached: "đến năm 2030"."""
    before = key(title[:start]).split()[-1:]
    return before[0] in words.until if before else bool(words.begins(title[start:], words.until))


def _planned(title: str, columns: Sequence[Column], words: PreambleWords) -> Period | None:
    """The years that a document states to plan: its title says them, else its target columns."""
    targets = [c.period for c in columns if c.kind == "value" and c.role == "target" and c.period]
    years = [period for period in targets if period.start == period.end]
    latest = max(years, key=lambda period: period.start, default=None)
    choices = [_titled(title, words), latest, *targets[-1:]]
    return next((period for period in choices if period is not None), None)


def _period(title: str, columns: Sequence[Column], date: str, words: PreambleWords) -> Period | None:
    """The years of the plan: as stated, else the latest year of a column without a role, or of its date."""
    chosen = _planned(title, columns, words)
    if chosen is None and date[:4].isdigit():
        return Period(int(date[:4]), int(date[:4]))
    return chosen
