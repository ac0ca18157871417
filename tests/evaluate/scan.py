"""How well scans are read: ``python -m tests.evaluate.scan --conditions mild200,fax --documents district``.

Takes the rebuilt seeds and made plans in two fonts, scans them under the conditions of `tests/scans`, and
compares what comes out with what comes out of the same pages with their text layer.  Prints one line per
condition and document, then every bar of `tests/scans/bars.yaml`; ends with 1 when one was not reached.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import yaml
from rapidfuzz.distance import Levenshtein

from pipeline.archive import RawFile
from pipeline.checks import Config
from pipeline.model import Cell, Document, Harvest, Observation
from pipeline.parsers import pdf, scan
from pipeline.parsers.scan import engine
from pipeline.run import know, process
from tests.plans_made.office import to_pdf
from tests.plans_made.plan import make_plan, write
from tests.scans.make import Condition, conditions
from tests.scans.make import scan as scanned
from tests.scans.readings import FOLDER, MANIFEST, observations, record

GOLDEN = Path(__file__).parent.parent / "golden"
SEEDS = {"province": (3, 8, 9, 10), "district": (1, 2)}
"""Pages that are scanned: those with tables, one with targets in running text."""
OTHER = "DejaVu Serif"
"""The typeface that was never used for tuning."""
TUNED_SEEDS, OTHER_SEEDS = (3, 5, 7, 11, 17, 19), (3, 5, 11)
MADE = {f"made{seed}": (seed, "") for seed in TUNED_SEEDS} | {
    f"font{seed}": (seed, OTHER) for seed in OTHER_SEEDS
}
"""Made plans: seed and typeface, which is Times New Roman where none is named."""
BARS = Path(__file__).parent.parent / "scans" / "bars.yaml"
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
    start = _spent()
    read = scan.recognise(picture, blank)
    score.seconds = _spent() - start
    score.counts["pages"] = len(read.pages)
    true = pdf.parse(digital)
    _compare_cells(true, read, score)
    _compare_values(observations(true), observations(read), score)
    score.document = read
    score.lines = [f"{name} {condition.name}: {line}" for line in score.lines]
    return score


def _spent() -> float:
    """Processor seconds of this process and of those that it started."""
    return sum(os.times()[:4])


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
    score.counts["edits"] += Levenshtein.distance(_unspaced(true), _unspaced(read))
    if not re.search(r"\d", true) or len(true) > LONGEST_FIGURE:
        return
    score.counts["figures"] += 1
    score.counts["exact"] += true.replace(" ", "") == read.replace(" ", "")
    if true.replace(" ", "") != read.replace(" ", ""):
        trusted = cell.confidence is not None and cell.confidence >= TRUSTED
        score.counts["silent"] += trusted
        score.lines.append(f"{'TRUSTED ' if trusted else ''}figure {true!r} read {read!r} {cell.confidence}")


def _unspaced(text: str) -> str:
    """The text without blanks before % and after > and <: they are no letters and are printed at will."""
    return re.sub(r"(?<=\d) (?=%)|(?<=[<>≤≥]) (?=\d)", "", text)


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


# ------------------------------------------------------------------ whole seeds, memory


def whole_seeds(condition: Condition) -> tuple[Score, list[str]]:
    """The seeds with all their pages, end to end: their values, and errors found in one form only."""
    score, strange = Score(), []
    for name in SEEDS:
        data = (GOLDEN / f"{name}.pdf").read_bytes()
        digital = _harvest(f"{name}.pdf", data)
        read = _harvest(f"{name}-scan.pdf", scanned(data, condition))
        _compare_values(digital.observations, read.observations, score)
        strange += [f"{name}: {rule}" for rule in sorted(_errors(digital) ^ _errors(read))]
    return score, strange


def _harvest(name: str, data: bytes) -> Harvest:
    return process(RawFile(name, data), know(), Config()).harvest


def _errors(harvest: Harvest) -> set[str]:
    errors = (one for one in harvest.findings if one.severity == "error")
    return {f"{one.rule} {one.indicator_id} {one.scope} {one.period}" for one in errors}


MEASURED = """
import resource, subprocess, sys
command = [sys.executable, "-m", "pipeline", "inspect", sys.argv[1], "--json"]
subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
"""A small program between: a process begins with the peak of the one that starts it."""


