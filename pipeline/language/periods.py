"""Periods and dates in Vietnamese office text, and how often something is to happen.

Takes headers, phrases or running NFC text.  `read_period` gives the one period that a column header names,
`find_periods` all in a text; `read_date` and `find_dates` give ISO 8601 strings, incomplete where the office
left a blank (``2025-03``, ``2024``, ``--12-15``); `find_frequency` gives day, week, month, quarter or year.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from pipeline.language.data import load, longest_first
from pipeline.language.document_numbers import find_document_numbers, trimmed
from pipeline.language.text import bare, even, one_line
from pipeline.model import Frequency, Period

WORDS = load("periods")
INVALID = "invalid"
"""What stands for a date that is printed and does not exist (31 February)."""
HEADER_JOIN = " > "

FIRST_YEAR, LAST_YEAR = 1945, 2100
"""Years outside are numbers, not years of a plan: from the founding of the state to the longest visions."""


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words in the even form, whatever the blanks between them."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first(map(even, words)))


NOT_IN_NUMBER = r"(?<![\w/.,])"
YEAR = r"(?:19|20)\d\d(?![\d%‰]|[.,/]\d)"
UNTIL = rf"\s*(?:{_one_of(WORDS['until'])})\s*"
SPAN_WORD = _one_of(WORDS["span"])
YEAR_WORD = _one_of(WORDS["year"])
FROM, OF = _one_of(WORDS["from"]), _one_of(WORDS["of"])
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

SPAN = re.compile(
    rf"{NOT_IN_NUMBER}(?:(?:{SPAN_WORD})\s*(?:{YEAR_WORD})?\s*|(?:(?:{FROM})\s+)?(?:{YEAR_WORD})\s*)?"
    rf"(?P<start>{YEAR.replace('|[.,/]', '|[.,]')})(?:{UNTIL})(?:{YEAR_WORD})?\s*(?P<end>{YEAR})"
)
QUARTER = re.compile(
    rf"(?<!\w)(?:{_one_of(WORDS['quarter'])})\s*(?P<part>iv|i{{1,3}}|[1-4])(?!\w)"
    rf"(?:\s*(?:/|-|{OF})?\s*(?:(?:{OF})\s*)?(?P<year>{YEAR}))?"
)
NAMED = re.compile(rf"(?<!\w)(?P<part>{_one_of(WORDS['parts'])})(?!\w)(?:\s*(?:/|{OF})?\s*(?P<year>{YEAR}))?")
MONTHS = re.compile(
    rf"(?<![\w/.,-])(?P<count>1[0-2]|0?[1-9])\s*(?:{_one_of(WORDS['months'])})(?![^\W\d_])"
    rf"(?:\s*(?:(?P<head>{_one_of(WORDS['from_start'])})|(?P<tail>{_one_of(WORDS['to_end'])})))?"
    rf"(?:\s*(?:/|-)?\s*(?:{YEAR_WORD})?\s*(?P<year>{YEAR}))?"
)
MONTH = re.compile(
    rf"(?<!\w)(?:{_one_of(WORDS['month'])})\s*(?P<part>0?[1-9]|1[0-2])"
    rf"\s*(?:/|-|{OF})\s*(?:(?:{OF})\s*)?(?P<year>{YEAR})"
)
WORDED_YEAR = re.compile(rf"(?<!\w)(?:{YEAR_WORD})\s*(?P<year>{YEAR})")
BARE_YEAR = re.compile(rf"^\W*(?P<year>{YEAR})\W*$")
REACHED = rf"(?<!\w)(?:{_one_of(WORDS['reached'])})\s*"
COLUMN_YEAR = re.compile(rf"(?<!\w)(?:{_one_of([*WORDS['column'], *WORDS['reached']])})\s*(?P<year>{YEAR})")
CLOSING_YEAR = re.compile(rf"(?<!\w)(?:{_one_of(WORDS['column'])})\s*(?P<year>{YEAR})(?=\s*(?:$|[^\w\s]))")
TOWARD_YEAR = re.compile(rf"(?<!\w)(?:{_one_of(WORDS['toward'])})\s*(?!2000)(?P<year>{YEAR})")
LISTED_YEAR = re.compile(
    rf"\s*(?:[,;&]|(?:{_one_of(WORDS['listed'])})(?!\w))\s*(?P<year>{YEAR})"
    rf"(?=\s*(?:[,;&.):>]|$|(?:{_one_of(WORDS['list_ends'])})(?!\w)))"
)
DEADLINE = re.compile(
    rf"(?<!\w)(?:{_one_of(WORDS['deadline'])})\s*(?:(?:{_one_of(WORDS['frequencies']['day'])})\s*)?$"
)
COMPARED = re.compile(rf"(?:{_one_of(WORDS['reference'])})\s*$")
PART_IDS: dict[str, str] = {even(words): part for words, part in WORDS["parts"].items()}

Found = tuple[Period, int, int]
Pattern = tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]]


# ------------------------------------------------------------------ periods


def read_period(text: str) -> Period | None:
    """The one period that a header or phrase names; None when it names none or several.

    Of a header path (levels joined with `` > ``) the deepest level that names one counts; a part of a year
    there (6 tháng đầu năm) takes its year from a level above.

    >>> str(read_period("Mục tiêu > Giai đoạn 2021-2025 > Năm 2024")), str(read_period("Ước TH 2024"))
    ('2024', '2024')
    >>> read_period("Kết quả thực hiện") is None, read_period("Năm 2024 và năm 2025") is None
    (True, True)
    """
    part = ""
    for level in reversed(text.split(HEADER_JOIN)):
        named = _found(level, (*_PATTERNS, (COLUMN_YEAR, _single)))
        found = {period for period, _, _ in named} or _years_of_dates(level)
        if len(found) > 1:
            return None
        if found:
            period = found.pop()
            return _narrowed(period, part)
        part = part or _part_without_year(level)
    return None


def _narrowed(period: Period, part: str) -> Period:
    if part and not period.part and period.start == period.end:
        return Period(period.start, period.end, part)
    return period


def _part_without_year(level: str) -> str:
    folded = even(level)
    quarter = QUARTER.search(folded)
    if quarter:
        return f"Q{_number_of(quarter.group('part'))}"
    named = NAMED.search(folded)
    if named:
        return PART_IDS[one_line(named.group("part"))]
    months = MONTHS.search(folded)
    return _months_part(months) if months else ""


def _years_of_dates(level: str) -> set[Period]:
    """A header that names only a day (``đến 30/6/2025``) is about the year of that day."""
    years = {int(iso[:4]) for iso, _, _ in find_dates(level) if re.match(r"\d{4}-", iso)}
    return {Period(year, year) for year in years}


def find_periods(text: str) -> tuple[Found, ...]:
    """Every period in order with its span; years of dates, document numbers and comparisons are left out.

    >>> [(str(period), start) for period, start, _ in find_periods("giai đoạn 2021-2025, đến năm 2030")]
    [('2021/2025', 0), ('2030', 25)]
    >>> find_periods("phấn đấu đạt 2000"), str(find_periods("Chỉ tiêu 2025: 30%")[0][0])
    ((), '2025')
    >>> find_periods("tăng 5% so với năm 2020, theo Nghị quyết 28/2021/NQ-CP ngày 3/3/2021")
    ()
    """
    named = _found(text, (*_PATTERNS, (CLOSING_YEAR, _single)))
    return tuple(sorted([*named, *_deadlines(text)], key=itemgetter(1)))


def _deadlines(text: str) -> Iterator[Found]:
    """The days by which something is to be reached; the last of a year stands for the year."""
    folded = even(text)
    for iso, start, end in find_dates(text):
        if re.match(r"\d{4}-\d\d-", iso) and DEADLINE.search(folded, *_reach(start)):
            part = "" if iso.endswith("-12-31") else iso[5:7]
            yield Period(int(iso[:4]), int(iso[:4]), part), start, end


def _found(text: str, patterns: Sequence[Pattern]) -> tuple[Found, ...]:
    folded = masked(text)
    found: list[Found] = []
    for pattern, make in patterns:
        for match in pattern.finditer(folded):
            period = make(match)
            if period and _is_free(match, found) and not COMPARED.search(folded, *_reach(match.start())):
                insort(found, (period, *trimmed(match)), key=itemgetter(1))
    return tuple(sorted([*found, *_listed(found, folded)], key=itemgetter(1)))


def _listed(found: Sequence[Found], folded: str) -> Iterator[Found]:
    """The bare years that go on a list: the 2027 of "năm 2026 và 2027"."""
    for period, _, end in found:
        single = period.start == period.end and not period.part
        while single and (listed := LISTED_YEAR.match(folded, end)):
            end = listed.end("year")
            yield Period(int(listed.group("year")), int(listed.group("year"))), listed.start("year"), end


def _is_free(match: re.Match[str], found: Sequence[Found]) -> bool:
    """Whether a match overlaps none of the periods found so far, which are in order and apart."""
    at = bisect_left(found, match.end(), key=itemgetter(1))
    return not at or found[at - 1][2] <= match.start()


REACH = 120
"""Signs before a period that are looked at for what is compared with it; the longest wording has 25."""


def _reach(at: int) -> tuple[int, int]:
    return max(0, at - REACH), at


def masked(text: str) -> str:
    """The even text with document numbers and days blotted out, sign for sign.

    >>> masked("Quyết định 2282/QĐ-TTg")
    'quyết định ###########'
    """
    folded = even(text)
    for _, start, end in (*find_document_numbers(text), *_day_spans(text)):
        folded = f"{folded[:start]}{'#' * (end - start)}{folded[end:]}"
    return folded


def _day_spans(text: str) -> list[Found | tuple[str, int, int]]:
    return [(iso, start, end) for iso, start, end in find_dates(text) if iso == INVALID or iso.count("-") > 1]


def _span(match: re.Match[str]) -> Period | None:
    start, end = int(match.group("start")), int(match.group("end"))
    return Period(start, end) if FIRST_YEAR <= start < end <= LAST_YEAR else None


def _quarter(match: re.Match[str]) -> Period | None:
    year = match.group("year")
    return Period(int(year), int(year), f"Q{_number_of(match.group('part'))}") if year else None


def _named(match: re.Match[str]) -> Period | None:
    year = match.group("year")
    return Period(int(year), int(year), PART_IDS[one_line(match.group("part"))]) if year else None


def _months(match: re.Match[str]) -> Period | None:
    year = match.group("year")
    return Period(int(year), int(year), _months_part(match)) if year else None


def _months_part(match: re.Match[str]) -> str:
    """``H1`` for six months, ``9M`` for nine; empty for the twelve of a whole year."""
    count = int(match.group("count"))
    named: dict[int, str] = WORDS["last_months" if match.group("tail") else "month_counts"]
    return named.get(count, "" if count == MONTHS_OF_A_YEAR else f"{count}M")


MONTHS_OF_A_YEAR = 12


def _month(match: re.Match[str]) -> Period | None:
    year = int(match.group("year"))
    return Period(year, year, f"{int(match.group('part')):02d}")


def _single(match: re.Match[str]) -> Period | None:
    year = int(match.group("year"))
    return Period(year, year) if FIRST_YEAR <= year <= LAST_YEAR else None


_PATTERNS = (
    (SPAN, _span),
    (QUARTER, _quarter),
    (NAMED, _named),
    (MONTHS, _months),
    (MONTH, _month),
    (WORDED_YEAR, _single),
    (BARE_YEAR, _single),
    (TOWARD_YEAR, _single),
)


def _number_of(word: str) -> int:
    return ROMAN.get(word) or int(word)


# ------------------------------------------------------------------ dates

GAP = r"[\s….,_]*"
DAY = r"(?P<day>3[01]|[0-2]?\d|[0-3] \d)"
WORDED_DATE = re.compile(
    rf"(?<!\w)ngay\s*(?:{DAY}\s*)?{GAP}thang\s*(?:(?P<month>1[0-2]|0?\d|[01] \d)(?!\d)\s*)?{GAP}"
    r"(?:nam\s*(?P<year>(?:19|20)\d\d|2 ?0 ?\d ?\d)(?!\d))?"
)
SLASHED = re.compile(
    r"(?<![\d/.,-])(?P<day>\d{1,2})\s*(?P<sep>[/.-])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*(?P<year>(?:19|20)\d\d)(?![\d/])"
)
BLANK_SLASHED = re.compile(
    rf"(?<!\w)ngay{GAP}(?P<day>\d{{1,2}})?{GAP}/{GAP}(?P<month>\d{{1,2}})?{GAP}/{GAP}(?P<year>(?:19|20)\d\d)(?!\d)"
)
DATE_PATTERNS = (WORDED_DATE, SLASHED, BLANK_SLASHED)


def find_dates(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every day in order as ISO 8601 with its span; INVALID for one that does not exist.

    >>> find_dates("ngày 24 tháng 3 năm 2025, 03/03/2021")
    (('2025-03-24', 0, 24), ('2021-03-03', 26, 36))
    """
    folded = bare(even(text))
    found: list[tuple[str, int, int]] = []
    for pattern in DATE_PATTERNS:
        for match in pattern.finditer(folded):
            iso = _iso(match)
            if iso and all(match.end() <= start or match.start() >= end for _, start, end in found):
                found.append((iso, match.start(), match.start() + len(match.group().rstrip(" \n….,_"))))
    return tuple(sorted(found, key=lambda item: item[1]))


