"""The two plans in three forms each: exactly the expected facts come out, and every cell is accounted for."""

from collections import Counter
from functools import cache

import pytest
import yaml

from pipeline import parsers
from pipeline.model import Grid, Harvest
from pipeline.run import convert
from tests.golden.documents import (
    FILES,
    FOLDER,
    KEYS,
    TEXTS,
    Fact,
    expected,
    facts,
    read_rows,
    read_yaml,
    report,
)
from tests.plans_made.blocks import plain

REBUILT = tuple(key for key in FILES if key[1] != "text")
DATA_COLUMNS = 5  # the tables of indicators have five columns or more, letterheads and signatures two

# What only the true merges of the rebuilt documents say: which agency cell a row belongs to.
# In the text the agency of both 3.2 rows stands beside the second one, so the first row takes the cell above.
MERGES_SAY = {
    "province": {"VNGES.3.2.a": ("Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch")},
    "district": {},
}


@cache
def harvest(name: str, kind: str) -> Harvest:
    return convert(FILES[name, kind])


def same(found: Counter[Fact], wanted: Counter[Fact]) -> None:
    assert found == wanted, "\n" + report(wanted - found, found - wanted)


def squeezed(text: str) -> str:
    return "".join(text.split())


# ------------------------------------------------------------------ observations


@pytest.mark.parametrize("name", TEXTS)
def test_recognised_text_gives_exactly_the_expected_facts(name: str) -> None:
    same(facts(harvest(name, "text")), expected(name))


@pytest.mark.parametrize(("name", "kind"), REBUILT)
def test_rebuilt_document_gives_the_facts_of_the_text_and_the_agencies_of_its_merges(
    name: str, kind: str
) -> None:
    wanted: Counter[Fact] = Counter()
    for fact, count in expected(name).items():
        wanted[merged(name, fact)] += count
    same(facts(harvest(name, kind)), wanted)


def merged(name: str, fact: Fact) -> Fact:
    """The fact as the true merges tell it."""
    row = dict(zip(KEYS, fact, strict=True))
    old, new = MERGES_SAY[name].get(str(row["indicator_id"]), ("", ""))
    if row["source"] != "body" and row["lead_agency"] == old:
        row["lead_agency"] = new
    return tuple(row.values())


@pytest.mark.parametrize(("name", "kind"), REBUILT)
def test_rebuilt_document_gives_the_labels_of_the_text(name: str, kind: str) -> None:
    rebuilt, text = (
        Counter((row.indicator_id, row.scope, row.source, squeezed(row.label)) for row in found.observations)
        for found in (harvest(name, kind), harvest(name, "text"))
    )
    assert rebuilt == text


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_rates_keep_their_base(name: str, kind: str) -> None:
    found = Counter(
        (row.indicator_id, row.source, str(row.per_base))
        for row in harvest(name, kind).observations
        if row.unit != "percent" and row.per_base
    )
    wanted = Counter(
        (row["indicator_id"], row["source"], row["per_base"]) for row in read_rows(name) if row["per_base"]
    )
    assert found == wanted


@pytest.mark.parametrize("name", TEXTS)
def test_rows_keep_the_number_that_is_printed(name: str) -> None:
    found = Counter(
        (row.indicator_id, row.scope, row.row_number)
        for row in harvest(name, "text").observations
        if row.source == "appendix"
    )
    wanted = Counter(
        (row["indicator_id"], row["scope"], row["row_number"])
        for row in read_rows(name)
        if row["source"] == "appendix"
    )
    assert found == wanted


@pytest.mark.parametrize("name", TEXTS)
def test_the_way_to_an_agency_is_told(name: str) -> None:
    found = Counter(
        (row.indicator_id, row.scope, row.agency_origin)
        for row in harvest(name, "text").observations
        if row.source == "appendix"
    )
    wanted = Counter(
        (row["indicator_id"], row["scope"], row["agency_origin"])
        for row in read_rows(name)
        if row["source"] == "appendix"
    )
    assert found == wanted


# ------------------------------------------------------------------ document data


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_document_data_are_those_that_a_reader_finds(name: str, kind: str) -> None:
    (record,) = harvest(name, kind).documents
    wanted = read_yaml("metadata")[name]
    found = {key: getattr(record, key) for key in wanted}
    found["catalogue"] = record.catalogue.partition("@")[0]
    assert found == wanted


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_no_name_of_a_signer_comes_out(name: str, kind: str) -> None:
    (record,) = harvest(name, kind).documents
    assert "Y Ngọc" not in f"{record.issuer} {record.title} {record.number}"


# ------------------------------------------------------------------ the ledger of cells


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_every_cell_of_the_data_tables_is_in_the_ledger_exactly_once(name: str, kind: str) -> None:
    grids = [grid for grid in parsers.read(FILES[name, kind]).grids if grid.columns >= DATA_COLUMNS]
    assert grids
    wanted = Counter(key for grid in grids for key in keys(grid))
    found = Counter(
        (use.place.table, use.place.row, use.place.column)
        for use in harvest(name, kind).cells
        if use.place.table in {grid.place.table for grid in grids}
    )
    assert found == wanted


def keys(grid: Grid) -> list[tuple[int | None, int | None, int | None]]:
    cells = (original for cell in grid.cells for original in cell.originals if original.text.strip())
    return [(cell.place.table, cell.place.row, cell.place.column) for cell in cells]


@pytest.mark.parametrize("name", TEXTS)
def test_ledger_of_a_text_holds_every_field_between_tabs(name: str) -> None:
    lines = TEXTS[name].read_text(encoding="utf-8").splitlines()
    wanted = Counter(squeezed(field) for line in lines if "\t" in line for field in line.split("\t"))
    del wanted[""]
    assert Counter(squeezed(use.text) for use in harvest(name, "text").cells) == wanted


@pytest.mark.parametrize("name", TEXTS)
def test_ledger_of_a_word_file_holds_every_cell_that_was_typed(name: str) -> None:
    table = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["appendix"]
    typed = [box["text"] for box in table["header"]] + [text for row in table["rows"] for text in row]
    wanted = Counter(squeezed(plain(text)) for text in typed if text not in ("", "^"))
    found = Counter(without_notes(use.text) for use in harvest(name, "docx").cells)
    assert found == wanted


def without_notes(text: str) -> str:
    """The text without the mark of a footnote, however the parser shows it."""
    return squeezed(text).replace("chủchốt2là", "chủchốtlà").replace("chủchốt²là", "chủchốtlà")


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_used_cells_name_observations_and_set_aside_cells_a_reason(name: str, kind: str) -> None:
    found = harvest(name, kind)
    known = {row.observation_id for row in found.observations}
    for use in found.cells:
        assert set(use.observation_ids) <= known
        assert use.status != "used" or use.observation_ids or use.reason, use
        assert use.status != "ignored" or use.reason, use