def memory(data: bytes) -> float:
    """Peak MiB of a process that reads these bytes, and of the processes that it starts."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        command = [sys.executable, "-c", MEASURED, file.name]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


# ------------------------------------------------------------------ bars


@dataclass(slots=True)
class Reached:
    """One bar: what was wanted, what came, and whether that is enough."""

    name: str
    bar: float
    value: float
    least: bool = False

    @property
    def good(self) -> bool:
        """Whether the bar was reached."""
        return self.value >= self.bar if self.least else self.value <= self.bar

    def line(self) -> str:
        """The bar in words."""
        sign = ">=" if self.least else "<="
        return f"{'ok  ' if self.good else 'LOW '}{self.name:34}{self.value:10.2f} {sign} {self.bar:g}"


@cache
def bars() -> dict[str, Any]:
    """The bars as they stand in `bars.yaml`."""
    found: dict[str, Any] = yaml.safe_load(BARS.read_text(encoding="utf-8"))
    return found


def judged(scores: dict[tuple[str, str], Score]) -> Iterator[Reached]:
    """The bars that hang on the documents that were measured, by condition and name."""
    for name in dict.fromkeys(condition for condition, _ in scores):
        kind = conditions()[name].set
        score = _sum(one for (condition, _), one in scores.items() if condition == name)
        c = score.counts
        yield Reached(
            f"structure {name}", bars()["structure"][kind], _share(c["same"], c["cells"]), least=True
        )
        yield Reached(f"letters wrong {name}", bars()["cer"][kind], _share(c["edits"], c["letters"]))
    for face in ("tuned", "other"):
        chosen = [one for (_, name), one in scores.items() if name.startswith("font") == (face == "other")]
        c = _sum(chosen).counts
        if c["values"]:
            yield Reached(
                f"in review, {face} typeface", bars()["review"][face], _share(c["review"], c["values"])
            )
    total = _sum(scores.values())
    yield Reached("values wrong and accepted", bars()["wrong"], total.counts["wrong"])
    yield Reached("seconds a page", bars()["seconds"], total.seconds / max(1, total.counts["pages"]))


def _judged_whole(condition: Condition) -> Iterator[Reached]:
    """The bars of the whole seeds and of memory."""
    score, strange = whole_seeds(condition)
    print("\n".join(f"error in one form only: {line}" for line in strange))
    print("\n".join(score.lines))
    c = score.counts
    yield Reached("whole seeds, values right", bars()["right"], _share(c["found"], c["wanted"]), least=True)
    yield Reached("whole seeds, wrong and accepted", bars()["wrong"], c["wrong"])
    yield Reached("errors in one form only", 0, len(strange))
    sheets = scanned((GOLDEN / "province.pdf").read_bytes(), condition, SEEDS["province"])
    yield Reached("memory", bars()["memory"], memory(sheets))


def _sum(scores: Iterable[Score]) -> Score:
    whole = Score()
    for score in scores:
        whole.add(score)
    return whole


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


# ------------------------------------------------------------------ the table


def run(
    verbose: bool = False,
    wanted: Iterable[str] = (),
    names: Iterable[str] = (),
    keep: bool = False,
    whole: bool = True,
) -> int:
    """Print the table and the bars; 1 when a bar was not reached."""
    chosen = [conditions()[name] for name in list(wanted) or list(conditions())]
    files = documents(list(names) or [*SEEDS, *MADE])
    print(f"{'condition':11}{'document':10}" + "".join(f"{word:>10}" for word in COLUMNS))
    scores: dict[tuple[str, str], Score] = {}
    for condition in chosen:
        for name, score in _measured(files, condition):
            scores[condition.name, name] = score
            _say(condition.name, name, score)
            if keep and name in SEEDS and score.document is not None:
                _keep(name, condition, score.document)
            score.document = None
        _say(condition.name, "all", _sum(one for (made, _), one in scores.items() if made == condition.name))
    total = _sum(scores.values())
    _say("all", "all", total)
    print("\n".join(line for line in total.lines if verbose or "WRONG" in line))
    reached = [*judged(scores), *(_judged_whole(conditions()["mild200"]) if whole else ())]
    print("\n".join(one.line() for one in reached))
    return int(not all(one.good for one in reached))


def _say(condition: str, name: str, score: Score) -> None:
    print(f"{condition:11}{name:10}" + "".join(f"{word:>10}" for word in score.row()), flush=True)


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
    parser.add_argument("--no-whole", action="store_true", help="leave out the whole seeds and memory")
    parser.add_argument("-v", action="store_true")
    options = parser.parse_args()
    chosen, names = _words(options.conditions), _words(options.documents)
    return run(options.v, chosen, names, options.record, not options.no_whole)


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


if __name__ == "__main__":
    sys.exit(main())
