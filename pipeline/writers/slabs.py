"""Rows of one table, packed: as little room as possible, and nothing to do but to pour them into a file.

Takes the rows of documents (`leaves.Rows`) in their order; gives a `Slab`: Arrow values for Parquet, lines
for CSV, rows of XML for the workbook, all compressed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.writers import parquet
from pipeline.writers.leaves import Rows
from pipeline.writers.schema import Table

LINE = b"\n"
"""Between two rows of a sheet, which hold no line ends themselves."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Some bytes, compressed; `size` is how many they are."""

    size: int = 0
    data: bytes = b""

    def bytes(self) -> bytes:
        """Give the bytes."""
        return parquet.expanded(self.data, self.size) if self.size else b""


NOTHING = Packed()


def pack(text: str | bytes) -> Packed:
    """Compress a text."""
    plain = text.encode() if isinstance(text, str) else text
    return Packed(len(plain), parquet.compressed(plain)) if plain else NOTHING


class PackedFile:
    """Packed pieces that wait on the disk, as they are, until they are poured."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w+b")
        self.sizes: list[tuple[int, int]] = []

    def add(self, piece: Packed) -> None:
        """Add a piece."""
        self.file.write(piece.data)
        self.sizes.append((piece.size, len(piece.data)))

    def pour(self) -> Iterator[bytes]:
        """Give the bytes of every piece and forget them."""
        self.file.seek(0)
        for size, stored in self.sizes:
            yield Packed(size, self.file.read(stored)).bytes()
        self.file.close()


@dataclass(frozen=True, slots=True)
class Slab:
    """Rows of a table: `count` of them; `sheet` has as many lines, or none where the table has no sheet."""

    count: int = 0
    values: Packed = NOTHING
    csv: Packed = NOTHING
    sheet: Packed = NOTHING
    guarded: tuple[int, ...] = ()


NO_ROWS = Slab()


def slab(table: Table, rows: Sequence[Rows]) -> Slab:
    """Pack rows."""
    values = [row for some in rows for row in some.values]
    if not values:
        return NO_ROWS
    return Slab(
        count=len(values),
        values=pack(parquet.frozen(table, values)),
        csv=pack("".join(some.csv for some in rows)),
        sheet=lines([row for some in rows for row in some.sheet]),
        guarded=tuple(sorted({place for some in rows for place in some.guarded})),
    )


def lines(rows: Sequence[str]) -> Packed:
    """Pack rows of a sheet."""
    return pack("\n".join(rows))
