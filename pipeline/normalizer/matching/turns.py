"""What turns a wording into another indicator although it has only words of this one.

Takes a wording and an indicator with its confirmed wordings and gives the doubts: another thing is counted
("share of services that victims reach"), a "not" is lost or stands elsewhere, only one of a pair that belongs
together is named (girls without boys), or a number inside counts a part ("bodies that have 30% leaders").
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalogue.lexicon import Lexicon, Wording
from pipeline.catalogue.schema import Indicator
from pipeline.normalizer.matching.index import FamilyIndex

REMEMBERED = 1024  # indicators of all families in use


@dataclass(frozen=True, slots=True)
class _Own:
    """What the confirmed wordings of one indicator have in common.

    `contents` are the content words of each, `heads` those that they begin with, `behind_not` the two behind
    a negation, `negated` those that always have one right before them, `joined` the opposites that are named
    together or not at all, `counted` what numbers in them may count.
    """

    contents: tuple[tuple[str, ...], ...]
    heads: frozenset[str]
    behind_not: frozenset[str]
    negated: frozenset[str]
    joined: tuple[frozenset[str], ...]
    counted: frozenset[str]


def turns(family: FamilyIndex, indicator: Indicator, wording: Wording) -> Iterator[str]:
    """Give a doubt for each way in which the words of a wording are put together to mean another thing."""
    own = _own(family, indicator.id)
    head = _head(family.lexicon, wording.content)
    if head in family.vocabulary[indicator.id] - own.heads and not _is_cut(own, wording.content):
        yield f"counts another thing: {head}"
    yield from (f"negation: {word}" for word in _negations(family.lexicon.negations, own, wording.content))
    for pair in own.joined:
        named = pair.intersection(wording.content)
        if named and named != pair:
            yield f"only a part: {', '.join(sorted(named))}"
    yield from (
        f"a number inside: {word}" for word in wording.numbered if word not in own.counted | own.heads
    )


def _head(lexicon: Lexicon, content: Sequence[str]) -> str:
    """The first word that says what is counted."""
    return next((word for word in content if word not in lexicon.settings), "")


def _is_cut(own: _Own, content: tuple[str, ...]) -> bool:
    """Whether words are a confirmed wording that has lost its beginning (a row cut at the end of a page)."""
    return any(known[-len(content) :] == content for known in own.contents)


def _negations(negations: frozenset[str], own: _Own, content: Sequence[str]) -> Iterator[str]:
    """The negations that stand where no wording has them, and the words that have lost theirs."""
    if not own.negated and negations.isdisjoint(content):
        return
    for before, word in itertools.pairwise(("", *content, "")):
        if before in negations and word not in own.behind_not:
            yield before
        elif word in own.negated and before not in negations:
            yield word


@lru_cache(maxsize=REMEMBERED)
def _own(family: FamilyIndex, id: str) -> _Own:
    lexicon = family.lexicon
    contents = [ref.wording.content for ref in family.references if ref.indicator.id == id]
    pairs = [pair for content in contents for pair in itertools.pairwise(("", *content))]
    behind = frozenset(word for before, word in pairs if before in lexicon.negations)
    second = frozenset(word for before, word in pairs if before in behind)
    return _Own(
        contents=tuple(contents),
        heads=frozenset(_head(lexicon, content) for content in contents),
        behind_not=behind | second,
        negated=behind - {word for before, word in pairs if before not in lexicon.negations},
        joined=tuple(group for group in lexicon.ordered if _is_joined(group, contents)),
        counted=_counted(family, family.indicators[id]),
    )


def _is_joined(group: frozenset[str], contents: Sequence[tuple[str, ...]]) -> bool:
    """Whether each wording that has one of these words has them all."""
    named = [group.intersection(content) for content in contents]
    return any(named) and all(found == group for found in named if found)


def _counted(family: FamilyIndex, indicator: Indicator) -> frozenset[str]:
    """The first words of the units of an indicator, and of places."""
    own = [family.units[measure.unit] for measure in indicator.measures]
    places = [unit for unit in family.units.by_id.values() if unit.family == "place"]
    texts = [text for unit in (*own, *places) for text in (*unit.spellings, *unit.nouns, *unit.counted)]
    return frozenset(content[0] for text in texts if (content := family.lexicon.read(text).content))
