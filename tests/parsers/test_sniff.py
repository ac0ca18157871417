"""The type of a file is decided by its bytes; names only choose between text and Markdown."""

import io
import zipfile

import pytest

from pipeline.errors import Unreadable
from pipeline.parsers.sniff import extension, sniff
from tests.documents import trouble
from tests.documents.build import zipped

MARKED = {
    b"%PDF-1.7\n": "pdf",
    b"\r\n junk before %PDF-1.4": "pdf",
    b"{\\rtf1\\ansi": "rtf",
    b"\x89PNG\r\n\x1a\n....": "png",
    b"\xff\xd8\xff\xe0": "jpg",
    b"II*\x00....": "tiff",
    b"<!DOCTYPE HTML><html>": "html",
    b"\xef\xbb\xbf  <table><tr><td>1</td></tr></table>": "html",
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'.encode("utf-16"): "html",
    b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>': "xml_word",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">': "xml_sheet",
    b'<?xml version="1.0"?><office:document xmlns:office="x">': "xml_open",
    b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n": "mhtml",
    "Kế hoạch".encode(): "txt",
    "TT\tNăm 2025".encode("utf-16"): "txt",
    b"a <b> c": "txt",
}


@pytest.mark.parametrize(("data", "kind"), MARKED.items(), ids=range(len(MARKED)))
def test_marks_in_the_bytes_decide(data: bytes, kind: str) -> None:
    assert sniff(data, "anything.docx") == kind


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_containers_are_told_apart_by_their_members(kind: str) -> None:
    data = trouble(kind, {"docx": "frame", "xlsx": "hidden_parts"}[kind]).file.data
    assert sniff(data, "x.zip") == kind


def test_word_online_names_its_main_part_otherwise() -> None:
    assert sniff(zipped({"word/document2.xml": "<x/>"})) == "docx"


def test_an_open_document_says_what_it_is() -> None:
    kind = "application/vnd.oasis.opendocument."
    assert sniff(zipped({"mimetype": kind + "text"})) == "odt"
    assert sniff(zipped({"mimetype": kind + "spreadsheet\n"})) == "ods"


def test_only_the_extension_tells_markdown_from_text() -> None:
    assert [sniff(b"# A", name) for name in ("a.md", "a.MARKDOWN", "a.txt", "a")] == [
        "md",
        "md",
        "txt",
        "txt",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\x00", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (bytes(range(256)) * 8, "unsupported_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "damaged_ole"),
        (b"PK\x03\x04 broken", "damaged_zip"),
        (zipped({"a.exe": b"MZ"}), "unsupported_type"),
        (zipped({"ppt/slides/slide1.xml": b"<x/>"}), "unsupported_type"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sniff(data, "x.docx")
    assert (caught.value.status, caught.value.reason) == ("rejected", reason)


def test_extensions_are_folded_whatever_their_spelling() -> None:
    assert [extension(name) for name in ("A.HTM", "b.jpeg", "c", "Kế hoạch.DOCX", "d.tar.gz")] == [
        "html", "jpg", "", "docx", "gz",
    ]  # fmt: skip


def test_a_large_first_member_is_not_read_whole() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", b"application/vnd.oasis.opendocument.text" + b" " * 10_000_000)
    assert sniff(target.getvalue()) == "odt"
