"""The file of rulings as the pages see it: versions, undoing, what is settled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.catalogue.decisions import Line, append, read_rulings
from pipeline.server.rulings import Book, Overtaken, now

WORDING = Line(subject="wording", wording="Số  nữ\nlãnh đạo", who="An", document="d", place="bảng 1")
VALUE = Line(subject="value", document="d", place="bảng 1, hàng 2", printed="31.600", wording="x", who="An")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "decisions.csv")


def rule(book: Book, line: Line, ruling: str, **more: str) -> Line:
    return book.write(replace(line, ruling=ruling, **more), book.version(line))


def in_force(book: Book) -> list[str]:
    return [one.indicator_id or one.ruling for one in read_rulings(book.path).wordings]


def test_a_ruling_is_kept_with_its_words_moment_and_name(book: Book) -> None:
    written = rule(book, WORDING, "VNGES.1.1", scope="all")
    assert written.wording == "Số nữ lãnh đạo"
    (kept,) = read_rulings(book.path).wordings
    assert (kept.indicator_id, kept.who, kept.when) == ("VNGES.1.1", "An", written.when)
    assert abs(datetime.fromisoformat(kept.when) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_form_made_before_another_ruling_is_refused_and_told_of_it(book: Book) -> None:
    old = book.version(WORDING)
    rule(book, replace(WORDING, who="Bình"), "none")
    with pytest.raises(Overtaken) as fault:
        book.write(replace(WORDING, ruling="VNGES.1.1"), old)
    assert (fault.value.line.who, fault.value.line.ruling) == ("Bình", "none")
    assert in_force(book) == ["none"]


def test_another_spelling_of_the_wording_is_the_same_thing(book: Book) -> None:
    old = book.version(WORDING)
    rule(book, replace(WORDING, wording="số nữ lãnh đạo."), "none")
    assert book.version(WORDING) != old


def test_other_things_do_not_get_in_each_others_way(book: Book) -> None:
    old = book.version(VALUE)
    rule(book, WORDING, "none")
    rule(book, replace(VALUE, place="bảng 1, hàng 3"), "confirm")
    assert book.version(VALUE) == old


def test_lines_that_somebody_else_writes_are_seen(book: Book) -> None:
    old = book.version(WORDING)
    append(book.path, [replace(WORDING, ruling="none", who="Chi", when="2026-01-01")])
    assert book.version(WORDING) != old
    assert book.standing(WORDING) is not None


def test_undoing_is_a_new_line_and_what_was_ruled_before_stands_again(book: Book) -> None:
    rule(book, WORDING, "none")
    rule(book, WORDING, "VNGES.1.1")
    assert book.undo() is not None
    assert in_force(book) == ["none"]
    assert book.undo() is not None
    assert in_force(book) == []
    assert book.undo() is None
    assert [line.ruling for line in book.about(WORDING)] == ["none", "VNGES.1.1", "none", "undo"]


def test_the_same_ruling_twice_within_a_moment_counts_after_undoing(book: Book) -> None:
    for _ in range(3):
        rule(book, WORDING, "none")
        assert in_force(book) == ["none"]
        book.undo()
        assert in_force(book) == []


def test_undoing_leaves_rulings_for_another_place_alone(book: Book) -> None:
    rule(book, WORDING, "none")
    rule(book, replace(WORDING, parent="VNGES.1.1"), "VNGES.1.1")
    book.undo()
    assert in_force(book) == ["none"]


def test_what_somebody_ruled_over_is_not_undone(book: Book) -> None:
    rule(book, WORDING, "none")
    append(book.path, [replace(WORDING, ruling="VNGES.1.1", when=now())])
    assert book.undo() is None
    assert in_force(book) == ["VNGES.1.1"]


def test_lines_after_a_run_are_counted(book: Book) -> None:
    append(book.path, [replace(WORDING, ruling="none", when="2020-01-01")])
    began = datetime.now(UTC) - timedelta(seconds=5)
    rule(book, VALUE, "confirm")
    assert book.since(began) == 1
    assert book.since(datetime.now(UTC)) == 0
