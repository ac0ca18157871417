"""The commands as a user types them: output, messages, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def doichieu(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False)


def plan(folder: Path) -> Path:
    folder.mkdir()
    rows = ["TT\tChỉ tiêu\tKế hoạch năm 2025", "1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t31%"]
    (folder / "a.txt").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_run_writes_the_tables_and_says_where(tmp_path: Path) -> None:
    done = doichieu("run", str(plan(tmp_path / "raw")), "--out", str(tmp_path / "out"), "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "1 document, 1 value (" in done.stderr
    assert {"observations.csv", "plans.xlsx", "datapackage.json"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }


def test_unreadable_file_never_stops_the_others(tmp_path: Path) -> None:
    raw = plan(tmp_path / "raw")
    (raw / "b.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    done = doichieu("run", str(raw), "--out", str(tmp_path / "out"), "--json")
    assert done.returncode == 3
    counts = json.loads(done.stdout)
    assert (counts["documents"], counts["observations"], counts["failed"]) == (2, 1, 1)
    assert "b.pdf" in done.stderr
    assert "damaged_pdf" in (tmp_path / "out" / "documents.csv").read_text("utf-8-sig")


def test_findings_at_the_asked_level_end_with_4(tmp_path: Path) -> None:
    done = doichieu("run", "raw_docs", "--out", str(tmp_path / "out"), "--fail-on", "error")
    assert done.returncode == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "no-such-folder"), "no-such-folder"),
        (("run", "raw_docs", "--out", "raw_docs/out"), "raw_docs"),
        (("run", "raw_docs", "--out", "docs"), "docs"),
        (("run", "raw_docs", "--fail-on", "never"), "--fail-on"),
        (("inspect", "no-such-file.pdf"), "no-such-file.pdf"),
        (("catalogue", "show", "VNGES.9.9"), "VNGES.9.9"),
        (("explain", "Z99"), "Z99"),
        (("run", "raw_docs", "--lang", "fr"), "--lang"),
    ],
)
def test_wrong_usage_is_one_line_with_what_is_wrong(arguments: tuple[str, ...], words: str) -> None:
    done = doichieu(*arguments)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_match_gives_one_array_with_reasons() -> None:
    wordings = "Tỷ lệ nữ tiến sĩ trong tổng số người có trình độ tiến sĩ\nTỷ lệ hộ nghèo\n"
    done = doichieu("match", "-", "--json", text=wordings)
    first, second = json.loads(done.stdout)
    assert (first["indicator_id"], first["review"]) == ("VNGES.5.4.b", "accepted")
    assert list(first) == [
        "text",
        "indicator_id",
        "scope",
        "review",
        "method",
        "score",
        "reasons",
        "candidates",
    ]
    assert second["review"] != "accepted" or second["indicator_id"] == ""


@pytest.mark.parametrize(("lang", "words"), [("vi", "chắc chắn, trùng khớp"), ("en", "sure, the catalogue")])
def test_match_speaks_the_language_of_the_reader(lang: str, words: str) -> None:
    name = "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã"
    assert words in doichieu("match", name, "--lang", lang).stdout


def test_inspect_says_why_a_document_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    done = doichieu("inspect", str(tmp_path / "a.pdf"))
    assert done.returncode == 3
    assert "a.pdf: rejected (damaged_pdf). Tệp PDF bị hỏng" in done.stderr


def test_inspect_tells_tables_columns_and_values() -> None:
    done = doichieu("inspect", "raw_docs/002_caf17976ac21758d.txt", "--lang", "en")
    assert "table 1: indicators" in done.stdout
    assert "column 4: value target 2024" in done.stdout
    assert done.stdout.count("VNGES.") > 40
    data = json.loads(doichieu("inspect", "raw_docs/002_caf17976ac21758d.txt", "--json").stdout)
    assert len(data["observations"]) == 43


def test_catalogue_explain_and_doctor_answer() -> None:
    assert "VNGES.4.2" in doichieu("catalogue", "list").stdout
    assert "per_100k_live_births" in doichieu("catalogue", "show", "VNGES.4.2").stdout
    assert doichieu("catalogue", "check").returncode == 0
    assert "B01" in doichieu("explain").stdout
    assert doichieu("explain", "b01").stdout.strip()
    assert "pdf" in doichieu("doctor").stdout


def test_python_m_pipeline_is_the_same_program() -> None:
    assert doichieu("--version").stdout.startswith("doichieu 0.")
