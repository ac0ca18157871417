from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from pipeline.model import DocumentRecord, Observation, Place, Quantity, Quote
from pipeline.writers import order
from pipeline.writers.identity import by_id
from tests.writers.harvests import DISTRICT, PROVINCE, documents, finding, harvest, observation


def shuffled(items: list[Observation]) -> Iterator[tuple[Observation, ...]]:
    """Twenty other orders, the same on every run."""
    chance = Random(7)
    for _ in range(20):
        yield tuple(chance.sample(items, len(items)))


def document(path: str, name: str = "d" * 16) -> DocumentRecord:
    return DocumentRecord(name, path, "text", 1, "ok")


def test_documents_go_by_the_bytes_of_their_path_and_by_no_locale() -> None:
    paths = ["Z.txt", "a.txt", "b/c.txt", "á.txt", "đ.txt"]
    found = order.documents(harvest(documents=tuple(document(path) for path in reversed(paths))))
    assert [item.path for item in found] == paths


def test_running_text_comes_first_then_tables_by_row_and_column() -> None:
    places = (
        Place(PROVINCE, line=3),
        Place(PROVINCE, line=4, bbox=(5.0, 90.0, 6.0, 91.0)),
        Place(PROVINCE, line=4, bbox=(5.0, 100.0, 6.0, 101.0)),
        Place(PROVINCE, line=20),
        Place(PROVINCE, page=1, table=1, row=2, column=9),
        Place(PROVINCE, page=1, table=1, row=10, column=1),
        Place(PROVINCE, page=9, table=2, row=1, column=1),
    )
    wanted = [observation(number, place=place) for number, place in enumerate(places)]
    for mixed in shuffled(wanted):
        found = order.observations(harvest(observations=mixed))
        assert [row.observation for row in found] == wanted


def test_several_values_of_one_cell_keep_the_order_in_which_they_are_printed() -> None:
    place = Place(PROVINCE, table=1, row=1, column=4)
    second = observation(1, place=place, quantity=Quantity("90", "level", start=15))
    first = observation(2, place=place, quantity=Quantity("100", "level", start=0))
    found = order.observations(harvest(observations=(second, first)))
    assert [row.observation.quantity.raw for row in found] == ["100", "90"]


def test_observations_follow_the_order_of_the_documents() -> None:
    found = order.observations(harvest())
    ids = [row.observation.document_id for row in found]
    by_path = [item.document_id for item in sorted(documents(), key=lambda item: item.path)]
    assert list(dict.fromkeys(ids)) == [name for name in by_path if name in ids]
    assert ids == sorted(ids, key=by_path.index)


def test_of_files_with_the_same_bytes_the_one_that_was_read_stands_for_all() -> None:
    read = document("z.txt")
    copies = (
        replace(read, path="a.txt", status="duplicate"),
        replace(read, path="b.txt", status="duplicate"),
    )
    for mixed in permutations((read, *copies)):
        assert by_id(mixed) == {"d" * 16: read}


def test_observations_carry_the_flags_of_their_document_and_of_their_reading() -> None:
    flags = {row.observation.value_raw: row.flags for row in order.observations(harvest())}
    assert flags["1.500"] == ("damaged", "pages_capped", "doubtful")
    assert flags["11/20"] == ("damaged", "pages_capped")


def test_findings_go_by_severity_before_anything_else() -> None:
    found = [row.finding.severity for row in order.findings(harvest())]
    assert found == sorted(found, key=order.SEVERITIES.index)
    assert set(found) == set(order.SEVERITIES)


def test_findings_of_one_severity_go_by_document_place_and_rule() -> None:
    def at(rule: str, document: str, line: int) -> tuple[str, Quote]:
        return rule, Quote(Place(document, line=line), "x")

    wanted = [at("Z", DISTRICT, 1), at("A", PROVINCE, 1), at("B", PROVINCE, 1), at("A", PROVINCE, 2)]
    made = [finding(rule, a=quote, b=None) for rule, quote in wanted]
    for mixed in permutations(made):
        assert [row.finding for row in order.findings(harvest(findings=mixed))] == made


@pytest.mark.parametrize("name", ["observations", "findings", "responsibilities", "unmatched", "cells"])
def test_rows_of_a_document_that_is_not_listed_come_last_and_are_kept(name: str) -> None:
    everything = harvest(documents=(document("only.txt", DISTRICT),))
    assert len(getattr(order, name)(everything)) == len(getattr(everything, name))
