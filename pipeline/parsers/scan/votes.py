"""Several readings of one box become one, word by word: the majority counts, every disagreement is kept.

Takes the rows of each view; gives a `Reading`.  Its confidence is about figures: where the text has digits it
is that of the words with digits and of the words beside them ("trên 60%"), else that of all words.  Of a few
looks, a word on which they disagree is never sure, whatever the engine says of it; of many, the share that
read the same counts.  Blanks between a figure and its sign ("25,8 %", "> 60") are no difference.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from statistics import median

from pipeline.parsers.scan.records import Box, Reading, Row, Word

DISAGREED = 0.5
"""Confidence of a word on which a few views disagree: under every threshold that trusts a value."""

MANY = 5
"""Looks from which the share that agree tells how sure a word is: four of five, six of seven, twelve of 14.
Of 14 looks at 430 figures in six typefaces none that so many agreed on was wrong."""

SURE = 0.80
"""Lowest confidence of a sure word: with "the views disagree" it caught all wrong values measured."""

SKIP = 0.75
"""Cost of leaving a word without a partner; two words less alike than this are no partners."""

FIGURES = frozenset("%‰/<>≤≥±")
"""Signs that make a word a figure, beside digits."""

SPECKS = frozenset("`´'\"„“”‘’«»‹›_|\\^¬¦•ˆ˜")
"""What the engine makes of specks and of pieces of a seal beside print; no figure is written with them."""

_BEFORE = re.compile(r"[<>≤≥=~±]+")
_AFTER = re.compile(r"[%‰]\W*")


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
    slots, left_out = ballot(readings)
    if not slots:
        return Reading("", 0.0, tuple(dict.fromkeys(texts)), ("unread",))
    watched = figures(slots)
    agreed = all(slot.agreed for slot in watched) and left_out < 1
    confidence = round(min([1 - left_out, *(slot.confidence for slot in watched)]), 3)
    why = () if confidence >= SURE else ("unsure",) if agreed else ("disagree",)
    return Reading(_joined(_without_specks(slots)), confidence, tuple(dict.fromkeys(texts)), why)


def _without_specks(slots: Sequence[Slot]) -> Sequence[Slot]:
    """The words without those that are mere specks and that no other view read alike; they stay a doubt."""
    return [slot for slot in slots if slot.agreed or not SPECKS.issuperset(slot.text)] or slots


def without_unsure(readings: Sequence[Sequence[Row]]) -> tuple[str, tuple[str, ...]]:
    """The voted text in one line without its unsure figures, and these; what follows their stroke stays.

    "Số: 4?6/KH-UBND" becomes "Số: /KH-UBND": a number written by hand is left to a person.
    """
    kept: list[str] = []
    dropped: list[str] = []
    for slot in ballot(readings)[0]:
        unsure = slot.confidence < SURE and any(sign.isdigit() for sign in slot.text)
        _, stroke, rest = slot.text.partition("/")
        dropped += [slot.text] if unsure else []
        kept.append((stroke + rest if rest.isupper() else "") if unsure else slot.text)
    return " ".join(word for word in kept if word), tuple(dropped)


def figures(slots: Sequence[Slot]) -> list[Slot]:
    """The words with figures and those beside them; all words where there is no figure."""
    marked = {i for i, slot in enumerate(slots) if is_figure(slot.text) or is_figure(slot.word.text)}
    near = {i + step for i in marked for step in (-1, 0, 1)}
    return [slot for i, slot in enumerate(slots) if i in near or not marked]


def is_figure(text: str) -> bool:
    """Whether a word has a digit or a sign that goes with digits."""
    return any(sign.isdigit() or sign in FIGURES for sign in text)


def figured(rows: Sequence[Row]) -> bool:
    """Whether a view read a figure."""
    return any(is_figure(word.text) for row in rows for word in row.words)


def joined_words(rows: Sequence[Row]) -> str:
    """All words of a view in one line."""
    return " ".join(word.text for row in rows for word in row.words)


def same_print(one: str, other: str) -> bool:
    """Whether two texts are the same but for their blanks and lines."""
    return _plain(one) == _plain(other)


def ballot(readings: Sequence[Sequence[Row]]) -> tuple[list[Slot], float]:
    """The voted words in order, and the share of the views that read a figure which is not among them."""
    lists = [_words(rows) for rows in readings]
    base = max(range(len(lists)), key=lambda i: (_support(lists, i), -i))
    columns: list[list[Word | None]] = [[word] for word in lists[base]]
    added: dict[int, list[Word]] = {}
    for i, other in enumerate(lists):
        if i != base:
            _align(lists[base], other, columns, added)
    return _elected(columns, added, len(lists))


def _elected(
    columns: list[list[Word | None]], added: dict[int, list[Word]], voters: int
) -> tuple[list[Slot], float]:
    slots: list[Slot] = []
    left_out = 0.0
    for position in range(len(columns) + 1):
        for votes in _ballots(columns, added, position, voters):
            words = [word for word in votes if word is not None]
            if 2 * len(words) > voters:
                slots.append(_slot(votes))
            elif any(is_figure(word.text) for word in words):
                left_out = max(left_out, _dissent(len(words), voters))
    return slots, left_out


def _ballots(
    columns: list[list[Word | None]], added: dict[int, list[Word]], position: int, voters: int
) -> Iterator[list[Word | None]]:
    """The votes on a word of the base, and on what other views read before it."""
    more = added.get(position, [])
    if more:
        best = Counter(_plain(word.text) for word in more).most_common(1)[0][0]
        same: list[Word | None] = [word for word in more if _plain(word.text) == best]
        yield same[:voters] + [None] * (voters - len(same))
    if position < len(columns):
        yield columns[position]


def _dissent(votes: int, voters: int) -> float:
    """How much a figure that so few views read speaks against the others."""
    return votes / voters if voters >= MANY else DISAGREED


def _slot(votes: list[Word | None]) -> Slot:
    words = [word for word in votes if word is not None]
    weights: dict[str, float] = {}
    for word in words:
        weights[_plain(word.text)] = weights.get(_plain(word.text), 0.0) + 1 + word.confidence
    best = max(weights, key=lambda text: weights[text])
    chosen = [word for word in words if _plain(word.text) == best]
    text = Counter(word.text for word in chosen).most_common(1)[0][0]
    agreed = len(chosen) == len(votes)
    return Slot(text, words[0].line, _confidence(words, chosen, len(votes)), agreed, chosen[0])


def _confidence(words: list[Word], chosen: list[Word], voters: int) -> float:
    if voters >= MANY:
        return min(len(chosen) / voters, median(word.confidence for word in chosen))
    lowest = min(word.confidence for word in words)
    return lowest if len(chosen) == voters else min(DISAGREED, lowest)


def _support(lists: list[list[Word]], i: int) -> float:
    """How much the other views say the same, and how sure a view is of itself."""
    own = [_plain(word.text) for word in lists[i]]
    shared = sum(
        _alike(" ".join(own), " ".join(_plain(word.text) for word in other))
        for j, other in enumerate(lists)
        if j != i
    )
    sure = sum(word.confidence for word in lists[i]) / max(1, len(own))
    return shared + sure / 10


def _align(
    base: list[Word], other: list[Word], columns: list[list[Word | None]], added: dict[int, list[Word]]
) -> None:
    """Give every word of the base its partner in `other` or None; the rest goes to `added`."""
    one, two = ([_plain(word.text) for word in words] for words in (base, other))
    for i, j in _path(one, two):
        if j is None:
            columns[i].append(None)
        elif i < 0:
            added.setdefault(-i - 1, []).append(other[j])
        else:
            columns[i].append(other[j])


def _path(base: list[str], other: list[str]) -> list[tuple[int, int | None]]:
    """Pairs of positions; (i, None): no partner, (-i - 1, j): word j of `other` stands before base word i."""
    if base == other:
        return [(i, i) for i in range(len(base))]
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
    """The words of a view line by line; a figure and the sign that goes with it are one word."""
    found: list[Word] = []
    for line, row in enumerate(rows):
        start = len(found)
        for word in (word for word in row.words if word.text):
            before = found[-1] if len(found) > start else None
            if before is not None and _belongs(before.text, word.text):
                found[-1] = _together(before, word)
            else:
                found.append(Word(word.text, word.confidence, line, word.box))
    return found


def _belongs(before: str, text: str) -> bool:
    if before[-1].isdigit():
        return _AFTER.fullmatch(text) is not None
    return text[0].isdigit() and _BEFORE.fullmatch(before) is not None


def _together(one: Word, two: Word) -> Word:
    box: Box = (
        min(one.box[0], two.box[0]),
        min(one.box[1], two.box[1]),
        max(one.box[2], two.box[2]),
        max(one.box[3], two.box[3]),
    )
    return Word(f"{one.text} {two.text}", min(one.confidence, two.confidence), one.line, box)


def _plain(text: str) -> str:
    return "".join(text.split())


def _text(rows: Sequence[Row]) -> str:
    return "\n".join(" ".join(word.text for word in row.words) for row in rows)


def _joined(slots: Sequence[Slot]) -> str:
    text = slots[0].text
    for before, after in pairwise(slots):
        text += ("\n" if after.line > before.line else " ") + after.text
    return text
