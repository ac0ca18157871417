"""Saved web pages (HTML, MHTML): what a browser shows, without scripts and menus.

Takes a `RawFile`, gives a `Document`.  Words that inline mark-up tears apart stay whole, block elements and
``<br>`` break lines, lists are numbered as a browser numbers them, raised digits stay apart from numbers.  A
table that only lays out the page is read as if it were not there.
"""

import email
import email.policy
import re

from lxml import etree
from lxml import html as lxml_html

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.language.text import one_line
from pipeline.model import Document
from pipeline.parsers import charset
from pipeline.parsers.blocks import Blocks, RawCell
from pipeline.parsers.html_flow import Element, Line, parts
from pipeline.parsers.html_tables import layout
from pipeline.parsers.sniff import sniff

FORMATS = ("html", "mhtml")

DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
DECLARED_WITHIN = 4096
"""Bytes in which browsers look for the encoding, times four for the head of saved pages."""

DEEPEST_NESTING = 20
"""Tables in tables; portals lay out pages with up to six."""

LAYOUT_SHARE = 0.8
"""Share of a table's text in one single cell from which the table is layout."""

LAYOUT_SIGNS = 1000
"""Signs in that cell; a cell of an indicator table has a few hundred at most."""


def parse(file: RawFile) -> Document:
    """Read a web page; raises `Unreadable` (unsupported_type, bomb, too_many_cells, resource_recursion)."""
    blocks = Blocks(file)
    kind = sniff(file.data, file.name)
    data = _page_of_archive(file.data) if kind == "mhtml" else file.data
    try:
        body = _body(charset.decode(data, blocks, _declared(data)))
        if body is not None:
            _add(body, blocks, 0)
    except RecursionError as fault:
        raise Unreadable("resource", "resource_recursion", "elements nested too deep") from fault
    return blocks.document(kind, "html")


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[: 4 * DECLARED_WITHIN])
    return found[1].decode("ascii", "replace") if found else ""


def _page_of_archive(data: bytes) -> bytes:
    """Give the HTML part of a page saved as one file (MIME)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise Unreadable("rejected", "unsupported_type", "MIME file without a page")


def _body(text: str) -> Element | None:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        page = lxml_html.document_fromstring(DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, ValueError) as fault:
        raise Unreadable("rejected", "empty", str(fault)) from fault
    return page.find(".//body")


def _add(container: Element, blocks: Blocks, depth: int) -> None:
    for part in parts(container, blocks):
        if isinstance(part, Line):
            blocks.paragraph(part.text, bold=part.bold, centred=part.centred)
        else:
            _table(part, blocks, depth + 1)


def _table(table: Element, blocks: Blocks, depth: int) -> None:
    if depth > DEEPEST_NESTING:
        raise Unreadable("rejected", "bomb", f"tables nested deeper than {DEEPEST_NESTING}")
    shape = layout(table)
    for caption in table.findall("caption"):
        _add(caption, blocks, depth)
    nodes = [slot.node for slot in shape.slots]
    if len(nodes) == 1 or _is_layout(nodes):
        for node in nodes:
            _add(node, blocks, depth)
        return
    nested: list[Element] = []
    cells = [
        RawCell(slot.row, slot.column, _text(slot.node, blocks, nested), slot.row_span, slot.column_span)
        for slot in shape.slots
    ]
    blocks.grid(cells, header_rows=shape.header_rows)
    for inner in nested:
        _table(inner, blocks, depth + 1)


def _is_layout(nodes: list[Element]) -> bool:
    signs = [len(one_line("".join(map(str, node.itertext())))) for node in nodes]
    most = max(signs, default=0)
    return most > LAYOUT_SIGNS and most > LAYOUT_SHARE * sum(signs)


def _text(node: Element, blocks: Blocks, nested: list[Element]) -> str:
    """Give the text of a cell and collect the tables inside it; one with a single cell frames its text."""
    lines: list[str] = []
    for part in parts(node, blocks):
        slots = () if isinstance(part, Line) else layout(part).slots
        if isinstance(part, Line):
            lines.append(part.text)
        elif len(slots) == 1:
            lines.append(_text(slots[0].node, blocks, nested))
        else:
            nested.append(part)
    return "\n".join(filter(None, lines))
