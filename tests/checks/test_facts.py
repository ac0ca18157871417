"""Values of many documents: blocks stay small, come in one order, and lose nothing that rules quote."""

import tracemalloc
from collections.abc import Mapping
from dataclasses import replace

from pipeline.checks.facts import Store
from tests.checks.dialect import case_of, catalogue, record_of

ROWS = [{"indicator": "VNGES.2.1", "label": "Lao động nữ", "unit": "%", "result": "50", "target": "52"}]
MEGABYTES = 20
"""Far below what 2,000 documents hold as Python objects at once."""


def store_of(*documents: Mapping[str, object]) -> Store:
    store = Store()
    for given in documents:
        store.add(record_of(given), case_of(given).observations)
    return store


def test_block_is_one_indicator_of_one_province() -> None:
    documents = [
        {"document": f"d{n}", "area": area, "rows": ROWS} for n, area in enumerate(("Kon Tum", "Gia Lai"))
    ]
    with store_of(*documents) as store:
        assert [{fact.area for fact in block.facts} for block in store.blocks(catalogue())] == [
            {"Gia Lai"},
            {"Kon Tum"},
        ]


def test_order_of_documents_makes_no_difference() -> None:
    documents = [{"document": f"d{n}", "rows": ROWS} for n in range(3)]
    with store_of(*documents) as first, store_of(*reversed(documents)) as second:
        assert list(first.blocks(catalogue())) == list(second.blocks(catalogue()))


def test_place_comes_back_as_it_went_in() -> None:
    case = case_of({"document": "d1", "rows": ROWS})
    seen = replace(case.observations[0], place=replace(case.observations[0].place, bbox=(1.0, 2.0, 3.0, 4.0)))
    with Store() as store:
        store.add(record_of({"document": "d1"}), [seen])
        (block,) = store.blocks(catalogue())
    assert block.facts[0].where() == seen.place


def test_memory_does_not_grow_with_documents() -> None:
    case = case_of({"rows": ROWS * 25})
    with Store() as store:
        tracemalloc.start()
        for number in range(2000):
            store.add(record_of({"document": f"d{number}", "area": f"Tỉnh {number % 60}"}), case.observations)
        for _ in store.blocks(catalogue()):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < MEGABYTES * 2**20
