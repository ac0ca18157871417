"""Text from before Unicode as a reader meets it: decoded by the font of its run, or by its syllables.

`Fonts` takes a run and its font; `mended` takes a whole text whose font nobody tells.  Documents name old
fonts far more often than they hold old letters (of 244 office files 75 named one and none had such text), so
the font is believed only in a document that has no Unicode letters beside it.
"""

import re
from dataclasses import dataclass

from pipeline.language import legacy
from pipeline.language.syllables import syllable_share

UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u0323\u1ea0-\u1ef9]")
"""Letters that no old encoding shows: text with one of them is Unicode already."""

HIGH = re.compile("[\u0080-\u00ff]")

UNICODE_SHARE = 0.01
"""Share of such letters among all signs from which a document counts as Unicode; plain text has 0.15."""


def mended(text: str) -> tuple[str, str]:
    """Give the text in Unicode and the encoding that it was in (empty: it was fine)."""
    if text.isascii() or UNICODE_ONLY.search(text):
        return text, ""
    return legacy.repair(text)


@dataclass(slots=True)
class Fonts:
    """Decodes runs by their fonts; `trusted` says that an old font in this document means old letters."""

    trusted: bool
    used: int = 0

    def decode(self, text: str, font: str) -> str:
        """Give the text of one run in Unicode."""
        encoding = legacy.encoding_of_font(font) if font else ""
        if not encoding or UNICODE_ONLY.search(text):
            return text
        decoded = legacy.decode(text, encoding, font)
        if decoded == text or not HIGH.search(text):
            return decoded
        if not self.trusted and syllable_share(decoded) <= syllable_share(text):
            return text
        self.used += 1
        return decoded


def fonts(sample: str) -> Fonts:
    """Judge a document by its text: with Unicode letters in it, an old font alone proves nothing."""
    found = len(UNICODE_ONLY.findall(sample))
    return Fonts(trusted=found <= UNICODE_SHARE * len(sample))
