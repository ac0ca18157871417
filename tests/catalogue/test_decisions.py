"""What people ruled: later lines replace earlier ones, undo takes back, contradictions wait, all is told."""

import csv
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue.decisions import (
    COLUMNS,
    Line,
    Rulings,
    append,
    fitting,
    misread,
    read_rulings,
    relevant,
    ruled,
    sent_to_review,
    unused,
)
from pipeline.catalogue.decisions.table import Section, lines, rendered
from pipeline.errors import OutputError, UsageError
from pipeline.language.messages import finding
from pipeline.language.text import wording_key
from pipeline.normalizer.matching import Context, match
from pipeline.run import know
from tests.writers.harvests import match as match_of
from tests.writers.harvests import observation

HEAD = "when,who,wording,goal,parent,ruling,scope,note\n"
VALUE = {"subject": "value", "document": "0" * 16, "place": "bảng 1, hàng 2, cột 3", "printed": "31,7%"}


def file(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "decisions.csv"
    path.write_text(head + "\n".join(lines), encoding="utf-8-sig")
    return path


def appended(folder: Path, *lines: Line) -> Rulings:
    path = folder / "decisions.csv"
    append(path, lines)
    return read_rulings(path)


# ------------------------------------------------------------------ reading


def test_no_file_and_an_empty_file_mean_no_rulings(tmp_path: Path) -> None:
    assert read_rulings(tmp_path / "decisions.csv") == Rulings()
    assert read_rulings(file(tmp_path, head="")) == Rulings()


def test_later_line_of_a_person_replaces_an_earlier_one_and_undo_takes_it_back(tmp_path: Path) -> None:
    lines = (
        "2025-01-01,Lan,Số hoà giải,,,VNGES.1.1,,",
        "2025-01-02,Lan,Số hòa giải,,,none,,",
        ",,a,,,VNGES.2.1,,",
    )
    (first, second) = read_rulings(file(tmp_path, *lines)).wordings
    assert (first.ruling, first.when, second.indicator_id) == ("none", "2025-01-02", "VNGES.2.1")
    assert len(read_rulings(file(tmp_path, *lines, ",,a,,,undo,,")).wordings) == 1


def test_rulings_for_two_goals_stand_side_by_side(tmp_path: Path) -> None:
    found = read_rulings(file(tmp_path, ",,a,1,,VNGES.1.1,,", ",,a,2,,VNGES.2.1,,")).wordings
    assert [(d.goal, d.indicator_id) for d in found] == [("1", "VNGES.1.1"), ("2", "VNGES.2.1")]


def test_semicolons_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    (found,) = read_rulings(file(tmp_path, ";Lan;a;;;none;;xem lại", head=HEAD.replace(",", ";"))).wordings
    assert (found.ruling, found.note) == ("none", "xem lại")


def test_file_without_the_needed_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ruling"):
        read_rulings(file(tmp_path, "a", head="wording\n"))


def test_ruling_comes_before_every_score(tmp_path: Path) -> None:
    wording = "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ"
    index = know((), file(tmp_path, f",Lan,{wording},,,none,,")).index
    found = match(wording, index, Context())
    assert (found.indicator_id, found.review, found.method) == ("", "decided", "decided")


def test_rulings_are_read_again_when_the_file_changed(tmp_path: Path) -> None:
    append(path := tmp_path / "decisions.csv", [Line(wording="a", ruling="none")])
    assert len(know((), path).rulings.wordings) == 1
    append(path, [Line(wording="b", ruling="none")])
    assert len(know((), path).rulings.wordings) == 2


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",,a,,,,,x", "empty"),
        (",,,,,none,,", "wording"),
        (",,a,,,none,,,nonsense", "subject"),
        (",,a,,,30%,,vì,value,,bảng 1,31%", "value"),
        (",,a,,,30%,,,value,d,bảng 1,31%", "note"),
        (",,,,,true,,,finding,d,,q", "finding"),
        (",,,,,maybe,,,finding,d,0123,q", "verdict"),
        (',,"a,,,none,,', "torn"),
    ],
)
def test_line_that_is_not_understood_is_reported_with_its_number_and_the_others_count(
    line: str, fault: str, tmp_path: Path
) -> None:
    head = ",".join(COLUMNS) + "\n"
    found = read_rulings(file(tmp_path, ",,x,,,none,,", line, ",,y,,,none,,", head=head))
    assert [d.wording for d in found.wordings] == ["x", "y"]
    (reported,) = found.findings
    assert reported.message_en == finding(f"decisions_line.{fault}", number=3).message_en
    assert reported.a
    assert reported.a.place.line == 3


