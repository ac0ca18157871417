"""Documents from rows of text, for tests: ``^`` continues the cell above, ``<`` the cell to the left."""

from collections.abc import Sequence

from pipeline.model import Cell, Document, Grid, Paragraph, Place

Rows = Sequence[Sequence[str]]


def grid(rows: Rows, number: int = 1, *, ragged: bool = False, page: int | None = None) -> Grid:
    """A grid with merged cells; rows may be of different length when it is ragged."""
    width = max(len(row) for row in rows)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [
        Cell(
            row=r,
            column=c,
            text=words,
            place=Place("d", page=page, table=number, row=r + 1, column=c + 1),
            row_span=_run(full, r, c, 1, 0),
            column_span=_run(full, r, c, 0, 1),
        )
        for r, row in enumerate(full)
        for c, words in enumerate(row)
        if words not in ("^", "<")
    ]
    return Grid(len(full), width, tuple(cells), Place("d", page=page, table=number), ragged=ragged)


def document(*blocks: str | Rows | Grid, ragged: bool = False, pages: Sequence[int] = ()) -> Document:
    """A document of paragraphs (texts) and grids (rows) in reading order."""
    made: list[Paragraph | Grid] = []
    tables = 0
    for line, block in enumerate(blocks, 1):
        if isinstance(block, str):
            made.append(Paragraph(block, Place("d", line=line)))
            continue
        tables += 1
        page = pages[tables - 1] if pages else None
        made.append(block if isinstance(block, Grid) else grid(block, tables, ragged=ragged, page=page))
    return Document("d", "plan.txt", "txt", 1, "text", tuple(made))


def _run(rows: Sequence[Sequence[str]], row: int, column: int, down: int, right: int) -> int:
    """How many places a cell spans in one direction."""
    mark = "^" if down else "<"
    length = 1
    while (
        row + down * length < len(rows)
        and column + right * length < len(rows[row])
        and rows[row + down * length][column + right * length] == mark
    ):
        length += 1
    return length
