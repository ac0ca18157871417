"""The command: what it refuses, where it listens, how it ends, what it takes from the last run."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import UsageError
from pipeline.server.desk import Desk, Options
from pipeline.server.index import questions
from pipeline.server.last_run import LastRun, last_run
from pipeline.server.serve import open_sockets
from tests.server import plans
from tests.server.doubts import harvest, row, visited
from tests.server.printed import tables


def test_it_listens_on_this_machine_only() -> None:
    sockets, port = open_sockets(0, "vi")
    addresses = {one.getsockname()[0] for one in sockets}
    assert addresses <= {"127.0.0.1", "::1"}
    assert "127.0.0.1" in addresses
    with pytest.raises(UsageError, match=str(port)):
        open_sockets(port, "vi")
    for one in sockets:
        one.close()


def test_a_folder_that_is_no_output_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    result = CliRunner().invoke(app, ["review", str(tmp_path), "--no-browser"])
    assert isinstance(result.exception, UsageError)
    assert "datapackage.json" in str(result.exception)
    missing = CliRunner().invoke(app, ["review", str(tmp_path / "none"), "--no-browser"])
    assert isinstance(missing.exception, UsageError)


def test_it_tells_one_address_answers_there_and_ends_with_0(tmp_path: Path) -> None:
    came = visited(tmp_path)
    came.close()
    command = [sys.executable, "-m", "pipeline", "review", str(tmp_path / "out"), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]{43}", address)
        with httpx.Client(follow_redirects=True) as browser:
            assert browser.get(address).url.path == "/"
        process.send_signal(signal.SIGINT)
        rest, words = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest == ""
    assert "--raw" in words, "the folder of documents is not known and that is said"
    assert "Traceback" not in words


DIARIES = {
    "": LastRun(),
    "not json": LastRun(),
    "[]": LastRun(),
    '{"raw": 7, "catalogues": "x", "began": null}': LastRun(),
    '{"checks": ["A01"], "populations": 7}': LastRun(),
    '{"raw": "/nowhere/at/all", "began": "2026-01-01"}': LastRun(began="2026-01-01"),
}


@pytest.mark.parametrize("text", DIARIES)
def test_a_diary_that_tells_nothing_is_no_trouble(tmp_path: Path, text: str) -> None:
    assert last_run(tmp_path / "out") == LastRun()
    (tmp_path / "out.run").mkdir()
    (tmp_path / "out.run" / "run.json").write_text(text)
    assert last_run(tmp_path / "out") == DIARIES[text]


def test_the_last_run_tells_where_its_documents_are(tmp_path: Path) -> None:
    out = plans.run(plans.write(tmp_path / "raw", 1), tmp_path / "out")
    told = last_run(out)
    assert told.raw == tmp_path / "raw"
    assert told.catalogues == ()
    assert told.began
    (tmp_path / "catalogue").mkdir()
    diary = json.loads((tmp_path / "out.run" / "run.json").read_text("utf-8"))
    diary["catalogues"] = [str(tmp_path / "catalogue")]
    (tmp_path / "out.run" / "run.json").write_text(json.dumps(diary))
    assert last_run(out).catalogues == (tmp_path / "catalogue",)


def test_tables_that_another_run_wrote_are_shown_at_once(tmp_path: Path) -> None:
    tables(tmp_path / "out", [harvest()])
    desk = Desk(Options(tmp_path / "out"))
    assert questions.items(desk.index).total == 3
    tables(tmp_path / "out", [harvest(unmatched=(row("khác"),))])
    assert [one.label for one in questions.items(desk.index).items] == ["khác"]
    (tmp_path / "out" / "unmatched.parquet").unlink()
    (tmp_path / "out" / "datapackage.json").touch()
    assert questions.items(desk.index).total == 1, "what cannot be read leaves the former tables shown"
    desk.close()
