"""What the engines of the PDF reader give: lines of text and ruled lattices, page by page.

Both engines (PDFium objects, pdfplumber) end in a `PageRead`; everything after that is common to them.
Coordinates are PDF points from the top left corner of the page as it is displayed.
"""

from dataclasses import dataclass

from pipeline.model import Bbox

SAME_COLUMN = 4.0
"""Points within which upright edges on two pages are the same column's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or the part of it that belongs to one text column.

    `size` is the font size of most letters in points; `bold` is true when every letter is bold.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """One ruled cell: its box and its text, lines separated by a line break."""

    bbox: Bbox
    text: str


@dataclass(frozen=True, slots=True)
class Lattice:
    """One ruled table on a page: its cells, and the same area read as running `lines` if it is none.

    `cuts` counts the words that its rules go through, None where the engine cannot tell.
    """

    bbox: Bbox
    cells: tuple[LatticeCell, ...]
    lines: tuple[Line, ...] = ()
    cuts: int | None = None

    @property
    def lefts(self) -> list[float]:
        """Where its columns begin, from left to right."""
        return sorted({cell.bbox[0] for cell in self.cells})


@dataclass(frozen=True, slots=True)
class Facts:
    """What PDFium says of a page beside its content; counts are of printed characters.

    `undecoded` have no known letter, `invisible` are not painted (the text layer under a scan), `sideways`
    stand turned by a quarter inside a table.  `pictures` is the share of the page that pictures cover.
    `turn` is the number of quarter turns clockwise by which the file shows the page, `slant` the quarter
    turns counter-clockwise of most letters; `flattened` says that form fields were printed into the page.
    `unread` is why the page was not read: `too_much` (letters, edges or inches), `broken`, empty if it was.
    """

    letters: int = 0
    undecoded: int = 0
    invisible: int = 0
    sideways: int = 0
    pictures: float = 0.0
    turn: int = 0
    slant: int = 0
    flattened: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page as an engine read it.  `number` is 1-based; `lines` stand outside every lattice.

    A clash is a stamped text, the typed text under it and its box.  `turned` says that the page was turned
    until its letters stood upright.  `rejected` are ruled boxes that are no table, with the reason; their
    letters are among the `lines`.  `foot` is where the footnotes begin, None without any.
    `unruled` are the boxes of tables without rules, `doubtful` of those whose rows are not sure.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    lattices: tuple[Lattice, ...] = ()
    facts: Facts = Facts()
    engine: str = "pdfium"
    clashes: tuple[tuple[str, str, Bbox], ...] = ()
    turned: bool = False
    rejected: tuple[tuple[str, Lattice], ...] = ()
    foot: float | None = None
    unruled: tuple[Bbox, ...] = ()
    doubtful: tuple[Bbox, ...] = ()
