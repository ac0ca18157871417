"""Raised and lowered digits: the way in which all readers keep marks of notes apart from numbers.

A digit that is printed raised becomes ``²``, so that "60" with a note is never 602.
"""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(count: int) -> str:
    """Write a number in raised digits.

    >>> raised(12)
    '¹²'
    """
    return str(count).translate(RAISED)
