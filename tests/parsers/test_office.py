"""Old and foreign office files come through LibreOffice with the cells that they had, or not at all."""

import re

import pytest

from pipeline import parsers, tools
from pipeline.archive import RawFile
from pipeline.errors import MissingProgram, Unreadable
from pipeline.parsers import doc97
from tests.documents import shown, trouble
from tests.documents.build import zipped
from tests.parsers.samples import converted, read

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(tools.find(tools.OFFICE) is None, reason="LibreOffice is not installed"),
]
CELL = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
GRID = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
FLAT_WORD = f"""<?xml version="1.0"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
<w:tbl>{GRID}<w:tr>{CELL.format("TT")}{CELL.format("60%")}</w:tr></w:tbl>
<w:p><w:r><w:t>Sau</w:t></w:r></w:p></w:body></w:wordDocument>"""
FLAT_SHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>
<Row><Cell><Data ss:Type="String">TT</Data></Cell><Cell><Data ss:Type="String">60,0</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(("format_", "name"), [("rtf", "merges"), ("odt", "merges"), ("doc", "footnotes")])
def test_the_cells_are_those_of_the_original(format_: str, name: str) -> None:
    document = read(converted(format_))
    expected = [block for block in trouble("docx", name).content["expect"] if isinstance(block, list)]
    texts = [[cell for row in grid for cell in row if cell not in (None, "<", "^")] for grid in expected]
    assert (document.method, document.format) == ("converted", format_)
    assert [[cell.text for cell in grid.cells if cell.text] for grid in document.grids] == texts


@pytest.mark.parametrize("format_", ["ods", "xls"])
def test_workbooks_of_other_formats_show_the_same(format_: str) -> None:
    assert shown(read(converted(format_))) == trouble("xlsx", "sheets_and_merges").content["expect"]


def test_flat_xml_of_word_and_excel_is_read() -> None:
    assert shown(parsers.read_file(RawFile("x.doc", FLAT_WORD.encode()))) == [[["TT", "60%"]], "Sau"]
    assert shown(parsers.read_file(RawFile("x.xls", FLAT_SHEET.encode()))) == ["A", [["TT", "60,0"]]]


def test_a_conversion_that_loses_a_table_is_refused() -> None:
    """LibreOffice reads back a DOC of its own without the table when the table is the last thing in it."""
    data = tools.convert(trouble("docx", "merges").file.data, "docx", "doc")
    assert doc97.cell_marks(data) == 20
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(RawFile("x.doc", data))
    assert (caught.value.status, caught.value.reason) == ("needs_conversion", "conversion_failed")


def test_a_flat_word_file_that_loses_cells_is_refused() -> None:
    data = re.sub("<w:tblGrid>.*?</w:tblGrid>|<w:tcPr>.*?</w:tcPr>", "", FLAT_WORD, flags=re.DOTALL)
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(RawFile("x.xml", data.encode()))
    assert caught.value.reason == "conversion_failed"


def test_a_password_is_found_before_libreoffice_asks() -> None:
    data = bytearray(converted("doc").data)
    at = data.index(b"\xec\xa5")
    data[at + doc97.SWITCHES_AT + 1] |= doc97.ENCRYPTED >> 8
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(RawFile("x.doc", bytes(data)))
    assert caught.value.reason == "encrypted"


def test_a_password_on_an_open_document_is_found() -> None:
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    }
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(RawFile("x.odt", zipped(members)))
    assert caught.value.reason == "encrypted"


def test_without_libreoffice_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = converted("doc").data
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram) as caught:
        parsers.read_file(RawFile("x.doc", data))
    assert (caught.value.status, caught.value.reason) == ("needs_conversion", "no_office")
