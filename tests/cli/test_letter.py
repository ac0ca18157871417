"""``doichieu letter``: the document is found by whatever people call it; no file is overwritten."""

from pathlib import Path

import docx
import pytest

from pipeline.cli.letter import letter
from pipeline.errors import OutputError, UsageError
from pipeline.writers import write
from tests.writers.harvests import PROVINCE, catalogue, documents, finding, harvest


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write(harvest(), catalogue(), folder)
    return folder


@pytest.mark.parametrize("name", [PROVINCE, PROVINCE[:3], "tỉnh/kế hoạch.docx", "956/KH-UBND"])
def test_document_is_found_by_whatever_people_call_it(
    tables: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letter.docx"
    letter(tables, name, out)
    assert capsys.readouterr().out == f"{out}\n"
    assert any("Hai nơi ghi khác nhau" in line.text for line in docx.Document(str(out)).paragraphs)


@pytest.mark.parametrize("name", ["", "0000", "not there.docx"])
def test_unknown_document_is_told(tables: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="document_id"):
        letter(tables, name, tmp_path / "letter.docx")
    assert list(tmp_path.iterdir()) == []


def test_beginning_of_several_ids_is_told(tmp_path: Path) -> None:
    twins = tuple(replace_id(number) for number in ("aa1", "aa2"))
    write(harvest(documents=twins, findings=(), observations=(), unmatched=()), catalogue(), tmp_path)
    with pytest.raises(UsageError, match=r"aa1.*aa2"):
        letter(tmp_path, "aa")


def replace_id(start: str) -> object:
    return type(documents()[0])(start.ljust(16, "0"), f"{start}.docx", "docx", 1, "ok")


def test_a_letter_that_was_worked_on_is_not_overwritten(tables: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    out.write_bytes(b"signed")
    with pytest.raises(UsageError, match=r"letter\.docx"):
        letter(tables, PROVINCE, out)
    assert out.read_bytes() == b"signed"


def test_folder_that_is_not_there_cannot_be_written(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        letter(tables, PROVINCE, tmp_path / "no" / "letter.docx")


def test_document_without_findings_needs_no_letter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(harvest(findings=(finding(ruling="not_error"),)), catalogue(), tmp_path / "tables")
    letter(tmp_path / "tables", PROVINCE, tmp_path / "letter.docx")
    said = capsys.readouterr()
    assert (said.out, (tmp_path / "letter.docx").exists()) == ("", False)
    assert "956/KH-UBND" in said.err
