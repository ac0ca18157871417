"""``check`` and ``report`` as a user types them."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def doichieu(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_check_prints_each_finding_once_and_the_sum_on_stderr() -> None:
    done = doichieu("check", "normalized", "--lang", "en")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    counts = Counter(line.split()[0] for line in lines)
    figures = f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} notes"
    assert figures in done.stderr
    assert any(line.split()[:3] == ["error", "B01", "956/KH-UBND:"] and "row 5" in line for line in lines)


def test_check_gives_the_same_report_as_the_run() -> None:
    done = doichieu("check", "normalized", "--json", "--fail-on", "error")
    assert done.returncode == 4
    written = json.loads((ROOT / "normalized" / "findings.json").read_text("utf-8"))
    again = json.loads(done.stdout)
    assert again["validation_report"]["counts"] == written["validation_report"]["counts"]
    assert [result["id"] for result in again["validation_report"]["results"]] == [
        result["id"] for result in written["validation_report"]["results"]
    ]


@pytest.mark.parametrize("command", ["check", "report"])
@pytest.mark.parametrize(("folder", "words"), [("docs", "documents.parquet"), ("no-such", "no-such")])
def test_a_wrong_folder_is_one_line_and_exit_2(command: str, folder: str, words: str, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out")) if command == "report" else ()
    done = doichieu(command, folder, *out)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_level_is_wrong_usage() -> None:
    assert doichieu("check", "normalized", "--fail-on", "sometimes").returncode == 2


def test_report_writes_pages_again_and_again_with_the_same_bytes(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    done = doichieu("report", "normalized", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(out / "index.html")
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "ffffffffffffffff.html").write_text("a plan that is gone")
    assert doichieu("report", "normalized", "--out", str(out)).returncode == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]


def test_report_leaves_the_files_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.html").write_text("mine")
    done = doichieu("report", "normalized", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "letter.html" in done.stderr
    assert (tmp_path / "letter.html").read_text() == "mine"
    assert doichieu("report", "normalized", "--out", "normalized").returncode == 2
