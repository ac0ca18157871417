"""Vietnamese text as it is stored, shown and compared.

Takes text of any origin.  `printed` gives what a parser stores, `clean` one line for a label, `key` and
`bare_key` what two wordings are compared by (with and without diacritics), `even` a form for searching in
which every sign keeps its offset, and `sentences` the pieces of a paragraph that may each state a target.
"""

import html
import re
import unicodedata
from functools import cache, lru_cache

from pipeline.language.data import load, longest_first

WORDS = load("text")
TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aăâeêioôơuưy"
TONED = {unicodedata.normalize("NFC", v + t): (v, t) for v in VOWELS for t in TONES}
PLAIN_TO_TONED = {pair: letter for letter, pair in TONED.items()}
ANY_VOWEL = VOWELS + "".join(TONED)
Y_TO_I = {"y": "i"} | {
    letter: PLAIN_TO_TONED["i", tone] for letter, (vowel, tone) in TONED.items() if vowel == "y"
}

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LINE_END_HYPHENS = re.compile("[\x02\ufffe]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
"""Signs of the Unicode category Cf: soft hyphen, zero width, direction marks, byte order mark."""
LOOSE_MARKS = re.compile(f"(?<! ) +(?=[{TONES}\u0302\u0306\u031b])")
MARKS_ON_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{30})"
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""More marks on a letter than any script has (30: Unicode's stream-safe format); sorting them takes long."""

MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]*)?/?>")
RAISED_MARKUP = re.compile(r"<sup>\s*(?:\(?\d{1,3}\)?|\*{1,3})\s*</sup>", re.IGNORECASE)
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.DOTALL)
RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
TO_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits to the raised digits that marks of notes are kept as."""
RAISED_RUN = re.compile(f"[{RAISED}]+")
POWERS = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(longest_first(WORDS['powers']))})[²³](?![{RAISED}])")

CLUSTER = re.compile(f"(?<![{ANY_VOWEL}])[{VOWELS}]*[{''.join(TONED)}][{ANY_VOWEL}]+")
"""Vowels of which one that is not the last carries a tone mark."""
CONSONANTS = "bcdđghklmnpqrstvx"
FINAL_Y = re.compile(rf"(?:(?<=[{CONSONANTS}])|(?<![^\W\d_])|(?<=qu))[yỳýỷỹỵ](?![^\W\d_])")
WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width signs, as East Asian fonts have them; capitals are lowered before."""
GLYPHS = WORDS["homoglyphs"] | {letter: new.lower() for letter, new in WORDS["letters"].items()}
FOLDED_SIGNS = str.maketrans(WIDE | WORDS["signs"] | GLYPHS)
BLANKS = str.maketrans({"\t": " ", "\xa0": " "})
LIGATURES = re.compile(f"[{''.join(WORDS['ligatures'])}]")


def printed(raw: str) -> str:
    r"""What a parser stores: NFC, one ``\n`` per line end, nothing invisible, no trailing blanks.

    >>> printed("T\u1ef7\u00a0l\u1ec7 n\u1eef\u200b \r\nÐ\u1ea3ng\u00ad")
    'Tỷ lệ nữ\nĐảng'
    """
    text = raw if SOUND.fullmatch(raw) and unicodedata.is_normalized("NFC", raw) else _stored(raw)
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def _stored(raw: str) -> str:
    text = LINE_ENDS.sub("\n", LINE_END_HYPHENS.sub("-", raw))
    text = INVISIBLE.sub("", ODD_BLANKS.sub(" ", CONTROLS.sub("", text)))
    text = MARKS_ON_MARKS.sub(r"\1", LOOSE_MARKS.sub("", text))
    return unicodedata.normalize("NFC", text.translate(_STORED_LETTERS))


SOUND = re.compile(
    r"[\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018b-\u01a1\u01a4-\u0255\u1e00-\u1fff]*"
)
"""Text in which nothing has to be replaced: printable ASCII and Latin letters; most text is only that."""
_STORED_LETTERS = str.maketrans(WORDS["letters"])


def clean(text: str) -> str:
    """One line for the output: no markup, bullet or footnote mark; blanks folded; km² stays.

    >>> clean("- Ủy ban nhân dân <i>tỉnh</i>¹ (*phường*),  100 km²")
    'Ủy ban nhân dân tỉnh (phường), 100 km²'
    """
    line = html.unescape(printed(text)) if "&" in text else printed(text)
    line = MARKUP.sub("", RAISED_MARKUP.sub("", line))
    line = EMPHASIS.sub(r"\2", line)
    return " ".join(_without_footnotes(_without_bullet(line)).split())