def read_date(text: str) -> str:
    """The first date of a text, else its one period; empty when it names none, INVALID when impossible.

    >>> read_date("Kon Tum, ngày 24 tháng 3 năm 2025"), read_date("ngày / /2024"), read_date("Quý I/2025")
    ('2025-03-24', '2024', '2025-Q1')
    """
    dates = find_dates(text)
    if dates:
        return dates[0][0]
    period = read_period(text)
    return str(period) if period else ""


def _iso(match: re.Match[str]) -> str:
    year, month, day = (_digits(match.group(name)) for name in ("year", "month", "day"))
    if not month:
        return f"{year}" if year else ""
    if not day:
        return f"{year}-{month:02d}" if year else ""
    if not _exists(year, month, day):
        return INVALID
    return f"{year}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _digits(words: str | None) -> int:
    return int(words.replace(" ", "")) if words else 0


def _exists(year: int, month: int, day: int) -> bool:
    leap = 2024
    try:
        date(year or leap, month, day)
    except ValueError:
        return False
    return True


# ------------------------------------------------------------------ frequencies

PERIOD_IDS: dict[str, Frequency] = {
    even(word): name for name, words in WORDS["frequencies"].items() for word in words
}
PERIOD = rf"(?P<period>{_one_of(PERIOD_IDS)})(?![^\W\d_])"
OTHER = PERIOD.replace("<period>", "<other>")
OFTEN = re.compile(
    rf"(?<!\w)(?:{_one_of(WORDS['each'])})\s+{PERIOD}(?!\s*(?:19|20)\d\d)"
    rf"|(?:/\s*(?:0?1\s*)?|(?<!\w)(?:{_one_of(WORDS['per'])})\s+){OTHER}(?!\s*\d)"
)


def find_frequency(text: str) -> Frequency:
    """How often, where the text states exactly one period; empty when it states none or several.

    >>> find_frequency("Phấn đấu hàng quý, mỗi xã có ít nhất 03 tin"), find_frequency("năm 2025")
    ('quarter', '')
    """
    found = {PERIOD_IDS[match["period"] or match["other"]] for match in OFTEN.finditer(even(text))}
    return found.pop() if len(found) == 1 else ""