def test_two_stray_quotation_marks_swallow_nothing_between_them(tmp_path: Path) -> None:
    lines = (',,"x,,,none,,', ",,y,,,none,,", ',,z,,,none,,"', ",,w,,,none,,")
    found = read_rulings(file(tmp_path, *lines))
    assert [d.wording for d in found.wordings] == ["y", "w"]
    assert [f.a and f.a.place.line for f in found.findings] == [2, 4]


def test_a_note_on_several_lines_is_one_note(tmp_path: Path) -> None:
    (found,) = read_rulings(file(tmp_path, ',,x,,,none,,"một, hai', "", 'ba ""bốn"""')).wordings
    assert found.note == 'một, hai ba "bốn"'


def test_bytes_that_are_no_utf8_cost_their_line_only(tmp_path: Path) -> None:
    path = file(tmp_path, ",,x,,,none,,")
    path.write_bytes(path.read_bytes() + "\n,,é,,,none,,\n,,y,,,none,,".encode("cp1258"))
    found = read_rulings(path)
    assert [d.wording for d in found.wordings] == ["x", "y"]
    assert found.findings[0].a
    assert found.findings[0].a.place.line == 3


# ------------------------------------------------------------------ several people


def test_people_who_contradict_each_other_decide_nothing_until_one_gives_way(tmp_path: Path) -> None:
    lines = (",Lan,a,,,VNGES.1.1,,", ",Minh,a,,,none,,")
    found = read_rulings(file(tmp_path, *lines))
    assert [d.ruling for d in found.wordings] == ["disputed"]
    assert [c.subject for c in found.conflicts] == ["wording"]
    assert "Lan: VNGES.1.1; Minh: none" in found.findings[0].message_en
    settled = read_rulings(file(tmp_path, *lines, ",Lan,a,,,none,,"))
    assert ([d.ruling for d in settled.wordings], settled.findings) == (["none"], ())
    taken_back = read_rulings(file(tmp_path, *lines, ",Minh,a,,,undo,,"))
    assert [d.indicator_id for d in taken_back.wordings] == ["VNGES.1.1"]


def test_undo_of_someone_without_a_ruling_takes_back_those_of_others(tmp_path: Path) -> None:
    lines = (",Lan,a,,,VNGES.1.1,,", ",Minh,a,,,none,,", ",Hoa,a,,,undo,,", ",Hoa,a,,,VNGES.2.1,,")
    found = read_rulings(file(tmp_path, *lines))
    assert ([d.indicator_id for d in found.wordings], found.conflicts) == (["VNGES.2.1"], ())


def test_another_scope_is_a_contradiction_and_another_note_is_none(tmp_path: Path) -> None:
    same = (",Lan,a,,,VNGES.1.1,,vì", ",Minh,a,,,VNGES.1.1,all,khác")
    assert read_rulings(file(tmp_path, *same)).conflicts == ()
    other = (",Lan,a,,,VNGES.1.1,,", ",Minh,a,,,VNGES.1.1,province.government,")
    assert len(read_rulings(file(tmp_path, *other)).conflicts) == 1


def test_contradicting_rows_wait_for_review_whatever_the_program_thinks(tmp_path: Path) -> None:
    wording = "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ"
    alone = match(wording, know().index, Context())
    assert alone.review == "accepted"
    lines = (f",Lan,{wording},,,none,,", f",Minh,{wording},,,{alone.indicator_id},,")
    found = match(wording, know((), file(tmp_path, *lines)).index, Context())
    assert (found.review, found.candidates[0].indicator_id) == ("needs_review", alone.indicator_id)


def test_letters_stored_in_parts_are_the_same_letters(tmp_path: Path) -> None:
    line = Line(**VALUE | {"ruling": "confirm", "printed": "dưới 30"})
    (whole,) = appended(tmp_path, line).values
    path = tmp_path / "decisions.csv"
    path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8-sig")), encoding="utf-8")
    assert read_rulings(path).values == (whole,)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_two_people_put_together_are_read_whatever_their_form(
    separator: str, tmp_path: Path
) -> None:
    old = file(tmp_path, "2025-01-01,Lan,a,,,none,,").read_bytes()
    new = "\ufeff" + separator.join(("ruling", "wording", "who")) + "\r\n"
    new += separator.join(("VNGES.1.1", "b", "Minh")) + "\r\n"
    for glue in (b"", b"\n", b"\r\n"):
        path = tmp_path / "decisions.csv"
        path.write_bytes(old + glue + new.encode())
        found = read_rulings(path)
        assert [(d.wording, d.who, d.ruling) for d in found.wordings] == [
            ("a", "Lan", "none"),
            ("b", "Minh", "indicator"),
        ]
        assert found.findings == ()


