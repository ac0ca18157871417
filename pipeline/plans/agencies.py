"""Which agency text counts for which row: merged and unrepeated agency cells spread inside their goal.

Takes one agency column of a table and the rows at which goals begin; gives one `AgencyText` per table row
(None where nothing is stated) and a finding for every cell that was spread.  Nothing crosses a goal row.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.language.messages import finding
from pipeline.language.numbers import DITTO
from pipeline.language.text import clean, even
from pipeline.model import AgencyText, Cell, Column, Finding, Quote, Table


def spread_agencies(
    table: Table, column: Column, goal_rows: Sequence[int], value_rows: Sequence[int]
) -> tuple[dict[int, AgencyText], list[Finding]]:
    """The agency text of each value row (0-based positions in `table.rows`), and what was filled in."""
    found: dict[int, AgencyText] = {}
    findings: list[Finding] = []
    for start, end in _blocks(goal_rows, len(table.rows)):
        texts, across = _block_texts(table, column, start, end)
        findings.extend(
            finding("D05.across", Quote(cell.place, cell.text), agency=clean(cell.text)) for cell in across
        )
        found.update({row: text for row, text in texts.items() if row in value_rows})
    for cell, rows in _filled_rows(found).items():
        findings.append(
            finding(
                "D05.filled",
                Quote(cell.place, cell.text),
                agency=clean(cell.text),
                rows="; ".join(_spot(table, row) for row in rows),
            )
        )
    return found, findings


def is_ditto(text: str) -> bool:
    """Whether a cell says only that it is as the one above ("nt")."""
    return even(text.strip()) in DITTO


def _blocks(goal_rows: Sequence[int], end: int) -> list[tuple[int, int]]:
    starts = sorted({0, *goal_rows})
    return list(zip(starts, [*starts[1:], end], strict=True))


def _block_texts(
    table: Table, column: Column, start: int, end: int
) -> tuple[dict[int, AgencyText], tuple[Cell, ...]]:
    """Own cell first, else the cell above (also for "nt"), else the first one below, all inside one goal.

    Also the cells that are merged with one above the goal: they do not count here.
    """
    above_goal = {id(row[column.index]) for row in table.rows[:start]}
    printed_cells = [(row, cell) for row in range(start, end) if (cell := _own(table, row, column))]
    own_cells = [(row, cell) for row, cell in printed_cells if id(cell) not in above_goal]
    across = {id(cell): cell for _, cell in printed_cells if id(cell) in above_goal}
    cells = [(row, cell) for row, cell in own_cells if not is_ditto(cell.text)]
    dittos = {row: cell for row, cell in own_cells if is_ditto(cell.text)}
    texts: dict[int, AgencyText] = {}
    for row in range(start, end):
        above = [cell for position, cell in cells if position <= row]
        own = bool(cells) and any(position == row for position, _ in cells)
        source = above[-1] if above else next((cell for _, cell in cells), None)
        if source is not None:
            origin = ("joined" if source.parts else "cell") if own else ("fill_down" if above else "fill_up")
            kind = "lead" if column.kind == "lead" else "partner"
            printed = (source, dittos[row]) if row in dittos else (source,)
            texts[row] = AgencyText(source.text, kind, origin, printed)  # type: ignore[arg-type]
    return texts, tuple(across.values())


def _own(table: Table, row: int, column: Column) -> Cell | None:
    """The filled agency cell of a row; a cell that stands in other columns too is a heading."""
    cell = table.rows[row][column.index]
    if cell is None or not cell.text.strip():
        return None
    return None if sum(other is cell for other in table.rows[row]) > 1 else cell


def _filled_rows(texts: dict[int, AgencyText]) -> dict[Cell, list[int]]:
    rows: dict[Cell, list[int]] = {}
    for row, text in texts.items():
        if text.origin in {"fill_down", "fill_up"}:
            rows.setdefault(text.cells[0], []).append(row)
    return rows


def _spot(table: Table, row: int) -> str:
    cell = next((cell for cell in table.rows[row] if cell is not None), None)
    return replace(cell.place, column=None, line=None).spot if cell else str(row + 1)
