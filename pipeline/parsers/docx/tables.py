"""The geometry of a Word table: which `w:tc` stands where and how far it reaches, read straight from the XML.

Takes a `w:tbl`, gives a `Shape`; raises `Unreadable` for spans that Word itself cannot hold, since a guess
about them would put numbers under the wrong heading.  python-docx's `row.cells` is not used: it repeats
merged cells, is slow, and recurses over vertical merges.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.errors import Unreadable
from pipeline.parsers.docx.names import MC, VAL, Element, W, on, value
from pipeline.parsers.docx.package import DAMAGE

WIDEST_SPAN = 63
"""Columns: the most that a table in Word can have."""

TABLE, ROW, CELL = W + "tbl", W + "tr", W + "tc"
THROUGH = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
"""Wrappers whose content is printed as if they were not there."""


@dataclass(slots=True)
class Slot:
    """One cell: 0-based position, spans, its node, and the nodes of continuation cells that it covers."""

    row: int
    column: int
    node: Element
    column_span: int = 1
    row_span: int = 1
    covered: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: cells row by row, number of rows and columns, leading rows marked as repeated header."""

    slots: tuple[Slot, ...]
    rows: int
    columns: int
    header_rows: int


def flattened(node: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """Give the wanted nodes below a node, looking through wrappers but not into deleted text."""
    for child in node:
        if child.tag in wanted:
            yield child
        elif child.tag in THROUGH:
            yield from flattened(child, wanted)
        elif child.tag == MC + "AlternateContent" and len(child):
            yield from flattened(child[0], wanted)


def shape(table: Element) -> Shape:
    """Read the geometry of a table."""
    rows = [row for row in flattened(table, frozenset((ROW,))) if not _is_deleted(row)]
    slots: list[Slot] = []
    above: dict[int, Slot] = {}
    columns = 0
    for index, row in enumerate(rows):
        above, width = _row(index, row, above, slots)
        columns = max(columns, width)
    return Shape(tuple(slots), len(rows), columns, _header_rows(rows))


def _row(index: int, row: Element, above: dict[int, Slot], slots: list[Slot]) -> tuple[dict[int, Slot], int]:
    """Add the cells of one row; give the slots that a next row may continue, by column, and its width."""
    properties = row.find(W + "trPr")
    column = _limited(properties, "gridBefore", 0)
    below: dict[int, Slot] = {}
    last: Slot | None = None
    for cell in flattened(row, frozenset((CELL,))):
        settings = cell.find(W + "tcPr")
        span = max(1, _limited(settings, "gridSpan", 1))
        if last is not None and _merge(settings, "hMerge") == "continue":
            last.column_span += span
            last.covered.append(cell)
        else:
            last = _slot(index, column, span, cell, settings, above, below, slots)
        column += span
    return below, column + _limited(properties, "gridAfter", 0)


def _slot(
    row: int,
    column: int,
    span: int,
    cell: Element,
    settings: Element | None,
    above: dict[int, Slot],
    below: dict[int, Slot],
    slots: list[Slot],
) -> Slot:
    merge = _merge(settings, "vMerge")
    upper = above.get(column)
    if merge == "continue" and upper is not None and upper.column_span == span:
        upper.row_span += 1
        upper.covered.append(cell)
        below[column] = upper
        return upper
    slot = Slot(row, column, cell, span)
    slots.append(slot)
    if merge:
        below[column] = slot
    return slot


def _merge(settings: Element | None, name: str) -> str:
    """``restart``, ``continue`` (also when nothing is said) or empty for a cell that is not merged."""
    node = None if settings is None else settings.find(W + name)
    return "" if node is None else value(node) or "continue"


def _limited(properties: Element | None, name: str, default: int) -> int:
    node = None if properties is None else properties.find(W + name)
    if node is None:
        return default
    text = node.get(VAL, "").strip()
    if not text.isdecimal() or len(text) > len(str(WIDEST_SPAN)) or int(text) > WIDEST_SPAN:
        raise Unreadable("rejected", DAMAGE, f"{name} = {text[:20]!r}")
    return int(text)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _header_rows(rows: list[Element]) -> int:
    marked = 0
    for row in rows:
        if not on(row.find(f"{W}trPr/{W}tblHeader")):
            break
        marked += 1
    return marked
