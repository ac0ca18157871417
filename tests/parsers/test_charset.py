"""Bytes become the letters that were meant; a guess or a loss is always said."""

import pytest

from pipeline import parsers
from pipeline.archive import RawFile
from pipeline.model import Document
from tests.documents.build import tcvn3

TEXT = "Tỷ lệ nữ lãnh đạo chủ chốt được hưởng lương\nđạt 60% vào năm 2025"


def read(data: bytes) -> Document:
    return parsers.read_file(RawFile("x.txt", data))


def words(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_every_form_is_read_without_a_word(encoding: str) -> None:
    document = read(TEXT.encode(encoding))
    assert (words(document), document.findings) == (TEXT, ())


def test_one_broken_byte_is_damage_and_not_another_encoding() -> None:
    data = (TEXT * 40).encode()
    document = read(data[:2_000] + b"\xff" + data[2_000:])
    assert [finding.rule for finding in document.findings] == ["broken_letters"]
    assert document.flags == ("damaged",)
    assert "60%" in words(document)


def test_letters_of_old_fonts_in_a_unicode_file_are_decoded_line_by_line() -> None:
    document = read(tcvn3("Tỷ lệ nữ lãnh đạo chủ chốt").decode("latin-1").encode() + b"\n60%")
    assert words(document) == "Tỷ lệ nữ lãnh đạo chủ chốt\n60%"
    assert [finding.rule for finding in document.findings] == ["old_letters"]


def test_bytes_that_no_encoding_turns_into_vietnamese_are_flagged() -> None:
    document = read(bytes(range(0xA1, 0xFF)) * 3 + b" abc")
    assert "encoding_unknown" in document.flags


def test_unicode_letters_that_old_fonts_share_stay() -> None:
    assert words(read("xã Hà Tây, là, có, và".encode())) == "xã Hà Tây, là, có, và"
