"""Several readings of one box become one, word by word: the majority counts, every disagreement is kept.

Takes the rows of each view; gives a `Reading`.  Its confidence is about figures: where the text has digits it
is that of the words with digits and of the words beside them ("trên 60%"), else that of all words.  A word on
which the views disagree can never be sure, whatever the engine says of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from pipeline.parsers.scan.records import Reading, Row, Word

DISAGREED = 0.5
"""Confidence of a word on which the views disagree: under every threshold that trusts a value."""

SURE = 0.80
"""Lowest confidence of a sure word: with "the views disagree" it caught all wrong values measured."""

SKIP = 0.75
"""Cost of leaving a word without a partner; two words less alike than this are no partners."""

FIGURES = frozenset("%‰/<>≤≥±")
"""Signs that make a word a figure, beside digits."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the voted text: its line, how sure it is, whether all views read it so."""

    text: str
    line: int
    confidence: float
    agreed: bool
    word: Word


def vote(readings: Sequence[Sequence[Row]]) -> Reading:
    """The voted reading of one box that holds ink."""
    texts = tuple(_text(rows) for rows in readings)
    slots = ballot(readings)
    if not slots:
        return Reading("", 0.0, tuple(dict.fromkeys(texts)), ("unread",))
    watched = figures(slots)
    agreed = all(slot.agreed for slot in watched)
    confidence = round(min(slot.confidence for slot in watched), 3)
    why = ("disagree",) if not agreed else ("unsure",) if confidence < SURE else ()
    return Reading(_joined(slots), confidence, tuple(dict.fromkeys(texts)), why)


def figures(slots: Sequence[Slot]) -> list[Slot]:
    """The words with figures and those beside them; all words where there is no figure."""
    marked = {i for i, slot in enumerate(slots) if is_figure(slot.text) or is_figure(slot.word.text)}
    near = {i + step for i in marked for step in (-1, 0, 1)}
    return [slot for i, slot in enumerate(slots) if i in near or not marked]


def is_figure(text: str) -> bool:
    """Whether a word has a digit or a sign that goes with digits."""
    return any(sign.isdigit() or sign in FIGURES for sign in text)


def ballot(readings: Sequence[Sequence[Row]]) -> list[Slot]:
    """The voted words in order."""
    lists = [_words(rows) for rows in readings]
    base = max(range(len(lists)), key=lambda i: (_support(lists, i), -i))
    columns: list[list[Word | None]] = [[word] for word in lists[base]]
    added: dict[int, list[Word]] = {}
    for i, other in enumerate(lists):
        if i != base:
            _align(lists[base], other, columns, added)
    return _elected(columns, added, len(lists))


def _elected(columns: list[list[Word | None]], added: dict[int, list[Word]], voters: int) -> list[Slot]:
    slots: list[Slot] = []
    for position in range(len(columns) + 1):
        slots.extend(_inserted(added.get(position, []), voters))
        if position < len(columns):
            slots.extend(_slot(columns[position]))
    return slots


def _slot(votes: list[Word | None]) -> list[Slot]:
    words = [word for word in votes if word is not None]
    if 2 * len(words) <= len(votes):
        return []
    weights: dict[str, float] = {}
    for word in words:
        weights[word.text] = weights.get(word.text, 0.0) + 1 + word.confidence
    best = max(weights, key=lambda text: weights[text])
    chosen = next(word for word in words if word.text == best)
    agreed = len(weights) == 1 and len(words) == len(votes)
    lowest = min(word.confidence for word in words)
    confidence = lowest if agreed else min(DISAGREED, lowest)
    first = words[0]
    return [Slot(best, first.line, confidence, agreed, chosen)]


def _inserted(words: list[Word], voters: int) -> list[Slot]:
    """A word that the base lacks and most others have."""
    texts = [word.text for word in words]
    for word in words:
        if 2 * texts.count(word.text) > voters:
            return [Slot(word.text, word.line, min(DISAGREED, word.confidence), False, word)]
    return []


def _support(lists: list[list[Word]], i: int) -> float:
    """How much the other views say the same, and how sure a view is of itself."""
    own = [word.text for word in lists[i]]
    shared = sum(
        _alike(" ".join(own), " ".join(word.text for word in other))
        for j, other in enumerate(lists)
        if j != i
    )
    sure = sum(word.confidence for word in lists[i]) / max(1, len(own))
    return shared + sure / 10


def _align(
    base: list[Word], other: list[Word], columns: list[list[Word | None]], added: dict[int, list[Word]]
) -> None:
    """Give every word of the base its partner in `other` or None; the rest goes to `added`."""
    for i, j in _path([word.text for word in base], [word.text for word in other]):
        if j is None:
            columns[i].append(None)
        elif i < 0:
            added.setdefault(-i - 1, []).append(other[j])
        else:
            columns[i].append(other[j])


def _path(base: list[str], other: list[str]) -> list[tuple[int, int | None]]:
    """Pairs of positions; (i, None): no partner, (-i - 1, j): word j of `other` stands before base word i."""
    cost = [[SKIP * (i + j) for j in range(len(other) + 1)] for i in range(len(base) + 1)]
    for i, one in enumerate(base, 1):
        for j, two in enumerate(other, 1):
            pair = cost[i - 1][j - 1] + (1 - _alike(one, two)) * 2 * SKIP
            cost[i][j] = min(pair, cost[i - 1][j] + SKIP, cost[i][j - 1] + SKIP)
    path: list[tuple[int, int | None]] = []
    i, j = len(base), len(other)
    while i or j:
        here = cost[i][j]
        if i and j and here == cost[i - 1][j - 1] + (1 - _alike(base[i - 1], other[j - 1])) * 2 * SKIP:
            i, j = i - 1, j - 1
            path.append((i, j))
        elif i and here == cost[i - 1][j] + SKIP:
            i -= 1
            path.append((i, None))
        else:
            j -= 1
            path.append((-i - 1, j))
    return path[::-1]


@lru_cache(maxsize=4096)
def _alike(one: str, two: str) -> float:
    return 1.0 if one == two else SequenceMatcher(None, one, two, autojunk=False).ratio()


def _words(rows: Sequence[Row]) -> list[Word]:
    return [
        Word(word.text, word.confidence, line, word.box)
        for line, row in enumerate(rows)
        for word in row.words
        if word.text
    ]


def _text(rows: Sequence[Row]) -> str:
    return "\n".join(" ".join(word.text for word in row.words) for row in rows)


def _joined(slots: Sequence[Slot]) -> str:
    text = slots[0].text
    for before, after in pairwise(slots):
        text += ("\n" if after.line > before.line else " ") + after.text
    return text
