import dataclasses
from typing import get_args

import pytest

from pipeline import model
from pipeline.writers import codes
from pipeline.writers.columns import DOCUMENTS, OBSERVATIONS, TABLES
from pipeline.writers.schema import Code

CONTRACT = {
    "observations": """
        observation_id document_id source area_code area_name area_level catalogue indicator_id
        indicator_vi indicator_en measure scope role period period_start period_end value
        value_high comparator unit per_base numerator denominator frequency lead_agency
        coordinating_agencies agency_origin row_number label label_raw value_raw unit_raw
        column_header match_method match_score match_reasons review confidence page table row
        column x0 top x1 bottom
    """,
    "findings": """
        finding_id rule severity indicator_id scope period area_name document_a place_a quote_a
        value_a document_b place_b quote_b value_b message_vi message_en suggestion_vi
        suggestion_en observation_ids ocr_risk
    """,
    "documents": """
        document_id path format bytes status reason flags remedy method pages number date type
        title issuer area_code area_name area_level parent_area plan_start plan_end catalogue
        tables_read rows_read observations findings program_version catalogue_version
    """,
}


@pytest.mark.parametrize("table", [t for t in TABLES if t.name in CONTRACT], ids=lambda table: table.name)
def test_the_columns_of_the_contract_are_there_in_its_order(table) -> None:
    promised = CONTRACT[table.name].split()
    names = [column.name for column in table.columns]
    assert [name for name in names if name in promised] == promised


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_name_and_no_title_is_used_twice_in_a_table(table) -> None:
    for read in (lambda c: c.name, lambda c: c.title[0], lambda c: c.title[1]):
        found = [read(column) for column in table.columns]
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_explained_in_both_languages(table) -> None:
    for column in table.columns:
        assert all(column.title) and all(column.about)


def test_every_field_of_a_document_is_a_column_and_the_other_way_round() -> None:
    fields = [field.name for field in dataclasses.fields(model.DocumentRecord)]
    assert [column.name for column in DOCUMENTS.columns] == fields


@pytest.mark.parametrize(
    ("closed", "literal"),
    [
        (codes.SOURCE, model.Source),
        (codes.ROLE, model.Role),
        (codes.COMPARATOR, model.Comparator),
        (codes.FREQUENCY, model.Frequency),
        (codes.REVIEW, model.Review),
        (codes.METHOD, model.Method),
        (codes.SEVERITY, model.Severity),
        (codes.READING, model.ReadingMethod),
    ],
)
def test_closed_lists_hold_exactly_what_the_model_allows(closed: tuple[Code, ...], literal: object) -> None:
    assert {code.value for code in closed} == {value for value in get_args(literal) if value}


def test_every_word_of_a_closed_list_stands_for_one_value() -> None:
    for column in (column for table in TABLES for column in table.columns):
        assert len({code.vi for code in column.codes}) == len(column.codes)


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(StopIteration):
        OBSERVATIONS.index("nothing")
