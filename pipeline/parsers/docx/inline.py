"""The text of one Word paragraph as it is printed, run by run.

Takes a `w:p`; gives a `Line`.  Kept: insertions, content controls, smart tags, links, results of fields.
Dropped: deletions, hidden and struck-out text (both with a note), comments.  References to notes become
raised digits (²), so that they never glue to a number; so do digits that are typed raised.  Text boxes
are handed on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.parsers.docx import symbols
from pipeline.parsers.docx.names import MATH, MC, Element, W, on, value
from pipeline.parsers.docx.numbering import Counter
from pipeline.parsers.docx.styles import Style, Styles, paragraph_style, run_style
from pipeline.parsers.raised import lowered, raised

SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "-", W + "softHyphen": "\u00ad",
}  # fmt: skip
THROUGH = frozenset(
    W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple",
                 "dir", "bdo", "ruby", "rubyBase")
)  # fmt: skip
"""Wrappers inside a paragraph whose content is printed as if they were not there."""

NOTE_REFERENCES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
NOTE_MARKS = frozenset((W + "footnoteRef", W + "endnoteRef"))
SHAPES = frozenset((W + "drawing", W + "pict", W + "object"))
TEXT, RUN, BOX = W + "t", W + "r", W + "txbxContent"


def text_boxes(shape: Element) -> Iterator[Element]:
    """Give the text boxes of a drawing, each once: alternatives for old programs repeat them."""
    for child in shape:
        if child.tag == BOX:
            yield child
        elif child.tag == MC + "AlternateContent":
            if len(child):
                yield from text_boxes(child[0])
        else:
            yield from text_boxes(child)


@dataclass(slots=True)
class Line:
    """One paragraph: text with its number in front, bold and centred as a whole, what hangs on it.

    `shapes` are drawings (they may hold text boxes); `notes` are (part, id, number as printed) of the notes
    that it refers to; `joins` says that its end was deleted, so that the next paragraph goes on in it.
    """

    text: str = ""
    bold: bool = False
    centred: bool = False
    joins: bool = False
    shapes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Writer:
    """Reads paragraphs; keeps the running numbers of lists and notes.  `note` is the number of the note read.

    `decode` turns text of an old 8-bit font into Unicode: (text, font name) to text.
    """

    styles: Styles
    counter: Counter
    decode: Callable[[str, str], str]
    note: int = 0
    noted: dict[str, int] = field(default_factory=dict)

    def line(self, paragraph: Element) -> Line:
        """Read one paragraph."""
        properties = paragraph.find(W + "pPr")
        identity = "" if properties is None else value(properties.find(W + "pStyle"))
        identity = identity or self.styles.paragraph
        style = paragraph_style(properties).over(self.styles[identity])
        base = style.over(self.styles.default)
        line = Line(centred=bool(style.centred), joins=_joins(properties))
        weights: list[bool] = []
        pieces = list(self._pieces(paragraph, base, line, weights))
        label = self._label(style, identity)
        line.text = " ".join(filter(None, (label, "".join(pieces))))
        line.bold = bool(weights) and all(weights)
        return line

    def _label(self, style: Style, identity: str) -> str:
        return self.counter.label(style.list_id, style.list_level, identity) if style.list_id else ""

    def _pieces(self, node: Element, base: Style, line: Line, weights: list[bool]) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag == RUN:
                yield self._run(child, base, line, weights)
            elif tag in THROUGH:
                yield from self._pieces(child, base, line, weights)
            elif tag in (MATH + "oMath", MATH + "oMathPara"):
                yield formula(child)
            elif tag == MC + "AlternateContent" and len(child):
                yield from self._pieces(child[0], base, line, weights)

    def _run(self, run: Element, base: Style, line: Line, weights: list[bool]) -> str:
        properties = run.find(W + "rPr")
        style = base if properties is None else self._style(properties).over(base)
        text = "".join(self._signs(run, style, line))
        if not text.strip():
            return "" if style.hidden else text
        if style.hidden:
            line.hidden.append(text)
            return ""
        if style.struck:
            line.struck.append(text)
            return ""
        weights.append(bool(style.bold))
        return text

    def _style(self, properties: Element) -> Style:
        named = properties.find(W + "rStyle")
        own = run_style(properties)
        return own if named is None else own.over(self.styles[value(named)])

    def _signs(self, run: Element, style: Style, line: Line) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == TEXT:
                yield self._text(child.text or "", style)
            elif tag in SIGNS:
                yield SIGNS[tag]
            elif tag == W + "sym":
                yield _symbol(child)
            elif tag in NOTE_REFERENCES:
                yield self._reference(NOTE_REFERENCES[tag], child, line)
            elif tag in NOTE_MARKS:
                yield raised(str(self.note))
            elif tag in SHAPES:
                line.shapes.append(child)
            elif tag == MC + "AlternateContent" and len(child):
                yield from self._signs(child[0], style, line)

    def _text(self, text: str, style: Style) -> str:
        text = symbols.unicode_text(self.decode(text, style.font), style.font)
        if style.raised == "superscript":
            text = raised(text)
        elif style.raised == "subscript":
            text = lowered(text)
        return text.upper() if style.caps else text

    def _reference(self, part: str, node: Element, line: Line) -> str:
        """Count a note; one with a mark of its own is not counted, its mark follows as text."""
        identity = node.get(W + "id", "")
        if on(node) and node.get(W + "customMarkFollows", "0") not in ("0", "false"):
            line.notes.append((part, identity, 0))
            return ""
        self.noted[part] = self.noted.get(part, 0) + 1
        line.notes.append((part, identity, self.noted[part]))
        return raised(str(self.noted[part]))


def _joins(properties: Element | None) -> bool:
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _symbol(node: Element) -> str:
    code = node.get(W + "char", "")
    try:
        return symbols.sign(int(code, 16), node.get(W + "font", ""))
    except ValueError:
        return ""


def formula(node: Element) -> str:
    """Write a formula in one line: fractions with a slash, raised digits raised.

    The parts of a fraction are put in brackets when they are longer than one number or name.
    """
    tag = node.tag
    if tag == MATH + "t":
        return node.text or ""
    if tag == MATH + "f":
        top, bottom = (formula_part(node, name) for name in ("num", "den"))
        return f"{_bracketed(top)}/{_bracketed(bottom)}"
    if tag == MATH + "sSup":
        return formula_part(node, "e") + raised(formula_part(node, "sup"))
    if tag == MATH + "sSub":
        return formula_part(node, "e") + lowered(formula_part(node, "sub"))
    return "".join(formula(child) for child in node if isinstance(child.tag, str))


def formula_part(node: Element, name: str) -> str:
    """Write one named part of a formula."""
    part = node.find(MATH + name)
    return "" if part is None else formula(part)


def _bracketed(text: str) -> str:
    return text if text.replace(".", "").replace(",", "").isalnum() else f"({text})"
