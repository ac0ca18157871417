"""Written tables read back: the same records, the same findings, clear words for a wrong folder."""

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import checks, run
from pipeline.batch.recheck import ANEW, FROM_VALUES, recheck
from pipeline.batch.reload import place_of, reload
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Case, Config
from pipeline.errors import UsageError
from pipeline.model import Finding, Harvest, Observation, Place, Plan, Quantity
from pipeline.writers import order, write
from tests.writers import harvests

ROOT = Path(__file__).parents[2]
UNWRITTEN = {"cells", "match", "quantity"}
"""Fields of an observation that the tables hold in part or not at all."""

HEADER = {"document", "number", "date", "type", "title", "issuer", "area_name", "area_level", "period"}


def merged(harvests: list[Harvest], catalogue: Catalogue) -> Harvest:
    """All of them as one, with the findings across documents."""
    across = checks.check_across([(one.documents[0], one.observations) for one in harvests], catalogue)
    return Harvest(
        documents=tuple(record for one in harvests for record in one.documents),
        observations=tuple(seen for one in harvests for seen in one.observations),
        findings=(*(finding for one in harvests for finding in one.findings), *across),
        responsibilities=tuple(part for one in harvests for part in one.responsibilities),
        unmatched=tuple(row for one in harvests for row in one.unmatched),
        cells=tuple(cell for one in harvests for cell in one.cells),
    )


@pytest.fixture(scope="module")
def known() -> run.Knowledge:
    return run.know()


@pytest.fixture(scope="module")
def live(known: run.Knowledge) -> Harvest:
    folder = ROOT / "raw_docs"
    made = [run.convert(path, folder=folder) for path in sorted(folder.glob("*.txt"))]
    return merged(made, known.catalogue)


