"""What the parsers give: a document as blocks in reading order."""

from dataclasses import dataclass

from pipeline.model.finding import Finding
from pipeline.model.place import Place, ReadingMethod


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside every table, NFC, as printed (line breaks inside it are line feeds)."""

    text: str
    place: Place
    bold: bool = False
    centred: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid.  `row` and `column` are 0-based in its grid; a merged cell appears once.

    `text` is what is printed, in NFC, lines separated by line feeds.  `confidence` (0–1) is None where
    nothing was recognised from a picture; `readings` are then the competing readings.  `parts` holds the
    cells that a repair joined into this one (empty for a cell as it was read).
    """

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    confidence: float | None = None
    readings: tuple[str, ...] = ()
    parts: tuple["Cell", ...] = ()

    @property
    def originals(self) -> tuple["Cell", ...]:
        """The cells as they were read: itself, or the parts that were joined."""
        return self.parts or (self,)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it stands on one page: `rows` × `columns` places, covered by cells without overlap.

    `header_rows` is the number of leading rows that the format itself marks as a header (0: unknown).
    `ragged` says that the columns are not trustworthy (tab-separated text from recognition).
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place
    header_rows: int = 0
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` is 1-based, sizes in points, `quality` 0–1 (None: not judged)."""

    number: int
    width: float
    height: float
    method: str = "text_layer"
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One input file as read: its blocks in reading order and what the parser has to say about it.

    `id` is the first 16 hex digits of the SHA-256 of the bytes; `path` is the name to show.
    `flags` are short machine words (`damaged`, `pages_capped`, `needs_ocr` …).
    """

    id: str
    path: str
    format: str
    size: int
    method: ReadingMethod
    blocks: tuple[Paragraph | Grid, ...]
    pages: tuple[Page, ...] = ()
    findings: tuple[Finding, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
