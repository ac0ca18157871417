"""The blocks of a Word document in reading order: paragraphs, tables, text boxes, notes behind their block.

Takes the parts of a `Package` and fills `Blocks`.  A table with one single cell is a frame around text,
so its content is read as if the frame were not there.  Nested tables become grids of their own behind
the outer one; the outer cell keeps its own text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from pipeline.errors import Unreadable
from pipeline.model import Place
from pipeline.parsers.blocks import Blocks, RawCell
from pipeline.parsers.docx.inline import Line, Writer, text_boxes
from pipeline.parsers.docx.names import Element, W
from pipeline.parsers.docx.tables import TABLE, Shape, Slot, flattened, shape

DEEPEST_NESTING = 20
"""Tables in tables; more is an attack (offices were seen to use two)."""

PARAGRAPH, CHUNK = W + "p", W + "altChunk"
BLOCKS = frozenset((PARAGRAPH, TABLE, CHUNK))

OBJECT, OLE_OBJECT = W + "object", "{urn:schemas-microsoft-com:office:office}OLEObject"
EXTENT, PICTURE = qn("wp:extent"), qn("a:blip")
LARGE_PICTURE = (2_880_000, 1_440_000)
"""Width and height in EMU (8 cm by 4 cm) from which a picture may be a table; seals and logos are smaller."""

Part = Line | Element
"""A paragraph that was read, or a table that is still to be read."""


def _is_large(extent: Element) -> bool:
    sizes = (extent.get("cx", "0"), extent.get("cy", "0"))
    return all(
        size.isdecimal() and int(size[:12]) >= least for size, least in zip(sizes, LARGE_PICTURE, strict=True)
    )


@dataclass(slots=True)
class Story:
    """Walks one story.  `notes` holds the nodes of foot- and endnotes by part and id."""

    blocks: Blocks
    writer: Writer
    notes: dict[tuple[str, str], Element]
    waiting: list[tuple[str, str, int]] = field(default_factory=list)
    depth: int = 0

    def body(self, container: Element) -> None:
        """Add every block below a container."""
        for part in self._parts(container):
            self._block(part)
            self._notes()

    def _block(self, part: Part) -> None:
        if isinstance(part, Line):
            self.blocks.paragraph(part.text, bold=part.bold, centred=part.centred)
        else:
            self._table(part)

    def _parts(self, container: Element) -> Iterator[Part]:
        """Give the lines and tables of a container; a line whose end was deleted goes on in the next one."""
        begun = ""
        for node in flattened(container, BLOCKS):
            if node.tag == TABLE:
                yield node
            elif node.tag == CHUNK:
                self.blocks.note("foreign_chunk")
            else:
                line = self._line(node)
                line.text = begun + line.text
                begun = line.text if line.joins else ""
                if not line.joins:
                    yield line
                for drawing in line.shapes:
                    self._name_what_is_not_read(drawing)
                    yield from self._boxes(drawing)
        if begun:
            yield Line(begun)

    def _line(self, node: Element) -> Line:
        line = self.writer.line(node)
        self.waiting += line.notes
        place = self._place()
        for text in line.hidden:
            self.blocks.note("hidden_text", text, place, text=text)
        for text in line.struck:
            self.blocks.note("struck_text", text, place, text=text)
        return line

    def _place(self) -> Place:
        return Place(self.blocks.id, line=self.blocks.paragraphs + 1)

    def _name_what_is_not_read(self, drawing: Element) -> None:
        """Say where a table may hide in a picture or in a workbook that is embedded."""
        if drawing.tag == OBJECT and next(drawing.iter(OLE_OBJECT), None) is not None:
            self.blocks.note("embedded_object", place=self._place())
        elif any(map(_is_large, drawing.iter(EXTENT))) and next(drawing.iter(PICTURE), None) is not None:
            self.blocks.note("picture_not_read", place=self._place())

    def _boxes(self, drawing: Element) -> Iterator[Part]:
        for box in text_boxes(drawing):
            yield from self._parts(box)

    # ---------------------------------------------------------------- tables

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise Unreadable("rejected", "bomb", f"tables nested deeper than {DEEPEST_NESTING}")

    def _table(self, table: Element) -> None:
        self._deeper()
        layout = shape(table)
        if len(layout.slots) == 1:
            for part in self._parts(layout.slots[0].node):
                self._block(part)
        elif layout.slots:
            self._grid(layout)
        self.depth -= 1

    def _grid(self, layout: Shape) -> None:
        nested: list[Element] = []
        cells = [self._cell(slot, nested) for slot in layout.slots]
        self.blocks.grid(cells, header_rows=layout.header_rows)
        for table in nested:
            self._table(table)

    def _cell(self, slot: Slot, nested: list[Element]) -> RawCell:
        texts: list[str] = []
        for part in self._unframed(slot.node):
            if isinstance(part, Line):
                texts.append(part.text)
            else:
                nested.append(part)
        self._covered(slot, "\n".join(texts))
        text = "\n".join(filter(str.strip, texts))
        return RawCell(slot.row, slot.column, text, slot.row_span, slot.column_span)

    def _unframed(self, container: Element) -> Iterator[Part]:
        """Give the lines and tables of a cell; a table with one single cell is a frame around its text."""
        for part in self._parts(container):
            slots = () if isinstance(part, Line) else shape(part).slots
            if len(slots) == 1:
                self._deeper()
                yield from self._unframed(slots[0].node)
                self.depth -= 1
            else:
                yield part

    def _covered(self, slot: Slot, shown: str) -> None:
        """Text in a cell that a merge covers is not printed; it is named unless it repeats what is shown."""
        for node in slot.covered:
            text = "".join(item.text or "" for item in node.iter(W + "t")).strip()
            if text and text not in shown:
                place = Place(self.blocks.id, table=self.blocks.tables + 1, row=slot.row + 1)
                self.blocks.note("covered_text", text, place, text=text, spot=place.spot)

    # ----------------------------------------------------------------- notes

    def _notes(self) -> None:
        """Add the notes that the last block refers to."""
        waiting, self.waiting = self.waiting, []
        for part, identity, number in waiting:
            node = self.notes.pop((part, identity), None)
            if node is not None:
                self.writer.note = number
                self.body(node)
