"""Text in encodings from before Unicode (TCVN3, VNI), and UTF-8 that was read as something else.

Takes text as a parser met it, before anything is removed from it (U+00AD is TCVN3's ư), and the name of its
font where the format tells one.  The font decides first; without one a decoding must raise the share of valid
syllables clearly, and more than the other one does.  Any other text comes back as it was.
"""

import re
import unicodedata
from functools import cache

from pipeline.language.data import load
from pipeline.language.syllables import syllable_share

TABLES = load("legacy")
Encoding = str

CLEAR_GAIN = 0.25
"""Share of syllables that a decoding must win; a wrong one wins less on office text."""
GOOD_SHARE = 0.75
"""Share of syllables that decoded text must reach: clean office text has 0.98, short cells less."""
HIGH_SIGNS = re.compile("[\u00a1-\u00ff]")
WRONG_UTF8 = re.compile(
    "[\u00c3-\u00c6\u00e1\u2022\u221a\u00b7][\u0080-\u00ff\u0152-\u02dc\u2013-\u2265\u03c0]"
)
"""Lead and follow bytes of UTF-8 as Windows, Latin-1 or Mac show them."""


def encoding_of_font(font: str) -> Encoding:
    """``tcvn3`` or ``vni`` for a font that draws these codes, else an empty string.

    >>> encoding_of_font(".VnTimeH"), encoding_of_font("VNI-Times"), encoding_of_font("Times New Roman")
    ('tcvn3', 'vni', '')
    """
    name = font.lower()
    return next((one for one in ("tcvn3", "vni") if name.startswith(tuple(TABLES[one]["fonts"]))), "")


def decode(text: str, encoding: Encoding, font: str = "") -> str:
    """Text of one of the old encodings as NFC; `font` tells whether its small letters are drawn as capitals.

    >>> decode("B×nh ®¼ng giíi", "tcvn3"), decode("Bình ñaúng giôùi", "vni")
    ('Bình đẳng giới', 'Bình đẳng giới')
    """
    decoded = text.translate(_tcvn3()) if encoding == "tcvn3" else _from_vni(text)
    capitals = tuple(TABLES[encoding]["capitals"])
    small = bool(font) and bool(capitals) and font.lower().endswith(capitals)
    return unicodedata.normalize("NFC", decoded.upper() if small else decoded)


@cache
def _tcvn3() -> dict[int, str]:
    return {ord(old): new for old, new in TABLES["tcvn3"]["letters"].items()}


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str], dict[int, str]]:
    marks = dict(TABLES["vni"]["marks"])
    marks |= {sign.upper(): mark for sign, mark in marks.items()}
    letters = {ord(old): new for old, new in TABLES["vni"]["letters"].items()}
    letters |= {ord(chr(old).upper()): new.upper() for old, new in letters.items()}
    signs = "".join(marks)
    return re.compile(f"([aeouyôöAEOUYÔÖ])([{signs}])"), marks, letters


def _from_vni(text: str) -> str:
    """Marks are taken off their vowels first, since ô and ö are vowels of their own (ơ, ư)."""
    pairs, marks, letters = _vni()
    pieces: list[str] = []
    end = 0
    for pair in pairs.finditer(text):
        pieces.append(text[end : pair.start()].translate(letters))
        pieces.append(pair.group(1).translate(letters) + marks[pair.group(2)])
        end = pair.end()
    return "".join([*pieces, text[end:].translate(letters)])


def repair(text: str, font: str = "") -> tuple[str, Encoding]:
    """The text in Unicode and the encoding it was in: ``tcvn3``, ``vni``, ``mojibake`` or empty.

    >>> repair("Bình đẳng giới"), repair("Tû lÖ n÷ th¹c sÜ")
    (('Bình đẳng giới', ''), ('Tỷ lệ nữ thạc sĩ', 'tcvn3'))
    >>> repair("bÃ¬nh Ä‘áº³ng giá»›i")
    ('bình đẳng giới', 'mojibake')
    """
    named = encoding_of_font(font)
    if named:
        return decode(text, named, font), named
    if WRONG_UTF8.search(text):
        mended = from_mojibake(text)
        if mended != text:
            return mended, "mojibake"
    return _by_syllables(text)


def _by_syllables(text: str) -> tuple[str, Encoding]:
    if not HIGH_SIGNS.search(text):
        return text, ""
    before = syllable_share(text)
    tried = [
        (syllable_share(decoded), decoded, one) for one in ("tcvn3", "vni") if (decoded := decode(text, one))
    ]
    share, decoded, encoding = max(tried)
    if share >= GOOD_SHARE and share - before >= CLEAR_GAIN:
        return decoded, encoding
    return text, ""


def is_mojibake(text: str) -> bool:
    """Whether the text is UTF-8 that was read in another encoding.

    >>> is_mojibake("Tá»· lá»‡ ná»¯"), is_mojibake("Tỷ lệ nữ")
    (True, False)
    """
    return from_mojibake(text) != text


def from_mojibake(text: str) -> str:
    """The text that was meant, when one wrong reading explains it and syllables do not get fewer."""
    if not WRONG_UTF8.search(text):
        return text
    for encoding in TABLES["mojibake"]:
        meant = _reread(text, encoding)
        if meant is not None and syllable_share(meant) >= syllable_share(text):
            return unicodedata.normalize("NFC", meant)
    return text


def _reread(text: str, encoding: str) -> str | None:
    """The text as the UTF-8 that its bytes make; None when they make none."""
    try:
        return b"".join(_byte(sign, encoding) for sign in text).decode("utf-8")
    except UnicodeError:
        return None


def _byte(sign: str, encoding: str) -> bytes:
    """Bytes that a code page leaves undefined are shown as the control sign of the same number."""
    return bytes([ord(sign)]) if 0x80 <= ord(sign) < 0xA0 else sign.encode(encoding)
