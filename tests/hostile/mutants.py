"""Damaged copies of our own documents: bytes flipped, lost, doubled, moved.  Same seed, same bytes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

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


BLOWS: tuple[Callable[[bytearray, int, int, Random], None], ...] = (
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
        data = bytearray(source.read_bytes())
        blow(data, random.randrange(len(data) - 1), random.randrange(1, BLOCK), random)
        yield f"{number:04}_{blow.__name__.strip('_')}_{source.stem}{source.suffix}", source, bytes(data)
