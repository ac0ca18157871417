"""The page of a document: both sides tied together, findings at their places, corrections read first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.reload import place_of
from pipeline.catalogue.decisions import read_rulings
from pipeline.language.units import UNITS
from pipeline.model import CellUse, DocumentRecord, Harvest, Place
from pipeline.run import know
from pipeline.server.document.parts import CHUNK, Part
from pipeline.server.document.source import Extracts
from pipeline.server.document.values import Unclear
from pipeline.server.document.values import read as read_typed
from pipeline.server.document.view import Line, Note, findings_of, general, line_mark, mark
from tests.golden.documents import FILES
from tests.server.printed import Visitor, document_id, put, read, tables
from tests.writers.harvests import observation

PDF, DOCX, TEXT = (
    FILES[name].read_bytes() for name in (("district", "pdf"), ("district", "docx"), ("province", "text"))
)
ROWS = 3_000
"""Rows of the long table; only some of them are shown at a time."""

ALONE = "<script>alert(1)</script>"
LONG = b"# Dai"
LONG_ID = document_id(LONG)


def long_table() -> Harvest:
    """One table of many rows of two columns, with mark-up in its labels."""
    found, used = [], []
    for row in range(1, ROWS + 1):
        at = Place(LONG_ID, table=1, row=row, column=2)
        label = f"Chỉ tiêu {row} {ALONE}"
        named = {"label": label, "label_raw": label, "indicator_id": ""}
        found.append(observation(row, document_id=LONG_ID, place=at, **named))
        used.append(CellUse(LONG_ID, replace(at, column=1), label, "used"))
        used.append(CellUse(LONG_ID, at, "60%", "used", observation_ids=(f"{row:016x}",)))
    name = DocumentRecord(LONG_ID, "dài.md", "md", len(LONG), "ok", method="text", observations=ROWS)
    return Harvest(documents=(name,), observations=tuple(found), cells=tuple(used))


TWINS = b"%PDF-1.4 twins"
TWINS_ID = document_id(TWINS)


def twins() -> Harvest:
    """Two sentences of one page with the same figure: only their labels tell them apart."""
    found = tuple(
        observation(
            ROWS + number,
            document_id=TWINS_ID,
            source="body",
            label=label,
            label_raw=label,
            indicator_id="",
            place=Place(TWINS_ID, page=1, bbox=(10.0, 100.0 * number, 90.0, 100.0 * number + 20)),
        )
        for number, label in enumerate(("Nữ giám đốc đạt 60%", "Nữ đại biểu đạt 60%"), 1)
    )
    name = DocumentRecord(TWINS_ID, "twins.pdf", "pdf", len(TWINS), "ok", method="text_layer", pages=1)
    return Harvest(documents=(name,), observations=found)


FILES_HERE = {"district.pdf": PDF, "district.docx": DOCX, "province.txt": TEXT, "long.md": LONG}
BROKEN = b"%PDF-1.7 broken"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("document")
    put(made / "raw", FILES_HERE)
    tables(made / "out", [*read(made / "raw", FILES_HERE), long_table(), twins()])
    return made


@pytest.fixture(scope="module")
def visitor(folder: Path) -> Iterator[Visitor]:
    came = Visitor(folder / "out", folder / "raw")
    yield came
    came.close()


def page(visitor: Visitor, data: bytes, query: str = "", **headers: str) -> str:
    answer = visitor.get(f"/documents/{document_id(data)}{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def all_of(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text)


# ------------------------------------------------------------------ places and rows


def test_every_value_of_a_pdf_leads_to_a_place_and_every_used_place_to_a_row(visitor: Visitor) -> None:
    for number in (1, 2, 3):
        text = page(visitor, PDF, f"?page={number}")
        places = all_of(r'<rect id="at-(\w+)"', text)
        values = all_of(r'class="value"[^>]* data-at="([^"]*)"', text)
        assert values
        assert set(values) <= set(places)
        rows = all_of(r'<li class="line" id="row-(\w+)"', text)
        assert len(rows) == len(set(rows))
        assert set(all_of(r'href="#row-(\w+)"', text)) <= set(rows)
    with_place = page(visitor, PDF, "?page=1")
    assert f'src="/img/{document_id(PDF)}/1.png" width="842" height="595"' in with_place


def test_a_document_without_pages_is_shown_as_its_table(visitor: Visitor) -> None:
    text = page(visitor, DOCX, "?table=2")
    assert "<table" in text
    assert "<img" not in text.partition('<dialog id="correction"')[0]
    assert re.search(r'<td class="spot used" id="at-t2r4c3"><a href="#row-t2r4"[^>]*>60%</a></td>', text)
    assert re.search(r'href="#at-t2r4c3"[^>]*>60%</a>\s*<span class="as">đọc là 60 %</span>', text)


def test_sentences_with_targets_are_shown_with_their_lines(visitor: Visitor) -> None:
    text = page(visitor, TEXT, "?lines=1")
    assert re.search(r'id="at-l25" href="#row-l25"', text)
    assert '<li class="line" id="row-l25"' in text
    assert "dòng 25" in text


def test_without_a_wish_the_first_part_with_values_opens(visitor: Visitor) -> None:
    assert "Phần lời</b>" in page(visitor, TEXT)
    assert 'id="row-t1r4"' in page(visitor, PDF)


def test_findings_stand_at_their_row_and_at_their_place(visitor: Visitor) -> None:
    text = page(visitor, PDF, "?page=1")
    for note in all_of(r'data-note="(note-[\w-]+)"', text):
        assert f'id="{note}"' in text
    assert all_of(r'data-note="(note-[\w-]+)"', text)
    ids = all_of(r'id="(note-[\w-]+)"', text)
    assert len(ids) == len(set(ids))


def test_a_finding_with_both_sides_in_one_row_is_told_once_and_marked_twice() -> None:
    line = Line("t1r1", (0.0,))
    for side, column in (("a", 3), ("b", 4)):
        line.add(Note(Place(table=1, row=1, column=column), "1,7", side, {"finding_id": "f"}))
    assert [note.mark for note in line.notes] == ["f-a"]
    assert [(pin.mark, pin.place.column) for pin in line.pins] == [("f-a", 3), ("f-a", 4)]


def test_every_finding_of_a_document_is_shown_somewhere(visitor: Visitor) -> None:
    told = {note.id for note in findings_of(document_id(PDF), visitor.desk.index)}
    shown: set[str] = set()
    for number in (1, 2, 3):
        shown.update(all_of(r'id="note-(\w+)-[ab]"', page(visitor, PDF, f"?page={number}")))
    assert told
    assert shown == told


def test_a_finding_about_no_place_and_no_value_of_the_document_is_general(visitor: Visitor) -> None:
    extract = Extracts().of(visitor.desk.index, TWINS_ID)
    own = extract.values["observation_id"][0].as_py()
    notes = [
        Note(at, "", "a", {"finding_id": name, "observation_ids": ids})
        for name, at, ids in (
            ("nowhere", Place(TWINS_ID), None),
            ("elsewhere", Place(TWINS_ID), "0" * 16),
            ("value", Place(TWINS_ID), f"{'0' * 16} ; {own}"),
            ("page", Place(TWINS_ID, page=1), None),
        )
    ]
    assert [note.id for note in general(notes, extract)] == ["nowhere", "elsewhere"]


def test_no_id_stands_twice_on_a_page(visitor: Visitor) -> None:
    for data, query in ((PDF, "?page=2"), (DOCX, "?table=2"), (TEXT, "?lines=1"), (TEXT, "?table=1")):
        ids = all_of(r' id="([^"]+)"', page(visitor, data, query))
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("data", "query", "target"),
    [
        (DOCX, "?place=b%E1%BA%A3ng+2,+h%C3%A0ng+4,+c%E1%BB%99t+3", "?table=2#row-t2r4"),
        (PDF, "?place=trang+2,+b%E1%BA%A3ng+2,+h%C3%A0ng+6,+c%E1%BB%99t+3", "?page=2#row-t2r6"),
        (TEXT, "?place=d%C3%B2ng+25", "?lines=1#row-l25"),
        (LONG, "?place=b%E1%BA%A3ng+1,+h%C3%A0ng+2500,+c%E1%BB%99t+2", "?table=1&first=2461#row-t1r2500"),
        (DOCX, "?place=nowhere", ""),
        (DOCX, "?value=0000000000000000", ""),
    ],
)
def test_a_place_in_words_leads_to_its_part(visitor: Visitor, data: bytes, query: str, target: str) -> None:
    answer = visitor.get(f"/documents/{document_id(data)}{query}")
    assert answer.status_code == 303
    wanted = target if target else answer.headers["location"].removeprefix(f"/documents/{document_id(data)}")
    assert answer.headers["location"] == f"/documents/{document_id(data)}{wanted}"
    assert visitor.get(answer.headers["location"].partition("#")[0]).status_code == 200


def test_marks_tell_places_apart_and_tie_cells_to_rows() -> None:
    places = [
        place_of("", words)
        for words in (
            "bảng 1, hàng 11, cột 1",
            "bảng 11, hàng 1, cột 1",
            "bảng 1, hàng 1, cột 11",
            "dòng 111",
        )
    ]
    places += [Place(page=1, bbox=(1.0, 2.0, 3.0, 4.0)), Place(page=1, bbox=(1.0, 23.0, 4.0, 5.0))]
    assert len({mark(one) for one in places}) == len(places)
    assert all(mark(one).startswith(line_mark(one)) for one in places)
    assert Part("table", 1, 61).holds(place_of("", "bảng 1, hàng 61, cột 2"))
    assert not Part("table", 1, 61).holds(place_of("", "bảng 1, hàng 60, cột 2"))


# ------------------------------------------------------------------ large, hostile, missing


def test_a_long_table_is_shown_in_light_pieces(visitor: Visitor) -> None:
    text = page(visitor, LONG, "?table=1&first=2461")
    assert len(all_of(r'<tr><th scope="row">(\d+)</th>', text)) <= CHUNK
    assert 'id="row-t1r2500"' in text
    assert len(text) < 400_000
    assert "first=2401" in text
    assert "first=2521" in text


def test_mark_up_in_a_document_is_text(visitor: Visitor) -> None:
    text = page(visitor, LONG, "?table=1")
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert " style=" not in text
    assert " onclick" not in text


@pytest.mark.parametrize(
    "path",
    [
        *("0" * 16, "x", "../etc", document_id(PDF).upper(), f"{document_id(PDF)}?page=4"),
        *(f"{document_id(DOCX)}?table=99", f"{document_id(DOCX)}?page=1", f"{document_id(PDF)}?table=1"),
    ],
)
def test_what_is_not_there_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(f"/documents/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "first=1e9", "table=99999999999", f"place={'x' * 999}"]
)
def test_nonsense_in_an_address_is_refused(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/documents/{document_id(PDF)}?{query}").status_code == 400


def test_without_its_file_a_document_is_shown_as_read_with_the_reason(folder: Path) -> None:
    alone = Visitor(folder / "out", None)
    text = page(alone, PDF, "?page=1")
    assert "Chưa biết thư mục văn bản gốc" in text
    assert re.search(r'<td class="spot used" id="at-t1r4c3">', text)
    alone.close()


def test_a_document_that_was_not_read_says_why(tmp_path: Path) -> None:
    put(tmp_path / "raw", {"broken.pdf": BROKEN})
    tables(tmp_path / "out", read(tmp_path / "raw", ["broken.pdf"]))
    came = Visitor(tmp_path / "out", tmp_path / "raw")
    text = page(came, BROKEN)
    assert "không nhận" in text
    assert "Không đọc được số liệu nào" in text
    came.close()


def test_the_page_speaks_english(folder: Path) -> None:
    english = Visitor(folder / "out", folder / "raw", "en")
    text = page(english, PDF, "?page=1")
    for words in ("As printed in the document", "read as 60 %", "Page 1", "Correct", "target 2021/2025"):
        assert words in text
    english.close()


# ------------------------------------------------------------------ corrections


@pytest.fixture
def clerk(visitor: Visitor) -> Iterator[Visitor]:
    """A visitor who starts without any rulings."""
    yield visitor
    visitor.desk.options.decisions.unlink(missing_ok=True)


def first_value(text: str) -> dict[str, str]:
    found = re.search(r'<a class="value"[^>]* data-value="(\w+)" data-version="(\w+)"', text)
    assert found
    return {"observation": found[1], "version": found[2]}


def rule(clerk: Visitor, data: bytes, **body: str) -> tuple[int, dict[str, str]]:
    answer = clerk.post(f"/documents/{document_id(data)}/values", body)
    return answer.status_code, answer.json() if "json" in answer.headers["content-type"] else {}


def test_a_correction_is_kept_with_its_reason_and_shown_as_it_is_read(clerk: Visitor) -> None:
    form = first_value(page(clerk, PDF, "?page=1"))
    code, told = rule(clerk, PDF, **form, ruling="value", text=" 31,6% ", note="quét sai\nmột chữ số")
    assert code == 200
    assert told["ruled"].startswith("Đã sửa thành 31,6% (đọc là 31,6 %). Lan, ")
    assert told["ruled"].endswith("Lý do: quét sai một chữ số")
    (kept,) = read_rulings(clerk.desk.options.decisions).values
    assert (kept.document, kept.place) == (document_id(PDF), "trang 1, bảng 1, hàng 4, cột 3")
    assert (kept.printed, kept.text, kept.note, kept.who) == ("60%", "31,6%", "quét sai một chữ số", "Lan")
    assert kept.label.startswith("Chỉ tiêu: Các cơ quan quản lý nhà nước")
    assert "Đã sửa thành 31,6%" in page(clerk, PDF, "?page=1")


def test_the_last_word_of_a_person_counts_and_can_be_taken_back(clerk: Visitor) -> None:
    form = first_value(page(clerk, PDF, "?page=1"))
    _, told = rule(clerk, PDF, **form, ruling="value", text="61%", note="a")
    _, told = rule(clerk, PDF, **form | {"version": told["version"]}, ruling="confirm")
    assert told["ruled"].startswith("Đã xác nhận đọc đúng.")
    code, told = rule(clerk, PDF, **form | {"version": told["version"]}, ruling="undo")
    assert (code, told["ruled"], told["ruling"]) == (200, "", "")
    assert read_rulings(clerk.desk.options.decisions).values == ()


def test_a_ruling_is_shown_at_its_own_value_only(clerk: Visitor) -> None:
    text = page(clerk, TWINS)
    rule(clerk, TWINS, **first_value(text), ruling="value", text="61%", note="a")
    ruled = all_of(r'<p class="ruled">([^<]*)</p>', page(clerk, TWINS).partition("<dialog")[0])
    assert [bool(words) for words in ruled] == [True, False]


def test_two_tabs_on_one_value_the_second_is_told_what_the_first_ruled(clerk: Visitor) -> None:
    form = first_value(page(clerk, PDF, "?page=1"))
    rule(clerk, PDF, **form, ruling="value", text="61%", note="a")
    code, told = rule(clerk, PDF, **form, ruling="value", text="62%", note="b")
    assert code == 409
    assert "Lan vừa quyết định" in told["message"]
    assert "61%" in told["ruled"]
    assert len(read_rulings(clerk.desk.options.decisions).values) == 1
    code, told = rule(clerk, PDF, **form | {"version": told["version"]}, ruling="value", text="62%", note="b")
    assert code == 200
    assert "62%" in told["ruled"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"ruling": "value", "text": "ba mươi", "note": "a"}, "không đọc được"),
        ({"ruling": "value", "text": "31,,7", "note": "a"}, "không đọc được"),
        ({"ruling": "value", "text": "-", "note": "a"}, "không đọc được"),
        ({"ruling": "value", "text": "=1+1", "note": "a"}, "không đọc được"),
        ({"ruling": "value", "text": "confirm", "note": "a"}, "không đọc được"),
        ({"ruling": "value", "text": "99.750", "note": "a"}, "hai cách"),
        ({"ruling": "value", "text": "12,345", "note": "a"}, "hai cách"),
        ({"ruling": "value", "text": "Cấp tỉnh 100; cấp xã 65", "note": "a"}, "nhiều hơn một"),
        ({"ruling": "value", "text": "", "note": "a"}, "Chưa nhập"),
        ({"ruling": "value", "text": "31,6%", "note": " "}, "lý do"),
        ({"ruling": "value", "text": "31,6%"}, "lý do"),
    ],
)
def test_what_cannot_be_read_in_one_way_or_has_no_reason_is_not_kept(
    clerk: Visitor, body: dict[str, str], words: str
) -> None:
    code, told = rule(clerk, PDF, **first_value(page(clerk, PDF, "?page=1")), **body)
    assert code == 422
    assert words in told["message"]
    assert not clerk.desk.options.decisions.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"ruling": "other"},
        {"ruling": "value", "text": "9" * 201, "note": "a"},
        {"ruling": "value", "text": "1", "note": "a" * 2001},
        {"ruling": "confirm", "more": "1"},
        {"ruling": ["confirm"]},
        {},
    ],
)
def test_a_form_of_another_kind_is_refused(clerk: Visitor, body: dict[str, str]) -> None:
    code, _ = rule(clerk, PDF, **first_value(page(clerk, PDF, "?page=1")), **body)
    assert code == 400
    assert not clerk.desk.options.decisions.exists()


def test_a_value_of_another_document_cannot_be_ruled_on_here(clerk: Visitor) -> None:
    form = first_value(page(clerk, PDF, "?page=1"))
    assert rule(clerk, DOCX, **form, ruling="confirm")[0] == 404
    assert rule(clerk, PDF, **form | {"observation": "0" * 16}, ruling="confirm")[0] == 404


@pytest.mark.parametrize("header", ["origin", "x-form-token", "content-type"])
def test_a_correction_needs_everything_that_the_guard_asks_for(clerk: Visitor, header: str) -> None:
    form = first_value(page(clerk, PDF, "?page=1")) | {"ruling": "confirm"}
    headers = {"origin": "http://127.0.0.1:8765", "x-form-token": clerk.desk.secrets.form} | {
        header: "text/plain"
    }
    answer = clerk.client.post(f"/documents/{document_id(PDF)}/values", json=form, headers=headers)
    assert answer.status_code in (403, 415)
    assert clerk.get(f"/documents/{document_id(PDF)}/values").status_code in (404, 405)
    assert not clerk.desk.options.decisions.exists()


def test_the_reading_is_told_while_typing_and_nothing_is_kept(clerk: Visitor) -> None:
    form = first_value(page(clerk, PDF, "?page=1"))

    def reading(text: str) -> tuple[bool, str]:
        query = {"observation": form["observation"], "text": text}
        answer = clerk.get(f"/documents/{document_id(PDF)}/reading", params=query)
        return answer.json()["kept"], answer.json()["message"]

    assert reading("dưới 31,6%") == (True, "Sẽ hiểu là: < 31,6 %")
    assert reading("<b>") == (False, "“<b>” không đọc được thành một con số; chưa lưu gì.")
    assert not clerk.desk.options.decisions.exists()


def test_a_hand_edited_ruling_that_cannot_be_read_is_shown_as_such(clerk: Visitor) -> None:
    form = first_value(page(clerk, PDF, "?page=1"))
    rule(clerk, PDF, **form, ruling="value", text="61%", note="a")
    path = clerk.desk.options.decisions
    path.write_text(path.read_text("utf-8-sig").replace("61%", "<i>sáu mốt</i>"), "utf-8-sig")
    text = page(clerk, PDF, "?page=1")
    assert "&lt;i&gt;sáu mốt&lt;/i&gt;" in text
    assert "không đọc được" in text


@pytest.mark.parametrize(
    ("typed", "column", "vi", "en"),
    [
        ("31,6", "%", "31,6 %", "31.6 %"),
        ("≥ 60%", "", "≥ 60 %", "≥ 60 %"),
        ("60-70%", "", "60 – 70 %", "60 – 70 %"),
        ("55% (11/20 cơ quan)", "", "55 % (11/20)", "55 % (11/20)"),
        ("2 tin, bài/tháng", "", "2 tin, bài, hằng tháng", "2 news items, monthly"),
    ],
)
def test_a_reading_tells_everything_that_was_understood(typed: str, column: str, vi: str, en: str) -> None:
    found = read_typed(typed, column, know().catalogue.units)
    assert (found.told("vi"), found.told("en")) == (vi, en)


def test_a_value_must_read_the_same_with_either_decimal_mark() -> None:
    assert read_typed("31.6", "", UNITS).told("vi") == read_typed("31,6", "", UNITS).told("vi")
    with pytest.raises(Unclear):
        read_typed("1.234", "", UNITS)
