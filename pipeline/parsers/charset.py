"""Bytes to text: byte order marks, UTF-8, UTF-16, and the encodings of old Vietnamese files by trial.

Takes bytes, the `Blocks` that collect findings and the encoding that the file itself declares; gives text.
Without valid UTF-8, each known encoding is tried and the one whose words are Vietnamese syllables wins; that
is a guess and said so in a finding.
"""

import codecs
import unicodedata

from pipeline.errors import Unreadable
from pipeline.language import legacy
from pipeline.language.syllables import syllable_share
from pipeline.parsers.blocks import Blocks

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TRIED = ("cp1258", "cp1252")
"""Encodings of one byte a letter that Python knows and offices used."""

OLD = ("tcvn3", "vni")
"""Encodings of Vietnamese fonts from before Unicode."""

MOST_DAMAGE = 0.001
"""Share of bytes that are no UTF-8 up to which the file is UTF-8 with damage, not another encoding."""

LEAST_SYLLABLES = 0.5
"""Share of Vietnamese syllables from which an encoding is believed; a wrong one leaves below 0.3."""

SAMPLE = 20_000
"""Letters that are judged."""


def decode(data: bytes, blocks: Blocks, declared: str = "") -> str:
    """Give the text of a file; raises `Unreadable` for bytes that no encoding turns into text."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:SAMPLE]:
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(data, blocks) or _tried(data, blocks, declared)


def _wide(data: bytes) -> str:
    """Decode UTF-16 without a mark: blanks and digits have their zero byte on one side."""
    little = data[1:SAMPLE:2].count(0) >= data[0:SAMPLE:2].count(0)
    return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")


def _damaged(data: bytes, blocks: Blocks) -> str:
    """Decode UTF-8 with a few broken bytes, or give nothing."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken > max(1, MOST_DAMAGE * len(data)) or text.count("\ufffd") == sum(byte > 127 for byte in data):
        return ""
    blocks.flag("damaged")
    blocks.note("broken_letters", count=broken)
    return text


def _tried(data: bytes, blocks: Blocks, declared: str) -> str:
    texts = {name: text for name in (declared, *TRIED) if (text := _decoded(data, name))}
    texts |= {name: legacy.decode(data.decode("latin-1"), name) for name in OLD}
    best = max(texts, key=lambda name: syllable_share(texts[name][:SAMPLE]), default="")
    if not best:
        raise Unreadable("rejected", "unsupported_type", "bytes that are no text")
    share = syllable_share(texts[best][:SAMPLE])
    if share < LEAST_SYLLABLES:
        blocks.flag("encoding_unknown")
    blocks.note("guessed_encoding", encoding=best, share=round(100 * share))
    return texts[best]


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return unicodedata.normalize("NFC", data.decode(encoding, errors="replace")) if encoding else ""
    except LookupError:
        return ""
