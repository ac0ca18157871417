"""Values stated inside running text or a label: "giảm từ 70 ca sinh/1.000 phụ nữ xuống 55/1.000 phụ nữ".

Takes one sentence (NFC) and gives its values in order, each with the exact substring and the year it is for.
Years, ages, dates, numbers of documents and numbers that only name something ("Chỉ tiêu 2") are left out;
counts of offices and areas, or of nouns that are no unit, come with an empty unit: the caller can drop them.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from parsimonious.nodes import Node

from pipeline.language.amounts import DecimalMark
from pipeline.language.document_numbers import find_document_numbers
from pipeline.language.grammar import BOUND_WORDS, WORDS, first, match, one_of
from pipeline.language.measures import Source
from pipeline.language.periods import LISTED_YEAR, REACHED, YEAR, find_dates, find_periods, masked
from pipeline.language.reading import Context, core_quantities
from pipeline.language.repairs import misread_digits
from pipeline.language.text import even
from pipeline.language.units import BASE, OVER, UNITS, Units
from pipeline.model import Quantity

NUMBER = re.compile(r"(?<![\w.,/])[0-9][0-9.,]*")
NAMED = re.compile(rf"(?<!\w)(?:{one_of(WORDS['names'])})\s*$")
SOFTLY_NAMED = re.compile(rf"(?<!\w)(?:{one_of(WORDS['soft_names'])})\s*$")
LEADING = re.compile(
    rf"(?:(?<!\w)(?:{one_of(WORDS['moves'])}|{one_of(WORDS['move_fillers'])}|{one_of(WORDS['from'])}|{BOUND_WORDS})(?!\w)\s*|[<>≤≥≈~=]+\s*)+$"
)
AGED = re.compile(rf"(?<!\w)(?:{one_of(WORDS['ages'])})\s*$")
EXCEEDED = re.compile(rf"(?:(?<!\w)(?:{one_of(WORDS['exceeded'])})|{one_of(WORDS['arrows'])})\s*$")
PLANNED = re.compile(rf"\s*(?:{one_of(WORDS['planned'])})(?!\w)")
AFTER_REACHED = re.compile(REACHED + "$")
LIST_NUMBER = re.compile(r"\W*[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}(?P<stop>[.)/])?\s+(?P<next>[^\W\d_]{0,2})")
DANGLING = re.compile(r"(?<![\d.,])[0-9]{1,3}[.,]?\s+$")
"""Digits that a blank parts from the next number: one number may have been torn in two."""
OVER_ANOTHER = re.compile(r"\s*/\s*\d")
"""A second number behind a slash ("60%/57%"): which of them is meant is not told."""
TOKEN = re.compile(r"[<>≤≥≈~=]+|\S+")
BARE_BASE = re.compile(rf"{OVER}\s*{BASE}\s*(?:{one_of(WORDS['base_nouns'])})(?!\w)")
PROPORTIONS = frozenset({"share", "rate"})
"""Families whose figures are never the name of something ("Điều 5", "tháng 9")."""
UNSAID = frozenset({"time"})
"""Families that say how long or how old, not how much."""
PLACES = frozenset({"place"})


@lru_cache(maxsize=8192)
def find_values(sentence: str, units: Units = UNITS, decimal: DecimalMark = "") -> tuple[Quantity, ...]:
    """The values stated in a sentence, in order; `start` is the 0-based offset of `raw` in it.

    A change of level gives its start (`baseline`) and its end (`level`).  Two stages of one target ("60% vào
    năm 2025 và 75% vào năm 2030") give two values, each with its `year`.

    >>> [q.raw for q in find_values("Chỉ tiêu 2: 80% người dưới 5 tuổi ở 10 huyện có ít nhất 03 tin, bài")]
    ['80%', '10 huyện', 'ít nhất 03 tin, bài']
    >>> [(str(q.amount), q.year) for q in find_values("đạt 60% vào năm 2025 và 75% vào năm 2030")]
    [('60', 2025), ('75', 2030)]
    """
    printed = unicodedata.normalize("NFC", sentence)
    text = Source(printed, even(misread_digits(printed)), tuple(range(len(printed))))
    context = Context(text, units, decimal=decimal)
    found = _with_groups(tuple(_mentions(context)), text)
    return _with_years(found, masked(text.printed))


def _mentions(context: Context) -> Iterator[Quantity]:
    text, folded = context.source, context.source.folded
    starts, ends = _blocked(text.printed, folded)
    end = _after_list_number(text.printed)
    for number in NUMBER.finditer(folded):
        before = bisect_right(starts, number.start())
        if number.start() < end or (before and number.start() < ends[before - 1]):
            continue
        node = _value_at(number, end, context)
        if node is None:
            continue
        end = node.end
        for quantity in core_quantities(node.children[0], context):
            aged = not quantity.unit and AGED.search(_before(folded, node.start))
            if not aged and _is_said(quantity, _before(folded, number.start()), context):
                yield _tidied(quantity, node, context)


def _before(folded: str, at: int) -> str:
    return folded[max(0, at - REACH) : at]


REACH = 120
"""Signs before a number that are looked at for its bound or name; the longest wording of one has 40."""


def _after_list_number(printed: str) -> int:
    """The offset behind the number at the head of a line: a stop follows it, or a word with a capital."""
    head = LIST_NUMBER.match(printed)
    return head.start("next") if head and (head.group("stop") or head.group("next").istitle()) else 0


def _blocked(printed: str, folded: str) -> tuple[list[int], list[int]]:
    """Starts, in order, of spans in which no value starts, and how far the spans up to each one reach."""
    spans = sorted(_spans(printed, folded))
    return [start for start, _ in spans], list(accumulate((end for _, end in spans), max))


def _spans(printed: str, folded: str) -> Iterator[tuple[int, int]]:
    """Dates, document numbers, periods, a base without its value."""
    for found in (find_dates(printed), find_document_numbers(printed), find_periods(printed)):
        yield from ((start, end) for _, start, end in found)
    for base in BARE_BASE.finditer(folded):
        before = _before(folded, base.start()).rstrip()
        if not before[-1:].isdigit() and not VALUE_BEFORE_BASE.search(before):
            yield base.span()


VALUE_BEFORE_BASE = re.compile(rf"\d\s*(?:{one_of(WORDS['counted'])})$")


def _value_at(number: re.Match[str], floor: int, context: Context) -> Node | None:
    """The longest reading that covers the number, with the words of its bound or change before it."""
    folded = context.source.folded
    lead = LEADING.search(folded, max(floor, number.start() - REACH), number.start())
    starts = [lead.start() + token.start() for token in TOKEN.finditer(lead.group())] if lead else []
    for start in [*starts, number.start()]:
        node = match("mention", folded, start, context.units)
        if node is not None and node.end > number.start():
            return node
    return None


def _is_said(quantity: Quantity, before: str, context: Context) -> bool:
    """Whether the number says how much of something: it is no name, no age, no duration."""
    family = context.units[quantity.unit].family if quantity.unit in context.units else ""
    if quantity.base is None and family not in PROPORTIONS and NAMED.search(before):
        return False
    if family in UNSAID or (quantity.kind == "fraction" and quantity.doubtful):
        return False
    if quantity.unit or quantity.base is not None:
        return True
    is_year = re.fullmatch(YEAR, quantity.raw) is not None and not AFTER_REACHED.search(before)
    return not SOFTLY_NAMED.search(before) and not is_year


def _tidied(quantity: Quantity, node: Node, context: Context) -> Quantity:
    """Without a unit for places, and without the words behind a base noun that only explain it."""
    tail = first(node, "base_tail")
    raw = quantity.raw
    if tail is not None and raw.endswith(words := context.source.words(tail)):
        raw = raw[: -len(words)].rstrip()
    family = context.units[quantity.unit].family if quantity.unit in context.units else ""
    folded = context.source.folded
    exceeded = EXCEEDED.search(_before(folded, node.start)) is not None
    planned = family == "share" and PLANNED.match(folded, node.end) is not None
    torn = _torn(node, context.source) or OVER_ANOTHER.match(folded, node.end) is not None
    unsure = quantity.doubtful or exceeded or planned or torn
    return replace(quantity, raw=raw, unit="" if family in PLACES else quantity.unit, doubtful=unsure)


def _torn(node: Node, text: Source) -> bool:
    """Whether digits may be missing or misread: loose ones stand before, or letters stood for digits."""
    before = _before(text.folded, node.start)
    loose = DANGLING.search(before)
    torn = loose is not None and not NAMED.search(before[: loose.start()])
    misread = any(
        sign.isdigit() and not text.printed[at].isdigit()
        for at, sign in enumerate(text.folded[node.start : node.end], node.start)
    )
    return torn or misread


LEADS = one_of(WORDS["leads"])
GROUP = rf"(?P<group>{one_of(WORDS['sentence_scopes'])})(?!\w)"
GROUP_BEFORE = re.compile(rf"(?<!\w){GROUP}\s*:?\s*(?:(?:{LEADS})\s+)*$")
GROUP_BEHIND = re.compile(rf"\s+(?:{one_of(WORDS['scope_links'])})\s+{GROUP}")


def _with_groups(found: tuple[Quantity, ...], text: Source) -> tuple[Quantity, ...]:
    """The level that stands right beside each value, where at least two values of a sentence have one."""
    beside = [
        GROUP_BEFORE.search(text.folded, max(0, one.start - REACH), one.start)
        or GROUP_BEHIND.match(text.folded, one.start + len(one.raw))
        for one in found
    ]
    groups = [text.printed[slice(*group.span("group"))] if group else "" for group in beside]
    if len({even(group) for group in groups if group}) < MANY:
        return found
    return tuple(replace(one, scope_words=group) for one, group in zip(found, groups, strict=True))


MANY = 2
"""From two levels on, a level before a value tells the values apart; a single one is part of the wording."""

# ------------------------------------------------------------------ years of stages

STAGE = re.compile(
    rf"(?<!\w)(?:(?:{one_of(WORDS['year_links'])})\s+)*(?:(?:{one_of(WORDS['year_words'])})\s*)?(?P<year>{YEAR})"
)
NOTED = re.compile(rf"\s*\(\s*{STAGE.pattern}\s*\)")
WORDED = re.compile(rf"(?<!\w)(?:{one_of([*WORDS['year_links'], *WORDS['year_words']])})(?!\w)")
REFERENCE = re.compile(rf"(?<!\w)(?:{one_of(WORDS['compared'])})(?!\w)[^,;]*$")
SEPARATOR = re.compile(rf"[,;]|(?<!\w)(?:{one_of(WORDS['joining'])})(?!\w)")
VERB = re.compile(rf"\s*(?:{one_of(WORDS['stage_verbs'])})(?!\w)")


def _with_years(found: tuple[Quantity, ...], folded: str) -> tuple[Quantity, ...]:
    """Each value with the year of its stage, taken from the words right behind it or else before it."""
    dated: list[Quantity] = []
    standing: int | None = None
    for at, quantity in enumerate(found):
        before = found[at - 1].start + len(found[at - 1].raw) if at else 0
        end = quantity.start + len(quantity.raw)
        after = found[at + 1].start if at + 1 < len(found) else len(folded)
        standing = _ahead(folded, before, quantity.start, first_value=at == 0) or standing
        noted = NOTED.match(folded, end)
        year = (
            quantity.year
            or (int(noted.group("year")) if noted else None)
            or _behind(folded, end, after, last=at + 1 == len(found))
            or standing
        )
        dated.append(replace(quantity, year=year))
    return tuple(dated)


def _stages(folded: str, start: int, end: int) -> list[tuple[int, re.Match[str]]]:
    """The years named between two offsets that say when, without those of a list or of a comparison."""
    return [
        (int(stage.group("year")), stage)
        for stage in STAGE.finditer(folded, start, end)
        if WORDED.search(stage.group())
        and not REFERENCE.search(folded[start : stage.start()])
        and not _spanned(folded, stage)
        and not LISTED_YEAR.match(folded, stage.end())
    ]


def _spanned(folded: str, stage: re.Match[str]) -> bool:
    """Whether the year is one end of a span (giai đoạn 2021-2025)."""
    return bool(
        re.match(r"\s*-\s*(?:19|20)\d\d", folded[stage.end() :])
        or re.search(r"\d\s*-\s*$", folded[: stage.start()])
    )


def _cut(folded: str, start: int, end: int) -> int | None:
    """Where the words behind one value end and those before the next begin; None where nothing parts them."""
    separators = list(SEPARATOR.finditer(folded, start, end))
    return separators[-1].start() if separators else None


def _ahead(folded: str, start: int, end: int, *, first_value: bool) -> int | None:
    cut = _cut(folded, start, end)
    stages = _stages(folded, start if first_value or cut is None else cut, end)
    if first_value or cut is not None:
        return stages[-1][0] if stages else None
    return stages[-1][0] if stages and VERB.match(folded, stages[-1][1].end()) else None


def _behind(folded: str, start: int, end: int, *, last: bool) -> int | None:
    cut = _cut(folded, start, end)
    stages = _stages(folded, start, end if last or cut is None else cut)
    return stages[0][0] if stages and not VERB.match(folded, stages[0][1].end()) else None
