"""Raised and lowered digits: the way in which all readers keep marks of notes apart from numbers.

A digit that is printed raised becomes ``²``, so that "60" with a note is never 602.
"""

import re

from pipeline.language.text import TO_RAISED

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
BRACKETED = re.compile(r"\s*[(\[](\d+)[)\]]\s*")


def raised(text: str) -> str:
    """Write raised text: digits as raised digits, without the brackets of "(1)" and "[1]".

    >>> raised("12"), raised("(1)"), raised("*")
    ('¹²', '¹', '*')
    """
    mark = BRACKETED.fullmatch(text)
    return (mark[1] if mark else text).translate(TO_RAISED)


def lowered(text: str) -> str:
    """Write lowered text.

    >>> lowered("2")
    '₂'
    """
    return text.translate(LOWERED)
