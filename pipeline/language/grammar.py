"""The grammar of printed values: word lists and units put into the rules of ``numbers.yaml``.

Takes a set of units and gives a compiled parsing expression grammar, kept per set.  Also the small helpers to
walk its trees.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from parsimonious.exceptions import ParseError
from parsimonious.grammar import Grammar
from parsimonious.nodes import Node

from pipeline.language.data import load, longest_first
from pipeline.language.periods import PERIOD_IDS
from pipeline.language.text import even
from pipeline.language.units import BASE, MULTIPLIERS, Units
from pipeline.model import Comparator

WORDS = load("numbers")
NAME = re.compile(r"<<(\w+)>>")

COMPARATORS: dict[str, Comparator] = {
    even(word): comparator
    for group in (WORDS["bounds"], WORDS["suffixes"])
    for comparator, words in group.items()
    for word in words
}
SIGNS_OF_MOVES: dict[str, int] = {even(word): sign for word, sign in WORDS["moves"].items()}


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words in the even form, longest first, whatever the blanks between them."""
    return "|".join(_pattern(word) for word in longest_first(even(word) for word in words if word))


def _pattern(word: str) -> str:
    escaped = re.sub(r"(?:\\ )+", r"\\s+", re.escape(word).replace(",", r"\s*,")).replace("/", r"\s*/\s*")
    return escaped.replace('"', r"\"")


def _bounded(words: Iterable[str]) -> str:
    """Words that end in a letter must not be followed by one; signs may be."""
    return "|".join(
        _pattern(word) + (r"(?![^\W\d_])" if word[-1].isalpha() else "")
        for word in longest_first(map(even, words))
    )


FROM = tuple(even(word) for word in WORDS["from"])
BOUND_WORDS = one_of(word for listed in WORDS["bounds"].values() for word in listed)


def _lists(units: Units) -> dict[str, str]:
    spelled = [word for unit in units.by_id.values() for word in unit.spellings]
    nouns = [noun for unit in units.rates for noun in unit.nouns]
    counted = [word for unit in units.rates for word in unit.counted]
    words = {name: one_of(listed) for name, listed in WORDS.items() if isinstance(listed, list | dict)}
    bounds = [word for listed in WORDS["bounds"].values() for word in listed]
    return words | {
        "base": BASE,
        "bounds": _bounded(bounds),
        "suffixes": one_of(word for listed in WORDS["suffixes"].values() for word in listed),
        "base_nouns": one_of([*WORDS["base_nouns"], *nouns]),
        "counted": one_of([*WORDS["counted"], *counted]),
        "nouns": one_of([*WORDS["base_nouns"], *spelled]),
        "periods": one_of(PERIOD_IDS),
        "multipliers": one_of(MULTIPLIERS),
        "units": _bounded(spelled),
    }


@lru_cache(maxsize=8)
def grammar(units: Units) -> Grammar:
    """The compiled grammar for a set of units; the eight sets used last are kept."""
    lists = _lists(units)
    return Grammar(NAME.sub(lambda name: lists[name.group(1)], WORDS["grammar"]))


def parse(rule: str, text: str, units: Units) -> Node | None:
    """The tree of a rule over the whole (even) text, or None."""
    try:
        return grammar(units)[rule].parse(text)
    except ParseError:
        return None


def match(rule: str, text: str, start: int, units: Units) -> Node | None:
    """The tree of a rule at an offset of the (even) text, as far as it reaches, or None."""
    try:
        return grammar(units)[rule].match(text, start)
    except ParseError:
        return None


def nodes(node: Node, *names: str) -> Iterator[Node]:
    """The outermost nodes below `node` that come from one of the named rules, in order."""
    for child in node.children:
        if child.expr_name in names:
            yield child
        else:
            yield from nodes(child, *names)


def first(node: Node, *names: str) -> Node | None:
    """The first of `nodes`, or None."""
    return next(nodes(node, *names), None)


def need(node: Node, *names: str) -> Node:
    """The first of `nodes`; `LookupError` where the grammar promises one and has none."""
    found = first(node, *names)
    if found is None:
        raise LookupError(f"{node.expr_name} without {names}: {node.text}")
    return found
