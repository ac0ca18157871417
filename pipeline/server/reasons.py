"""Why an indicator is or is not meant, in the words of the reader.

The normalizer names its reasons in English, as ``no key term: nữ``; what stands before the colon is looked up
in ``server.yaml``, what stands behind it stays as it is; so is the last word of ``goal 2`` (``goal …``).  A
reason that is not known there is shown as it is.
"""

from collections.abc import Iterable
from functools import lru_cache

from pipeline.catalogue.schema import Catalogue
from pipeline.normalizer.matching import Context, Index, build_index, judge
from pipeline.server.index.questions import Choice
from pipeline.server.views import known, words


def in_words(reason: str, lang: str) -> str:
    """One reason in a language.

    >>> in_words("no key term: nữ", "en"), in_words("goal 2", "en"), in_words("something new", "vi")
    ('lacks the key term “nữ”', 'stands under goal 2', 'something new')
    """
    head, colon, rest = reason.partition(": ")
    if not colon and not known(_name(head)):
        head, _, rest = reason.rpartition(" ")
        head += " …"
    return words(_name(head), lang, rest=rest) if known(_name(head)) else reason


def _name(head: str) -> str:
    return f"reason.{head.replace(' ', '_')}"


def all_in_words(reasons: Iterable[str], lang: str) -> tuple[str, ...]:
    """Each reason once."""
    return tuple(dict.fromkeys(in_words(reason, lang) for reason in reasons))


class Reasons:
    """Weighs wordings again to tell the reasons of each candidate, which the tables do not hold."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._matcher: Index = build_index(catalogue)
        self.of = lru_cache(maxsize=1024)(self._of)
        self.of(catalogue.indicators[0].name_vi, "", ())  # the first weighing takes longest

    def _of(self, label: str, goal: str, units: tuple[str, ...]) -> dict[tuple[str, str], tuple[str, ...]]:
        match = judge(label, self._matcher, Context(goal_title=goal, units=units))
        return {(found.indicator_id, found.scope): found.reasons for found in match.candidates}

    def choices(self, label: str, goal: str, units: tuple[str, ...]) -> tuple[Choice, ...]:
        """What the wording might mean, best first."""
        match = judge(label, self._matcher, Context(goal_title=goal, units=units))
        return tuple(Choice(found.indicator_id, found.scope, found.score) for found in match.candidates)
