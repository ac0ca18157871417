"""Values as offices print them: whole table cells and the values stated inside running text.

Takes NFC text and gives `Quantity` records, each with the exact substring it was read from.  Doubt stays
visible: what the grammar of ``numbers.yaml`` does not read is `unparsed`, what it reads in only one of two
possible ways, or after a repair, is `doubtful`.
"""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from parsimonious.nodes import Node

from pipeline.language.amounts import DecimalMark
from pipeline.language.grammar import BOUND_WORDS, WORDS, first, need, nodes, one_of, parse
from pipeline.language.measures import column_measure, source
from pipeline.language.mentions import find_values
from pipeline.language.periods import find_frequency
from pipeline.language.reading import Context, entry_quantities
from pipeline.language.repairs import repaired
from pipeline.language.syllables import syllable_share
from pipeline.language.text import even, one_line
from pipeline.language.units import UNITS, Units
from pipeline.model import Quantity

__all__ = ["UNITS", "Units", "find_frequency", "find_values", "is_ditto", "read_value"]

MISSING = frozenset(even(word) for word in WORDS["missing"])
DITTO = frozenset(even(word) for word in WORDS["ditto"])
WORDS_SHARE = 0.5
"""Cells of words only count as words when at least half of them can be Vietnamese syllables."""
UNFINISHED = re.compile(
    rf"^(?:(?:{BOUND_WORDS}|{one_of(WORDS['from'])}|{one_of(WORDS['until'])})\s*)+$|^[/:,;]|[/:,;]$|^[oli|\s]+$"
)
"""Words that wait for a number, a torn piece of a list, letters that are misread digits."""
CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-zà-ỹ]+(?!\w)")
"""Abbreviations (GDP, NSNN): they may explain a value although they are no syllables."""
MEASURE_SIGNS = "%‰‱<>≤≥=+"


@lru_cache(maxsize=8192)
def read_value(
    text: str, unit_column: str = "", units: Units = UNITS, decimal: DecimalMark = ""
) -> tuple[Quantity, ...]:
    """The quantities of a whole table cell, at least one.

    `unit_column` is what the unit column of the row says, `decimal` the decimal mark that the column or
    document uses where that is known.  Several quantities come from one cell when it holds values by level or
    by year, or a change of level (`baseline`, then `level`).

    >>> [(str(q.amount), str(q.of)) for q in read_value("55% (11/20 cơ quan)")]
    [('55', '20')]
    >>> [q.scope_words for q in read_value("Cấp tỉnh 100; cấp xã 65", "%")]
    ['Cấp tỉnh', 'cấp xã']
    >>> read_value("31,,7")[0].kind, read_value("nt")[0].kind, read_value("Hoàn thành")[0].kind
    ('unparsed', 'missing', 'qualitative')
    """
    printed = unicodedata.normalize("NFC", text)
    raw, start = printed.strip(), len(printed) - len(printed.lstrip())
    if not raw or one_line(even(raw)) in MISSING:
        return (Quantity(raw, "missing", start),)
    if not any(sign.isdigit() for sign in raw):
        return (Quantity(raw, "qualitative" if _is_words(raw) else "unparsed", start),)
    column = column_measure(unit_column, units)
    read = _quantities(Context(source(printed), units, column, decimal))
    if not read:
        mended = repaired(printed)
        read = _quantities(Context(mended, units, column, decimal)) if mended else ()
        read = tuple(replace(quantity, doubtful=True) for quantity in read)
    return read or (Quantity(raw, "unparsed", start),)


def is_ditto(quantity: Quantity) -> bool:
    """Whether a missing value says that the cell above holds here too.

    >>> is_ditto(read_value("nt")[0]), is_ditto(read_value("-")[0])
    (True, False)
    """
    return quantity.kind == "missing" and one_line(even(quantity.raw)) in DITTO


def _is_words(raw: str) -> bool:
    """Whether a cell without digits says something in words, and not only "from" or "below"."""
    if any(sign in MEASURE_SIGNS for sign in raw) or not any(map(str.isalpha, raw)):
        return False
    return not UNFINISHED.search(even(raw)) and _vietnamese(raw)


def _vietnamese(words: str) -> bool:
    return syllable_share(words) >= WORDS_SHARE


def _quantities(context: Context) -> tuple[Quantity, ...]:
    """All quantities of a cell; none when it is not read in full or its parts contradict each other."""
    tree = parse("cell", context.source.folded, context.units)
    if tree is None:
        return ()
    free = context.source.words(first(tree, "free"))
    if free and not _vietnamese(CAPITALS.sub("", free)):
        return ()
    entries = _entries(tree)
    found = tuple(one for entry, whole in entries for one in entry_quantities(entry, whole, context))
    if any(quantity.kind == "unparsed" for quantity in found) or not _told_apart(found):
        return ()
    return tuple(replace(one, doubtful=one.doubtful or bool(free)) for one in found)


def _entries(tree: Node) -> list[tuple[Node, Node]]:
    """Each entry of a cell with the node whose text is printed for it: in a listing its group words count."""
    members = list(nodes(tree, "member"))
    if members:
        return [(need(member, "entry"), member) for member in members]
    entry = need(tree, "entry")
    return [(entry, entry)]


def _told_apart(found: tuple[Quantity, ...]) -> bool:
    """Whether no two values of a cell claim the same: each has its level or year, or each its own unit."""
    places = [(one.kind, even(one.scope_words), one.year) for one in found if one.kind != "baseline"]
    if len(set(places)) == len(places):
        named = [bool(scope or year) for _, scope, year in places]
        return all(named) or len(named) == 1
    units = [one.unit for one in found]
    return len(set(places)) == 1 and all(units) and len(set(units)) == len(units)
