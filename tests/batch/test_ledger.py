"""The ledger: what an artefact depends on, and what its renaming changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.artefact import renamed
from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import Folders, Ledger, basis, held, program
from pipeline.batch.sections import Unsound
from pipeline.catalogue.decisions import Correction, Decision, Rulings
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Config
from pipeline.errors import OutputError
from pipeline.language.messages import finding
from pipeline.model import DocumentRecord, Harvest, Place, Quote

ARRIVAL = Arrival(Path("a.txt"), "a.txt", "f" * 64, 3)
RECORD = DocumentRecord("f" * 16, "a.txt", "txt", 3, "ok")


HARVEST = Harvest(documents=(RECORD,))


def opened(folders: Folders, made: str = "1", rulings: Rulings | None = None) -> Ledger:
    return Ledger(folders, basis(made, Config()), Catalogue(()), rulings or Rulings())


def test_the_key_depends_on_bytes_extension_program_catalogue_and_rules() -> None:
    one, other = basis("1", Config()), basis("2", Config())
    ruled = basis("1", Config(settings={"A01": "off"}))
    ledger = opened(Folders(Path("out")))
    keys = {replace(ledger, basis=made).key(ARRIVAL) for made in (one, other, ruled)}
    keys |= {ledger.key(replace(ARRIVAL, name="a.md")), ledger.key(replace(ARRIVAL, sha="0" * 64))}
    assert len(keys) == 5
    assert ledger.key(replace(ARRIVAL, name="folder/b.txt")) == ledger.key(ARRIVAL)
    assert program() == program()


def test_what_is_put_comes_back_under_the_present_name(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "out")
    with held(folders, "en"):
        ledger = opened(folders)
        assert not ledger.has(ARRIVAL)
        ledger.put(ARRIVAL, HARVEST, ("a key",))
        brief = ledger.settle(replace(ARRIVAL, name="b.txt"))
        head = ledger.head(ARRIVAL)
    assert (head.record, head.wordings) == (replace(RECORD, path="b.txt"), ("a key",))
    assert (brief.name, brief.wordings, brief.kinds) == ("b.txt", ("a key",), ())
    assert sorted(path.name for path in folders.home.iterdir()) == ["lock", "store"]


def test_a_finding_that_quotes_the_name_quotes_the_new_one() -> None:
    told = finding("type_mismatch", Quote(Place("f" * 16), "a.txt"), named="docx", found="txt")
    harvest = renamed(replace(HARVEST, findings=(told,)), "b.txt")
    assert harvest.findings[0].a == Quote(Place("f" * 16), "b.txt")


def test_artefacts_of_another_program_are_forgotten(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "out")
    old, new = opened(folders, "1"), opened(folders, "2")
    with held(folders, "en"):
        old.put(ARRIVAL, HARVEST, ())
        new.put(ARRIVAL, HARVEST, ())
        new.prune()
    assert (old.has(ARRIVAL), new.has(ARRIVAL)) == (False, True)


@pytest.mark.parametrize(
    ("ruling", "counts"),
    [
        (Rulings(wordings=(Decision("a key", "none"),)), False),
        (Rulings(wordings=(Decision("another key", "none"),)), True),
        (Rulings(values=(Correction(ARRIVAL.id, "", "5", "confirm"),)), False),
        (Rulings(values=(Correction("0" * 16, "", "5", "confirm"),)), True),
    ],
)
def test_an_artefact_counts_while_no_ruling_touches_its_document(
    tmp_path: Path, ruling: Rulings, counts: bool
) -> None:
    folders = Folders(tmp_path / "out")
    with held(folders, "en"):
        opened(folders).put(ARRIVAL, HARVEST, ("a key",))
        assert opened(folders, rulings=ruling).has(ARRIVAL) == counts


@pytest.mark.parametrize("at", [10, -10, None])
def test_an_artefact_that_was_changed_or_cut_does_not_count(tmp_path: Path, at: int | None) -> None:
    folders = Folders(tmp_path / "out")
    with held(folders, "en"):
        ledger = opened(folders)
        ledger.put(ARRIVAL, HARVEST, ())
        (path,) = (path for path in folders.store.rglob("*") if path.is_file())
        data = bytearray(path.read_bytes())
        if at is None:
            del data[-20:]
        else:
            data[at] ^= 1
        path.write_bytes(data)
        with pytest.raises(Unsound):
            ledger.settle(ARRIVAL)


def test_a_place_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="file"), held(Folders(tmp_path / "file" / "out"), "en"):
        pass