def test_it_does_not_matter_whose_file_comes_first(tmp_path: Path) -> None:
    lan = ("2025-01-02,Lan,a,,,none,,vì", "2025-01-03,Lan,b,,,VNGES.1.1,,", "2025-01-04,Lan,b,,,undo,,")
    minh = ("2025-01-05,Minh,a,,,none,,nên", "2025-01-01,Minh,b,,,none,,", "2025-01-01,Minh,c,,,unsure,,")
    made = []
    for first, second in ((lan, minh), (minh, lan)):
        found = read_rulings(file(tmp_path, *first, HEAD.strip(), *second))
        made.append({replace(ruling, line=0) for ruling in found.wordings})
        assert found.findings == ()
    assert made[0] == made[1]
    assert {(d.wording, d.who, d.note) for d in made[0]} == {
        ("a", "Lan, Minh", "nên"),
        ("b", "Minh", ""),
        ("c", "Minh", ""),
    }


def test_a_common_past_in_two_files_brings_nothing_back_that_was_undone(tmp_path: Path) -> None:
    past = "2025-01-01T08:00:00,Lan,a,,,VNGES.1.1,,"
    undone = "2025-01-02T08:00:00,Lan,a,,,undo,,"
    other = "2025-01-02T09:00:00,Minh,b,,,none,,"
    found = read_rulings(file(tmp_path, past, undone, HEAD.strip(), past, other))
    assert [d.wording for d in found.wordings] == ["b"]


# ------------------------------------------------------------------ adding


