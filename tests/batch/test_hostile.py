"""A few of the hostile files and of the damaged copies; ``python -m tests.hostile`` runs them all."""

from pathlib import Path

import pytest

from pipeline import tools
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.limits import Limits
from pipeline.batch.nursery import Settings
from pipeline.batch.workers import read_all
from pipeline.language.messages import messages
from pipeline.model import DocumentRecord
from tests.golden.documents import FILES
from tests.hostile import ordinary, packed, pdfs
from tests.hostile.mutants import mutants

LIMITS = Limits.of(10, None)
ROOMS = {"ordinary": ordinary.files, "packed": packed.files, "pdf": pdfs.files}
FEW = {
    "ordinary": (
        *("empty.pdf", "zeros.docx", "deep.html", "tall_span.html", "laughs.xml", "long_number.txt"),
        *("payloads.txt", "random.pdf"),
    ),
    "packed": (
        *("bomb.docx", "half.docx", "laughs_utf16.docx", "wide_span.docx", "nested_deep.docx"),
        *("merge_all.xlsx", "far_cell.xlsx"),
    ),
    "pdf": (
        *("bomb.pdf", "locked.pdf", "no_pages.pdf", "pages_of_itself.pdf", "form_of_itself.pdf"),
        *("huge_box.pdf", "deep_arrays.pdf"),
    ),
}
EXPECTED = {
    "ordinary/empty.pdf": "empty",
    "packed/bomb.docx": "bomb",
    "packed/half.docx": "damaged_zip",
    "packed/laughs_utf16.docx": "dtd",
    "pdf/bomb.pdf": "bomb",
    "pdf/locked.pdf": "encrypted",
    "pdf/no_pages.pdf": "no_pages",
}


def records(folder: Path) -> dict[str, DocumentRecord]:
    found = [entry for entry in arrivals(folder, files_in(folder)) if isinstance(entry, Arrival)]
    read = read_all(found, Settings(limits=LIMITS, jobs=2))
    return {outcome.arrival.name: outcome.harvest.documents[0] for outcome in read}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentRecord]:
    folder = tmp_path_factory.mktemp("raw")
    for room, names in FEW.items():
        (folder / room).mkdir()
        made = ROOMS[room]()
        for name in names:
            (folder / room / name).write_bytes(made[name])
    for name, _, data in mutants((FILES["district", "docx"],), 8):
        (folder / name).write_bytes(data)
    return records(folder)


def test_every_hostile_file_has_a_clear_end(few: dict[str, DocumentRecord]) -> None:
    assert {name: record for name, record in few.items() if record.status == "internal_error"} == {}
    assert [r.reason for r in few.values() if r.reason and f"remedy.{r.reason}" not in messages()] == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_well_known_tricks_are_called_by_their_name(few: dict[str, DocumentRecord], name: str) -> None:
    assert few[name].reason == EXPECTED[name]


def test_there_are_enough_of_them_and_each_is_the_same_every_time() -> None:
    made = ordinary.files()
    assert len(made) + len(packed.files()) + len(pdfs.files()) > 200
    assert made == ordinary.files()


@pytest.mark.office
@pytest.mark.skipif(tools.find(tools.OFFICE) is None, reason="no LibreOffice")
def test_limits_leave_room_for_libreoffice(tmp_path: Path) -> None:
    made = tools.convert(FILES["district", "docx"].read_bytes(), "docx", "rtf")
    (tmp_path / "plan.rtf").write_bytes(made)
    record = records(tmp_path)["plan.rtf"]
    assert record.status in ("ok", "ok_flagged"), record
    assert record.observations > 30
