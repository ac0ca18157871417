"""Answers become lines of decisions.csv with the text they were made for, or are refused with a reason."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue.decisions import read_rulings
from pipeline.normalizer.unmatched import settle
from pipeline.server.index import questions
from tests.server.doubts import KNOWN, ONE, harvest, row, visited
from tests.server.printed import Visitor

DOUBT = f"{11:016x}"


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    came = visited(tmp_path)
    yield came
    came.close()


def number(visitor: Visitor, label: str, parent: str = "") -> int:
    found = questions.items_of(visitor.desk.index, label)
    return next(one.no for one in found if bool(one.parent) == bool(parent))


def form(visitor: Visitor, path: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    text = visitor.get(path).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def answer(visitor: Visitor, path: str, page: str, **fields: Any) -> Any:
    return visitor.post(path, form(visitor, page) | fields)


def wording(visitor: Visitor, item: int, choice: str, **fields: Any) -> Any:
    return answer(visitor, "/rulings/wording", f"/queue?item={item}", choice=choice, **fields)


def following(told: Any) -> str:
    return str(json.loads(told.headers["hx-trigger"])["ruled"]["next"])


def kept(visitor: Visitor) -> Any:
    return read_rulings(visitor.desk.book.path)


def test_what_was_ruled_on_is_told_as_it_is_printed(tmp_path: Path) -> None:
    came = visited(tmp_path, harvest(unmatched=settle([row('Nữ & "R&D"')])))
    told = wording(came, number(came, 'nữ & "r&d"'), "none")
    came.close()
    assert "“Nữ &amp; &#34;R&amp;D&#34;”" in told.text


def test_a_wording_is_settled_everywhere_and_the_next_question_follows(visitor: Visitor) -> None:
    item = number(visitor, "phụ nữ")
    told = wording(visitor, item, "VNGES.2.3/all", note="theo Sở")
    assert told.status_code == 200
    (ruling,) = kept(visitor).wordings
    assert (ruling.wording, ruling.indicator_id, ruling.scope) == ("phụ nữ", "VNGES.2.3", "all")
    assert (ruling.parent, ruling.who, ruling.note) == ("", "Lan", "theo Sở")
    assert questions.items(visitor.desk.index).total == 2
    assert visitor.get(following(told)).status_code == 200
    assert f"item={item}" not in following(told)


def test_a_part_of_a_row_is_settled_there_unless_everywhere_is_chosen(visitor: Visitor) -> None:
    item = number(visitor, "cấp huyện", "below")
    wording(visitor, item, "none", reach="here")
    (ruling,) = kept(visitor).wordings
    assert ruling.parent == KNOWN
    assert [one.parent for one in questions.items(visitor.desk.index).items] == ["", ""]
    visitor.post("/undo", {})
    assert questions.items(visitor.desk.index).total == 3
    wording(visitor, item, "none", reach="everywhere")
    assert [one.label for one in questions.items(visitor.desk.index).items] == ["phụ nữ"]


def test_unsure_puts_a_question_off_and_keeps_it(visitor: Visitor) -> None:
    item = number(visitor, "phụ nữ")
    wording(visitor, item, "unsure")
    later = questions.items(visitor.desk.index, put_off=True)
    assert [one.no for one in later.items] == [item]
    assert "chưa rõ" in visitor.get(f"/queue?kind=later&item={item}").text


def test_a_second_tab_gets_409_and_what_the_first_ruled(visitor: Visitor) -> None:
    item = number(visitor, "phụ nữ")
    old = form(visitor, f"/queue?item={item}")
    assert wording(visitor, item, "none").status_code == 200
    late = visitor.post("/rulings/wording", old | {"choice": "VNGES.2.3/all"})
    assert late.status_code == 409
    assert "không thuộc chỉ tiêu nào" in late.text
    assert "hx-trigger" not in late.headers
    assert [one.ruling for one in kept(visitor).wordings] == ["none"]


def test_two_tabs_with_the_same_answer_write_one_line(visitor: Visitor) -> None:
    old = form(visitor, f"/queue?item={number(visitor, 'phụ nữ')}")
    codes = [visitor.post("/rulings/wording", old | {"choice": "none"}).status_code for _ in range(2)]
    assert codes == [200, 409]


@pytest.mark.parametrize("choice", ["VNGES.99/all", "VNGES.1.1/nowhere", "VNGES.1.1", "", "disputed", "=1+1"])
def test_only_what_the_catalogue_has_can_be_chosen(visitor: Visitor, choice: str) -> None:
    told = wording(visitor, number(visitor, "phụ nữ"), choice)
    assert told.status_code == 422
    assert kept(visitor).wordings == ()


def test_a_question_that_is_not_there_is_404(visitor: Visitor) -> None:
    fields = {"item": 999, "choice": "none", "version": "x"}
    assert visitor.post("/rulings/wording", fields).status_code == 404


def value(visitor: Visitor, **fields: Any) -> Any:
    return answer(visitor, "/rulings/value", f"/queue?kind=value&item={DOUBT}", **fields)


def test_a_value_is_corrected_with_a_reason(visitor: Visitor) -> None:
    assert value(visitor, choice="correct", value="31,6").status_code == 422
    told = value(visitor, choice="correct", value="31,6", note="dấu chấm sai")
    assert told.status_code == 200
    (ruling,) = kept(visitor).values
    assert (ruling.document, ruling.place, ruling.printed) == (ONE, "bảng 1, hàng 11, cột 4", "31.600")
    assert (ruling.text, ruling.note) == ("31,6", "dấu chấm sai")
    assert [one.value_raw for one in questions.doubts(visitor.desk.index).items] == ["60%"]
    assert f"item={12:016x}" in following(told)


@pytest.mark.parametrize("typed", ["", "ba mươi", "31,,6", "nt", "10; 20", "<b>", "31.600"])
def test_what_does_not_read_as_one_number_in_one_way_is_no_correction(visitor: Visitor, typed: str) -> None:
    assert value(visitor, choice="correct", value=typed, note="x").status_code == 422
    assert kept(visitor).values == ()


def test_what_is_typed_is_read_back_before_it_is_sent(visitor: Visitor) -> None:
    path = f"/queue/reading?observation={DOUBT}&value="
    assert "31,6" in visitor.get(f"{path}31,6").text
    assert "hai cách" in visitor.get(f"{path}31.600").text
    assert visitor.get(path).text == ""
    assert visitor.get("/queue/reading?observation=x&value=1").text == ""


def test_a_value_is_confirmed_and_the_confirmation_undone(visitor: Visitor) -> None:
    value(visitor, choice="confirm")
    assert [one.ruling for one in kept(visitor).values] == ["confirm"]
    told: Any = visitor.post("/undo", {})
    assert following(told) == f"/queue?kind=value&item={DOUBT}"
    assert kept(visitor).values == ()
    nothing: Any = visitor.post("/undo", {})
    assert "Không có gì" in nothing.text


def finding(visitor: Visitor) -> str:
    return str(re.findall(r"/findings/([0-9a-f]{16})", visitor.get("/findings").text)[0])


def test_a_finding_is_ruled_on(visitor: Visitor) -> None:
    name = finding(visitor)
    page = f"/findings/{name}"
    assert answer(visitor, "/rulings/finding", page, choice="not_error").status_code == 422
    assert answer(visitor, "/rulings/finding", page, choice="nonsense").status_code == 404
    told = answer(visitor, "/rulings/finding", page, choice="not_error", note="đã thống nhất")
    assert (told.status_code, following(told)) == (200, "")
    (verdict,) = kept(visitor).verdicts
    assert (verdict.finding_id, verdict.ruling, verdict.note) == (name, "not_error", "đã thống nhất")
    assert (verdict.document, verdict.printed) == (ONE, "31.600")
    assert "đã thống nhất" in visitor.get(page).text


def test_the_name_is_asked_once_and_kept_with_every_ruling(visitor: Visitor) -> None:
    named: Any = visitor.post("/name", {"who": "  Nguyễn Thị  Bình "})
    assert named.status_code == 204
    assert "Nguyễn Thị Bình" in visitor.get("/queue").text
    wording(visitor, number(visitor, "phụ nữ"), "none")
    assert kept(visitor).wordings[0].who == "Nguyễn Thị Bình"


@pytest.mark.parametrize("who", ["", " ", "x" * 101])
def test_a_name_has_a_length(visitor: Visitor, who: str) -> None:
    told: Any = visitor.post("/name", {"who": who})
    assert told.status_code == 400


@pytest.mark.parametrize("note", ["=HYPERLINK(1)", "+1", "a\nb", '"', "x" * 4000, "𝔘🙂"])
def test_notes_are_kept_as_text_whatever_they_hold(visitor: Visitor, note: str) -> None:
    wording(visitor, number(visitor, "phụ nữ"), "none", note=note)
    assert kept(visitor).wordings[0].note == " ".join(note.split())


def test_a_note_has_a_length(visitor: Visitor) -> None:
    assert wording(visitor, number(visitor, "phụ nữ"), "none", note="x" * 4001).status_code == 400


def test_without_a_folder_of_documents_rulings_lie_beside_the_tables(tmp_path: Path) -> None:
    first = visited(tmp_path)
    alone = Visitor(first.desk.options.tables, None)
    wording(alone, number(alone, "phụ nữ"), "none")
    assert (tmp_path / "out.run" / "review" / "decisions.csv").is_file()
    refused: Any = alone.post("/apply", {})
    assert refused.status_code == 409
    for one in (first, alone):
        one.close()


def test_a_file_that_is_no_file_of_rulings_is_left_alone_and_that_is_said(visitor: Visitor) -> None:
    visitor.desk.book.path.write_text("my own notes\n")
    told = wording(visitor, number(visitor, "phụ nữ"), "none")
    assert told.status_code == 500
    assert "decisions.csv" in told.text
    assert visitor.desk.book.path.read_text() == "my own notes\n"