def test_new_file_opens_in_a_spreadsheet_and_has_every_column(tmp_path: Path) -> None:
    found = appended(tmp_path, Line(wording="- Số hòa giải", ruling="none", note="=1+1\nhai dòng"))
    content = (tmp_path / "decisions.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert "'- Số hòa giải" in content.decode()
    assert "'=1+1 hai dòng" in content.decode()
    assert (found.wordings[0].wording, found.wordings[0].note) == ("- Số hòa giải", "=1+1 hai dòng")


@pytest.mark.parametrize("text", ["31,6%", "11/20", "1-2", "'31%", "0123456789012345", "12e4567890123456"])
def test_figures_are_written_so_that_no_spreadsheet_turns_them_into_something_else(
    text: str, tmp_path: Path
) -> None:
    line = Line(**VALUE | {"ruling": text, "printed": text, "document": text, "note": "vì"})
    (found,) = appended(tmp_path, line).values
    assert (found.text, found.printed, found.document) == (text, text, text)
    rows = csv.reader((tmp_path / "decisions.csv").read_text("utf-8-sig").splitlines())
    assert all(cell.startswith("'") for cell in list(rows)[1] if text in cell)


@given(st.fixed_dictionaries({name: st.text(max_size=12) for name in COLUMNS}))
def test_every_line_comes_back_as_it_was_given_blanks_aside(cells: dict[str, str]) -> None:
    flat = {name: " ".join(unicodedata.normalize("NFC", text).split()) for name, text in cells.items()}
    hypothesis.assume(any(flat.values()) and not any(sign in "\ufeff" for sign in "".join(flat.values())))
    section = Section(1, ",", COLUMNS, ())
    text = rendered([Line(**cells)], section, "\n")
    (again,) = lines(Section(1, ",", COLUMNS, tuple(text.split("\n"))))
    assert again == (2, Line(**flat))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_follow_the_separator_the_order_and_the_line_ends_of_the_file(end: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(f"\ufeffruling;wording;remark{end}none;a;x".encode())
    append(path, [Line(wording="b", ruling="unsure", who="Lan")])
    missing = [name for name in COLUMNS if name not in ("ruling", "wording")]
    head, first, second, last = path.read_bytes().decode().split(end)
    assert head == ";".join(["\ufeffruling", "wording", "remark", *missing])
    assert (first, second, last) == ("none;a;x", "unsure;b;;;Lan" + ";" * 8, "")
    assert [d.wording for d in read_rulings(path).wordings] == ["a", "b"]


def test_lines_follow_the_last_header_of_files_put_together(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes((HEAD + ",Lan,a,,,none,,").encode() + "\ufeffwording;ruling\r\nb;none".encode())
    append(path, [Line(who="Minh", wording="c", ruling="unsure")])
    found = read_rulings(path)
    assert [(d.wording, d.who) for d in found.wordings] == [("a", "Lan"), ("b", ""), ("c", "Minh")]
    assert path.read_bytes().startswith((HEAD + ",Lan,a,,,none,,").encode())


def test_file_that_is_no_file_of_rulings_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(b"something else\n")
    with pytest.raises(UsageError):
        append(path, [Line(wording="a", ruling="none")])
    assert path.read_bytes() == b"something else\n"
    assert [item.name for item in tmp_path.iterdir()] == ["decisions.csv"]


def test_refused_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(path := tmp_path / "decisions.csv", [Line(wording="a", ruling="none")])
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space"):
        append(path, [Line(wording="b", ruling="none")])
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["decisions.csv"]


def test_two_writers_at_once_lose_no_line(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pipeline.catalogue.decisions import Line, append\n"
        "for n in range(20): append(Path(sys.argv[1]), [Line(wording=f'{sys.argv[2]} {n}', ruling='none')])"
    )
    path = tmp_path / "decisions.csv"
    writers = [subprocess.Popen([sys.executable, "-c", program, path, name]) for name in ("a", "b", "c")]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    found = read_rulings(path)
    assert (len(found.wordings), found.findings) == (60, ())


# ------------------------------------------------------------------ use


def test_digest_of_a_document_changes_only_with_rulings_that_can_touch_it(tmp_path: Path) -> None:
    mine, other = wording_key("a"), wording_key("b")
    path = tmp_path / "decisions.csv"
    assert relevant(read_rulings(path), [mine], "d") == ""
    seen = [relevant(appended(tmp_path, Line(wording="a", ruling="none")), [mine], "d")]
    for line, changes in (
        (Line(wording="b", ruling="none"), False),
        (Line(**VALUE | {"ruling": "confirm", "document": "e"}), False),
        (Line(subject="finding", place="0", ruling="true"), False),
        (Line(**VALUE | {"ruling": "confirm", "document": "d"}), True),
        (Line(wording="a", ruling="none", note="vì"), True),
        (Line(wording="a", ruling="undo"), True),
    ):
        seen.append(relevant(appended(tmp_path, line), [mine], "d"))
        assert (seen[-1] != seen[-2]) == changes, line
    assert relevant(read_rulings(path), [other], "d") != seen[-1]


def test_verdicts_stand_on_their_findings_and_a_finding_that_is_no_error_does_not_count(
    tmp_path: Path,
) -> None:
    faults = [
        finding("decisions_unused.wording", number=n, text="x", observation_ids=("o",)) for n in range(3)
    ]
    lines = (
        Line(subject="finding", place="id0", ruling="not_error", note="hai năm khác nhau"),
        Line(subject="finding", place="id1", ruling="MISREAD", note="mờ"),
    )
    rulings = appended(tmp_path, *lines)
    found = list(ruled(faults, ("id0", "id1", "id2"), rulings))
    assert [(f.ruling, f.ruling_note, f.ocr_risk, f.stands) for f in found] == [
        ("not_error", "hai năm khác nhau", False, False),
        ("misread", "mờ", True, True),
        ("", "", False, True),
    ]
    assert misread(found) == {"o"}


def test_misread_values_wait_unless_a_person_settled_them() -> None:
    typed, confirmed = match_of(reasons=("value corrected: 31%",)), match_of(reasons=("value confirmed",))
    seen = [
        observation(1),
        observation(2),
        observation(3, review="decided", match=typed),
        observation(4, review="decided", match=confirmed),
        observation(5, review="decided", match=match_of(method="decided", review="decided")),
    ]
    names = {item.observation_id for item in seen if item is not seen[1]}
    wanted = ["needs_review", "accepted", "decided", "decided", "needs_review"]
    assert [item.review for item in sent_to_review(seen, names)] == wanted


def test_people_who_disagree_on_a_finding_leave_it_unruled(tmp_path: Path) -> None:
    lines = [
        Line(subject="finding", place="id0", ruling=r, who=w) for r, w in (("true", "Lan"), ("misread", "M"))
    ]
    found = appended(tmp_path, *lines)
    assert (found.verdicts, [c.subject for c in found.conflicts]) == ((), ["finding"])


def test_ruling_that_nothing_needs_any_more_is_reported(tmp_path: Path) -> None:
    found = appended(
        tmp_path,
        Line(wording="a", ruling="none"),
        Line(wording="b", ruling="none"),
        Line(**VALUE | {"ruling": "confirm"}),
        Line(subject="finding", place="id0", printed="60%", ruling="true"),
    )
    keys = {wording_key("b")}
    told = list(unused(found, keys, (), ()))
    assert [f.a and f.a.text for f in told] == ["a", "31,7%", "60%"]
    assert list(unused(found, keys | {wording_key("a")}, {VALUE["document"]}, {"id0"})) == []


@pytest.mark.parametrize(("ruling", "scope"), [("VNGES.99.9", ""), ("VNGES.1.1", "nowhere"), ("non", "")])
def test_ruling_that_the_catalogue_cannot_follow_is_reported_and_not_applied(
    ruling: str, scope: str, tmp_path: Path
) -> None:
    found = appended(tmp_path, Line(wording="a", ruling=ruling, scope=scope))
    fitted = fitting(found, know().catalogue)
    assert (fitted.wordings, [f.rule for f in fitted.findings]) == ((), ["decisions_unknown"])
