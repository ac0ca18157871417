"""Hostile and damaged files end with a clear status and reason, soon, and reach nothing outside."""

import io
import os
import random
import time
import zipfile
from pathlib import Path

import pytest

from pipeline import parsers
from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from tests.documents import shown, trouble
from tests.documents.build import SPACES, docx, xlsx, zipped

CELL = "<w:tc><w:p>«1»</w:p></w:tc>"
NESTED_DEEP = 30
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refused(data: bytes, name: str = "x.docx") -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(RawFile(name, data))
    return caught.value.status, caught.value.reason


def table(row: str) -> str:
    return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"


def with_member(data: bytes, name: str, content: str | bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        members: dict[str, str | bytes] = {one: container.read(one) for one in container.namelist()}
    return zipped(members | {name: content})


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.read(name).decode()


@pytest.mark.parametrize("span", ["100000000", "64", "-1", "abc", "²"])
@pytest.mark.parametrize("setting", ["gridSpan", "gridBefore", "gridAfter"])
def test_spans_that_word_cannot_hold_are_damage(setting: str, span: str) -> None:
    tag = f'<w:{setting} w:val="{span}"/>'
    spanning = f"<w:tc><w:tcPr>{tag}</w:tcPr><w:p/></w:tc>"
    row = spanning if setting == "gridSpan" else f"<w:trPr>{tag}</w:trPr>{CELL}"
    assert refused(docx({"body": table(row + CELL)})) == ("rejected", "damaged_docx")


def test_tables_nested_too_deep_are_a_bomb() -> None:
    body = CELL
    for _ in range(NESTED_DEEP):
        body = f"{CELL}<w:tc>{table(body)}<w:p/></w:tc>"
    assert refused(docx({"body": table(body)})) == ("rejected", "bomb")


def test_html_tables_nested_too_deep_are_a_bomb() -> None:
    cell = "<table><tr><td>1<td>" * NESTED_DEEP
    assert refused(f"<html><body>{cell}".encode(), "x.html") == ("rejected", "bomb")


def test_elements_nested_without_end_are_refused_or_read() -> None:
    data = b"<html><body>" + b"<div>" * 20_000 + b"60%"
    try:
        parsers.read_file(RawFile("x.html", data))
    except Unreadable as fault:
        assert fault.reason == "resource_recursion"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_a_part_is_refused(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITY}<w:document {SPACES}><w:body/></w:document>'
    data = with_member(docx({"body": "<w:p/>"}), "word/document.xml", xml.encode(encoding))
    assert refused(data) == ("rejected", "dtd")


def test_a_document_type_in_a_workbook_is_refused() -> None:
    data = with_member(trouble("xlsx", "hidden_parts").file.data, "xl/styles.xml", ENTITY + "<x/>")
    assert refused(data, "x.xlsx") == ("rejected", "dtd")


def test_a_part_that_swells_is_a_bomb() -> None:
    data = with_member(docx({"body": "<w:p/>"}), "word/media/a.bin", "0" * 30_000_000)
    assert refused(data) == ("rejected", "bomb")


def test_too_many_parts_are_a_bomb() -> None:
    members: dict[str, str | bytes] = {"word/document.xml": "<x/>"}
    members |= {f"word/media/{number}.png": b"" for number in range(6_000)}
    assert refused(zipped(members)) == ("rejected", "bomb")


def test_a_password_is_named() -> None:
    data = bytearray(docx({"body": "<w:p/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    assert refused(bytes(data)) == ("rejected", "encrypted")


def test_a_truncated_word_file_is_damaged() -> None:
    data = docx({"body": f"<w:p>«{'Mục tiêu ' * 500}»</w:p>"})
    assert refused(data[: len(data) // 2])[1] == "damaged_zip"


def test_damaged_word_files_never_give_another_text() -> None:
    original = docx({"body": f"<w:p>«Tỷ lệ nữ»</w:p>{table(CELL * 3)}"})
    expected = shown(parsers.read_file(RawFile("x.docx", original)))
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(original)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            assert shown(parsers.read_file(RawFile("x.docx", bytes(data)))) == expected
        except Unreadable as fault:
            assert fault.status == "rejected"


def test_damaged_workbooks_end_with_a_status() -> None:
    original = trouble("xlsx", "sheets_and_merges").file.data
    expected = shown(parsers.read_file(RawFile("x.xlsx", original)))
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(original)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            assert shown(parsers.read_file(RawFile("x.xlsx", bytes(data)))) == expected
        except Unreadable as fault:
            assert fault.status == "rejected"


def test_a_missing_picture_does_not_keep_the_text_back() -> None:
    end = '<Relationship Id="r9" Type="http://x/image" Target="media/lost.png"/></Relationships>'
    data, name = docx({"body": "<w:p>«60%»</w:p>"}), "word/_rels/document.xml.rels"
    data = with_member(data, name, member(data, name).replace("</Relationships>", end))
    assert shown(parsers.read_file(RawFile("x.docx", data))) == ["60%"]


def test_links_to_outside_are_flagged_and_not_followed() -> None:
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/image" Target="http://127.0.0.1:9/" TargetMode="External"/>'
        "</Relationships>"
    )
    data = with_member(docx({"body": "<w:p>«60%»</w:p>"}), "word/_rels/document.xml.rels", relation)
    document = parsers.read_file(RawFile("x.docx", data))
    assert (document.flags, shown(document)) == (("external_refs",), ["60%"])


def test_html_spans_that_fill_the_memory_are_refused() -> None:
    row = '<tr><td rowspan="65534" colspan="1000">1</td></tr>'
    rows = "<tr><td>2</td></tr>" * 2_000
    assert refused(f"<html><body><table>{row}{rows}</table>".encode(), "x.html")[1] == "too_many_cells"


def test_a_merge_over_a_whole_sheet_costs_nothing() -> None:
    data = xlsx({"sheets": [{"title": "A", "cells": {"A1": "60%", "B2": "1"}}]})
    name = "xl/worksheets/sheet1.xml"
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    start = time.process_time()
    data = with_member(data, name, member(data, name).replace("</sheetData>", merged))
    assert shown(parsers.read_file(RawFile("x.xlsx", data))) == ["A", "60%"]
    assert time.process_time() - start < 5


def test_links_folders_and_pipes_are_no_documents(tmp_path: Path) -> None:
    real = tmp_path / "a.txt"
    real.write_text("60%", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(real)
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("link.txt", "pipe.txt", ".", "missing.txt"):
        with pytest.raises(Unreadable) as caught:
            parsers.read(tmp_path / name)
        assert caught.value.reason == "not_regular_file"
    assert shown(parsers.read(real)) == ["60%"]


def test_a_file_above_the_limit_is_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parsers, "LARGEST", 2)
    assert refused(b"60%", "x.txt") == ("rejected", "too_large")


def test_a_document_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.parsers.blocks.MOST_CELLS", 5)
    assert refused(b"1\t2\t3\n4\t5\t6\n", "x.txt") == ("rejected", "too_many_cells")
