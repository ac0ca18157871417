"""Saved web pages in one file, layout tables, and what browsers forgive."""

from email.message import EmailMessage

import pytest

from pipeline import parsers
from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from tests.documents import rows, shown

TABLE = "<table><tr><td>TT</td><td>Năm 2025</td></tr><tr><td>1</td><td>60%</td></tr></table>"
LONG = "<p>" + "Tăng cường công tác tuyên truyền về bình đẳng giới. " * 40 + "</p>"


def read(text: str) -> list[object]:
    return shown(parsers.read_file(RawFile("x.html", text.encode())))


def test_a_page_saved_as_one_file_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "Kế hoạch"
    message.set_content("không đọc được", subtype="plain")
    message.add_alternative(f"<html><body>{TABLE}</body></html>", subtype="html", cte="base64")
    document = parsers.read_file(RawFile("x.mht", bytes(message)))
    assert document.format == "mhtml"
    assert rows(document.grids[0]) == [["TT", "Năm 2025"], ["1", "60%"]]


def test_a_mime_file_without_a_page_is_refused() -> None:
    message = EmailMessage()
    message.set_content("chỉ có chữ")
    with pytest.raises(Unreadable) as caught:
        parsers.read_file(RawFile("x.eml", b"MIME-Version: 1.0\n" + bytes(message)))
    assert caught.value.reason == "unsupported_type"


def test_a_table_that_lays_out_the_page_is_looked_through() -> None:
    page = f"<html><body><table><tr><td>Trang chủ</td><td>{LONG}{TABLE}</td></tr></table></body></html>"
    blocks = read(page)
    assert blocks[0] == "Trang chủ"
    assert blocks[-1] == [["TT", "Năm 2025"], ["1", "60%"]]


def test_a_table_inside_a_cell_of_a_data_table_is_a_grid_of_its_own() -> None:
    inner = "<table><tr><td>a<td>10%</table>"
    assert read(f"<html><table><tr><td>1<td>Nữ {inner}</table>") == [[["1", "Nữ"]], [["a", "10%"]]]


def test_a_span_never_grows_over_a_cell_that_reaches_down() -> None:
    page = "<table><tr><td>1<td>2<td rowspan=2>3</tr><tr><td colspan=3>4</tr></table>"
    assert read(f"<html>{page}") == [[["1", "2", "3"], ["4", "<", "^"]]]


def test_headings_are_bold_and_centred_text_is_known() -> None:
    page = '<html><body><h1>A</h1><p style="text-align: center">B</p><center><b>C</b></center></body></html>'
    document = parsers.read_file(RawFile("x.html", page.encode()))
    assert [(one.bold, one.centred) for one in document.paragraphs] == [
        (True, False),
        (False, True),
        (True, True),
    ]


def test_kept_white_space_keeps_its_lines() -> None:
    assert read("<html><body><pre>Dòng 1\nDòng 2</pre></body></html>") == ["Dòng 1\nDòng 2"]


def test_a_page_without_text_has_no_blocks() -> None:
    assert read("<html><body><script>x</script></body></html>") == []
