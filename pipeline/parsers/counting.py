"""Numbers as lists print them: Roman numerals, letters, with a leading zero."""

from collections.abc import Callable

LARGEST = 3999
"""Where Roman numerals end; a list beyond is counted in digits."""

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(count: int) -> str:
    """Write a number in small Roman numerals.

    >>> roman(14)
    'xiv'
    """
    if not 0 < count <= LARGEST:
        return str(count)
    text = ""
    for amount, letters_of in ROMAN:
        times, count = divmod(count, amount)
        text += letters_of * times
    return text


def letters(count: int) -> str:
    """Write a number as word processors do in letters: a to z, aa, bb and so on.

    >>> letters(2), letters(27)
    ('b', 'aa')
    """
    turn, rest = divmod(count - 1, 26)
    return chr(ord("a") + rest) * (turn + 1) if 0 < count <= LARGEST else str(count)


FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": letters,
    "upperLetter": lambda count: letters(count).upper(),
    "none": lambda count: "",
}
"""Number formats that are not plain digits, by their names in WordprocessingML."""
