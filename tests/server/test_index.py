"""The index says what the tables say, in pages, and is made again when they change."""

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.catalogue.load import load
from pipeline.errors import UsageError
from pipeline.model import Responsibility
from pipeline.server.index import Index, documents, findings, open_index, questions, uses
from pipeline.server.index.findings import Filter
from pipeline.server.index.store import Page
from pipeline.server.index.words import KINDS, search
from tests.golden.documents import FILES
from tests.server.doubts import KNOWN, ONE, PARENT, TWO, document, harvest, row, value
from tests.server.printed import put, read, tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    agency = Responsibility(ONE, KNOWN, "all", "x", "Sở Nội vụ", "SNV", "lead", "cell", value(1).place)
    tables(made / "out", [harvest(responsibilities=(agency,))])
    return made


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return open_index(folder / "out", folder / "home", load())


def test_items_stand_in_the_order_of_rows_that_one_answer_settles(index: Index) -> None:
    found = questions.items(index)
    assert [(one.label, one.rows, one.documents) for one in found.items] == [
        ("phụ nữ", 2, 2),
        ("cấp huyện", 1, 1),
        ("cấp huyện", 1, 1),
    ]


def test_a_part_of_a_known_row_is_a_question_of_its_own(index: Index) -> None:
    contexts = {(one.parent, one.parent_id) for one in questions.items_of(index, "cấp huyện")}
    assert contexts == {(PARENT, KNOWN), ("", "")}


def test_a_row_tells_its_candidates_reasons_and_place(index: Index) -> None:
    (item,) = questions.items_of(index, "phụ nữ")
    second, first = questions.rows_of(index, item)
    assert [(one.indicator_id, one.score) for one in first.choices] == [("VNGES.2.3", 62.8), (KNOWN, 41.0)]
    assert first.reasons == ("no key term: nữ", "outside_bounds")
    assert (first.spot.document_id, first.place) == (ONE, "bảng 1, hàng 5, cột 2")
    assert second.spot.document_id == TWO


def test_values_in_doubt_are_found_by_their_place(index: Index) -> None:
    assert [one.value_raw for one in questions.doubts(index).items] == ["31.600", "60%"]
    (one,) = questions.doubts_at(index, ONE, "bảng 1, hàng 11, cột 4")
    assert one.observation_id == f"{11:016x}"


def test_documents_carry_what_is_left(index: Index) -> None:
    one = documents.document(index, ONE)
    assert one
    assert (one.name, one.open, one.doubtful, one.errors, one.warnings) == ("m/KH-UBND", 2, 2, 1, 1)
    assert documents.totals(index).documents == 2
    assert documents.documents(index, status="crashed").total == 0
    assert documents.document(index, "0" * 16) is None


def test_findings_are_filtered(index: Index) -> None:
    assert [one.rule for one in findings.findings(index, Filter()).items] == ["A08", "B02"]
    assert [one.rule for one in findings.findings(index, Filter(severity="warning")).items] == ["B02"]
    assert findings.findings(index, Filter(document=TWO)).total == 0
    index.ruled([("finding", findings.findings(index, Filter()).items[0].finding_id, "true")])
    assert [one.rule for one in findings.findings(index, Filter(state="ruled")).items] == ["A08"]
    assert [one.rule for one in findings.findings(index, Filter(state="open")).items] == ["B02"]
    index.ruled([])


def test_wordings_tell_where_they_were_used(index: Index) -> None:
    (use,) = uses.uses(index, KNOWN).items
    assert (use.label, use.rows, use.documents) == (PARENT, 4, 2)
    assert dict(uses.documents_of(index, use.no).items) == {ONE: 3, TWO: 1}
    assert uses.figures(index) == {KNOWN: (4, 2)}


@pytest.mark.parametrize(
    ("asked", "kind", "found"),
    [
        ("phu nu", "open", "phụ nữ"),
        ("PHỤ NỮ", "open", "phụ nữ"),
        ("huyen cap", "open", "cấp huyện"),
        ("lanh dao", "wording", PARENT),
        ("so noi", "agency", "Sở Nội vụ"),
        ("hai txt", "document", "hai.txt"),
        ("giam doc hop tac", "indicator", "VNGES.2.3"),
        ("vnges.2.3", "indicator", "VNGES.2.3"),
        ("binh dang gioi", "indicator", "bình đẳng giới"),
    ],
)
def test_words_are_found_with_and_without_marks(index: Index, asked: str, kind: str, found: str) -> None:
    assert found in search(index, asked, kind)[0].title


@pytest.mark.parametrize(
    "asked", ["", '"', "*", "a OR b", "NEAR(", "'; DROP TABLE words", "-", "^a", "col:x"]
)
def test_no_words_break_the_search(index: Index, asked: str) -> None:
    assert all(isinstance(search(index, asked, kind), tuple) for kind in KINDS)


def test_the_rows_of_a_document_are_those_of_the_table(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"a.docx": FILES["province", "docx"].read_bytes(), "b.docx": FILES["district", "docx"].read_bytes()},
    )
    tables(tmp_path / "out", read(tmp_path, ["a.docx", "b.docx"]))
    index = open_index(tmp_path / "out", tmp_path / "home", load())
    for name in ("observations", "cells", "responsibilities"):
        rows = pq.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist()
        for one in documents.documents(index).items:
            wanted = [row for row in rows if row["document_id"] == one.document_id]
            assert list(index.table(name, one.document_id)) == wanted
    index.close()


def test_the_index_is_kept_and_made_again_for_other_tables(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "out", tmp_path / "out")
    first = open_index(tmp_path / "out", tmp_path, load())
    made = first.path.stat().st_mtime_ns
    again = open_index(tmp_path / "out", tmp_path, load())
    assert (again.path, again.path.stat().st_mtime_ns) == (first.path, made)
    tables(tmp_path / "out", [harvest(unmatched=(row("khác"),))])
    other = open_index(tmp_path / "out", tmp_path, load())
    assert other.path != first.path
    assert [path.name for path in tmp_path.glob("index-*")] == [other.path.name]
    assert questions.items(first).total == 3, "who holds the old index goes on"
    assert questions.items(other).total == 1
    for one in (first, again, other):
        one.close()


def test_a_cut_index_is_not_taken_for_a_whole_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "work.sqlite").write_bytes(b"half an index")
    index = open_index(folder / "out", tmp_path, load())
    assert questions.items(index).total == 3
    index.close()


def test_a_folder_that_is_no_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"datapackage\.json"):
        open_index(tmp_path, tmp_path / "home", load())


def test_tables_of_an_older_version_are_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "out", tmp_path / "out")
    path = tmp_path / "out" / "unmatched.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["candidates"]), path)
    with pytest.raises(UsageError, match="candidates"):
        open_index(tmp_path / "out", tmp_path / "home", load())


def test_lists_come_in_pages(tmp_path: Path) -> None:
    many = tuple(replace(document(f"{at:016x}", f"{at:04}.txt"), number="") for at in range(120))
    tables(tmp_path / "out", [harvest(documents=many, observations=(), findings=(), unmatched=())])
    index = open_index(tmp_path / "out", tmp_path / "home", load())
    last = documents.documents(index, number=3)
    assert (len(last.items), last.total, last.last) == (20, 120, 3)
    assert last.items[-1].path == "0119.txt"
    assert documents.documents(index, number=9).items == ()
    assert Page((), 1, 0).last == 1
    index.close()
