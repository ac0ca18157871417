"""All rows of a document together: the order of the catalogue, rows that claim what another row is."""

from dataclasses import replace

import pytest

from pipeline.catalogue.load import load
from pipeline.model import Candidate, Match
from pipeline.normalizer.matching import Index, Item, build_index
from pipeline.normalizer.matching.document import in_order, without_doubles


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(load())


def sure(indicator: str, method: str = "exact") -> Match:
    return Match(indicator, "all", method, 100.0, "accepted")  # type: ignore[arg-type]


def doubtful(**scores: float) -> Match:
    candidates = tuple(
        Candidate(f"VNGES.{name.replace('_', '.')[1:]}", "all", score, ()) for name, score in scores.items()
    )
    first = candidates[0]
    return Match(first.indicator_id, "all", "similar", first.score, "needs_review", (), candidates)


@pytest.mark.parametrize(("second", "first"), [(55.0, "VNGES.4.3"), (49.0, "VNGES.4.1")])
def test_a_doubtful_row_behind_a_sure_one_gets_the_later_candidate_if_it_is_about_as_likely(
    index: Index, second: float, first: str
) -> None:
    items = [Item("Tử vong mẹ", "4"), Item("Tỷ số, tỷ suất", "4")]
    _, found = in_order(items, [sure("VNGES.4.2"), doubtful(n4_1=60.0, n4_3=second)], index)
    assert (found.indicator_id, found.review) == (first, "needs_review")
    assert found.candidates[0].indicator_id == first


def test_another_goal_is_another_order(index: Index) -> None:
    items = [Item("Tử vong mẹ", "4"), Item("Tỷ số, tỷ suất", "5")]
    _, found = in_order(items, [sure("VNGES.4.2"), doubtful(n4_1=60.0, n4_3=55.0)], index)
    assert found.indicator_id == "VNGES.4.1"


def test_a_similar_row_waits_where_another_row_of_its_goal_is_the_indicator_exactly() -> None:
    items = [Item("một", "2"), Item("hai", "2"), Item("ba", "3")]
    exact, similar = sure("VNGES.2.3"), sure("VNGES.2.3", "similar")
    found = without_doubles(items, [exact, similar, similar])
    assert [match.review for match in found] == ["accepted", "needs_review", "accepted"]
    assert found[1].reasons == ("another row of this goal is the indicator exactly",)
    assert without_doubles(items[:2], [exact, replace(similar, scope="district")])[1].review == "accepted"
