"""Small documents of one trouble each: the YAML says what is in the file and what must be read from it.

Every file `FORMAT/NAME.yaml` has `purpose` (one line), `origin` (where such documents were met), the content
in the words of its format (`build.py`) and `expect`, the blocks in reading order: a text is a paragraph, a
list is a grid of rows.  In a grid ``^`` is covered by the cell above, ``<`` by the cell to the left, null is
no cell.  `findings` are the entries of the messages that must be said, `header_rows` and `ragged` are of
the first grid.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.archive import RawFile
from pipeline.model import Document, Grid
from tests.documents.build import BUILDERS

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Trouble:
    """One small document: its format, its name, what the YAML says."""

    format: str
    name: str
    content: dict[str, Any]

    @property
    def file(self) -> RawFile:
        return _built(self.format, self.name)

    def __str__(self) -> str:
        return f"{self.format}/{self.name}"


@cache
def troubles(*formats: str) -> tuple[Trouble, ...]:
    """All troubles, or those of some formats, by name."""
    paths = sorted(FOLDER.glob("*/*.yaml"))
    found = (Trouble(path.parent.name, path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in paths)
    return tuple(trouble for trouble in found if not formats or trouble.format in formats)


def trouble(format_: str, name: str) -> Trouble:
    """One trouble by its name."""
    return next(one for one in troubles(format_) if one.name == name)


@cache
def _built(format_: str, name: str) -> RawFile:
    content = trouble(format_, name).content
    return RawFile(content.get("file", f"{name}.{format_}"), BUILDERS[format_](content))


def shown(document: Document) -> list[Any]:
    """The blocks of a document in the words of `expect`."""
    return [rows(block) if isinstance(block, Grid) else block.text for block in document.blocks]


def rows(grid: Grid) -> list[list[str | None]]:
    """A grid as rows of texts."""
    table: list[list[str | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for down in range(cell.row_span):
            for right in range(cell.column_span):
                mark = "^" if down else "<"
                table[cell.row + down][cell.column + right] = mark if down or right else cell.text
    return table
