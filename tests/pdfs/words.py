"""Word files with one table each (or several), in all manners that offices have; LibreOffice prints them.

`SPECS` says what each file looks like; `printed(folder)` gives name -> path of the PDF.  Converting takes
some ten seconds, so the PDFs are kept in the temporary folder under a key made of this file's content.
"""

import hashlib
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.table import CT_Row
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tests.plans_made.office import to_pdf

TEXT = """
tỷ lệ nữ tham gia cấp ủy Đảng các cấp nhiệm kỳ cơ quan quản lý nhà nước chính quyền địa phương
lãnh đạo chủ chốt lao động hưởng lương nông nghiệp giám đốc doanh nghiệp hợp tác xã bạo lực gia đình
được phát hiện tư vấn hỗ trợ nạn nhân mua bán trở về tái hòa nhập cộng đồng trẻ em dân tộc thiểu số
hoàn thành tiểu học vùng sâu vùng xa nghiêng khuỷu ngoằn ngoèo quỹ ưỡn ẵm ỹ Ỷ Ữ Ẫ Ộ
"""
WORDS = TEXT.split()
VALUES = ("60%", "≥ 30%", "31,7/100.000", "1.000", "0,5‰", "11/20 (55%)", "99,75", "-", "Tăng 2-3%", "03 tin")
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
AGENCIES = ("Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội", "Văn phòng HĐND-UBND", "Công an tỉnh")


@dataclass(frozen=True)
class Spec:
    """What one file looks like; `merges` are (row, column, row span, column span), 0-based."""

    name: str
    font: str = "Liberation Serif"
    size: float = 12
    columns: int = 5
    rows: int = 14
    landscape: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    border: str = "single"
    border_size: int = 4
    shade: bool = False
    nbsp: bool = False
    hyphens: bool = False
    soft_hyphens: bool = False
    bold_header: bool = False
    italic: bool = False
    upright_header: bool = True
    align: str = "left"
    tables: int = 1
    prose: int = 2
    empty_columns: tuple[int, ...] = ()
    empty_rows: tuple[int, ...] = ()
    paragraphs: int = 1
    narrow: bool = False
    mixed_sizes: bool = False
    raised: bool = False
    spaced: bool = False
    decomposed: bool = False
    tabs: bool = False


TWO_ROW_HEADER = ((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 2, 1))
AGENCY_BLOCK = ((2, 4, 4, 1), (7, 4, 3, 1))
GROUP_ROWS = ((2, 0, 1, 5), (7, 0, 1, 5))

SPECS = (
    Spec("plain"),
    Spec("sans", font="Liberation Sans", size=11),
    Spec("tinos", font="Tinos", size=13),
    Spec("arimo_small", font="Arimo", size=8, columns=7, rows=20),
    Spec("mono", font="Liberation Mono", size=9),
    Spec("dejavu", font="DejaVu Serif", size=10),
    Spec("large", size=14, columns=4),
    Spec("tiny", size=6.5, columns=8, rows=24, landscape=True),
    Spec("landscape", landscape=True, columns=6, rows=20),
    Spec("two_row_header", merges=TWO_ROW_HEADER),
    Spec("agency_merged", merges=AGENCY_BLOCK),
    Spec("group_rows", merges=GROUP_ROWS),
    Spec("all_merges", merges=TWO_ROW_HEADER + GROUP_ROWS[1:], rows=16),
    Spec("many_merges", merges=((0, 0, 1, 5), (1, 0, 3, 2), (4, 1, 2, 3), (9, 3, 3, 2))),
    Spec("double_border", border="double", border_size=6),
    Spec("dotted", border="dotted", border_size=8),
    Spec("dashed", border="dashed", border_size=4),
    Spec("thick", border="single", border_size=24),
    Spec("hairline", border="single", border_size=2),
    Spec("shaded", shade=True, bold_header=True),
    Spec("nbsp", nbsp=True),
    Spec("hyphens", hyphens=True, columns=6),
    Spec("soft_hyphens", soft_hyphens=True, columns=7),
    Spec("bold_header", bold_header=True, merges=TWO_ROW_HEADER),
    Spec("italic", italic=True),
    Spec("centred", align="center"),
    Spec("justified", align="both", columns=4),
    Spec("right", align="right"),
    Spec("two_tables", tables=2, rows=6),
    Spec("three_tables", tables=3, rows=5, columns=4),
    Spec("over_pages", rows=70, columns=5),
    Spec("over_pages_merged", rows=60, merges=((5, 4, 30, 1), (40, 4, 15, 1))),
    Spec("empty_column", empty_columns=(3,)),
    Spec("empty_rows", empty_rows=(3, 4, 8)),
    Spec("paragraphs", paragraphs=3, rows=8),
    Spec("narrow_columns", columns=12, rows=18, narrow=True, size=8, landscape=True),
    Spec("mixed_sizes", mixed_sizes=True),
    Spec("expanded", spaced=True),
    Spec("decomposed", decomposed=True),
    Spec("tabs", tabs=True),
    Spec("raised", raised=True),
    Spec("sideways_header", upright_header=False, rows=8),
    Spec("much_prose", prose=30, rows=10),
    Spec("unruled", border="none", rows=8, prose=1),
    Spec("prose_only", prose=40, rows=1, columns=1, border="none"),
)


