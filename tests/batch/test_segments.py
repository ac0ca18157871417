"""Packed documents: the tables do not show how they were packed, nor when."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import segments
from pipeline.batch.artefact import Brief
from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import Ledger
from pipeline.batch.segments import Group, groups
from tests.batch.runs import PLAN, plans, state
from tests.batch.test_folder import decide, rows, ruled, run
from tests.golden.documents import FILES

HEAD = "ỦY BAN NHÂN DÂN\nHUYỆN SÓC SƠN\nSố: 9/KH-UBND\n\nHà Nội, ngày 17 tháng 3 năm 2025\n\nKẾ HOẠCH\n\n"
"""Plans with one number and one sentence say the same: their findings have equal ids."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of which some say the same, and a first run over them, packed as usual."""
    home = tmp_path_factory.mktemp("first")
    raw = plans(home / "raw", range(4))
    for number in range(3):
        (raw / f"same {number}.txt").write_text(HEAD + PLAN.format(7) + "\n" * number, encoding="utf-8")
    shutil.copy(FILES["district", "docx"], raw)
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    ruled(home, home / "out", decide(home))
    return home


def judged(out: Path) -> tuple[str, str]:
    """A finding to be called no fault, and one whose values are to be called misread."""
    found = rows(out, "findings")
    misread = next(row for row in found if row["observation_ids"])
    (fault, *_) = (row for row in found if row["severity"] == "warning" and row is not misread)
    return fault["finding_id"], misread["finding_id"]


def test_some_findings_of_this_test_say_the_same(first: Path) -> None:
    plain = [row["message_en"] for row in rows(first / "out", "findings") if row["document_a"]]
    assert len(plain) > len(set(plain))
    names = [row["finding_id"] for row in rows(first / "out", "findings")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("size", [1, 3 * segments.LIGHTEST, 2**40])
def test_tables_do_not_depend_on_how_documents_were_packed_before(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(segments, "GROUP", size)
    home = tmp_path / "copy"
    shutil.copytree(first, home)
    raw, out = home / "raw", home / "out"
    (raw / "00001.txt").unlink()
    (raw / "district.docx").rename(raw / "renamed.docx")
    (raw / "new.txt").write_text(PLAN.format(77), encoding="utf-8")
    ruled(home, out, decide(home))
    fault, misread = judged(out)
    order = decide(
        home,
        f"A,,not_error,xem rồi,finding,,{fault},",
        f"A,,misread,,finding,,{misread},",
        "A,ở đâu,none,,,,,",
    )
    ruled(home, out, order)
    monkeypatch.undo()
    ruled(home, tmp_path / "fresh", order)
    assert state(out) == state(tmp_path / "fresh")
    assert sum(bool(row["ruling"]) for row in rows(out, "findings")) == 2


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def changed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("spoil", [cut, changed, Path.unlink])
def test_what_was_kept_and_is_damaged_or_gone_is_made_again(
    first: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    home = tmp_path / "copy"
    shutil.copytree(first, home)
    for path in [*(home / "out.run" / "segments").iterdir(), home / "out.run" / "index"]:
        spoil(path)
    shutil.rmtree(home / "out")
    ruled(home, home / "out", decide(home))
    assert state(home / "out") == state(first / "out")


def test_an_artefact_that_is_damaged_behind_the_index_is_read_again(first: Path, tmp_path: Path) -> None:
    home = tmp_path / "copy"
    shutil.copytree(first, home)
    for path in (home / "out.run" / "store").rglob("*"):
        if path.is_file():
            changed(path)
    shutil.rmtree(home / "out.run" / "segments")
    shutil.rmtree(home / "out")
    ruled(home, home / "out", decide(home))
    assert state(home / "out") == state(first / "out")


def test_nothing_new_opens_no_artefact_and_leaves_no_segment_that_nobody_needs(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "copy"
    shutil.copytree(first, home)
    (home / "raw" / "broken.pdf").unlink()
    ruled(home, home / "out", decide(home))
    monkeypatch.setattr(Ledger, "open", lambda *_: pytest.fail("opened"))
    report, _ = ruled(home, home / "out", decide(home))
    assert not report.changed
    monkeypatch.undo()
    for path in (home / "raw").iterdir():
        if path.name != "00000.txt":
            path.unlink()
    run(home / "raw", home / "out")
    assert len(list((home / "out.run" / "segments").iterdir())) == 2


def entry(number: int) -> Arrival:
    sha = f"{number * 2654435761 % 2**32:08x}" + "0" * 56
    return Arrival(Path(str(number)), f"{number:05}", sha, 1)


def brief(arrival: Arrival) -> Brief:
    return Brief(arrival.name, arrival.sha, (), "", "", "", (), 8 * 1024)


def cut_up(numbers: range, others: dict[str, str] | None = None) -> tuple[Group, ...]:
    entries = [entry(number) for number in numbers]
    briefs = {one.sha: brief(one) for one in entries}
    return tuple(groups(entries, briefs, others or {}, "basis"))


def test_one_document_more_changes_one_group() -> None:
    before, after = cut_up(range(1, 1000)), cut_up(range(1000))
    assert 8 < len(before) < 50
    assert len({group.rows for group in after} - {group.rows for group in before}) == 1
    assert [one for group in after for one in group.entries] == [entry(number) for number in range(1000)]


def test_what_others_say_changes_what_is_said_and_no_rows() -> None:
    before, after = cut_up(range(1000)), cut_up(range(1000), {entry(500).id: "digest"})
    assert [group.rows for group in before] == [group.rows for group in after]
    assert sum(one.said != other.said for one, other in zip(before, after, strict=True)) == 1
