"""The letter: the official form, every finding that an office can mend, nothing else, no name of a signer."""

import io
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.document import Document as Word
from docx.shared import Pt

from pipeline import tools
from pipeline.language.messages import say
from pipeline.model import Finding, Harvest, Place, Quote
from pipeline.writers.letter import asked, letter
from tests.writers.harvests import DISTRICT, PROVINCE, documents, finding, harvest

HOSTILE = "a\x00b\x0b<w:p>&amp;\u202e\ud800{x}"


def of(*findings: Finding, **record: object) -> Harvest:
    changed = tuple(replace(one, **record) if one.document_id == PROVINCE else one for one in documents())
    return Harvest(documents=changed, findings=findings)


def page(found: Harvest, level: str = "warning", document: str = PROVINCE) -> Word:
    wanted, _ = asked(found, document, level)  # type: ignore[arg-type]
    return docx.Document(io.BytesIO(letter(found, document, wanted)))


def said(found: Harvest, level: str = "warning") -> str:
    made = page(found, level)
    cells = [line.text for table in made.tables for cell in table.rows[0].cells for line in cell.paragraphs]
    return "\n".join([*cells, *(line.text for line in made.paragraphs)])


def chosen(*findings: Finding, level: str = "warning") -> list[str]:
    return [one.message_vi for one in asked(of(*findings), PROVINCE, level)[0]]  # type: ignore[arg-type]


def test_every_finding_stands_with_both_places_both_quotes_and_what_is_asked() -> None:
    here, there = (
        Place(PROVINCE, page=3, table=2, row=14, column=5),
        Place(DISTRICT, table=1, row=2, column=3),
    )
    told = finding(
        a=Quote(here, "31,7/100.000\ntrẻ"),
        b=Quote(there, "31,6/100.000"),
        message_vi="Kém hơn.",
        suggestion_vi="Sửa.",
    )
    text = said(
        of(told, issuer="Ủy ban nhân dân tỉnh A", number="956/KH-UBND", type="Kế hoạch", date="2025-03-04")
    )
    other = next(one for one in documents() if one.document_id == DISTRICT)
    for words in (
        "Kính gửi: Ủy ban nhân dân tỉnh A",
        "Kế hoạch số 956/KH-UBND ngày 04 tháng 3 năm 2025",
        "V/v đề nghị rà soát, đính chính số liệu tại Kế hoạch số 956/KH-UBND",
        "1. Kém hơn.",
        "- Tại trang 3, bảng 2, hàng 14, cột 5: “31,7/100.000 trẻ”",
        "- Tại bảng 1, hàng 2, cột 3 của ",
        "“31,6/100.000”",
        "- Đề nghị: Sửa.",
        "Trân trọng./.",
    ):
        assert words in text
    assert other.path in text or other.number in text


def test_the_form_is_that_of_the_decree() -> None:
    made = page(of(finding()))
    section = made.sections[0]
    names = ("page_width", "page_height", "top_margin", "bottom_margin", "left_margin", "right_margin")
    assert [round(getattr(section, name).mm) for name in names] == [210, 297, 20, 20, 30, 15]
    runs = [run for line in made.paragraphs for run in line.runs]
    assert {run.font.name for run in runs} == {"Times New Roman"}
    assert {run.font.size for run in runs} == {Pt(14)}
    left, right = made.tables[0].rows[0].cells
    assert right.paragraphs[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert right.paragraphs[1].text == "Độc lập - Tự do - Hạnh phúc"
    assert "Số:" in left.text
    assert "Nơi nhận:" in made.tables[1].rows[0].cells[0].text
    assert "PAGE" in section.header._element.xml
    assert section.different_first_page_header_footer


def test_what_people_ruled_out_and_what_this_program_says_of_itself_is_left_out() -> None:
    kept = finding(message_vi="đúng", ruling="true")
    gone = (
        finding(message_vi="không lỗi", ruling="not_error"),
        finding(message_vi="đọc sai", ruling="misread"),
        finding("doubtful_value", message_vi="chờ rà soát"),
        finding("D04", message_vi="xếp lại cột"),
        finding("C01", message_vi="ghi chú", severity="info"),
        finding(message_vi="văn bản khác", a=Quote(Place(DISTRICT, line=1), "x")),
    )
    assert chosen(kept, *gone) == ["đúng"]


@pytest.mark.parametrize(("level", "count"), [("error", 1), ("warning", 2), ("info", 3)])
def test_the_level_says_what_goes_in_and_graver_findings_come_first(level: str, count: int) -> None:
    found = [finding(message_vi=name, severity=name) for name in ("info", "warning", "error")]
    assert chosen(*found, level=level) == ["error", "warning", "info"][:count]
    assert ("II." in said(of(*found), level)) == (count > 1)


def test_what_rests_on_memory_waits_until_a_person_rules_it_true() -> None:
    memory = say("checks.from_memory", "vi")
    told = finding(message_vi=f"Kém hơn mục tiêu quốc gia. {memory}")
    kept, waiting = asked(of(told), PROVINCE)
    assert (kept, waiting) == ((), (told,))
    ruled = replace(told, ruling="true")
    assert asked(of(ruled), PROVINCE) == ((ruled,), ())
    assert memory not in said(of(ruled))


def test_a_finding_that_the_scan_may_explain_says_so() -> None:
    assert "bản quét" in said(of(finding(ocr_risk=True)))
    assert "bản quét" not in said(of(finding(ocr_risk=True, ruling="true")))


def test_document_without_number_date_title_and_issuer_leaves_blanks() -> None:
    text = said(of(finding(), number="", date="", title="", issuer="", type="", path="kế hoạch.txt"))
    assert "“kế hoạch.txt”" in text
    assert "Kính gửi: [tên cơ quan ban hành kế hoạch]" in text


def test_whatever_a_document_holds_makes_a_letter_that_opens() -> None:
    told = finding(a=Quote(Place(PROVINCE), HOSTILE), message_vi=HOSTILE, suggestion_vi=HOSTILE)
    text = said(of(told, issuer=HOSTILE, number=HOSTILE, title=HOSTILE))
    assert "ab<w:p>&amp;" in text
    long = finding(a=Quote(Place(PROVINCE, line=1), "dài " * 9999))
    assert len(said(of(long))) < 3000


def test_same_findings_give_the_same_bytes() -> None:
    found = harvest()
    wanted, _ = asked(found, PROVINCE)
    assert letter(found, PROVINCE, wanted) == letter(found, PROVINCE, wanted)


@pytest.mark.office
@pytest.mark.skipif(tools.find(tools.OFFICE) is None, reason="LibreOffice is not installed")
def test_letter_opens_in_an_office_program_with_nation_and_motto_on_one_line_each() -> None:
    found = of(*(finding(message_vi=f"Điểm {number}. " * 12) for number in range(12)))
    made = tools.convert(letter(found, PROVINCE, asked(found, PROVINCE)[0]), "docx", "pdf")
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        first, last = pdf.pages[0].extract_text().split("\n"), pdf.pages[-1].extract_text()
        sizes = {(round(one.width), round(one.height)) for one in pdf.pages}
        numbers = [one.extract_text().split("\n")[0] for one in pdf.pages[1:]]
    assert sizes == {(595, 842)}
    assert first[0].endswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert first[1].endswith("Độc lập - Tự do - Hạnh phúc")
    assert numbers == [str(number) for number in range(2, len(numbers) + 2)]
    assert "Nơi nhận:" in last
