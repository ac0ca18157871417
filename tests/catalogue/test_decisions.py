"""What people ruled: later lines replace earlier ones, undo takes back, contradictions wait, nothing is lost."""

from pathlib import Path

import pytest

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
from pipeline.errors import OutputError, UsageError
from pipeline.language.messages import finding
from pipeline.normalizer.match import Context, match, wording_key
from pipeline.run import know

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


def test_a_common_past_in_two_files_brings_nothing_back_that_was_undone(tmp_path: Path) -> None:
    past = "2025-01-01T08:00:00,Lan,a,,,VNGES.1.1,,"
    undone = "2025-01-02T08:00:00,Lan,a,,,undo,,"
    other = "2025-01-02T09:00:00,Minh,b,,,none,,"
    found = read_rulings(file(tmp_path, past, undone, HEAD.strip(), past, other))
    assert [d.wording for d in found.wordings] == ["b"]
    assert read_rulings(file(tmp_path, past, other, HEAD.strip(), past, undone)).wordings == found.wordings[
        :0
    ] + tuple(read_rulings(file(tmp_path, past, other, undone)).wordings)
