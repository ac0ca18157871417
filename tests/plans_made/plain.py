"""Papers as text with tab-separated tables, the way recognition of a scan leaves them.

Takes a `Paper`, gives the bytes of a text file.  With `drift` the tables are cut into pages whose number of
columns differs, as in the seeds.
"""

from collections.abc import Iterator
from random import Random

from tests.plans_made.blocks import Block, Line, Paper, Table, plain

ROWS_PER_PAGE = (9, 15)
EXTRA_COLUMNS = (0, 0, 1, 2)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def to_text(paper: Paper, seed: int = 0, *, drift: bool = False) -> bytes:
    """The bytes of the text; `seed` decides where pages end when `drift` is set."""
    random = Random(seed)
    lines = [line for block in paper.blocks for line in _block(block, random, drift=drift)]
    notes = [f"{key.translate(RAISED)} {text}" for key, text in paper.footnotes.items()]
    return ("\n".join(["", *lines, *notes]) + "\n").encode()


def _block(block: Block, random: Random, *, drift: bool) -> Iterator[str]:
    if isinstance(block, Line):
        yield from (_marked(block.text), "") if block.text else ()
    elif isinstance(block, Table) and block.ruled:
        yield from _pages(_rows(block), random, drift=drift)
        yield ""
    elif isinstance(block, Table):
        for box in block.boxes:
            yield from (*_marked(box.text).split("\n"), "")


def _marked(text: str) -> str:
    """Footnote references as raised digits, other marks away."""
    for digit in "123456789":
        text = text.replace(f"[^{digit}]", digit.translate(RAISED))
    return plain(text)


def _rows(table: Table) -> list[list[str]]:
    grid = [[""] * table.columns for _ in range(table.rows)]
    for box in table.boxes:
        grid[box.row][box.column] = " ".join(_marked(box.text).split())
    return grid


def _pages(rows: list[list[str]], random: Random, *, drift: bool) -> Iterator[str]:
    """Rows as lines; each page of a drifting table has empty columns of its own, inside or behind."""
    left, extra, inside = 0, 0, False
    for position, row in enumerate(rows):
        if drift and left == 0:
            left, extra = random.randint(*ROWS_PER_PAGE), random.choice(EXTRA_COLUMNS)
            inside = random.random() < 0.5
            if position:
                yield ""
        left -= 1
        empty = [""] * extra
        yield "\t".join([*row[:-1], *empty, row[-1]] if inside else [*row, *empty])
