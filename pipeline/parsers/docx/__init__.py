"""Word documents: the text and tables that Word prints, read from the XML in one walk.

Takes a `RawFile`, gives a `Document` (no pages: Word decides them when it prints).  Headers and footers are
read only where they hold the number of the document and the text does not.
"""

from collections.abc import Iterator

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.language.document_numbers import read_document_number
from pipeline.model import Document
from pipeline.parsers.blocks import Blocks
from pipeline.parsers.docx import numbering, package
from pipeline.parsers.docx.inline import Writer
from pipeline.parsers.docx.names import Element, W
from pipeline.parsers.docx.story import PARAGRAPH, Story
from pipeline.parsers.docx.styles import Styles
from pipeline.parsers.docx.tables import CELL, ROW
from pipeline.parsers.old_letters import fonts

FORMATS = ("docx",)


def parse(file: RawFile) -> Document:
    """Read a Word document; raises `Unreadable` (damaged_docx, encrypted, bomb, dtd, too_many_cells)."""
    blocks = Blocks(file)
    fill(file.data, blocks)
    return blocks.document("docx", "docx")


def fill(data: bytes, blocks: Blocks) -> None:
    """Read the bytes of a Word document into `blocks`, which may belong to the file they were made of."""
    try:
        _read(package.opened(data), blocks)
    except RecursionError as fault:
        raise Unreadable("resource", "resource_recursion", "XML nested too deep") from fault


def cell_marks(data: bytes) -> int:
    """Count the cells and rows of all tables together, as an old Word file counts its cell marks."""
    return sum(1 for _ in package.opened(data).story().iter(CELL, ROW))


def _read(parts: package.Package, blocks: Blocks) -> None:
    styles = Styles(parts.tree("styles"))
    lists = numbering.counter(parts.tree("numbering"), lambda style: styles[style].list_id)
    body = parts.story().find(W + "body")
    if body is None:
        raise Unreadable("rejected", package.DAMAGE, "no body")
    old = fonts("".join(node.text or "" for node in body.iter(W + "t")))
    _edges(parts, Writer(styles, numbering.Counter({}), old.decode), body, blocks)
    Story(blocks, Writer(styles, lists, old.decode), dict(_notes(parts))).body(body)
    if old.used:
        blocks.note("old_font", count=old.used)
    if parts.external:
        blocks.flag("external_refs")


def _notes(parts: package.Package) -> Iterator[tuple[tuple[str, str], Element]]:
    for part in ("footnotes", "endnotes"):
        tree = parts.tree(part)
        for node in () if tree is None else tree:
            if isinstance(node.tag, str) and node.get(W + "type", "normal") == "normal":
                yield (part, node.get(W + "id", "")), node


def _edges(parts: package.Package, writer: Writer, body: Element, blocks: Blocks) -> None:
    """Add paragraphs of headers and footers that hold a document number which the text lacks."""
    text = "".join(node.text or "" for node in body.iter(W + "t"))
    for kind in ("header", "footer"):
        for tree in parts.trees(kind):
            for node in tree.iter(PARAGRAPH):
                line = writer.line(node)
                found = read_document_number(line.text)
                if found and found not in text.replace(" ", ""):
                    blocks.paragraph(line.text, bold=line.bold, centred=line.centred)
