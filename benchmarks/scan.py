"""How long a scanned page takes and how much memory: ``python -m benchmarks.scan [--pages 2]``.

Takes pages of the rebuilt province plan (one of prose, the others of the table), scans them, reads them in
this process; prints processor seconds by step and the peak of memory.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.parsers.scan import boxes, cleaning, grid, looks, pages, pictures, rules, views
from tests.scans.make import conditions
from tests.scans.make import scan as scanned

PLAN = Path(__file__).parent.parent / "tests" / "golden" / "province.pdf"
PAGES = (3, 8, 9, 10)


@contextmanager
def timed(name: str, spent: dict[str, float]) -> Iterator[None]:
    """Add the processor seconds of the block to `spent`."""
    start = time.process_time()
    yield
    spent[name] = spent.get(name, 0.0) + time.process_time() - start


def steps(shot: pictures.Shot, spent: dict[str, float]) -> None:
    """Read one page step by step, then whole."""
    with timed("clean", spent):
        sheet = cleaning.clean(shot)
    with timed("grid", spent):
        found = rules.strokes(sheet)
        ruled = grid.rulings(sheet, found)
    with timed("views", spent):
        bare = boxes.erased(sheet, found, ruled)
        eyes = views.views(bare)
    with timed("boxes", spent):
        for ruling in ruled:
            looks.read(bare, eyes, ruling.cells)
    with timed("whole page", spent):
        pages.read(shot, first_page=False)


def main(say: Callable[[str], None] = print) -> None:
    """Measure and report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=2)
    options.add_argument("--condition", default="mild200")
    chosen = options.parse_args()
    numbers = PAGES[: chosen.pages]
    data = scanned(PLAN.read_bytes(), conditions()[chosen.condition], numbers)
    spent: dict[str, float] = {}
    for shot in pictures.of_pdf(data, range(1, len(numbers) + 1)):
        steps(shot, spent)
    for name, seconds in spent.items():
        say(f"{name:12}{seconds / len(numbers):8.2f} s a page")
    say(f"{'memory':12}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")


if __name__ == "__main__":
    main()
