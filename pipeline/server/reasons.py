"""Wordings weighed again, for the reasons of each candidate, which the tables do not hold."""

from functools import lru_cache

from pipeline.catalogue.schema import Catalogue
from pipeline.normalizer.matching import Context, Index, build_index, judge
from pipeline.server.index.questions import Choice


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
