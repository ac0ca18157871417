"""Whether the text layer of a page can be believed.

A page may look full of text and hold nothing: broken letter codes ("(cid:12)"), the layer that an English
recognition program left under a scan, or no text at all over a picture.  Takes a page as read; gives its
quality (0 to 1, None: too little text to judge) and the reason to have it recognised anew (empty: none).
"""

import re
from itertools import chain

from pipeline.language.syllables import mark_share, syllable_share
from pipeline.parsers.pdf.records import PageRead

FEWEST_WORDS = 25
"""Words of letters below which a share says nothing."""
MOST_JUDGED = 1_500
"""Letters of a page that are judged; more do not change the share."""
LOWEST = 0.75
"""Share of valid syllables below which text is not Vietnamese as printed (clean pages have 0.98)."""
LOWEST_RECOGNISED = 0.9
"""... for a layer that a recognition program left under a scan."""
MOST_BROKEN = 0.02
"""Share of letters without a code."""
LOWEST_MARKED = 0.4
"""Share of words with a Vietnamese letter below which a scan's layer was made by a foreign program."""
PICTURE = 0.5
"""Share of the page that a picture covers when the page is a scan."""
FEWEST_LETTERS = 120
"""Letters on a scan that are more than a stamp and a page number."""
WORD = re.compile(r"[^\W\d_]+")
BROKEN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uefff\uf100-\uf8ff]")


def judge(read: PageRead) -> tuple[float | None, str]:
    """Return the quality and the reason: "", "no_text", "broken", "foreign" or "recognised"."""
    facts = read.facts
    text = page_text(read)
    scanned = facts.pictures >= PICTURE
    if scanned and len(text) < FEWEST_LETTERS:
        return None, "no_text"
    broken = len(BROKEN.findall(text))
    if broken > MOST_BROKEN * max(1, len(text) - 7 * text.count("(cid:")):
        return 0.0, "broken"
    if len(WORD.findall(text)) < FEWEST_WORDS:
        return None, ""
    share = syllable_share(text)
    if scanned:
        good = share >= LOWEST_RECOGNISED and mark_share(text) >= LOWEST_MARKED
        return share, "" if good else "recognised"
    return share, "foreign" if share < LOWEST else ""


def is_recognised(read: PageRead) -> bool:
    """Whether the text is the layer that a recognition program left under a scan."""
    return read.facts.pictures >= PICTURE and read.facts.invisible > read.facts.letters / 2


def page_text(read: PageRead) -> str:
    """Return the first letters of a page, its lines and its cells."""
    cells = (cell.text for lattice in read.lattices for cell in lattice.cells)
    parts: list[str] = []
    length = 0
    for text in chain((line.text for line in read.lines), cells):
        parts.append(text)
        length += len(text)
        if length > MOST_JUDGED:
            break
    return "\n".join(parts)
