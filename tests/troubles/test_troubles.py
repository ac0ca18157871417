"""Whole documents of one trouble each give exactly the rows, status and findings that stand beside them."""

from functools import cache
from pathlib import Path

import pytest

from pipeline.model import Harvest
from pipeline.run import convert
from tests.plans_made import office
from tests.troubles.build import build
from tests.troubles.data import Trouble, rows, troubles

OFFICE = pytest.mark.skipif(not office.available(), reason="LibreOffice makes the PDF files")
CASES = [pytest.param(each, id=str(each), marks=OFFICE if each.kind == "pdf" else ()) for each in troubles()]
READ_RIGHT = [case for case in CASES if not case.values[0].known_gap]  # type: ignore[union-attr]
GAPS = [case for case in CASES if case.values[0].known_gap]  # type: ignore[union-attr]
OPEN = "?"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every PDF, made from the Word files in one call."""
    folder = tmp_path_factory.mktemp("troubles")
    sources = []
    for each in troubles():
        if each.kind == "pdf":
            sources.append(folder / f"{each.name}.docx")
            sources[-1].write_bytes(build(each.content, "docx"))
    office.to_pdf(sources, folder)
    return folder


@pytest.fixture
def harvest(trouble: Trouble, tmp_path: Path, request: pytest.FixtureRequest) -> Harvest:
    if trouble.kind == "pdf":
        return _read(request.getfixturevalue("printed") / str(trouble))
    path = tmp_path / str(trouble)
    path.write_bytes(build(trouble.content, trouble.kind))
    return convert(path)


@cache
def _read(path: Path) -> Harvest:
    return convert(path)


def _numbers(harvest: Harvest) -> list[str]:
    return [value.row_number for value in harvest.observations]


@pytest.mark.parametrize("trouble", READ_RIGHT)
def test_document_gives_exactly_its_rows_and_says_what_it_did(trouble: Trouble, harvest: Harvest) -> None:
    wanted, document = trouble.content["expect"], harvest.documents[0]
    assert rows(harvest) == trouble.rows
    assert document.status == wanted["status"]
    assert document.number == wanted.get("number", document.number)
    assert document.date == wanted.get("date", document.date)
    assert _numbers(harvest) == wanted.get("numbers", _numbers(harvest))
    said = {found.rule for found in harvest.findings}
    assert set(wanted.get("findings") or ()) <= said
    assert said.isdisjoint(wanted.get("silent") or ())
    assert len({value.observation_id for value in harvest.observations}) == len(harvest.observations)
    assert "unaccounted" not in {use.reason for use in harvest.cells}


@pytest.mark.parametrize("trouble", GAPS)
def test_what_is_not_read_yet_gives_no_wrong_row_that_looks_right(trouble: Trouble, harvest: Harvest) -> None:
    found = rows(harvest)
    assert found != trouble.rows, "the gap is closed: take known_gap out"
    assert not [row for row in found - trouble.rows if not row.endswith(OPEN)]
    assert "unaccounted" not in {use.reason for use in harvest.cells}


def test_every_trouble_says_what_it_is_and_where_it_was_met() -> None:
    assert [
        each.name for each in troubles() if not {"purpose", "origin", "expect"} <= each.content.keys()
    ] == []
