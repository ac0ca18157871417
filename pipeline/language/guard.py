"""Text that a spreadsheet could take for a formula, guarded by an apostrophe; and the exact text behind it.

Takes one cell of a CSV file, gives one cell; nothing else about the file is known here.
"""

import re

GUARD = "'"
_RISKY = re.compile(r"'*[ \u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def guarded(text: str) -> str:
    """Give the text with an apostrophe in front where a spreadsheet could take it for a formula.

    Numbers stay as they are.  A text that begins with apostrophes before such a sign gets one more, so that
    taking one away always gives the exact text (`unguarded`).

    >>> guarded("=1+1"), guarded("-5"), guarded("Nam"), guarded("'=1")
    ("'=1+1", '-5', 'Nam', "''=1")
    """
    return GUARD + text if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Give the exact text behind a guarded one.

    >>> unguarded("'=1+1"), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[len(GUARD) :] if text.startswith(GUARD) and _RISKY.match(text) else text