@pytest.fixture(scope="module")
def back(live: Harvest, known: run.Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Harvest:
    folder = tmp_path_factory.mktemp("tables")
    write(live, known.catalogue, folder)
    return reload(folder, known.units)


def flat(finding: Finding) -> Finding:
    """A finding without boxes, which the tables do not hold."""
    sides = {
        name: replace(quote, place=replace(quote.place, bbox=None)) if quote else None
        for name, quote in (("a", finding.a), ("b", finding.b))
    }
    return replace(finding, **sides)


def test_documents_findings_and_cells_come_back_as_they_were(live: Harvest, back: Harvest) -> None:
    assert set(back.documents) == set(live.documents)
    assert {flat(finding) for finding in live.findings} == set(back.findings)
    assert len(back.cells) == len(live.cells)
    assert {(cell.place, cell.text, cell.status) for cell in back.cells} == {
        (cell.place, cell.text, cell.status) for cell in live.cells
    }


def test_observations_come_back_with_their_printed_digits(live: Harvest, back: Harvest) -> None:
    before = {one.observation_id: one for one in live.observations}
    assert len(back.observations) == len(before)
    for one in back.observations:
        was = before[one.observation_id]
        for field in fields(Observation):
            if field.name not in UNWRITTEN:
                assert getattr(one, field.name) == getattr(was, field.name), field.name
        assert str(one.quantity.amount) == str(was.quantity.amount)
        assert (one.quantity.kind, one.quantity.comparator) == (was.quantity.kind, was.quantity.comparator)
        assert (one.quantity.count, one.quantity.of) == (was.quantity.count, was.quantity.of)
        assert one.match.review == was.match.review


def test_a_value_whose_words_give_another_number_supports_no_rule(tmp_path: Path) -> None:
    seen = harvests.observation(1, value_raw="61%")
    write(Harvest(documents=harvests.documents(), observations=(seen,)), harvests.catalogue(), tmp_path)
    (one,) = reload(tmp_path).observations
    assert one.quantity.kind == "unparsed"
    assert str(one.quantity.amount) == "60"


def test_a_corrected_value_comes_back_as_the_person_typed_it(tmp_path: Path) -> None:
    reasons = ("the name itself", "value corrected: dưới 61,50%", "decided by Lan")
    quantity = Quantity(raw="60%", kind="level", amount=Decimal("61.50"), comparator="lt", unit="percent")
    seen = harvests.observation(
        1, value_raw="60%", quantity=quantity, review="decided", match=harvests.match(reasons=reasons)
    )
    write(Harvest(documents=harvests.documents(), observations=(seen,)), harvests.catalogue(), tmp_path)
    (one,) = reload(tmp_path).observations
    assert (one.quantity.kind, str(one.quantity.amount), one.value_raw) == ("level", "61.50", "60%")


def test_what_people_ruled_stays_on_findings_that_are_made_again(back: Harvest, known: run.Knowledge) -> None:
    first = next(f for f in order.findings(back) if f.finding.rule in ANEW).finding
    ruling = replace(first, ruling="not_error", ruling_note="hai kỳ khác nhau")
    told = replace(back, findings=tuple(ruling if f is first else f for f in back.findings))
    again = [f for f in recheck(told, known.catalogue) if f.ruling]
    assert [(f.rule, f.message_vi, f.ruling_note) for f in again] == [
        (first.rule, first.message_vi, "hai kỳ khác nhau")
    ]


def test_rules_run_again_over_the_tables_find_what_the_run_found(
    live: Harvest, back: Harvest, known: run.Knowledge
) -> None:
    again = recheck(back, known.catalogue)
    assert {flat(finding) for finding in again} == {flat(finding) for finding in live.findings}
    assert len(again) == len(live.findings)
    assert sum(finding.rule in ANEW for finding in again) > 10


def test_rules_that_need_values_only_are_made_anew(back: Harvest, known: run.Knowledge) -> None:
    without = replace(back, findings=tuple(f for f in back.findings if f.rule not in ANEW))
    assert set(map(flat, recheck(without, known.catalogue))) == set(map(flat, recheck(back, known.catalogue)))


def test_a_rule_that_is_switched_off_is_neither_made_nor_taken_over(
    back: Harvest, known: run.Knowledge
) -> None:
    rules = {f.rule for f in recheck(back, known.catalogue, Config(settings={"A01": "off", "E02": "off"}))}
    assert not rules & {"A01", "E02"}


def test_values_of_a_catalogue_that_is_not_in_use_are_left_alone(back: Harvest) -> None:
    kept = {flat(f) for f in recheck(back, Catalogue(()))}
    assert kept == {flat(f) for f in back.findings if f.rule not in ANEW}


class HeaderOnly:
    """A plan of which only the header may be looked at."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __getattr__(self, name: str) -> object:
        assert name in HEADER, name
        return getattr(self._plan, name)


@pytest.mark.parametrize(
    "rule", [rule for rule in checks.RULES if rule.id in FROM_VALUES], ids=lambda r: r.id
)
def test_the_rules_made_anew_look_at_nothing_but_values(
    rule: checks.Rule[Case], live: Harvest, known: run.Knowledge
) -> None:
    for path in sorted((ROOT / "raw_docs").glob("*.txt")):
        result = run.process(run.archive.load(path), known, Config())
        plan = HeaderOnly(result.normalized.plan)
        seen = result.normalized.observations
        full = Case(result.normalized.plan, seen, known.catalogue)
        found = list(found_by(rule, Case(plan, seen, known.catalogue)))  # type: ignore[arg-type]
        assert found == list(found_by(rule, full))


def found_by(rule: checks.Rule[Case], case: Case) -> Iterator[Finding]:
    return rule.run(case)


@pytest.mark.parametrize(
    "place",
    [
        Place("d", page=3, table=2, row=14, column=5),
        Place("d", page=2, line=7),
        Place("d", line=9),
        Place("d"),
    ],
)
def test_a_place_in_words_is_read_back(place: Place) -> None:
    assert place_of("d", place.spot) == place


def test_a_folder_without_tables_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"documents\.parquet"):
        reload(tmp_path)


def test_a_damaged_table_is_wrong_usage(tmp_path: Path) -> None:
    write(harvests.harvest(), harvests.catalogue(), tmp_path)
    (tmp_path / "observations.parquet").write_bytes(b"PAR1 cut")
    with pytest.raises(UsageError, match=r"observations\.parquet"):
        reload(tmp_path)


def test_tables_of_another_version_name_the_missing_column(tmp_path: Path) -> None:
    write(harvests.harvest(), harvests.catalogue(), tmp_path)
    path = tmp_path / "documents.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["issuer"]), path)
    with pytest.raises(UsageError, match="issuer"):
        reload(tmp_path, lang="en")
