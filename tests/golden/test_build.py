"""The rebuilt documents are current, say what they are, and have the traps that they were made for."""

import io

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

from tests.golden.build import NAMES, paper
from tests.golden.documents import FILES, TEXTS, read_yaml
from tests.plans_made.word import same_content, to_docx


@pytest.mark.parametrize("name", NAMES)
def test_committed_word_file_is_what_the_generator_makes(name: str) -> None:
    assert same_content(FILES[name, "docx"].read_bytes(), to_docx(paper(name)))


@pytest.mark.parametrize("name", NAMES)
def test_two_makings_give_the_same_bytes(name: str) -> None:
    assert to_docx(paper(name)) == to_docx(paper(name))


@pytest.mark.parametrize("name", NAMES)
def test_word_file_says_that_it_is_rebuilt(name: str) -> None:
    document = docx.Document(io.BytesIO(FILES[name, "docx"].read_bytes()))
    assert document.core_properties.comments.startswith("Rebuilt for tests")


def test_footnotes_are_real() -> None:
    document = docx.Document(io.BytesIO(FILES["province", "docx"].read_bytes()))
    references = document.element.body.findall(f".//{qn('w:footnoteReference')}")
    assert [reference.get(qn("w:id")) for reference in references] == ["1", "2"]


@pytest.mark.parametrize(("name", "pages", "second"), [("province", 4, "TT"), ("district", 3, "TT")])
def test_header_is_repeated_on_every_page_of_the_appendix(name: str, pages: int, second: str) -> None:
    with pdfplumber.open(FILES[name, "pdf"]) as pdf:
        tables = [table for page in pdf.pages if page.width > page.height for table in page.extract_tables()]
    firsts = [table[0][0] for table in tables if len(table[0]) > 2]
    assert firsts == [second] * pages


@pytest.mark.parametrize(
    ("name", "number", "tail"),
    [
        ("province", "2.1", "hưởng lương so với tổng số lao động nữ."),
        ("district", "3.3", "nhu cầu hỗ trợ được"),
    ],
)
def test_a_page_end_cuts_a_row(name: str, number: str, tail: str) -> None:
    with pdfplumber.open(FILES[name, "pdf"]) as pdf:
        rows = [row for page in pdf.pages for table in page.extract_tables() for row in table if len(row) > 2]
    first = next(index for index, row in enumerate(rows) if row[0] == number)
    rest = next(row for row in rows[first + 1 :] if row[1] and row[1] != "Mục tiêu/chỉ tiêu" and not row[0])
    assert str(rest[1]).startswith(tail)


def test_quotes_of_the_expected_findings_stand_in_the_named_lines() -> None:
    lines = {name: path.read_text(encoding="utf-8").split("\n") for name, path in TEXTS.items()}
    quotes = [quote for finding in read_yaml("findings")["findings"] for quote in finding["quotes"]]
    wrong = [quote for quote in quotes if quote["text"] not in lines[quote["document"]][quote["line"] - 1]]
    assert wrong == []
