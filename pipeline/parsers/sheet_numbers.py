"""How a spreadsheet shows a number, written so that it can be read in one way only.

Takes an amount and its number format, gives the text: as many decimals as the format shows, a decimal comma,
no separators of thousands, percent and the words of the format kept (0.6 with ``0%`` is "60%", 60 with
``0"%"`` too).  Where the format hides decimals that somebody typed, the typed amount is written.  Three
decimals get a fourth ("1,2340"), since "1,234" might be taken for a thousand.  A fraction stays one: 11/20 is
not 0,55 per cent.  Formats that show something else (powers of ten, conditions) are written in plain digits.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

DIGITS_OF_A_FLOAT = 15
"""Significant digits that a spreadsheet keeps of a number."""

TYPED_DECIMALS = 4
"""Decimals up to which an amount was probably typed; more come from a division, there the format rules."""

LARGEST_DENOMINATOR = 9999
"""Of a fraction that somebody typed; formats show up to three digits of one."""

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<percent>%)|(?P<places>[#0?](?:[#0?,.]*[#0?,.])?|\.[#0?]+,*)|(?P<other>.)",
    re.DOTALL,
)
CONDITION = re.compile(r"\[[<>=]")
NOT_PLAIN = re.compile(r"general|[e][+-]|@", re.IGNORECASE)
FRACTION = re.compile(r"[#0?]\s*/\s*[#0?\d]")
KEPT = frozenset(" /-+<>≥≤≈~%‰$€₫")
"""Signs that stand for themselves in a format without quotes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of an amount; `rounded` says that the format shows less than is stored."""

    text: str
    rounded: bool = False


def shown(amount: float | int | Decimal, form: str) -> Shown:
    """Write an amount as its format shows it; nothing for a zero that the format hides (``0;-0;;@``).

    >>> shown(0.6, "0%").text, shown(30.54, "General").text, shown(1350.0, "#,##0").text
    ('60%', '30,54', '1350')
    >>> shown(0.2654, "0%"), shown(2 / 3, "0%")
    (Shown(text='26,54%', rounded=True), Shown(text='67%', rounded=True))
    >>> shown(1.234, "0.000").text, shown(60, '0" tin/quý"').text
    ('1,2340', '60 tin/quý')
    """
    exact = _decimal(amount)
    if not exact and _split(form)[2:3] == [""]:
        return Shown("")
    section = _section(form, exact)
    if section is None:
        return Shown(plain(exact))
    return Shown(fraction(exact)) if FRACTION.search(_bare(section)) else _written(exact, section)


def plain(amount: Decimal, decimals: int | None = None) -> str:
    """Write plain digits with a decimal comma; all decimals, or at least as many as asked for."""
    text = f"{amount:f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0") if decimals is None else rest
    if len(rest) == 3:
        rest = rest.rstrip("0") if rest.endswith("0") else rest + "0"
    return f"{whole},{rest}" if rest else whole


def fraction(amount: Decimal) -> str:
    """Write an amount as the fraction that was typed, however few digits its format shows of it.

    >>> fraction(Decimal("0.55")), fraction(Decimal("1.5")), fraction(Decimal("2"))
    ('11/20', '1 1/2', '2')
    """
    typed = Fraction(amount).limit_denominator(LARGEST_DENOMINATOR)
    whole, rest = divmod(abs(typed.numerator), typed.denominator)
    parts = (str(whole) if whole or not rest else "", f"{rest}/{typed.denominator}" if rest else "")
    return ("-" if typed < 0 else "") + " ".join(filter(None, parts))


def _decimal(amount: float | int | Decimal) -> Decimal:
    return Decimal(f"{amount:.{DIGITS_OF_A_FLOAT}g}") if isinstance(amount, float) else Decimal(amount)


def _section(form: str, amount: Decimal) -> str | None:
    """Give the part of a format for the amount's sign; None when the format shows no plain digits."""
    sections = _split(form)
    position = 1 if amount < 0 and len(sections) > 1 else 2 if amount == 0 and len(sections) > 2 else 0
    section = sections[position]
    bare = _bare(section)
    if CONDITION.search(form) or NOT_PLAIN.search(bare) or not re.search("[#0?]", bare):
        return None
    return section


def _bare(section: str) -> str:
    """Give a part of a format without its words."""
    return re.sub(r'"[^"]*"|\\.', "", section)


def _split(form: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form or "General")


def _written(exact: Decimal, section: str) -> Shown:
    before, places, after, percents = _taken_apart(section)
    scaled = exact * 100**percents
    whole, _, fraction = places.partition(".")
    scaled /= Decimal(1000) ** (len(whole) - len(whole.rstrip(",")) + fraction.count(","))
    most, least = (sum(fraction.count(sign) for sign in signs) for signs in ("#0?", "0"))
    rounded = scaled.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    if rounded != scaled and round(scaled, TYPED_DECIMALS) == scaled:
        digits = plain(scaled)
    else:
        digits = _padded(_trimmed(rounded, least, most), whole.count("0"))
    return Shown(f"{before}{digits}{after}".strip(), rounded != scaled)


def _padded(digits: str, places: int) -> str:
    """Put the zeros in front that a format such as ``00`` shows."""
    whole = digits.partition(",")[0].lstrip("-")
    return digits.replace(whole, whole.zfill(places), 1)


def _trimmed(amount: Decimal, least: int, most: int) -> str:
    """Drop closing zeros down to the decimals that the format always shows."""
    text = f"{amount:f}"
    while most > least and text.endswith("0") and "." in text:
        text, most = text[:-1], most - 1
    return plain(Decimal(text), most)


def _taken_apart(section: str) -> tuple[str, str, str, int]:
    """Words before the digits, placeholders, words behind them, number of percent signs."""
    before, places, after, percents = "", "", "", 0
    for token in TOKEN.finditer(section):
        if token["places"] is not None:
            places += token["places"]
            continue
        percents += token["percent"] is not None
        word = _word(token)
        before, after = (before, after + word) if places else (before + word, after)
    return before, places, after, percents


def _word(token: re.Match[str]) -> str:
    other = token["other"] or ""
    named = (token["quoted"], token["escaped"], token["currency"], token["percent"])
    word = next((part for part in named if part is not None), other if other in KEPT else "")
    return "" if word in ("(", ")") or (token["other"] and word == "-") else word


def moment(when: datetime | date | time | timedelta, form: str) -> str:
    """Write a date in full (``20/11/2026``), so that it is no fraction; a year alone stays one.

    >>> moment(datetime(2026, 11, 20), "d-mmm"), moment(datetime(2026, 1, 1), "yyyy")
    ('20/11/2026', '2026')
    """
    if isinstance(when, timedelta):
        return str(when)
    if isinstance(when, time):
        return when.strftime("%H:%M")
    letters = set(re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form.lower()))
    if "y" in letters and not letters & set("md"):
        return f"{when.year:04d}"
    return when.strftime("%d/%m/%Y")
