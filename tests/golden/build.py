"""Rebuild the two seed plans as Word files and PDF: ``python -m tests.golden.build [--pdf]``.

Takes `province.yaml` and `district.yaml` (words of the recognised text, layout of a typed plan), writes
`NAME.docx` and the `NAME.pdf` that LibreOffice makes of it.  A file is written only when its content
changed; `--pdf` makes the PDF again in any case.  Every Word file says in its properties that it is rebuilt.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from tests.plans_made.blocks import Block, Box, Line, Paper, Style, Table, Turn, table
from tests.plans_made.office import to_pdf
from tests.plans_made.word import same_content, to_docx

FOLDER = Path(__file__).parent
NAMES = ("province", "district")
COMMENT = (
    "Rebuilt for tests from the recognised text of a scan: not the original file. See README.md beside it."
)


def main(arguments: list[str]) -> None:
    """Write what is missing or outdated, and say what was written."""
    stale = [name for name in NAMES if _write_docx(name) or "--pdf" in arguments or not _pdf(name).exists()]
    if stale:
        to_pdf([FOLDER / f"{name}.docx" for name in stale], FOLDER)
    print(f"rebuilt: {', '.join(stale) or 'nothing, all is current'}")


def paper(name: str) -> Paper:
    """The rebuilt document of that name as blocks."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    blocks = (*_front(data), *_appendix(data["appendix"], alone=not data["body"]))
    return Paper(blocks, title=data["title"], comment=COMMENT, footnotes=data["footnotes"])


def _pdf(name: str) -> Path:
    return FOLDER / f"{name}.pdf"


def _write_docx(name: str) -> bool:
    """Whether the Word file was written because its content changed."""
    path = FOLDER / f"{name}.docx"
    made = to_docx(paper(name))
    if path.exists() and same_content(path.read_bytes(), made):
        return False
    path.write_bytes(made)
    return True


def _front(data: dict[str, Any]) -> list[Block]:
    """Everything before the appendix; a plan of which only the appendix is left has just the letterhead."""
    blocks: list[Block] = [] if data["body"] else [Turn(landscape=True)]
    blocks.append(_pair(data["letterhead"], "centred", wide=not data["body"]))
    blocks += [Line(text, "title") for text in data["heading"]]
    blocks += [Line(text) for text in data["body"]]
    if data["signature"]:
        blocks.append(_pair(data["signature"], "body"))
    return blocks


def _pair(sides: dict[str, list[str]], left: Style, *, wide: bool = False) -> Table:
    """An invisible table with two cells, as letterheads and signatures are typed."""
    boxes = (
        Box(0, 0, "\n".join(sides["left"]), style=left),
        Box(0, 1, "\n".join(sides["right"]), style="centred"),
    )
    return Table(1, 2, boxes, (9.0, 16.0) if wide else (6.5, 9.5), ruled=False)


def _appendix(data: dict[str, Any], *, alone: bool) -> list[Block]:
    kind, title, reference = data["heading"]
    header = [Box(**box) for box in data["header"]]
    turn: list[Block] = [] if alone else [Turn(landscape=True)]
    return [
        *turn,
        Line(kind, "title"),
        Line(title, "title"),
        Line(f"*{reference}*", "centred"),
        table(header, data["rows"], data["widths"], frozenset(data["centred"]), size=data["size"]),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
