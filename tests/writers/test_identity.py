import re
from dataclasses import replace

import pytest

from pipeline.model import DocumentRecord, Finding, Place, Quote
from pipeline.writers.identity import finding_ids
from tests.writers.harvests import DISTRICT, PROVINCE, documents, finding


def id_of(found: Finding, known: tuple[DocumentRecord, ...] = ()) -> str:
    return finding_ids((found,), known or documents())[0]


def quote(text: str = "đạt 60%", **place: int) -> Quote:
    return Quote(Place(PROVINCE, **place), text, "60")


def test_an_id_is_sixteen_hex_digits() -> None:
    assert re.fullmatch("[0-9a-f]{16}", id_of(finding()))


@pytest.mark.parametrize(
    "moved", [quote(line=700), quote(table=3, row=9), quote(page=2), quote("đạt   60%"), quote("đạt\n60%")]
)
def test_a_moved_or_differently_spaced_quote_keeps_the_id(moved: Quote) -> None:
    assert id_of(finding(a=moved)) == id_of(finding())


def test_decomposed_letters_keep_the_id() -> None:
    assert id_of(finding(a=quote("đa\u0323t 60%"))) == id_of(finding())


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "C02"},
        {"indicator_id": "TEST.1.2"},
        {"scope": "district"},
        {"period": "2024"},
        {"a": quote("đạt 61%")},
        {"a": None},
        {"b": None},
        {"b": replace(quote("65%"), place=Place(PROVINCE))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_everything_that_makes_another_finding_makes_another_id(change: dict[str, object]) -> None:
    assert id_of(replace(finding(), **change)) != id_of(finding())


@pytest.mark.parametrize(
    "change", [{"message_vi": "khác"}, {"severity": "error"}, {"observation_ids": ()}, {"ocr_risk": True}]
)
def test_words_and_severity_do_not_change_the_id(change: dict[str, object]) -> None:
    assert id_of(replace(finding(), **change)) == id_of(finding())


def test_swapped_sides_are_another_finding() -> None:
    swapped = replace(finding(), a=finding().b, b=finding().a)
    assert id_of(swapped) != id_of(finding())


def test_the_id_survives_a_corrected_file_of_the_same_document() -> None:
    corrected = tuple(
        replace(item, document_id="f" * 16) if item.document_id == PROVINCE else item for item in documents()
    )
    again = finding(a=Quote(Place("f" * 16, line=9), "đạt 60%", "60"))
    assert id_of(again, corrected) == id_of(finding())


def test_without_a_number_the_file_name_stands_for_the_document() -> None:
    side = Quote(Place(DISTRICT, line=1), "x")
    renamed = tuple(
        replace(item, path="khác.txt") if item.document_id == DISTRICT else item for item in documents()
    )
    assert id_of(finding(a=side), renamed) != id_of(finding(a=side))


def test_findings_that_say_the_same_are_numbered_in_their_order() -> None:
    found = finding_ids((finding(), finding(a=quote(line=90)), finding(a=quote(line=91))), documents())
    assert len(set(found)) == 3
    assert found[0] == id_of(finding())
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in found)
