"""The head of a document: its number, its date, and who issues it.

Takes a document and the words of letterheads, gives a `Part`.  Above an office stands the one that it belongs
to ("UBND tỉnh …" above "Sở Nội vụ"): the lowest one issues.  Names of signers are never read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from operator import attrgetter

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.agency_text import Part as Piece
from pipeline.catalogue.agency_text import parts_of
from pipeline.catalogue.areas import load_area_words
from pipeline.catalogue.headings import Preamble as Words
from pipeline.catalogue.headings import has_any
from pipeline.language.document_numbers import find_document_numbers
from pipeline.language.periods import INVALID, find_dates
from pipeline.language.text import bare, clean, key
from pipeline.model import Document, Grid

LETTERHEAD_BLOCKS = 12
"""So many blocks from the top may hold letterhead, number, date and title."""

PLACE_LENGTH = 50
"""Characters before the date of a letterhead: the name of the place."""

LONGEST_OFFICE = 150
"""Characters of one line of an office's name; prose is longer."""

MOTTO_REACH = 24
"""Words that are looked at for the motto, which has at most 9 with its hyphens; a line may have thousands."""

_GAP = re.compile(r"\t+|\s{3,}")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Part:
    """What one place of the document says about its own number, date, type and issuer."""

    number: str = ""
    date: str = ""
    type: str = ""
    issuer: str = ""


def read_letterhead(document: Document, words: Words) -> Part:
    """Number, date and issuer as the lines above the reasons of the document state them."""
    lines = _side_by_side(_until_reasons(_top(document), words), words)
    filled = (number for line in lines if (number := _number(line, words)) and not number.startswith("?"))
    return Part(
        number=next(filled, ""),
        date=next(filter(None, (_date(line, words) for line in lines)), ""),
        issuer=_issuer(lines, words),
    )


def _top(document: Document) -> Iterator[str]:
    """The texts of the first blocks; the halves of a letterhead in a table come one after the other."""
    for block in document.blocks[:LETTERHEAD_BLOCKS]:
        if isinstance(block, Grid):
            yield from (cell.text for cell in sorted(block.cells, key=attrgetter("column", "row")))
            if block.rows > LETTERHEAD_BLOCKS:
                return
        else:
            yield block.text


def _until_reasons(texts: Iterable[str], words: Words) -> list[str]:
    """The lines of the letterhead as printed: it ends where the reasons of the document begin."""
    found: list[str] = []
    for line in (line.strip() for text in texts for line in text.splitlines()):
        wording = key(clean(line))
        if has_any(wording, words.attached) or any(wording.startswith(w) for w in words.basis):
            break
        found.append(line)
    return found


def _side_by_side(lines: Iterable[str], words: Words) -> list[str]:
    """The two halves of a letterhead one below the other: wide gaps, and the motto, part them."""
    halves = [[clean(half) for half in _GAP.split(_before_motto(line, words))] for line in lines]
    left = [line[0] for line in halves if line[0]]
    return [*left, *(half for line in halves for half in line[1:])]


def _before_motto(line: str, words: Words) -> str:
    """A line without the national name or motto that stands in its right half."""
    tokens = line.split()
    for start in range(1, len(tokens)):
        if key(" ".join(tokens[start : start + MOTTO_REACH])).startswith(words.motto):
            return " ".join(tokens[:start])
    return line


def _number(line: str, words: Words) -> str:
    """The number that a line is for: behind "Số", or nothing else on the line; ``?/…`` for a blank one."""
    numbers = find_document_numbers(line)
    own = numbers and (key(line).startswith(words.number) or numbers[0][2] - numbers[0][1] == len(line))
    return numbers[0][0] if own else ""


def _date(line: str, words: Words) -> str:
    """The date at the end of a line that names a place before it; a long line tells of other days."""
    if find_document_numbers(line):
        return ""
    dated = ((date, start, line[end:].strip(" .…)")) for date, start, end in find_dates(line))
    return next((date for date, start, rest in dated if date != INVALID and _is_place(start, rest)), "")


def names_place_and_date(line: str) -> bool:
    """Whether a line is "Lào Cai, ngày … tháng … năm 2026" and nothing else, filled in or not."""
    return any(
        _is_place(start, line[end:].strip(" .…)")) and line[:start].rstrip().endswith(",")
        for _, start, end in find_dates(line)
    )


def _is_place(start: int, rest: str) -> bool:
    return 0 < start <= PLACE_LENGTH and not rest


# ------------------------------------------------------------------ the issuer


