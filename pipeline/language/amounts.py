"""One printed number to a `Decimal`: ``12.345,6``, ``1.000``, ``26.6``, ``1 000``, ``03``.

Takes the digits with their marks, the family of the unit behind them and the decimal mark that the column or
document uses.  Gives the amount and whether it stays ambiguous; None where the marks make no number.
"""

import re
from decimal import Decimal
from typing import Literal

DecimalMark = Literal["", ",", "."]

PLAIN = re.compile(r"\d+")
SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?")
ONE_MARK = re.compile(r"(?P<whole>\d+)(?P<mark>[.,])(?P<rest>\d+)")
GROUPS = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})+")
MIXED = re.compile(r"[1-9]\d{0,2}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*(?!(?P=group))[.,]\d+")
GROUP = 3
"""Digits in a group of thousands."""
THOUSANDS = "000"

COUNTED = frozenset({"count", "place"})
"""Families that come in whole numbers only."""
SMALL = frozenset({"share", "ratio", "change"})
"""Families in which thousands do not occur."""

LONGEST = 24
"""Signs of the longest number that a plan can mean; longer ones are rubbish and would overflow a double."""


def read_number(printed: str, family: str = "", decimal: DecimalMark = "") -> tuple[Decimal | None, bool]:
    """The amount and whether its marks can be read in two ways; None when they make no number.

    >>> [str(read_number(text)[0]) for text in ("12.345,6", "1.000", "0.500", "26.6", "1 000", "31,,7")]
    ['12345.6', '1000', '0.500', '26.6', '1000', 'None']
    >>> read_number("1.234"), read_number("1.234", "count")
    ((Decimal('1234'), True), (Decimal('1234'), False))
    """
    if len(printed) > LONGEST:
        return None, False
    if PLAIN.fullmatch(printed):
        return Decimal(printed), False
    if SPACED.fullmatch(printed):
        groups = printed.split(",")[0].split()
        return Decimal(printed.replace(" ", "").replace(",", ".")), any(
            group != THOUSANDS for group in groups[1:]
        )
    if GROUPS.fullmatch(printed):
        return Decimal(re.sub(r"\D", "", printed)), False
    if MIXED.fullmatch(printed):
        return _as_decimal(printed), False
    one = ONE_MARK.fullmatch(printed)
    return _one_mark(one, family, decimal) if one else (None, False)


def _as_decimal(printed: str) -> Decimal:
    """Everything behind the last mark is the fraction."""
    whole, rest = re.split(r"[.,](?=\d+$)", printed)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{rest}")


def _one_mark(found: re.Match[str], family: str, decimal: DecimalMark) -> tuple[Decimal, bool]:
    whole, mark, rest = found.group("whole", "mark", "rest")
    if len(rest) != GROUP or whole.startswith("0"):
        return Decimal(f"{whole}.{rest}"), False
    if len(whole) > GROUP:
        return Decimal(f"{whole}.{rest}"), True
    grouped, doubtful = _is_grouped(mark, rest, family, decimal)
    return Decimal(f"{whole}{rest}" if grouped else f"{whole}.{rest}"), doubtful


def _is_grouped(mark: str, rest: str, family: str, decimal: DecimalMark) -> tuple[bool, bool]:
    """Whether a mark before three digits sets off thousands, and whether that stays in doubt."""
    if family in COUNTED:
        return True, mark == ","
    if family in SMALL:
        return False, decimal != mark
    round_thousands = rest == THOUSANDS
    if decimal:
        return decimal != mark or round_thousands, decimal == "." or (decimal == mark and round_thousands)
    if mark == ".":
        return True, not rest.endswith("0")
    return False, True
