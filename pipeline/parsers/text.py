"""Plain text and Markdown: lines become paragraphs, runs of lines with tabs or pipes become grids.

Takes a `RawFile`, gives a `Document`.  Text from recognition keeps a table's columns apart with tabs and
tears one table into pieces at page ends, so a blank line or a paragraph ends a grid (the tables stage
stitches the pieces) and the columns of such a grid are not trustworthy (`ragged`).  Every place carries the
line of the file, 1-based.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.archive import RawFile
from pipeline.model import Document
from pipeline.parsers import charset, markdown
from pipeline.parsers.blocks import Blocks, RawCell
from pipeline.parsers.sniff import extension

FORMATS = ("txt", "md")

LINE_END = re.compile("\r\n|\r|\n")
Line = tuple[int, str]
"""Number of a line in its file, 1-based, and its text without the line end."""


def parse(file: RawFile) -> Document:
    """Read a text file; raises `Unreadable` when its bytes are no text."""
    blocks = Blocks(file)
    text = charset.decode(file.data, blocks)
    lines = enumerate((line.strip("\f\x00") for line in LINE_END.split(text)), 1)
    for kind, run in groupby(lines, key=_kind):
        READERS[kind](blocks, list(run))
    return blocks.document("md" if extension(file.name) == "md" else "txt", "text")


def _kind(line: Line) -> str:
    text = line[1]
    if not text.strip():
        return "blank"
    if markdown.is_row(text):
        return "pipes"
    return "tabs" if "\t" in text else "prose"


def _prose(blocks: Blocks, run: list[Line]) -> None:
    for number, text in run:
        blocks.paragraph(text, line=number)


def _tabs(blocks: Blocks, run: list[Line]) -> None:
    """Add a table, unless the tabs only indent: then no line has a tab after its first words."""
    if not any("\t" in text.strip() for _, text in run):
        _prose(blocks, run)
        return
    rows = [(number, text.split("\t")) for number, text in run]
    width = max(len(cells) for _, cells in rows)
    cells = tuple(_padded(rows, width))
    blocks.grid(cells, ragged=True)


def _padded(rows: list[tuple[int, list[str]]], width: int) -> Iterator[RawCell]:
    for row, (number, texts) in enumerate(rows):
        for column in range(width):
            yield RawCell(row, column, texts[column] if column < len(texts) else "", line=number)


def _pipes(blocks: Blocks, run: list[Line]) -> None:
    """Add a Markdown table; a lone line between pipes is prose."""
    table = markdown.table([text for _, text in run])
    if table is None:
        _prose(blocks, run)
        return
    rows = [(run[index][0], texts) for index, texts in table.rows]
    width = max(len(texts) for _, texts in rows)
    ragged = any(len(texts) != width for _, texts in rows)
    blocks.grid(tuple(_padded(rows, width)), header_rows=table.header_rows, ragged=ragged)


def _blank(blocks: Blocks, run: list[Line]) -> None:
    """Nothing to keep."""


READERS = {"blank": _blank, "pipes": _pipes, "tabs": _tabs, "prose": _prose}
