"""From the words of a trouble to the bytes of a file.

Takes what a YAML says, gives the document in one of the formats of `tests/plans_made`.
"""

from collections.abc import Sequence
from typing import Any

from tests.documents.build import BUILDERS
from tests.plans_made.blocks import Block, Box, Line, Paper, Table, Turn
from tests.plans_made.plain import to_text
from tests.plans_made.sheet import to_xlsx
from tests.plans_made.web import to_html
from tests.plans_made.word import to_docx

PAPER_CM = 25.0
"""Room between the margins of a landscape page."""

LEAST_WEIGHT, MOST_WEIGHT = 6, 40
"""Letters that the width of a column is measured by."""

LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN\nTỈNH KON TUM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
    ["Số: 956/KH-UBND", "Kon Tum, ngày 24 tháng 3 năm 2025"],
]
TITLE = [
    "KẾ HOẠCH",
    "Triển khai thực hiện Chiến lược quốc gia về bình đẳng giới",
    "trên địa bàn tỉnh Kon Tum năm 2025",
]
SIGNATURE = [
    [
        "Nơi nhận:\n- Bộ Nội vụ (b/c);\n- Thường trực Tỉnh ủy (b/c);\n- Lưu: VT, KGVX.",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    ]
]
FRONT = [{"plain": LETTERHEAD}, *TITLE]
BACK = [{"plain": SIGNATURE}]


def build(content: dict[str, Any], kind: str) -> bytes:
    """The bytes of one trouble in one format (for PDF those of the Word file that it is made of)."""
    if "raw" in content:
        return BUILDERS[kind](content["raw"])
    made = paper(content)
    if kind in ("docx", "pdf"):
        return to_docx(made)
    return {"xlsx": to_xlsx, "html": to_html, "txt": to_text}[kind](made)


def paper(content: dict[str, Any]) -> Paper:
    """Front, content and back as one paper that lies."""
    blocks = (*content.get("front", FRONT), *content["paper"], *content.get("back", BACK))
    return Paper((Turn(landscape=True), *map(_block, blocks)))


def _block(words: Any) -> Block:
    if isinstance(words, str):
        return Line(words)
    if isinstance(words, dict):
        return _table(words["plain"], ruled=False)
    return _table(words, ruled=True)


def _table(rows: Sequence[Sequence[Any]], *, ruled: bool) -> Table:
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    width = max(map(len, texts))
    full = [[*row, *[""] * (width - len(row))] for row in texts]
    boxes = tuple(
        Box(r, c, words, rows=_run(full, r, c, 1, 0), columns=_run(full, r, c, 0, 1))
        for r, row in enumerate(full)
        for c, words in enumerate(row)
        if words not in ("^", "<")
    )
    return Table(len(full), width, boxes, _widths(full), repeat=False, ruled=ruled, size=11)


def _run(rows: Sequence[Sequence[str]], row: int, column: int, down: int, right: int) -> int:
    """How many places a cell spans in one direction."""
    mark, length = "^" if down else "<", 1
    while (
        row + down * length < len(rows)
        and column + right * length < len(rows[row])
        and rows[row + down * length][column + right * length] == mark
    ):
        length += 1
    return length


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Columns as wide as their longest text asks for, within bounds."""
    longest = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    weights = [min(max(length, LEAST_WEIGHT), MOST_WEIGHT) for length in longest]
    return tuple(round(PAPER_CM * weight / sum(weights), 2) for weight in weights)
