"""The ledger: what an artefact depends on, and what its renaming changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import Folders, Ledger, basis, held, program, renamed
from pipeline.checks import Config
from pipeline.errors import OutputError
from pipeline.language.messages import finding
from pipeline.model import DocumentRecord, Harvest, Place, Quote

ARRIVAL = Arrival(Path("a.txt"), "a.txt", "f" * 64, 3)
RECORD = DocumentRecord("f" * 16, "a.txt", "txt", 3, "ok")


def test_the_key_depends_on_bytes_extension_program_catalogue_and_rules(tmp_path: Path) -> None:
    one, other = basis("1", Config()), basis("2", Config())
    ruled = basis("1", Config(settings={"A01": "off"}))
    (tmp_path / "decisions.csv").write_text("wording,ruling", encoding="utf-8")
    decided = basis("1", Config(), tmp_path / "decisions.csv")
    assert basis("1", Config(), tmp_path / "none.csv") == one
    keys = {Ledger(Folders(Path("out")), made).key(ARRIVAL) for made in (one, other, ruled, decided)}
    ledger = Ledger(Folders(Path("out")), one)
    keys |= {ledger.key(replace(ARRIVAL, name="a.md")), ledger.key(replace(ARRIVAL, sha="0" * 64))}
    assert len(keys) == 6
    assert ledger.key(replace(ARRIVAL, name="folder/b.txt")) == ledger.key(ARRIVAL)
    assert program() == program()


def test_what_is_put_comes_back_under_the_present_name(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "out")
    with held(folders, "en"):
        ledger = Ledger(folders, basis("1", Config()))
        assert not ledger.has(ARRIVAL)
        ledger.put(ARRIVAL, Harvest(documents=(RECORD,)))
        found = ledger.get(replace(ARRIVAL, name="b.txt"))
    assert found == Harvest(documents=(replace(RECORD, path="b.txt"),))
    assert sorted(path.name for path in folders.home.iterdir()) == ["lock", "store"]


def test_a_finding_that_quotes_the_name_quotes_the_new_one() -> None:
    told = finding("type_mismatch", Quote(Place("f" * 16), "a.txt"), named="docx", found="txt")
    harvest = renamed(Harvest(documents=(RECORD,), findings=(told,)), "b.txt")
    assert harvest.findings[0].a == Quote(Place("f" * 16), "b.txt")


def test_artefacts_of_another_program_are_forgotten(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "out")
    old, new = Ledger(folders, basis("1", Config())), Ledger(folders, basis("2", Config()))
    with held(folders, "en"):
        old.put(ARRIVAL, Harvest(documents=(RECORD,)))
        new.put(ARRIVAL, Harvest(documents=(RECORD,)))
        new.prune()
    assert (old.has(ARRIVAL), new.has(ARRIVAL)) == (False, True)


def test_a_place_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="file"), held(Folders(tmp_path / "file" / "out"), "en"):
        pass
