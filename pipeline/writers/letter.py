"""The letter to the office that issued a plan: a công văn in the form of Nghị định 30/2020/NĐ-CP.

Takes a `Harvest` and the id of a document; gives the bytes of a DOCX that lists its findings with their
places, both quotes and what is asked.  What only the sender knows (own name, number, date, post and name of
the signer) stays a blank in square brackets.  The same findings give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pipeline.language.data import parse_yaml
from pipeline.language.messages import say
from pipeline.model import DocumentRecord, Finding, Harvest, Quote, Severity
from pipeline.writers import order
from pipeline.writers.identity import by_id
from pipeline.writers.order import SEVERITIES
from pipeline.writers.schema import writable

ABOUT_DOCUMENTS = re.compile(r"[A-H]\d\d")
"""Rules of the families A to H; all others tell how this program read a document, as do `words()["own"]`."""

SETTLED = ("not_error", "misread")
"""Rulings after which an office has nothing to mend."""

FONT = "Times New Roman"
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(15)}
"""Within the limits of the decree: 20–25, 20–25, 30–35, 15–20 mm."""

A4 = Mm(210), Mm(297)
LEFT, RIGHT = Mm(67), Mm(98)
"""Widths of the two halves of the head and of the end; together what the margins leave."""

TEXT, NAMES, HEAD, COPIES_TITLE, COPIES = Pt(14), Pt(12), Pt(13), Pt(12), Pt(11)
"""Sizes of the decree: body 13–14, names and abstract 12–13, rest of the head 13, recipients 12 and 11."""

INDENT = Cm(1)
CELL_MARGINS = Mm(3.8)
"""What Word leaves free on both sides of a cell together."""

MOTTO_LINE, BODY_LINE = Mm(57), Mm(24)
"""Lengths of the lines below the motto (as long as it) and below the issuing body (a third of its name)."""

LONGEST_QUOTE = 500
"""Characters of a quote; who wants more opens the document at the place that is named."""

FULL_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
ZERO_BELOW = 3
"""The month from which on no zero stands in front."""

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FIXED_TIME = (2000, 1, 1, 0, 0, 0)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words of the letter."""
    found: dict[str, Any] = parse_yaml(
        (files("pipeline.writers") / "letter.yaml").read_text(encoding="utf-8")
    )
    return found


