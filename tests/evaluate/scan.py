"""How well scans are read: ``python -m tests.evaluate.scan --conditions mild200,fax --documents district``.

Takes the rebuilt seeds and made plans in two fonts, scans them under the conditions of `tests/scans`, and
compares what comes out with what comes out of the same pages with their text layer.  Prints one line per
condition and document; ends with 1 when a wrong value was accepted.
"""

import argparse
import io
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import yaml
from rapidfuzz.distance import Levenshtein

from pipeline.archive import RawFile
from pipeline.model import Cell, Document, Observation
from pipeline.parsers import pdf, scan
from pipeline.parsers.scan import engine
from tests.plans_made.office import to_pdf
from tests.plans_made.plan import make_plan, write
from tests.scans.make import Condition, conditions
from tests.scans.make import scan as scanned
from tests.scans.readings import FOLDER, MANIFEST, observations, record

GOLDEN = Path(__file__).parent.parent / "golden"
SEEDS = {"province": (3, 8, 9, 10), "district": (1, 2)}
"""Pages that are scanned: those with tables, one with targets in running text."""
MADE = {"made3": (3, ""), "made5": (5, ""), "font3": (3, "DejaVu Serif"), "font5": (5, "DejaVu Serif")}
"""Made plans by seed; the second font was never used for tuning."""
MADE_PAGES = 2
TRUSTED = 0.80
LONGEST_FIGURE = 30
"""Letters of a cell that counts as a value cell when it holds a digit."""
COLUMNS = ("pages", "structure", "cer", "figures", "silent", "obs", "right", "wrong", "review", "s/page")


