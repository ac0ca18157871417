"""Word: speed in proportion to the text, and what the small documents do not show."""

import sys
from types import FrameType

from pipeline import parsers
from pipeline.archive import RawFile
from tests.documents import shown
from tests.documents.build import docx, zipped
from tests.parsers.samples import GOLDEN

COLUMNS = 6


def read(body: str, **parts: str) -> list[object]:
    return shown(parsers.read_file(RawFile("x.docx", docx({"body": body, **parts}))))


def appendix(rows: int) -> bytes:
    """A table whose last column is merged over all rows, the worst case for readers that recurse."""
    cell = "<w:tc><w:p>«Tỷ lệ nữ lãnh đạo chủ chốt 48,8% (62/127 đơn vị)»</w:p></w:tc>"
    later = f"<w:tr>{cell * COLUMNS}<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    first = later.replace("<w:vMerge/>", '<w:vMerge w:val="restart"/>')
    return docx({"body": f"<w:tbl>{first}{later * (rows - 1)}</w:tbl>"})


def calls(data: bytes) -> int:
    """How many functions are called to read a file: the same on a busy machine."""
    count = 0

    def note(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        parsers.read_file(RawFile("x.docx", data))
    finally:
        sys.setprofile(None)
    return count


def test_a_table_twice_as_long_takes_about_twice_the_work() -> None:
    calls(appendix(10))
    assert calls(appendix(1_000)) < 2.2 * calls(appendix(500))


def test_every_cell_of_the_golden_plans_is_read() -> None:
    document = parsers.read(GOLDEN / "province.docx")
    table = document.grids[-1]
    assert (table.rows, table.columns, table.header_rows) == (38, 6, 1)
    assert (document.method, document.format, document.pages) == ("docx", "docx", ())


def test_bold_and_centred_lines_are_known_also_from_their_style() -> None:
    styles = """<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="Title"><w:basedOn w:val="Base"/><w:rPr><w:b/></w:rPr>
      </w:style>"""
    body = """<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>«KẾ HOẠCH»</w:p>
      <w:p><w:pPr><w:pStyle w:val="Title"/><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:b w:val="0"/></w:rPr>
      <w:t>nhạt</w:t></w:r></w:p>"""
    document = parsers.read_file(RawFile("x.docx", docx({"body": body, "styles": styles})))
    assert [(one.bold, one.centred) for one in document.paragraphs] == [(True, True), (False, False)]


def test_styles_that_go_in_a_circle_end() -> None:
    styles = """<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>
      <w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>"""
    assert read('<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>«60%»</w:p>', styles=styles) == ["60%"]


def test_a_list_restarts_below_a_higher_level_unless_it_says_not_to() -> None:
    numbering = """<w:abstractNum w:abstractNumId="1">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlRestart w:val="0"/><w:lvlText w:val="CT %2"/></w:lvl>
      </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"""
    line = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr>«x»</w:p>'
    body = "".join(line.format(level) for level in (0, 1, 1, 0, 1))
    assert read(body, numbering=numbering) == ["1. x", "CT 1 x", "CT 2 x", "2. x", "CT 3 x"]


def test_a_numbering_style_stands_for_the_list_that_it_names() -> None:
    numbering = """<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="List"/></w:abstractNum>
      <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="List"/>
      <w:lvl w:ilvl="0"><w:start w:val="3"/><w:lvlText w:val="Điều %1."/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
      <w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>"""
    styles = """<w:style w:type="numbering" w:styleId="List"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>
      </w:pPr></w:style>"""
    line = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>«x»</w:p>'
    assert read(line * 2, numbering=numbering, styles=styles) == ["Điều 3. x", "Điều 4. x"]


def test_endnotes_and_notes_inside_cells_follow_their_block() -> None:
    note = '<w:endnote w:id="1"><w:p><w:r><w:endnoteRef/></w:r>« Ghi chú»</w:p></w:endnote>'
    body = (
        "<w:tbl><w:tr><w:tc><w:p>«60»<w:r><w:endnoteReference w:id='1'/></w:r></w:p></w:tc>"
        "<w:tc><w:p>«x»</w:p></w:tc></w:tr></w:tbl><w:p>«Sau»</w:p>"
    )
    assert read(body, endnotes=note) == [[["60¹", "x"]], "¹ Ghi chú", "Sau"]


def test_a_document_without_other_parts_is_read() -> None:
    assert read("<w:p>«60%»</w:p>") == ["60%"]


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml"
    members: dict[str, str | bytes] = {
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{strict}/officeDocument/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{strict}/wordprocessingml/main"><w:body><w:p><w:r>'
        "<w:t>60%</w:t></w:r></w:p></w:body></w:document>",
    }
    assert shown(parsers.read_file(RawFile("x.docx", zipped(members)))) == ["60%"]
