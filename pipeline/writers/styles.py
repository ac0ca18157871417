"""The looks of the workbook's cells, numbered: rows are written long before the workbook that they end up in.

Gives `LOOKS`, every look in the order of its number, and `style`, the number of a body cell's look.
"""

from decimal import Decimal
from itertools import product

from pipeline.writers.schema import Value

GROUPED_FROM = 1000
"""Amounts from here on are shown with the separator of thousands, as plans print them."""

MOST_DECIMALS = 15
"""Excel calculates with no more digits."""

PINK, YELLOW, BLUE = "#F8CBAD", "#FFF2CC", "#DDEBF7"
TONES = {
    "error": PINK,
    "warning": YELLOW,
    "info": BLUE,
    "needs_review": YELLOW,
    "ok_flagged": YELLOW,
    "no_table": BLUE,
    "duplicate": BLUE,
    "needs_ocr": PINK,
    "needs_conversion": PINK,
    "rejected": PINK,
    "resource": PINK,
    "crashed": PINK,
    "retry": PINK,
    "internal_error": PINK,
}

Look = dict[str, str | int | bool]

_BODY: Look = {"text_wrap": True, "valign": "top"}
HEADER: Look = {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "border": 1, **_BODY}
GUIDE: dict[str, Look] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
    "sheet": {"bold": True, "valign": "top"},
    "cut": {"bold": True, "font_color": "#C00000", **_BODY},
}


def _numbers() -> tuple[str, ...]:
    """Every number format; empty for texts and for numbers as they come."""
    decimals = ("", *(f".{'0' * count}" for count in range(1, MOST_DECIMALS + 1)))
    return ("", *(whole + places for whole in ("0", "#,##0") for places in decimals))


def _body(colour: str, number: str) -> Look:
    coloured: Look = {"bg_color": colour} if colour else {}
    shown: Look = {"num_format": number} if number else {}
    return {**_BODY, **coloured, **shown}


_CELLS = tuple(product(("", PINK, YELLOW, BLUE), _numbers()))
_FIRST = 2 + len(GUIDE)
_NUMBER = {about: number for number, about in enumerate(_CELLS, start=_FIRST)}

LOOKS: tuple[Look, ...] = (HEADER, *GUIDE.values(), *(_body(*about) for about in _CELLS))
"""Looks 1, 2, 3 …; 0 is the plain look of every workbook."""


def style(tone: str, number: str = "") -> int:
    """Give the number of the look of a body cell; `number` is a number format of Excel."""
    return _NUMBER[TONES.get(tone, ""), number]


def number_format(value: Value) -> str:
    """Show as many decimals as were printed.

    >>> number_format(Decimal("31.70")), number_format(Decimal("1500")), number_format(Decimal("60"))
    ('0.00', '#,##0', '0')
    """
    if not isinstance(value, Decimal):
        return "" if isinstance(value, float) else "0"
    exponent = value.as_tuple().exponent
    decimals = min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0
    whole = "#,##0" if abs(value) >= GROUPED_FROM else "0"
    return f"{whole}.{'0' * decimals}" if decimals else whole
