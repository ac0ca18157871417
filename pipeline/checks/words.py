"""The vocabularies that the rules look things up in, from `data/*.yaml`, and the search for them in a text.

Everything is compared in the even spelling of `language.text`; a hit is given back as a span of the printed
text, so that a finding can quote exactly what stands there.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.language.data import parse_yaml
from pipeline.language.text import even


@lru_cache(maxsize=8)
def data(name: str) -> dict[str, Any]:
    """The content of ``pipeline/checks/data/<name>.yaml``."""
    text = (files("pipeline.checks") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = parse_yaml(text)
    return loaded


def words(name: str) -> tuple[str, ...]:
    """One list of words of `words.yaml`."""
    return tuple(data("words")[name])


@lru_cache(maxsize=64)
def form(name: str) -> re.Pattern[str]:
    """One regular expression of `forms.yaml`."""
    return re.compile(data("forms")[name])


def squash(text: str) -> str:
    r"""The text with every run of white space as one space: what quotes are compared on.

    >>> squash(" 31,6/100.000\n trẻ ")
    '31,6/100.000 trẻ'
    """
    return " ".join(text.split())


Span = tuple[int, int]


@lru_cache(maxsize=4096)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the terms as whole words, the longest first, any white space between their words."""
    ordered = sorted(terms, key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(map(re.escape, even(term).split())) for term in ordered)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


def spans(terms: tuple[str, ...], text: str) -> tuple[Span, ...]:
    """Every place where one of the terms stands in the text (0-based, end excluded)."""
    return tuple(hit.span() for hit in _pattern(terms).finditer(even(text))) if terms else ()


def has(terms: tuple[str, ...], text: str) -> bool:
    """Whether one of the terms stands in the text.

    >>> has(("sức khoẻ",), "chăm sóc Sức  khỏe")
    True
    """
    return bool(spans(terms, text))


def begins(terms: tuple[str, ...], text: str) -> Span | None:
    """The term that the text begins with, bullets, numbers and `before_verb` words left out; None: none.

    >>> text = "- Chỉ tiêu 2: Phấn đấu giảm số giờ"
    >>> text[slice(*begins(("giảm",), text))]
    'giảm'
    """
    folded = even(text)
    start = _lead().match(folded)
    hit = _pattern(terms).match(folded, start.end() if start else 0)
    return hit.span() if hit else None


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    """What may stand before the first word of a label."""
    skipped = "|".join(r"\s+".join(map(re.escape, even(word).split())) for word in words("before_verb"))
    return re.compile(rf"(?:[^\w]|\d+|(?:{skipped})(?!\w))*")


def spelled_out(text: str) -> str:
    """The text in even spelling with abbreviations written long: a shortened term is not a lost one."""
    table = {even(short): even(long) for short, long in data("words")["abbreviations"].items()}
    return _pattern(tuple(table)).sub(lambda hit: table[hit.group()], even(text))


def means(term: str, text: str) -> bool:
    """Whether the text holds the term, a synonym or its abbreviation.

    >>> means("dân tộc thiểu số", "trẻ em DTTS"), means("người dân", "60% dân số")
    (True, True)
    """
    kin = next((group for group in data("words")["synonyms"] if term in group), [term])
    return has(tuple(kin), spelled_out(text))
