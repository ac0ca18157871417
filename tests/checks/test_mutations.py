"""Planted faults are found by the right rule in the right place, and nothing else is said."""

from tests.checks.mutations import CLEAN, ENOUGH, PLANTS, loud, plants, verdict


def test_clean_plan_has_no_warning() -> None:
    assert not loud(CLEAN)


def test_planted_faults_are_found_alone() -> None:
    results = [(plant, *verdict(plant)) for plant in plants()]
    assert len(results) == PLANTS
    bad = [(plant.rule, plant.indicator, others) for plant, found, others in results if not found or others]
    assert len(bad) <= (1 - ENOUGH) * PLANTS, bad
