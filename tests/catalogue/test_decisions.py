"""What people ruled: later lines replace earlier ones, undo takes back, contexts stay apart."""

from pathlib import Path

import pytest

from pipeline.catalogue.decisions import read_decisions
from pipeline.errors import UsageError
from pipeline.normalizer.match import Context, match
from pipeline.run import know

HEAD = "when,who,wording,goal,parent,ruling,scope,note\n"


def file(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "decisions.csv"
    path.write_text(head + "\n".join(lines), encoding="utf-8-sig")
    return path


def test_no_file_means_no_rulings(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.csv") == ()


def test_later_line_replaces_an_earlier_one_and_undo_takes_it_back(tmp_path: Path) -> None:
    lines = (
        "2025-01-01,Lan,Số hoà giải,,,VNGES.1.1,,",
        "2025-01-02,Minh,Số hòa giải,,,none,,",
        ",,a,,,VNGES.2.1,,",
    )
    (first, second) = read_decisions(file(tmp_path, *lines))
    assert (second.ruling, second.who) == ("none", "Minh") or (first.ruling, first.who) == ("none", "Minh")
    assert len(read_decisions(file(tmp_path, *lines, ",,a,,,undo,,"))) == 1


def test_rulings_for_two_goals_stand_side_by_side(tmp_path: Path) -> None:
    found = read_decisions(file(tmp_path, ",,a,1,,VNGES.1.1,,", ",,a,2,,VNGES.2.1,,"))
    assert [(d.goal, d.indicator_id) for d in found] == [("1", "VNGES.1.1"), ("2", "VNGES.2.1")]


def test_semicolons_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    (found,) = read_decisions(file(tmp_path, ";Lan;a;;;none;;xem lại", head=HEAD.replace(",", ";")))
    assert (found.ruling, found.note) == ("none", "xem lại")


def test_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ruling"):
        read_decisions(file(tmp_path, "a", head="wording\n"))


def test_ruling_comes_before_every_score(tmp_path: Path) -> None:
    wording = "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ"
    index = know((), file(tmp_path, f",Lan,{wording},,,none,,")).index
    found = match(wording, index, Context())
    assert (found.indicator_id, found.review, found.method) == ("", "decided", "decided")
