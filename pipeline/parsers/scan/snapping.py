"""Headings whose marks were misread get them back: "THỤC HIỆN NĂM 2024" is "THỰC HIỆN NĂM 2024".

Capitals with two marks are what the engine reads worst, and the role of a column hangs on them.  Only a
text that holds nothing but words of `heading_words.yaml` and figures is touched, only its marks, and only
where one such word fits; what was read stays among the readings.  Figures are never touched.
"""

import re
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from pipeline.language.data import parse_yaml
from pipeline.language.text import bare
from pipeline.parsers.scan.records import Reading

_WORD = re.compile(r"[^\W\d_]+")


def snapped(reading: Reading) -> Reading:
    """The reading with the marks of a heading's words; as it is when it holds any other word."""
    words = _WORD.findall(reading.text)
    if not words or not all(bare(word.lower()) in _known() for word in words):
        return reading
    text = _WORD.sub(_with_marks, reading.text)
    return reading if text == reading.text else replace(reading, text=text)


def _with_marks(found: re.Match[str]) -> str:
    word = found[0]
    fitting = _known()[bare(word.lower())]
    if len(fitting) > 1:
        return word
    (right,) = fitting
    return right.upper() if word.isupper() else right.capitalize() if word[0].isupper() else right


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[str]]:
    """The words of headings by their letters without marks."""
    lines = parse_yaml((files("pipeline.parsers.scan") / "heading_words.yaml").read_text("utf-8"))
    words = {word for line in lines for word in line.split()}
    return {bare(word): frozenset(one for one in words if bare(one) == bare(word)) for word in words}