@dataclass(slots=True)
class Score:
    """Counts of one or more documents."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    lines: list[str] = field(default_factory=list)
    document: Document | None = None

    def add(self, other: "Score") -> None:
        """Count another document too."""
        self.counts += other.counts
        self.seconds += other.seconds
        self.lines += other.lines

    def row(self) -> list[str]:
        """The figures of `COLUMNS`."""
        c = self.counts
        return [
            str(c["pages"]),
            _percent(c["same"], c["cells"]),
            _percent(c["edits"], c["letters"], 2),
            _percent(c["exact"], c["figures"]),
            str(c["silent"]),
            str(c["wanted"]),
            _percent(c["found"], c["wanted"]),
            str(c["wrong"]),
            _percent(c["review"], c["values"]),
            f"{self.seconds / max(1, c['pages']):.1f}",
        ]


def _percent(part: int, whole: int, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f}" if whole else "-"


# ------------------------------------------------------------------ documents


def documents(wanted: Iterable[str]) -> dict[str, bytes]:
    """The pages to be scanned, as PDF files with a text layer."""
    found = {name: _pages(GOLDEN / f"{name}.pdf", pages) for name, pages in SEEDS.items() if name in wanted}
    made = [name for name in MADE if name in wanted]
    if made:
        with tempfile.TemporaryDirectory() as folder:
            found |= _made(made, Path(folder))
    return found


def _made(names: Iterable[str], folder: Path) -> dict[str, bytes]:
    sources = []
    for name in names:
        seed, font = MADE[name]
        path = write(make_plan(seed), folder, ["docx"])[0]
        sources.append(_in_font(path, folder / f"{name}.docx", font))
    paths = to_pdf(sources, folder)
    return {path.stem: _pages(path, _table_pages(path)) for path in paths}


def _in_font(source: Path, target: Path, font: str) -> Path:
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"Times New Roman", font.encode()) if font else data)
    return target


def _table_pages(path: Path) -> list[int]:
    """The first pages with a wide table."""
    document = pdf.parse(RawFile(path.name, path.read_bytes()))
    pages = sorted({grid.place.page or 0 for grid in document.grids if grid.columns > 3})
    return pages[:MADE_PAGES]


def _pages(path: Path, pages: Iterable[int]) -> bytes:
    with pikepdf.open(path) as whole, pikepdf.new() as part:
        for number in pages:
            part.pages.append(whole.pages[number - 1])
        saved = io.BytesIO()
        part.save(saved)
    return saved.getvalue()


# ------------------------------------------------------------------ measures


def measure(name: str, data: bytes, condition: Condition) -> Score:
    """One document under one condition."""
    score = Score()
    digital = RawFile(f"{name}.pdf", data)
    picture = RawFile(f"{name}-{condition.name}.pdf", scanned(data, condition))
    blank = pdf.parse(picture)
    start = time.process_time()
    read = scan.recognise(picture, blank)
    score.seconds = time.process_time() - start
    score.counts["pages"] = len(read.pages)
    true = pdf.parse(digital)
    _compare_cells(true, read, score)
    _compare_values(observations(true), observations(read), score)
    score.document = read
    score.lines = [f"{name} {condition.name}: {line}" for line in score.lines]
    return score


Spot = tuple[int, int, int, int, int, int]


def _cells(document: Document) -> dict[Spot, Cell]:
    """Cells by page, number of their grid on it, row, column and spans."""
    found: dict[Spot, Cell] = {}
    seen: Counter[int] = Counter()
    for grid in document.grids:
        page = grid.place.page or 0
        seen[page] += 1
        for cell in grid.cells:
            spot = (page, seen[page], cell.row, cell.column, cell.row_span, cell.column_span)
            found[spot] = cell
    return found


def _compare_cells(wanted: Document, read: Document, score: Score) -> None:
    true, found = _cells(wanted), _cells(read)
    both = true.keys() & found.keys()
    score.counts["cells"] += max(len(true), len(found))
    score.counts["same"] += len(both)
    for spot in sorted(both):
        _compare_cell(_flat(true[spot].text), found[spot], score)
    score.lines += [f"cell missing {spot} {true[spot].text!r}" for spot in sorted(true.keys() - both)]


def _compare_cell(true: str, cell: Cell, score: Score) -> None:
    read = _flat(cell.text)
    score.counts["letters"] += len(true)
    score.counts["edits"] += Levenshtein.distance(true, read)
    if not re.search(r"\d", true) or len(true) > LONGEST_FIGURE:
        return
    score.counts["figures"] += 1
    score.counts["exact"] += true.replace(" ", "") == read.replace(" ", "")
    if true.replace(" ", "") != read.replace(" ", ""):
        trusted = cell.confidence is not None and cell.confidence >= TRUSTED
        score.counts["silent"] += trusted
        score.lines.append(f"{'TRUSTED ' if trusted else ''}figure {true!r} read {read!r} {cell.confidence}")


def _flat(text: str) -> str:
    return " ".join(text.split())


def fact_of(row: Observation) -> tuple[str, ...]:
    """What makes a value of a scan the same as that of the text layer."""
    quantity = row.quantity
    numbers = (quantity.amount, quantity.high, quantity.count, quantity.of)
    where = (row.source, row.indicator_id, row.scope, row.role, str(row.period or ""), quantity.comparator)
    return (*where, row.unit, *(str(number.normalize()) if number is not None else "" for number in numbers))


def _compare_values(true: Iterable[Observation], read: Iterable[Observation], score: Score) -> None:
    """Values right, wrong and accepted, and sent to a person because of how they were read."""
    wanted = Counter(fact_of(row) for row in true)
    rest = Counter(wanted)
    score.counts["wanted"] += wanted.total()
    for row in read:
        fact = fact_of(row)
        score.counts["values"] += 1
        score.counts["review"] += "low_confidence" in row.match.reasons
        if rest[fact] > 0:
            rest[fact] -= 1
            score.counts["found"] += 1
        elif row.review == "accepted":
            score.counts["wrong"] += 1
            score.lines.append(f"WRONG AND ACCEPTED {fact} {row.value_raw!r} {row.label_raw!r}")
        else:
            score.lines.append(f"other, in review {fact} {row.value_raw!r} {row.match.reasons[-1:]}")
    score.lines += [f"not found {fact}" for fact in rest.elements()]


# ------------------------------------------------------------------ the table


def run(
    verbose: bool = False, wanted: Iterable[str] = (), names: Iterable[str] = (), keep: bool = False
) -> int:
    """Print the table; 1 when a wrong value was accepted."""
    chosen = list(wanted) or list(conditions())
    files = documents(list(names) or [*SEEDS, *MADE])
    print(f"{'condition':11}{'document':10}" + "".join(f"{word:>10}" for word in COLUMNS))
    whole = Score()
    for condition in (conditions()[name] for name in chosen):
        for name, score in _measured(files, condition):
            print(
                f"{condition.name:11}{name:10}" + "".join(f"{word:>10}" for word in score.row()), flush=True
            )
            whole.add(score)
            if keep and name in SEEDS and score.document is not None:
                _keep(name, condition, score.document)
    print(f"{'all':21}" + "".join(f"{word:>10}" for word in whole.row()))
    print("\n".join(whole.lines if verbose else (line for line in whole.lines if "WRONG" in line)))
    return int(whole.counts["wrong"] > 0)


def _keep(name: str, condition: Condition, document: Document) -> None:
    """Record what was read, and with what, for tests that do not read again."""
    FOLDER.mkdir(exist_ok=True)
    file = f"{name}-{condition.name}.json"
    (FOLDER / file).write_text(record(document) + "\n", encoding="utf-8")
    known = yaml.safe_load(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}
    known[file] = {"pages": list(SEEDS[name]), "scan": document.id, "engine": engine.versions()}
    MANIFEST.write_text(yaml.safe_dump(known, sort_keys=True), encoding="utf-8")


def _measured(files: dict[str, bytes], condition: Condition) -> Iterator[tuple[str, Score]]:
    for name, data in files.items():
        yield name, measure(name, data, condition)


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate.scan", description=__doc__)
    parser.add_argument("--conditions", default="")
    parser.add_argument("--documents", default="")
    parser.add_argument("--record", action="store_true", help="keep what was read of the seeds")
    parser.add_argument("-v", action="store_true")
    options = parser.parse_args()
    return run(options.v, _words(options.conditions), _words(options.documents), options.record)


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


if __name__ == "__main__":
    sys.exit(main())
