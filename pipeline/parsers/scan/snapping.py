"""Headings whose marks were misread get them back: "THỤC HIỆN NĂM 2024" is "THỰC HIỆN NĂM 2024".

Capitals with two marks are what the engine reads worst, and the role of a column hangs on them.  Only a
text that holds nothing but words of `heading_words.yaml` and figures is touched, only its marks and capitals,
and only where one such word fits; what was read stays among the readings.  Figures are never touched, nor is
a known word that stands alone ("Ca", a unit, is not "Cả").
"""

import re
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from pipeline.language.data import parse_yaml
from pipeline.language.text import bare, even
from pipeline.parsers.scan.records import Reading
from pipeline.parsers.scan.spelling import known

_WORD = re.compile(r"[^\W\d_]+")


def snapped(reading: Reading) -> Reading:
    """The reading with the marks of a heading's words; as it is when it holds any other word."""
    words = _WORD.findall(reading.text)
    if not words or not all(bare(word.lower()) in _known() for word in words):
        return reading
    if len(words) == 1 and even(words[0]) in known().words:
        return reading
    capitals = 2 * sum(map(str.isupper, words)) > len(words)
    text = _WORD.sub(lambda found: _with_marks(found[0], capitals), reading.text)
    return reading if text == reading.text else replace(reading, text=text)


def _with_marks(word: str, capitals: bool) -> str:
    fitting = _known()[bare(word.lower())]
    right = next(iter(fitting)) if len(fitting) == 1 else word
    return right.upper() if capitals else right.capitalize() if word[0].isupper() else right


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[str]]:
    """The words of headings by their letters without marks."""
    lines = parse_yaml((files("pipeline.parsers.scan") / "heading_words.yaml").read_text("utf-8"))
    words = {word for line in lines for word in line.split()}
    return {bare(word): frozenset(one for one in words if bare(one) == bare(word)) for word in words}