def one_line(text: str) -> str:
    r"""The text with every run of blanks and line ends as one blank, none around it.

    >>> one_line(" ít nhất\n 03  tin ")
    'ít nhất 03 tin'
    """
    return " ".join(text.split())


def _without_bullet(line: str) -> str:
    """The line without the list mark at its head; a minus before a digit is no list mark."""
    return BULLET.sub("", line, count=1)


def _bullet_pattern() -> re.Pattern[str]:
    signs = [mark for mark in WORDS["bullets"] if not mark.isalnum()]
    letters = [mark for mark in WORDS["bullets"] if mark.isalnum()]
    return re.compile(
        rf"^\s*(?:(?:{'|'.join(map(re.escape, signs))})+(?:\s+|(?=[^\W\d_]))|(?:{'|'.join(letters)})\s+)+"
    )


BULLET = _bullet_pattern()


def _without_footnotes(line: str) -> str:
    """Raised digits dropped unless they are the power of a unit (km²)."""
    kept: list[str] = []
    end = 0
    for power in POWERS.finditer(line):
        kept += [RAISED_RUN.sub("", line[end : power.start()]), power.group()]
        end = power.end()
    return "".join([*kept, RAISED_RUN.sub("", line[end:])])


# ------------------------------------------------------------------ comparison


def _tone_to_end(cluster: re.Match[str]) -> str:
    return _moved(cluster.group())


@cache
def _moved(cluster: str) -> str:
    """The vowels with their one tone mark on the last of them; two marks (glued syllables) stay."""
    pairs = [TONED.get(letter, (letter, "")) for letter in cluster]
    tones = [tone for _, tone in pairs if tone]
    if len(tones) != 1:
        return cluster
    vowels = [vowel for vowel, _ in pairs]
    return "".join(vowels[:-1]) + PLAIN_TO_TONED[vowels[-1], tones[0]]


def _hang_pattern() -> re.Pattern[str]:
    periods = "|".join(longest_first(_even_letters(word) for word in WORDS["recurring"]))
    return re.compile(rf"{EACH[0]}(?=\s+(?:{periods})(?![^\W\d_]))")


def _each(found: re.Match[str]) -> str:
    before = found.string[: found.start()].split()[-1:]
    glued = found.start() > 0 and found.string[found.start() - 1].isalpha()
    return found.group() if glued or (before[0:1] and before[0] in _GOODS) else EACH[1]


def _lower(text: str) -> str:
    """Lower case in which every sign stays one sign."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def _even_letters(text: str) -> str:
    lowered = _lower(text).translate(FOLDED_SIGNS)
    return FINAL_Y.sub(_i_for_y, CLUSTER.sub(_tone_to_end, lowered))


def _i_for_y(found: re.Match[str]) -> str:
    return Y_TO_I[found.group()]


EACH = tuple(map(_even_letters, WORDS["each"]))
_GOODS = frozenset(_even_letters(word) for word in WORDS["goods"])
_HANG = _hang_pattern()


@lru_cache(maxsize=4096)
def even(text: str) -> str:
    """NFC text in the spelling that all spellings are compared in; sign for sign, so offsets stay valid.

    Lower case, tone mark on the last vowel, i for y, hằng for hàng (each), one dash, one quote.

    >>> even("Hàng quý, Uỷ ban – TỶ LỆ")
    'hằng quí, uỷ ban - tỉ lệ'
    """
    return _HANG.sub(_each, _even_letters(text).translate(BLANKS))


_even_word = lru_cache(maxsize=32768)(_even_letters)
"""Texts share their words, so a key is put together from words that are known already."""


SPACED_SIGNS = re.compile(r" ?([-/%]) ?")
LIST_SIGNS = re.compile(r" ?([,;:])(?: |(?=[^\d ])|(?<=\D[,;:])(?=\d))")
OPENING = re.compile(r" ?([(\[]) ?")
CLOSING = re.compile(r" ?([)\]]) ?")
DIGIT_LETTER = re.compile(r"(\d)([^\W\d_])")
LAST_SIGNS = " .,;:"


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """What two wordings are compared by: equal keys mean the same words.

    Nothing that carries meaning is folded: raised digits stay, so do brackets and every letter.

    >>> key("03tin , bài/quí") == key("03 tin,bài / quý")
    True
    >>> key("thạc sỹ") == key("thạc sĩ"), key("tay") == key("tai")
    (True, False)
    """
    words = " ".join(map(_even_word, printed(text).split()))
    folded = LIGATURES.sub(_spelled_out, _HANG.sub(_each, words))
    folded = LIST_SIGNS.sub(r"\1 ", SPACED_SIGNS.sub(r"\1", folded))
    folded = CLOSING.sub(r"\1 ", OPENING.sub(r" \1", folded))
    return " ".join(DIGIT_LETTER.sub(r"\1 \2", folded).split()).rstrip(LAST_SIGNS)


def wording_key(label: str) -> str:
    """The comparison key of a label as printed; rulings on wordings are remembered under it.

    >>> wording_key("- Tỷ lệ <i>nữ</i>¹ ") == key("tỷ lệ nữ")
    True
    """
    return key(clean(label))


def _spelled_out(found: re.Match[str]) -> str:
    return str(WORDS["ligatures"][found.group()])


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Text without any diacritic, sign for sign as long as the NFC text is.

    >>> bare("Tỷ lệ nữ được")
    'Ty le nu duoc'
    """
    return "".join(map(_bare_letter, text))


