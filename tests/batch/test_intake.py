"""Intake: every entry of a folder is taken or refused for a reason, whatever its name."""

import os
from pathlib import Path

from pipeline.batch import intake
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.model import DocumentRecord
from tests.hostile import names


def entries(folder: Path) -> list[Arrival | DocumentRecord]:
    return list(arrivals(folder, files_in(folder)))


def reasons(folder: Path) -> dict[str, str]:
    return {entry.path: entry.reason for entry in entries(folder) if isinstance(entry, DocumentRecord)}


def test_every_hostile_name_is_one_entry(tmp_path: Path) -> None:
    count = names.put(tmp_path)
    found = entries(tmp_path)
    assert len(found) == count
    read = [entry for entry in found if isinstance(entry, Arrival)]
    assert len(read) == len(names.NAMES) + len(names.RAW_NAMES) + 1
    assert all(entry.name.isprintable() for entry in read)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    names.put(tmp_path)
    refused = reasons(tmp_path)
    assert set(refused.values()) == {"not_regular_file"}
    assert {"pipe.pdf", "link.txt", "link_to_folder", "socket.pdf"} <= set(refused)


def test_bytes_that_are_no_text_are_shown_as_percent(tmp_path: Path) -> None:
    names.put(tmp_path)
    shown = {entry.name for entry in entries(tmp_path) if isinstance(entry, Arrival)}
    assert {"invalid%FF%FE.txt", "two%0Alines.txt", "%E2%80%AEtxt.pdf"} <= shown


def test_hidden_files_and_owner_marks_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden", "~$plan.docx", "Thumbs.db", "decisions.csv", "plan.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.txt").write_text("x", encoding="utf-8")
    assert [path.name for path in files_in(tmp_path)] == ["plan.txt"]


def test_the_same_bytes_are_read_once_under_the_first_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text("same", encoding="utf-8")
    first, *others = entries(tmp_path)
    assert isinstance(first, Arrival)
    assert first.name == "a.txt"
    assert [(o.status, o.document_id) for o in others if isinstance(o, DocumentRecord)] == [
        ("duplicate", first.id)
    ] * 2


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(intake.LARGEST + 1)
    assert reasons(tmp_path) == {"a.pdf": "too_large"}


def test_the_order_is_that_of_the_shown_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "B.txt", "ă.txt", "a\u0306b.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    shown = [entry.name for entry in entries(tmp_path) if isinstance(entry, Arrival)]
    assert shown == sorted(shown, key=str.encode) == ["B.txt", "a.txt", "b.txt", "ă.txt", "ăb.txt"]


def test_a_file_that_grows_while_it_is_read_is_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("half", encoding="utf-8")
    read = os.fstat

    def grown(handle: int) -> os.stat_result:
        found = read(handle)
        with path.open("a", encoding="utf-8") as file:
            file.write(" more")
        return found

    intake.os.fstat, before = grown, intake.os.fstat  # type: ignore[attr-defined]
    try:
        entry = intake.look(path, "a.txt")
    finally:
        intake.os.fstat = before  # type: ignore[attr-defined]
    assert isinstance(entry, DocumentRecord)
    assert entry.reason == "retry_io"