def printed() -> dict[str, Path]:
    """Return the PDF of each spec by its name."""
    key = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"doichieu-test-pdfs-{key}"
    if not (folder / "done").exists():
        _print(folder)
    return {spec.name: folder / f"{spec.name}.pdf" for spec in SPECS}


def _print(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        sources = []
        for spec in SPECS:
            source = Path(work) / f"{spec.name}.docx"
            write(spec, source)
            sources.append(source)
        for made in to_pdf(sources, Path(work)):
            made.replace(folder / made.name)
    (folder / "done").touch()


def write(spec: Spec, path: Path) -> None:
    """Write the Word file of a spec."""
    random = Random(spec.name)
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = spec.font, Pt(spec.size)
    _set_page(document.sections[0], spec)
    for number in range(spec.tables):
        for _ in range(spec.prose):
            paragraph = document.add_paragraph(f"- {_words(random, 40)}.")
            paragraph.paragraph_format.first_line_indent = Pt(28)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _add_table(document, spec, random)
        document.add_paragraph(f"Biểu {number + 1} hết.")
    document.save(str(path))


def _set_page(section: Section, spec: Spec) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    if spec.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)


def _add_table(document: Document, spec: Spec, random: Random) -> None:
    table = document.add_table(spec.rows, spec.columns)
    _set_borders(table, spec)
    cells = table._cells
    covered = {
        (row + down, column + right)
        for row, column, rows, columns in spec.merges
        for down in range(rows)
        for right in range(columns)
        if down or right
    }
    for row in range(spec.rows):
        for column in range(spec.columns):
            if (
                (row, column) not in covered
                and row not in spec.empty_rows
                and column not in spec.empty_columns
            ):
                _fill(cells[row * spec.columns + column], row, column, spec, random)
    for row, column, rows, columns in spec.merges:
        table.cell(row, column).merge(table.cell(row + rows - 1, column + columns - 1))


def _fill(cell: _Cell, row: int, column: int, spec: Spec, random: Random) -> None:
    paragraph = cell.paragraphs[0]
    for number in range(spec.paragraphs):
        paragraph = paragraph if number == 0 else cell.add_paragraph()
        _add_text(paragraph, _text(row, column, spec, random), row, column, spec)
    if spec.shade and row == 0:
        _add(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:fill": "D9D9D9"})
    if not spec.upright_header and row == 0 and column:
        _add(cell._tc.get_or_add_tcPr(), "w:textDirection", {"w:val": "btLr"})
        _add(
            cast(CT_Row, cell._tc.getparent()).get_or_add_trPr(),
            "w:trHeight",
            {"w:val": "2400", "w:hRule": "exact"},
        )


def _add_text(paragraph: Paragraph, text: str, row: int, column: int, spec: Spec) -> None:
    paragraph.alignment = ALIGNED[spec.align]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold = spec.bold_header and row < 2
    run.italic = spec.italic
    if spec.mixed_sizes:
        run = paragraph.add_run(" nhỏ hơn")
        run.font.size = Pt(spec.size - 3)
    if spec.raised and column == 1:
        paragraph.add_run("2").font.superscript = True
    if spec.spaced:
        _add(run._r.get_or_add_rPr(), "w:spacing", {"w:val": "24"})


def _text(row: int, column: int, spec: Spec, random: Random) -> str:
    if column == 0:
        return f"{row // 5 + 1}.{row % 5 + 1}"
    if column == spec.columns - 1 and not spec.narrow:
        return random.choice(AGENCIES)
    if column > 1:
        return str(random.randint(1, 999)) if spec.narrow else random.choice(VALUES)
    text = _words(random, 3 if spec.narrow else 9)
    if spec.hyphens:
        text += " giai đoạn 2021-2025, vùng kinh-tế-trọng-điểm-phía-nam-và-tây-nguyên"
    if spec.soft_hyphens:
        text += " phi\u00adthường\u00adtrực\u00adtiếp\u00adtheo\u00addõi"
    if spec.nbsp:
        text = text.replace(" ", "\u00a0", 2)
    if spec.decomposed:
        text = unicodedata.normalize("NFD", text)
    return text.replace(" ", "\t", 1) if spec.tabs else text


def _words(random: Random, count: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(count)).capitalize()


def _set_borders(table: Table, spec: Spec) -> None:
    borders = _add(table._tbl.tblPr, "w:tblBorders", {})
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _add(borders, f"w:{side}", {"w:val": spec.border, "w:sz": str(spec.border_size), "w:color": "000000"})


def _add(parent: BaseOxmlElement, name: str, values: dict[str, str]) -> BaseOxmlElement:
    child = cast(BaseOxmlElement, OxmlElement(name))
    for key, value in values.items():
        child.set(qn(key), value)
    parent.append(child)
    return child