@lru_cache(maxsize=2048)
def _bare_letter(letter: str) -> str:
    return _STROKES.get(letter) or unicodedata.normalize("NFD", letter)[0]


_STROKES = {"đ": "d", "Đ": "D"}


def bare_key(text: str) -> str:
    """The comparison key without diacritics, for recognised text that lost or changed its marks.

    >>> bare_key("Phân đấu") == bare_key("Phấn đấu")
    True
    """
    return bare(key(text))


# ------------------------------------------------------------------ sentences

STOPS = re.compile(r";|\.(?=\s|$)|\./\.")
SENTENCE_ENDS = re.compile(r"[\s.;]+$")
LOOSE_DIGITS = re.compile(r"(?<!\d)\d{1,3}$")
"""Digits before a stop that may be torn from digits behind it ("26. 6%"); a year is whole."""
NUMBERED_HEAD = re.compile(
    rf"^\W*(?:(?:{'|'.join(longest_first(map(even, WORDS['numbered'])))})\s*)?(?:\d{{1,2}}|[ivx]+|[a-zđ])$"
)
ABBREVIATIONS = frozenset(WORDS["abbreviations"])
LAST_WORD = re.compile(r"[\w./]+$")


def sentences(text: str) -> tuple[tuple[str, int], ...]:
    """The pieces of a paragraph that may each state a target, each with its 0-based offset.

    Cut at semicolons and at full stops, never inside brackets or numbers, after an abbreviation or after the
    number of a heading.  The piece is an exact substring without the stop that ended it.

    >>> sentences("- Chỉ tiêu 1. Tỷ lệ nữ (A; B) đạt 26.6%; TP. Kon Tum đạt 50%.")
    (('- Chỉ tiêu 1. Tỷ lệ nữ (A; B) đạt 26.6%', 0), ('TP. Kon Tum đạt 50%', 41))
    """
    shut = _bracketed(text)
    pieces: list[tuple[str, int]] = []
    start = 0
    for stop in STOPS.finditer(text):
        if stop.start() not in shut and _ends_sentence(text, start, stop):
            pieces += _piece(text, start, stop.start())
            start = stop.end()
    return tuple(pieces + _piece(text, start, len(text)))


def _piece(text: str, start: int, end: int) -> list[tuple[str, int]]:
    part = SENTENCE_ENDS.sub("", text[start:end])
    lead = len(part) - len(part.lstrip())
    return [(part[lead:], start + lead)] if part.strip() else []


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop.group() != ".":
        return True
    before = text[start : stop.start()]
    after = text[stop.end() :].lstrip()
    if not after:
        return True
    word = LAST_WORD.search(before)
    if (word and word.group() in ABBREVIATIONS) or NUMBERED_HEAD.match(even(before.strip())):
        return False
    torn = LOOSE_DIGITS.search(before) is not None and after[0].isdigit()
    return not after[0].islower() and not torn


def _bracketed(text: str) -> frozenset[int]:
    """The offsets that lie inside a pair of brackets; a bracket without its partner counts for nothing."""
    opened: list[int] = []
    inside: set[int] = set()
    for at, sign in enumerate(text):
        if sign in "([":
            opened.append(at)
        elif sign in ")]" and opened:
            inside.update(range(opened.pop(), at))
    return frozenset(inside)
