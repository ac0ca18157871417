"""Papers as Word files, the way an office types them: real merges, real footnotes, repeated headers.

Takes a `Paper`, gives the bytes of a DOCX that are the same on every run (no clock in them).
"""

import io
import zipfile
from copy import deepcopy
from datetime import datetime
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from tests.plans_made.blocks import Block, Box, Line, Paper, Style, Table, runs

FONT = "Times New Roman"
BODY_SIZE = 13.0  # points; what the decree on administrative documents asks for
A4 = (Cm(21.0), Cm(29.7))
TWIPS_PER_CM = 567
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can carry
MADE_ON = datetime(2025, 1, 1)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
ALIGNED = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "centred": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "caption": WD_ALIGN_PARAGRAPH.RIGHT,
    "body": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "heading": WD_ALIGN_PARAGRAPH.LEFT,
}


def to_docx(paper: Paper) -> bytes:
    """The bytes of the Word file."""
    document = docx.Document()
    _set_faces(document)
    _set_properties(document, paper)
    _set_paper(document.sections[0], landscape=False)
    notes = {key: number for number, key in enumerate(paper.footnotes, start=1)}
    for position, block in enumerate(paper.blocks):
        _add(document, block, notes, first=position == 0)
    if paper.footnotes:
        _attach_footnotes(document, paper.footnotes)
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


def _set_faces(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(BODY_SIZE)
    normal.paragraph_format.space_after = Pt(6)
    fonts = normal.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), FONT)


def _set_properties(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = paper.title
    properties.comments = paper.comment
    properties.author = ""
    properties.language = "vi-VN"
    properties.revision = 1
    properties.created = properties.modified = MADE_ON


def _set_paper(section: Section, *, landscape: bool) -> None:
    short, long = A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin, section.right_margin = (Cm(2), Cm(2)) if landscape else (Cm(3), Cm(2))
    section.top_margin = section.bottom_margin = Cm(2)


def _add(document: Document, block: Block, notes: dict[str, int], *, first: bool) -> None:
    if isinstance(block, Line):
        _fill(document.add_paragraph(), block.text, block.style, BODY_SIZE, notes, indent=True)
    elif isinstance(block, Table):
        _add_table(document, block, notes)
    elif first:
        _set_paper(document.sections[0], landscape=block.landscape)
    else:
        _set_paper(document.add_section(WD_SECTION.NEW_PAGE), landscape=block.landscape)


def _fill(
    paragraph: Paragraph, text: str, style: Style, size: float, notes: dict[str, int], *, indent: bool = False
) -> None:
    paragraph.alignment = ALIGNED[style]
    if style in ("body", "heading") and indent:
        paragraph.paragraph_format.first_line_indent = Cm(1)
    for piece in runs(text):
        run = paragraph.add_run(piece.text)
        run.font.size = Pt(size)
        run.italic = piece.italic or style == "caption" or None
        run.bold = piece.bold or style in ("title", "heading") or None
        if piece.note:
            run.font.superscript = True
            run._r.append(_element("w:footnoteReference", **{"w:id": str(notes[piece.note])}))


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return cast(BaseOxmlElement, made)


# ------------------------------------------------------------------ tables, cell by cell


def _add_table(document: Document, table: Table, notes: dict[str, int]) -> None:
    word = document.add_table(0, table.columns)
    word.style = document.styles["Table Grid" if table.ruled else "Normal Table"]
    word.autofit = False
    for column, width in zip(word.columns, table.widths, strict=True):
        column.width = Cm(width)
    at = {(box.row, box.column): box for box in table.boxes}
    covered = {(box.row + down, box.column): box for box in table.boxes for down in range(1, box.rows)}
    for row in range(table.rows):
        word._tbl.append(_row(word, table, row, at, covered, notes))


def _row(
    word: WordTable,
    table: Table,
    row: int,
    at: dict[tuple[int, int], Box],
    covered: dict[tuple[int, int], Box],
    notes: dict[str, int],
) -> BaseOxmlElement:
    made = _element("w:tr")
    if table.repeat and row < table.header_rows:
        properties = _element("w:trPr")
        properties.append(_element("w:tblHeader"))
        made.append(properties)
    column = 0
    while column < table.columns:
        box = at.get((row, column)) or covered.get((row, column)) or Box(row, column, "")
        made.append(_cell(word, table, box, row, notes))
        column += box.columns
    return made


def _cell(word: WordTable, table: Table, box: Box, row: int, notes: dict[str, int]) -> BaseOxmlElement:
    made = _element("w:tc")
    made.append(_cell_properties(table, box, row))
    cell = _Cell(made, word)  # type: ignore[arg-type]
    texts = box.text.split("\n") if row == box.row else [""]
    for text in texts:
        made.append(_element("w:p"))
        paragraph = cell.paragraphs[-1]
        paragraph.paragraph_format.space_after = Pt(2)
        style = "title" if table.ruled and box.row < table.header_rows else box.style
        _fill(paragraph, text, style, table.size, notes)
        if style == "body":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return made


def _cell_properties(table: Table, box: Box, row: int) -> BaseOxmlElement:
    made = _element("w:tcPr")
    width = sum(table.widths[box.column : box.column + box.columns])
    made.append(_element("w:tcW", **{"w:w": str(round(width * TWIPS_PER_CM)), "w:type": "dxa"}))
    if box.columns > 1:
        made.append(_element("w:gridSpan", **{"w:val": str(box.columns)}))
    if box.rows > 1:
        made.append(_element("w:vMerge", **({"w:val": "restart"} if row == box.row else {})))
    if table.ruled:
        made.append(_element("w:vAlign", **{"w:val": "center"}))
    return made


# ------------------------------------------------------------------ footnotes, which python-docx cannot write

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)


def _attach_footnotes(document: Document, footnotes: dict[str, str]) -> None:
    root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
    for number, text in enumerate(footnotes.values(), start=1):
        root.append(_footnote(document, number, text))
    name = PackURI("/word/footnotes.xml")
    part = Part(name, FOOTNOTES_TYPE, _serialized(root), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)


def _footnote(document: Document, number: int, text: str) -> BaseOxmlElement:
    scratch = document.add_paragraph()
    mark = scratch.add_run()
    mark.font.superscript = True
    mark._r.append(_element("w:footnoteRef"))
    _fill(scratch, f" {text}", "body", 10.0, {})
    made = _element("w:footnote", **{"w:id": str(number)})
    made.append(deepcopy(scratch._p))
    parent = scratch._p.getparent()
    assert parent is not None
    parent.remove(scratch._p)
    return made


def _serialized(root: BaseOxmlElement) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_clock(data: bytes) -> bytes:
    """The same package with one fixed date on every entry."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()


def same_content(one: bytes, other: bytes) -> bool:
    """Whether two packages hold the same files, however they were compressed."""
    return _members(one) == _members(other)


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
