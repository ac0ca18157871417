"""Each small document gives exactly the blocks and findings that stand beside it."""

from importlib.resources import files

import pytest
import yaml

from pipeline.language.messages import messages
from pipeline.model import Document
from tests.documents import Trouble, shown, troubles
from tests.parsers.samples import read

ALL = troubles()


@pytest.mark.parametrize("trouble", ALL, ids=str)
def test_blocks_are_those_that_are_expected(trouble: Trouble) -> None:
    assert shown(read(trouble.file)) == trouble.content["expect"]


@pytest.mark.parametrize("trouble", ALL, ids=str)
def test_findings_are_those_that_are_expected(trouble: Trouble) -> None:
    document = read(trouble.file)
    assert [finding.rule for finding in document.findings] == trouble.content.get("findings", [])


@pytest.mark.parametrize("trouble", ALL, ids=str)
def test_the_first_grid_knows_its_header_and_whether_its_columns_are_sure(trouble: Trouble) -> None:
    grids = read(trouble.file).grids
    if grids:
        assert grids[0].header_rows == trouble.content.get("header_rows", 0)
        assert grids[0].ragged == trouble.content.get("ragged", False)


@pytest.mark.parametrize("trouble", ALL, ids=str)
def test_each_trouble_says_what_it_is_for_and_where_it_comes_from(trouble: Trouble) -> None:
    assert trouble.content["purpose"].endswith(".")
    assert trouble.content["origin"].endswith(".")


@pytest.mark.parametrize("trouble", ALL, ids=str)
def test_quotes_of_findings_name_their_document(trouble: Trouble) -> None:
    document = read(trouble.file)
    assert all(finding.a.place.document == document.id for finding in document.findings if finding.a)


def test_every_sentence_of_the_readers_is_used_by_a_trouble_or_named_here() -> None:
    said = {rule for trouble in ALL for rule in _rules(read(trouble.file))}
    elsewhere = {"overlapping_cells", "foreign_chunk", "broken_letters"}
    assert said | elsewhere >= {name for name in messages() if name in _own()}


def _rules(document: Document) -> set[str]:
    return {finding.rule for finding in document.findings}


def _own() -> set[str]:
    text = (files("pipeline.language") / "messages" / "parsers.yaml").read_text("utf-8")
    return set(yaml.safe_load(text))
