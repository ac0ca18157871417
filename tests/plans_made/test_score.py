"""The score counts what is right, wrong, missed and left to a person."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.model import Harvest, Match, Observation, Period, Place, Quantity
from tests.plans_made.plan import make_plan
from tests.plans_made.score import Score, score
from tests.plans_made.truth import TruthRow

PLAN = next(plan for plan in map(make_plan, range(1, 40)) if plan.features.agencies == "plain")
TRUTH = asdict(PLAN.truth)


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def observation(row: TruthRow) -> Observation:
    """What a perfect reader makes of a true row."""
    start, _, end = row.period.partition("-")[0].partition("/")
    quantity = Quantity(
        row.value_raw,
        "level",
        amount=number(row.value),
        high=number(row.value_high),
        comparator=row.comparator,  # type: ignore[arg-type]
        count=number(row.numerator),
        of=number(row.denominator),
    )
    return Observation(
        observation_id="",
        document_id="",
        source=row.source,  # type: ignore[arg-type]
        area_code="",
        area_name="",
        area_level="",
        catalogue=row.catalogue,
        indicator_id=row.indicator_id,
        indicator_vi="",
        indicator_en="",
        measure=row.measure or "",
        scope=row.scope,
        role=row.role,  # type: ignore[arg-type]
        period=Period(int(start), int(end or start), row.period.partition("-")[2]),
        quantity=quantity,
        unit=row.unit or "",
        per_base=row.per_base,
        frequency=row.frequency,  # type: ignore[arg-type]
        lead_agencies=row.lead,
        coordinating_agencies=(),
        agency_origin="",
        row_number=row.row_number,
        label=row.label,
        label_raw=row.label_raw,
        value_raw=row.value_raw,
        unit_raw=row.unit_raw,
        column_header=row.column_header,
        match=Match(row.indicator_id, row.scope, "exact", 100.0, "accepted"),
        review="accepted",
        confidence=None,
        place=Place(),
    )


OBSERVATIONS = tuple(map(observation, PLAN.truth.rows))


def scored(observations: tuple[Observation, ...]) -> dict[str, Any]:
    result = Score()
    score(Harvest(observations=observations), TRUTH, "plan", result)
    return dict(result.counts)


def test_the_truth_itself_scores_full() -> None:
    counts = scored(OBSERVATIONS)
    assert counts["found"] == counts["true"] == len(OBSERVATIONS)
    assert not counts.get("missed") and not counts.get("invented") and not counts.get("wrong_id")
    assert counts["lead"] == counts["lead_of"]


def test_a_changed_number_is_invented_and_the_true_one_missed() -> None:
    first = OBSERVATIONS[0]
    wrong = replace(first, quantity=replace(first.quantity, amount=Decimal("1234.5")))
    counts = scored((wrong, *OBSERVATIONS[1:]))
    assert (counts["invented"], counts["missed"]) == (1, 1)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"indicator_id": "VNGES.9.9"}, "wrong_id"),
        ({"unit": "furlong"}, "wrong_id"),
        ({"review": "needs_review"}, "review"),
        ({"indicator_id": ""}, "unknown"),
    ],
)
def test_an_indicator_is_right_wrong_or_left_open(change: dict[str, Any], word: str) -> None:
    known = next(index for index, row in enumerate(PLAN.truth.rows) if row.indicator_id and row.unit)
    changed = replace(OBSERVATIONS[known], **change)
    before = scored(OBSERVATIONS).get(word, 0)
    counts = scored((*OBSERVATIONS[:known], changed, *OBSERVATIONS[known + 1 :]))
    assert counts[word] == before + 1