def asked(
    harvest: Harvest, document_id: str, level: Severity = "warning"
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that an office can mend, and those that somebody has to verify first.

    Both are about this document, of this level or graver, and not ruled out.  What rests on a fact that was
    written from memory goes into a letter only after a person ruled it `true`.
    """
    found = tuple(_about(harvest, document_id, SEVERITIES[: SEVERITIES.index(level) + 1]))
    open_ = tuple(one for one in found if _from_memory() in one.message_vi and one.ruling != "true")
    return tuple(one for one in found if one not in open_), open_


def _from_memory() -> str:
    return say("checks.from_memory", "vi")


def _about(harvest: Harvest, document_id: str, grave: Sequence[str]) -> Iterator[Finding]:
    return (
        row.finding
        for row in order.findings(harvest)
        if row.finding.severity in grave
        and row.finding.a is not None
        and row.finding.a.place.document == document_id
        and ABOUT_DOCUMENTS.match(row.finding.rule)
        and row.finding.rule not in words()["own"]
        and row.finding.ruling not in SETTLED
    )


def letter(harvest: Harvest, document_id: str, findings: Sequence[Finding]) -> bytes:
    """The letter about these findings of a document as a DOCX."""
    records = by_id(harvest.documents)
    page = _paper()
    _head(page, records[document_id])
    for text in _opening(records[document_id], len(findings)):
        _body(page, text)
    for number, (severity, own) in enumerate(_groups(findings), 1):
        _heading(page, f"{ROMAN[number - 1]}. {words()['groups'][severity]}")
        for place, finding in enumerate(own, 1):
            _item(page, place, finding, records)
    _body(page, words()["closing"].format(issuer=_issuer(records[document_id])))
    _body(page, words()["end"])
    _end(page)
    return _packed(page)


ROMAN = ("I", "II", "III")


def _groups(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    for severity in SEVERITIES:
        own = [finding for finding in findings if finding.severity == severity]
        if own:
            yield severity, own


# ------------------------------------------------------------------ what it says


def _issuer(record: DocumentRecord) -> str:
    return record.issuer or str(words()["unknown_issuer"])


def _name(record: DocumentRecord) -> str:
    """What the letter calls a document: kind and number, or the file that came in."""
    kind = record.type or str(words()["plan"])
    return f"{kind} số {record.number}" if record.number else str(words()["file"].format(file=record.path))


def _opening(record: DocumentRecord, count: int) -> Iterator[str]:
    about = words()["about"].format(title=record.title) if record.title else ""
    name, issuer = _name(record), _issuer(record)
    yield words()["opening"].format(
        name=name, dated=_dated(record.date), about=about, issuer=issuer, count=count
    )


def _dated(date: str) -> str:
    """A full ISO date as letters write it: days below 10 and months below 3 with a zero in front."""
    known = FULL_DATE.fullmatch(date)
    if known is None:
        return ""
    year, month, day = known.groups()
    shown = {"day": day, "month": month if int(month) < ZERO_BELOW else str(int(month)), "year": year}
    return str(words()["dated"].format(**shown))


def _item(page: Word, number: int, finding: Finding, records: dict[str, DocumentRecord]) -> None:
    _body(page, f"{number}. {finding.message_vi.replace(_from_memory(), '').strip()}", keep=True)
    for quote in (finding.a, finding.b):
        if quote is not None and quote.text:
            _body(page, _side(quote, finding, records))
    if finding.suggestion_vi:
        _body(page, words()["asked"].format(suggestion=finding.suggestion_vi))
    if finding.ocr_risk and finding.ruling != "true":
        _body(page, words()["scan"])


def _side(quote: Quote, finding: Finding, records: dict[str, DocumentRecord]) -> str:
    own = finding.a is not None and quote.place.document == finding.a.place.document
    spot = quote.place.spot or words()["no_spot"]
    text = " ".join(quote.text.split())
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    if own or quote.place.document not in records:
        return str(words()["place_here"].format(spot=spot, quote=shown))
    other = records[quote.place.document]
    name = f"{_name(other)} của {other.issuer}" if other.issuer else _name(other)
    return str(words()["place_other"].format(spot=spot, name=name, quote=shown))


# ------------------------------------------------------------------ how it looks


def _paper() -> Word:
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = A4
    for name, size in MARGINS.items():
        setattr(section, name, size)
    style: Any = page.styles["Normal"]
    style.font.name, style.font.size = FONT, TEXT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    properties = page.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    return page


def _page_number(line: Paragraph) -> None:
    """The number in the middle of the head of every page but the first."""
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)


def _head(page: Word, record: DocumentRecord) -> None:
    """The two halves of the head: sender, number and abstract; nation, motto, place and date."""
    text = words()
    left, right = _halves(page)
    _centred(left, text["superior"], NAMES, first=True)
    _line_below(_centred(left, text["body"], NAMES, bold=True), LEFT, BODY_LINE)
    _centred(left, text["number"], HEAD, before=Pt(6))
    _centred(left, text["subject"].format(name=_name(record)), NAMES, before=Pt(6))
    _centred(right, text["nation"], NAMES, bold=True, first=True)
    _line_below(_centred(right, text["motto"], HEAD, bold=True), RIGHT, MOTTO_LINE)
    _centred(right, text["place"], HEAD, italic=True, before=Pt(6))
    to = page.add_paragraph()
    to.alignment = WD_ALIGN_PARAGRAPH.CENTER
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(14)
    _run(to, text["to"].format(issuer=_issuer(record)), TEXT)


def _end(page: Word) -> None:
    """The two halves of the end: recipients; post, signature and name."""
    text = words()
    page.add_paragraph()
    left, right = _halves(page)
    _run(left.paragraphs[0], text["copies_title"], COPIES_TITLE, bold=True, italic=True)
    for copy in text["copies"]:
        _run(left.add_paragraph(), copy, COPIES)
    _centred(right, text["post"], TEXT, bold=True, first=True)
    _centred(right, text["signature"], TEXT, italic=True, before=Pt(28))
    _centred(right, text["signer"], TEXT, bold=True, before=Pt(28))


def _halves(page: Word) -> tuple[_Cell, _Cell]:
    """Two cells side by side, without lines, on one page."""
    table = page.add_table(rows=1, cols=2)
    table.autofit = False
    for place, width in enumerate((LEFT, RIGHT)):
        table.columns[place].width = table.rows[0].cells[place].width = width
    properties: Any = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    return left, right


def _centred(
    cell: _Cell,
    text: str,
    size: Pt,
    *,
    bold: bool = False,
    italic: bool = False,
    before: Pt | None = None,
    first: bool = False,
) -> Paragraph:
    """A line in the middle of a half; `first` takes the paragraph that every cell has."""
    line: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = before
    _run(line, text, size, bold=bold, italic=italic)
    return line


def _line_below(line: Paragraph, width: Mm, length: Mm) -> None:
    """A line of this length in the middle below a paragraph of a half of this width."""
    ruler = line.insert_paragraph_before()
    line._p.addnext(ruler._p)
    side = (width - CELL_MARGINS - length) // 2
    shape = ruler.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.line_spacing = Pt(4)
    border: Any = OxmlElement("w:pBdr")
    top: Any = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    ruler._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc")


def _heading(page: Word, text: str) -> None:
    line = _body(page, text, keep=True)
    line.runs[0].bold = True


def _body(page: Word, text: str, *, keep: bool = False) -> Paragraph:
    """A paragraph of the body; `keep` holds it together with the next one."""
    line = page.add_paragraph()
    shape = line.paragraph_format
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent, shape.space_before, shape.keep_with_next = INDENT, Pt(6), keep
    _run(line, text, TEXT)
    return line


def _run(line: Paragraph, text: str, size: Pt, *, bold: bool = False, italic: bool = False) -> None:
    run = line.add_run(CONTROLS.sub("", writable(text)))
    run.font.size, run.font.name = size, FONT
    run.bold, run.italic = bold, italic


def _packed(page: Word) -> bytes:
    """The file, with fixed times inside."""
    made, target = io.BytesIO(), io.BytesIO()
    page.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
