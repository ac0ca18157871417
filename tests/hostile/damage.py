"""Damaged PDFs of our own plans: sound files of several producers, and blows at what a PDF is made of.

`sources` gives sound PDFs by name: LibreOffice's, Chromium's, and both written anew with object streams, in
the open, or in the order of the web.  `damaged` gives copies that something happened to on the way: bytes
changed anywhere or in streams, tails cut, blocks lost or moved, tables of objects that lie, objects swapped.
Same seed, same blows.
"""

import io
import re
import shutil
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

import pikepdf

from tests.hostile.mutants import BLOCK, BLOWS
from tests.plans_made import office
from tests.plans_made.plan import make_plan, write

PLANS = tuple(range(301, 313))
"""Seeds of the plans that are damaged; half of them come from LibreOffice, half from Chromium."""

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
DIGIT = re.compile(rb"\d")
ENTRY = re.compile(rb"(\d{10}) (\d{5}) n")
CHROMIUM = shutil.which("chromium")
CHROMIUM_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def sources() -> dict[str, bytes]:
    """Sound PDFs by name; needs LibreOffice, and Chromium for its half."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        half = len(PLANS) // 2 if CHROMIUM else len(PLANS)
        words = [path for seed in PLANS[:half] for path in write(make_plan(seed), folder, ["docx"])]
        pages = [path for seed in PLANS[half:] for path in write(make_plan(seed), folder, ["html"])]
        printed = [*office.to_pdf(words, folder), *map(_printed, pages)]
        plain = {path.name: path.read_bytes() for path in printed}
    return plain | dict(_rewritten(plain))


def _printed(page: Path) -> Path:
    made = page.with_suffix(".pdf")
    command = [str(CHROMIUM), *CHROMIUM_OPTIONS, f"--print-to-pdf={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made


def _rewritten(plain: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every third file again as other programs write it."""
    ways = (
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"linearize": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    )
    for number, (name, data) in enumerate(plain.items()):
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(target, deterministic_id=True, **ways[number % len(ways)])
        yield f"again_{name}", target.getvalue()


def _in_stream(data: bytearray, random: Random) -> None:
    start, end = random.choice([found.span(1) for found in STREAM.finditer(data)])
    if end > start:
        at = random.randrange(start, end)
        data[at : min(at + random.randrange(1, 9), end)] = random.randbytes(min(8, end - at))


def _stream_ends(data: bytearray, random: Random) -> None:
    start, end = random.choice([found.span(1) for found in STREAM.finditer(data)])
    del data[random.randrange(start, max(end, start + 1)) : end]


def _outside(spots: list[int], streams: list[tuple[int, int]]) -> list[int]:
    starts = [start for start, _ in streams]
    return [at for at in spots if not (n := bisect_right(starts, at)) or at >= streams[n - 1][1]]


def _digit(data: bytearray, random: Random) -> None:
    """Another digit outside of streams: a length, a width, an offset, a number of pages."""
    inside = [found.span(1) for found in STREAM.finditer(data)]
    spots = [found.start() for found in DIGIT.finditer(data)]
    free = _outside(spots, inside)
    data[random.choice(free)] = random.choice(b"0123456789")


def _entries_swapped(data: bytearray, random: Random) -> None:
    """Two entries of the table of objects changed for each other."""
    entries = [found.span(1) for found in ENTRY.finditer(data)]
    if len(entries) > 1:
        (a, b), (c, d) = random.sample(entries, 2)
        data[a:b], data[c:d] = data[c:d], data[a:b]


def _numbers_swapped(data: bytearray, random: Random) -> None:
    """Two objects under each other's number."""
    heads = [found.span(1) for found in re.finditer(rb"(?<=\n)(\d+) 0 obj", data)]
    (a, b), (c, d) = sorted(random.sample(heads, 2))
    one, other = bytes(data[a:b]), bytes(data[c:d])
    data[c:d] = one
    data[a:b] = other


def _start(data: bytearray, random: Random) -> None:
    at = data.rfind(b"startxref") + 10
    data[at : at + 3] = b"%d" % random.randrange(100, 999)


def _tail(data: bytearray, random: Random) -> None:
    del data[-random.randrange(1, max(2, len(data) // 3)) :]


def _tail_of_zeros(data: bytearray, random: Random) -> None:
    """A download that broke off into a file of the full size."""
    size = random.randrange(1, max(2, len(data) // 3))
    data[-size:] = bytes(size)


def _key(data: bytearray, random: Random) -> None:
    """One letter of a key of a dictionary."""
    inside = [found.span(1) for found in STREAM.finditer(data)]
    keys = [found.start() + 1 for found in re.finditer(rb"/[A-Z]\w+", data)]
    free = _outside(keys, inside)
    data[random.choice(free)] ^= 1 << random.randrange(5)


def _page_ends(data: bytearray, random: Random) -> None:
    """Line ends of Windows turned into those of Unix and the other way round, as bad mail programs do."""
    data[:] = data.replace(b"\n", b"\r\n") if random.random() < 0.5 else data.replace(b"\r", b"\n")


def _plain(blow: Callable[[bytearray, int, int, Random], None]) -> Callable[[bytearray, Random], None]:
    def struck(data: bytearray, random: Random) -> None:
        blow(data, random.randrange(len(data) - 1), random.randrange(1, BLOCK), random)

    struck.__name__ = blow.__name__
    return struck


ALL: tuple[Callable[[bytearray, Random], None], ...] = (
    *map(_plain, BLOWS),
    *(_in_stream, _in_stream, _stream_ends, _digit, _digit, _digit, _entries_swapped, _numbers_swapped),
    *(_start, _tail, _tail_of_zeros, _key, _key, _page_ends),
)


def damaged(sound: Mapping[str, bytes], count: int, seed: int = 11) -> Iterator[tuple[str, str, bytes]]:
    """`count` different damaged copies: name, name of the source, bytes."""
    random, names = Random(seed), sorted(sound)
    met = set(sound.values())
    for number in range(count):
        blow = ALL[number % len(ALL)]
        source, data = _struck(sound, names, blow, random)
        while data in met:
            blow = random.choice(ALL)
            source, data = _struck(sound, names, blow, random)
        met.add(data)
        yield f"{number:04}_{blow.__name__.strip('_')}_{source}", source, data


def _struck(
    sound: Mapping[str, bytes], names: list[str], blow: Callable[[bytearray, Random], None], random: Random
) -> tuple[str, bytes]:
    source = random.choice(names)
    data = bytearray(sound[source])
    blow(data, random)
    return source, bytes(data)
