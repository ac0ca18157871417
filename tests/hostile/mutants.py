"""Damaged copies of our own documents: bytes flipped, lost, doubled, moved.  Same seed, same bytes.

Every second copy of a ZIP container is struck inside one of its parts and packed anew with right checksums:
only so do the readers of the parts meet anything strange.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

Blow = Callable[[bytearray, int, int, Random], None]

BLOCK = 600
"""Most bytes that one blow touches."""


def _flip(data: bytearray, at: int, size: int, random: Random) -> None:
    data[at] ^= 1 << random.randrange(8)


def _byte(data: bytearray, at: int, size: int, random: Random) -> None:
    data[at] = random.randrange(256)


def _zero(data: bytearray, at: int, size: int, random: Random) -> None:
    data[at : at + size] = bytes(len(data[at : at + size]))


def _noise(data: bytearray, at: int, size: int, random: Random) -> None:
    data[at : at + size] = random.randbytes(len(data[at : at + size]))


def _lose(data: bytearray, at: int, size: int, random: Random) -> None:
    del data[at : at + size]


def _double(data: bytearray, at: int, size: int, random: Random) -> None:
    data[at:at] = data[at : at + size]


def _move(data: bytearray, at: int, size: int, random: Random) -> None:
    block = data[at : at + size]
    del data[at : at + size]
    other = random.randrange(len(data))
    data[other:other] = block


def _cut(data: bytearray, at: int, size: int, random: Random) -> None:
    del data[at:]


BLOWS: tuple[Blow, ...] = (
    _flip,
    _byte,
    _zero,
    _noise,
    _lose,
    _double,
    _move,
    _cut,
)


def mutants(sources: tuple[Path, ...], count: int, seed: int = 7) -> Iterator[tuple[str, Path, bytes]]:
    """`count` mutants in turn of every source and every blow: name, source, bytes."""
    random = Random(seed)
    for number in range(count):
        source = sources[number % len(sources)]
        blow = BLOWS[number // len(sources) % len(BLOWS)]
        whole, name = source.read_bytes(), blow.__name__.strip("_")
        if whole.startswith(b"PK") and number // len(sources) // len(BLOWS) % 2:
            yield f"{number:04}_{INSIDE}_{name}_{source.name}", source, _inside(whole, blow, random)
        else:
            yield f"{number:04}_{name}_{source.name}", source, _struck(whole, blow, random)


INSIDE = "inside"


def _struck(data: bytes, blow: Blow, random: Random) -> bytes:
    changed = bytearray(data)
    blow(changed, random.randrange(len(changed) - 1), random.randrange(1, BLOCK), random)
    return bytes(changed)


def _inside(data: bytes, blow: Blow, random: Random) -> bytes:
    """The container with one part struck."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        parts = [one for one in old.infolist() if one.file_size > 1]
        chosen = random.choice([one for one in parts if one.file_size > BLOCK] or parts)
        for one in old.infolist():
            content = old.read(one)
            content = _struck(content, blow, random) if one is chosen else content
            new.writestr(zipfile.ZipInfo(one.filename), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
