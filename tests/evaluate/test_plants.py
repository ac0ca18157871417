"""Faults planted into real files are found by the right rule, in their place, alone: a sample."""

import pytest

from tests.evaluate.planters_across import plants
from tests.evaluate.plants import ENDINGS, LOUD, PLANTS, SEED, outcomes, read
from tests.evaluate.plants_plan import clean, data

SAMPLE = 22  # plants: each planter once
FEWEST = 4  # plants of each rule in the whole measure


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("family", ["VNGES", "VNCHILD"])
def test_clean_plans_have_no_warning(family: str, ending: str) -> None:
    plan = clean(family)
    made = read((plan,), ending)
    assert [f.message_en for f in made.findings if f.severity in LOUD] == []
    seen = {(o.indicator_id, o.scope) for o in made.harvests[0].observations if o.review == "accepted"}
    assert {(row.id, row.scope) for row in plan.rows} == seen


def test_planted_faults_are_found_in_their_place_alone() -> None:
    results = list(outcomes(SAMPLE))
    bad = [(one.planted.rule, one.planted.about, one.ending, one.others) for one in results if not one.good]
    assert bad == []
    assert len({one.planted.rule for one in results}) == SAMPLE


def test_every_rule_is_planted_often_enough_and_the_same_way_each_time() -> None:
    first, second = (list(plants(PLANTS, SEED)) for _ in range(2))
    assert first == second
    rules = [planted.rule for planted in first]
    assert min(rules.count(rule) for rule in rules) >= FEWEST


def test_each_implied_finding_has_a_reason() -> None:
    assert all(reason for implied in data()["implied"].values() for reason in implied.values())
