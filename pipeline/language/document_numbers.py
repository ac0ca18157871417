"""Numbers of official documents in running text: ``956/KH-UBND``, ``28/2021/NQ-CP``, ``21-CT/TW``.

Takes NFC text and gives each number in its normal form (no blanks, Đ for Ð, ``?`` for a number left blank as
drafts do) with the span it was read from.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.language.data import load, longest_first
from pipeline.language.text import even

WORDS = load("document_numbers")

CAPITAL = "A-ZĐÐƯÔƠ"
PART = rf"[{CAPITAL}][A-Za-zĐÐđƯÔƠ.]{{0,7}}\d{{0,2}}"
CODE = rf"{PART}(?:\s?&\s?{PART})?"
YEAR = r"(?:19|20)\d\d"


def _single() -> str:
    words = longest_first(WORDS["single"])
    return "|".join(
        re.escape(word[:-1]) + r"\d{1,2}" if word.endswith("#") else re.escape(word) for word in words
    )


JOINED = rf"{CODE}(?:\s?[-–]\s?{CODE})+(?:/{CODE})?"
PARTY = rf"{CODE}\s?/\s?{CODE}"
SYMBOL = rf"(?:{JOINED}|(?:{_single()})(?![\w]))"
NUMBER = r"(?:\d{1,5}[a-zđ]?|(?:\d ){2,4}\d)"

STATE = re.compile(
    rf"(?<![\w/.,-])(?P<number>{NUMBER})\s*/\s*(?:(?P<year>{YEAR})\s*/?\s*)?(?P<symbol>{SYMBOL})(?!\w)",
    re.IGNORECASE,
)
PARTY_NUMBER = re.compile(rf"(?<![\w/.,-])(?P<number>\d{{1,5}})\s?[-–]\s?(?P<symbol>{PARTY})(?!\w)")
BLANK = re.compile(
    rf"(?:(?P<gap>[….]{{1,20}}|_{{2,20}})\s*|(?<!\s)\s*)/\s*(?:(?P<year>{YEAR})\s*/\s*)?(?P<symbol>{JOINED})(?!\w)"
)
BEFORE_BLANK = re.compile(rf"(?:^|[\s:]|(?:{'|'.join(map(even, WORDS['number']))})\s*:?)\s*$")
UPPER_SHARE = 0.5
"""A symbol is half capitals at least (QĐ-TTg, Qh); a ratio such as "3/Tổ-đội" is not.  Share of letters."""

BEFORE = 60
"""Characters before a number left blank in which the word for it stands."""

Found = tuple[str, int, int]


def find_document_numbers(text: str) -> tuple[Found, ...]:
    """Every document number in order: normal form, 0-based start, end (excluded).

    >>> find_document_numbers("Kế hoạch số: 956 /KH - UBND ngày 24 tháng 3")
    (('956/KH-UBND', 13, 27),)
    >>> find_document_numbers("Số /KH-UBND, 55/1.000 phụ nữ, 11/20 cơ quan")
    (('?/KH-UBND', 3, 11),)
    """
    found = [*_filled(text, STATE, "/"), *_filled(text, PARTY_NUMBER, "-")]
    taken = sorted((start, end) for _, start, end in found)
    found += [
        (_joined("?", match.group("year"), match.group("symbol"), "/"), *trimmed(match))
        for match in BLANK.finditer(text)
        if _is_free(match, taken) and _is_named(text, match.start())
    ]
    return tuple(sorted(found, key=lambda item: item[1]))


def _is_free(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a match overlaps none of the spans, which are sorted and apart."""
    before = bisect_left(taken, (match.end(), 0)) - 1
    return before < 0 or taken[before][1] <= match.start()


def _is_named(text: str, start: int) -> bool:
    """Whether the word for a number, or nothing, stands before a number left blank."""
    return bool(BEFORE_BLANK.search(even(text[max(0, start - BEFORE) : start])))


def read_document_number(text: str) -> str:
    """The first document number in normal form, or an empty string.

    >>> read_document_number("Quyết định 2282/QÐ-TTg")
    '2282/QĐ-TTg'
    """
    found = find_document_numbers(text)
    return found[0][0] if found else ""


def _filled(text: str, pattern: re.Pattern[str], mark: str) -> list[Found]:
    return [
        (
            _joined(match.group("number"), match.groupdict().get("year"), match.group("symbol"), mark),
            *match.span(),
        )
        for match in pattern.finditer(text)
        if _mostly_capitals(match.group("symbol"))
    ]


def _mostly_capitals(symbol: str) -> bool:
    letters = [sign for sign in symbol if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) >= UPPER_SHARE * len(letters)


def trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The span of a match without the blanks at its head."""
    lead = len(match.group()) - len(match.group().lstrip())
    return match.start() + lead, match.end()


def _joined(number: str, year: str | None, symbol: str, mark: str) -> str:
    tidy = re.sub(r"\s+", "", symbol).replace("–", "-").replace("Ð", "Đ").rstrip(".-")
    tidy = re.sub(r"(?i)QH(?=\d)", "QH", tidy)
    return mark.join([number.replace(" ", ""), *([year] if year else []), tidy])
