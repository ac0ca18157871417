"""The areas that a text names: words for a kind of area with the names behind them.

Takes a text and the words around names, gives `Mention`s in order; the register is not asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.catalogue.areas import Words, kind_of
from pipeline.language.text import clean, key

WORD = re.compile(r"[^\W_]+(?:['’]\s?[^\W_]+)*\.?|[^\w\s]")
LONGEST_NAME = 8
"""Words.  The longest name of the register has 6 ("Văn Miếu - Quốc Tử Giám" counts its hyphen)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A kind of area and the name behind it ("tỉnh", "Kon Tum"); no name in "Ủy ban nhân dân tỉnh"."""

    kind: str
    levels: tuple[str, ...]
    name: str


def mentions(text: str, words: Words) -> tuple[Mention, ...]:
    """List the areas that a text names with their kind, in order; bare kinds ("tỉnh") with an empty name."""
    tokens = [match.group() for match in WORD.finditer(clean(text))]
    return tuple(_mentions(tokens, words))


def _mentions(tokens: Sequence[str], words: Words) -> Iterator[Mention]:
    at = 0
    while at < len(tokens):
        length, kind = _kind_at(tokens, at, words)
        if not kind or (at + length < len(tokens) and key(tokens[at + length]) in words.not_names):
            at += 1
            continue
        end = _name_end(tokens, at + length, words, shouted=tokens[at].isupper())
        yield Mention(kind, words.levels[kind], _spaced(tokens[at + length : end]))
        at = max(end, at + length)


def _kind_at(tokens: Sequence[str], at: int, words: Words) -> tuple[int, str]:
    """Give the number of words and the kind that stands at a token; (0, "") for none."""
    for length in (3, 2, 1):
        kind = kind_of(" ".join(tokens[at : at + length]), words) if at + length <= len(tokens) else ""
        if kind:
            return length, kind
    return 0, ""


def _name_end(tokens: Sequence[str], at: int, words: Words, shouted: bool) -> int:
    """Give the index behind a name: words with a capital or a digit in front, hyphens between them."""
    start = at
    while at < min(len(tokens), start + LONGEST_NAME):
        ends = at > start and shouted and _ends_name(tokens, at, words)
        if ends or not (_in_name(tokens[at]) or (tokens[at] in "-–" and at > start)):
            break
        at += 1
    while at > start and tokens[at - 1] in "-–":
        at -= 1
    return at


def _in_name(token: str) -> bool:
    return token[0].isupper() or token[0].isdigit()


def _ends_name(tokens: Sequence[str], at: int, words: Words) -> bool:
    """Whether a word in a line of capitals is no part of a name any more."""
    return key(tokens[at]) in words.after_name or bool(_kind_at(tokens, at, words)[1])


def _spaced(tokens: Sequence[str]) -> str:
    return " ".join(tokens).rstrip(".")
