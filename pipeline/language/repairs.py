"""Slips of recognition inside numbers: gaps beside a mark, letters for digits, a torn per cent sign.

Takes a printed cell and gives a `Source` in which they are repaired; what is read from it keeps the exact
text as printed and is doubtful.  Only O for 0 and l, I for 1 are repaired: S for 5 or 8 would be a guess.
"""

import re

from pipeline.language.measures import Source
from pipeline.language.text import even

GAP = re.compile(r"(?<=\d)( +)(?=[.,]\d)|(?<=\d[.,])( +)(?=\d)")
TORN_PERCENT = re.compile(r"(?<=\d)\s+0/0(?!\w)|(?<=\d)\s*(?:[oO]/[oO0]|0/[oO])(?!\w)")
LOOSE_MARK = re.compile(r"(?<=\d)[.,](?=\s*%)")
TOKEN = re.compile(r"(?<![^\W_])(?=[OolI|]*\d)[\dOolI|]+(?![^\W_])")
DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})


def repaired(text: str) -> Source | None:
    """The text with every known slip repaired; None when it has none.

    >>> [repaired(text).folded for text in ("l00%", "31 ,7/100.000", "60 0/0", "50,%")]
    ['100%', '31,7/100.000', '60%', '50%']
    """
    signs = list(enumerate(text))
    for pattern, new in ((TORN_PERCENT, "%"), (GAP, ""), (LOOSE_MARK, "")):
        signs = _replaced(signs, pattern, new)
    letters = misread_digits("".join(sign for _, sign in signs))
    if letters == text:
        return None
    return Source(text, even(letters), tuple(place for place, _ in signs))


def misread_digits(text: str) -> str:
    """The text with the letters that stand for digits replaced, sign for sign.

    >>> misread_digits("l00% nạn nhân, Ol tin")
    '100% nạn nhân, Ol tin'
    """
    return TOKEN.sub(lambda token: token.group().translate(DIGITS), text)


def _replaced(signs: list[tuple[int, str]], pattern: re.Pattern[str], new: str) -> list[tuple[int, str]]:
    """The signs with each match replaced by `new`, which stands at the end of what it replaces."""
    text = "".join(sign for _, sign in signs)
    kept: list[tuple[int, str]] = []
    end = 0
    for found in pattern.finditer(text):
        kept += signs[end : found.start()]
        kept += [(signs[found.end() - 1][0], sign) for sign in new]
        end = found.end()
    return kept + signs[end:]