@dataclass(frozen=True, slots=True)
class _Office:
    """One office of a letterhead: its name and the area behind it, spelled as in a sentence."""

    name: str
    area: str
    named: bool
    committee: bool

    @property
    def full(self) -> str:
        """Name and area."""
        return " ".join(filter(None, (self.name, self.area)))


def _issuer(lines: Sequence[str], words: Words) -> str:
    """The lowest office above the number, with the area that only an office above it names."""
    offices = [_office(printed, words) for printed in _offices(lines, words)]
    if not any(office.name for office in offices):
        return ""
    lowest = offices[-1]
    above = next((office for office in reversed(offices[:-1]) if office.named), None)
    if above is None or above.area == lowest.area:
        return lowest.full
    if lowest.named:
        return f"{lowest.full}, {above.area}"
    if above.committee or not above.name:
        return f"{lowest.name} {above.area}"
    return f"{lowest.name}, {above.full}"


def _offices(lines: Sequence[str], words: Words) -> Iterator[str]:
    """The offices of a letterhead, each with the lines that continue it; nothing below the number."""
    above = list(takewhile(lambda line: not words.type_named(line), lines))
    end = next((n for n, line in enumerate(above) if _is_for_number(line, words)), len(above))
    numbered = end < len(above)
    opening = (*words.bodies, *words.offices) if numbered else words.bodies
    office = ""
    for line in (line for line in above[:end] if len(line) <= LONGEST_OFFICE):
        area = words.begins(line, words.levels) and line.isupper()
        if (words.begins(line, opening) and (numbered or line.isupper())) or (area and not office):
            yield from filter(None, [office])
            office = line
        elif office and (area or (numbered and line.isupper())) and not _is_beside(line, words):
            office = f"{office} {line}"
    yield from filter(None, [office])


def _is_for_number(line: str, words: Words) -> bool:
    """Whether a line is for the number, which may be left blank or stand on the next one."""
    return bool(_number(line, words)) or key(line).strip(" :.") == words.number


def _is_beside(line: str, words: Words) -> bool:
    """Whether a line belongs to the motto, or is a stamp such as "DỰ THẢO"."""
    return has_any(key(line), words.motto) or bool(words.begins(line, words.stamps))


def _office(printed: str, words: Words) -> _Office:
    body = words.begins(printed, (*words.bodies, *words.offices))
    starts = list(_area_starts(printed, len(body), words))
    pieces = [printed[at:end].strip(" -,") for at, end in pairwise((0, *starts, len(printed)))]
    areas = [_area(piece, words) for piece in pieces[1:]]
    return _Office(
        name=_name(pieces[0], body, words),
        area=", ".join(areas),
        named=any(area not in words.levels for area in areas),
        committee=body in words.committees,
    )


def _area_starts(printed: str, start: int, words: Words) -> Iterator[int]:
    """Where words for a level stand that open the name of an area (not in "XÃ HỘI")."""
    for match in re.finditer(r"\S+", printed):
        level = words.begins(printed[match.start() :], words.levels) if match.start() >= start else ""
        end = match.start() + len(level)
        if level and key(printed[end:]).partition(" ")[0] not in load_area_words().not_names:
            start = end
            yield match.start()


def _area(printed: str, words: Words) -> str:
    level = words.begins(printed, words.levels)
    return f"{level} {_written(printed[len(level) :].strip())}".strip()


def _name(printed: str, body: str, words: Words) -> str:
    """The name of an office: as it is known, else with the body's name as it is known."""
    known = parts_of(printed, load_agencies()) if body not in words.committees else ()
    if known and all(piece.agency_id or piece.kind == "soft" for piece in known):
        return " - ".join(_known_name(piece) for piece in known if piece.agency_id)
    return f"{body}{_written(printed[len(body) :])}"


def _known_name(piece: Piece) -> str:
    """The name of a known body, and what is printed behind it."""
    agency = load_agencies().by_id[piece.agency_id]
    behind = piece.name.removeprefix(agency.name)
    return piece.name if behind == piece.name else f"{agency.name}{_written(behind)}"


def _written(text: str) -> str:
    """Words in capitals as a name has them; abbreviations, which have no vowel, stay in capitals."""
    return WORD.sub(lambda word: _in_a_name(word.group()), text) if text.isupper() else text


def _in_a_name(word: str) -> str:
    if key(word) in load_agencies().silent:
        return word.lower()
    return word.title() if VOWELS & set(bare(word).lower()) else word
