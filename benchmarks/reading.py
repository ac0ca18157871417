"""How fast, how small and how right PDFs are read: ``python -m benchmarks.reading [--quick] [--out FILE]``.

Three files are made with LibreOffice and pikepdf: a plan of 12 pages (8 of text, 4 of appendix), a pure
appendix, and 240 pages.  Every reader is run in turn, round after round, so that a busy machine slows all
of them alike; the user CPU of the best round counts, the import of the reader does not.  Peak memory is that
of a fresh process that imports one reader and reads one file.  Right cells: share of the appendix's
non-empty cells that come out with exactly their words (white space aside).  Prints a table, writes JSON.
"""

import argparse
import gc
import importlib
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

ROUNDS = 5
HERE = Path(__file__).parent
PACKAGES = ("pypdfium2", "pdfplumber", "pdfminer.six", "camelot-py", "doichieu")
BODY_PARAGRAPHS, APPENDIX_ROWS, PURE_ROWS, COPIES = 56, 24, 66, 20

Cells = Counter[str]


@dataclass(frozen=True)
class Reader:
    """One way to read: `load` imports it and gives the function path -> texts of all cells."""

    name: str
    module: str
    load: Callable[[], Callable[[Path], Iterable[str]]]


def ours() -> Callable[[Path], Iterable[str]]:
    archive = importlib.import_module("pipeline.archive")
    pdf = importlib.import_module("pipeline.parsers.pdf")
    return lambda path: [c.text for grid in pdf.parse(archive.load(path)).grids for c in grid.cells]


def plumber(close: bool) -> Callable[[], Callable[[Path], Iterable[str]]]:
    def load() -> Callable[[Path], Iterable[str]]:
        pdfplumber = importlib.import_module("pdfplumber")

        def read(path: Path) -> list[str]:
            found: list[str] = []
            with pdfplumber.open(path) as pdf:
                for page in pdf.pages:
                    page.extract_text()
                    found += [cell or "" for table in page.extract_tables() for row in table for cell in row]
                    if close:
                        page.close()
            return found

        return read

    return load


def bare() -> Callable[[Path], Iterable[str]]:
    pdfium = importlib.import_module("pypdfium2")

    def read(path: Path) -> list[str]:
        with pdfium.PdfDocument(path) as document:
            for number in range(len(document)):
                page = document[number]
                page.get_textpage().get_text_range()
                page.close()
        return []

    return read


def camelot() -> Callable[[Path], Iterable[str]]:
    module = importlib.import_module("camelot")
    return lambda path: [
        str(cell)
        for table in module.read_pdf(str(path), pages="all", flavor="lattice")
        for row in table.data
        for cell in row
    ]


READERS = (
    Reader("doichieu", "pipeline", ours),
    Reader("pdfplumber", "pdfplumber", plumber(close=False)),
    Reader("pdfplumber + close", "pdfplumber", plumber(close=True)),
    Reader("PDFium, bare text", "pypdfium2", bare),
    Reader("camelot", "camelot", camelot),
)


# ------------------------------------------------------------------ the files


def make_files(folder: Path) -> dict[str, tuple[Path, Cells]]:
    """Return name -> (PDF, its non-empty cells without white space)."""
    plan, cells = _word_file(folder / "plan.docx", BODY_PARAGRAPHS, APPENDIX_ROWS)
    pure, pure_cells = _word_file(folder / "appendix.docx", 0, PURE_ROWS)
    office = importlib.import_module("tests.plans_made.office")
    made = office.to_pdf([plan, pure], folder)
    long = _repeated(made[0], folder / "long.pdf")
    many = Counter({text: COPIES * number for text, number in cells.items()})
    return {
        f"plan, {_pages(made[0])} pages": (made[0], cells),
        f"appendix, {_pages(made[1])} pages": (made[1], pure_cells),
        f"long, {_pages(long)} pages": (long, many),
    }


def _word_file(path: Path, paragraphs: int, rows: int) -> tuple[Path, Cells]:
    docx, shared = importlib.import_module("docx"), importlib.import_module("docx.shared")
    words = importlib.import_module("tests.pdfs.words").WORDS
    random, document = Random(path.name), docx.Document()
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = shared.Pt(13)
    section = document.sections[0]
    section.page_width, section.page_height = shared.Cm(21), shared.Cm(29.7)
    for _ in range(paragraphs):
        document.add_paragraph("- " + " ".join(random.choices(words, k=70)) + ".")
    if paragraphs:
        document.add_page_break()
    table = document.add_table(rows, 6)
    table.style = "Table Grid"
    cells: Cells = Counter()
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(_unsplit())
        texts = (
            f"{number // 5 + 1}.{number % 5 + 1}",
            " ".join(random.choices(words, k=14)),
            "%",
            f"{number},{number % 10}",
            f"≥ {number % 100}%",
            " ".join(random.choices(words, k=6)),
        )
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
            cells[_bare(text)] += 1
    document.save(str(path))
    return path, cells


def _unsplit() -> object:
    return importlib.import_module("docx.oxml.parser").OxmlElement("w:cantSplit")


def _repeated(source: Path, target: Path) -> Path:
    pikepdf = importlib.import_module("pikepdf")
    with pikepdf.open(source) as pdf, pikepdf.open(source) as again:
        for _ in range(COPIES - 1):
            pdf.pages.extend(again.pages)
        pdf.save(target)
    return target


def _pages(path: Path) -> int:
    with importlib.import_module("pypdfium2").PdfDocument(path) as document:
        return len(document)


# ------------------------------------------------------------------ the measures


def measure(files: dict[str, tuple[Path, Cells]], rounds: int) -> list[dict[str, Any]]:
    """Return one record per reader and file."""
    loaded = {reader: reader.load() for reader in READERS if find_spec(reader.module)}
    best: dict[tuple[str, str], float] = {}
    share: dict[tuple[str, str], float] = {}
    for number in range(rounds):
        for name, (path, cells) in files.items():
            if number and name.startswith("long"):
                continue
            for reader, read in loaded.items():
                seconds, found = _timed(read, path)
                key = (reader.name, name)
                best[key] = min(seconds, best.get(key, seconds))
                share[key] = _right(found, cells)
    return [
        {
            "reader": reader,
            "file": name,
            "cpu_seconds": round(seconds, 4),
            "times_faster_than_pdfplumber": round(best["pdfplumber", name] / seconds, 1),
            "cells_right": None if reader.startswith("PDFium") else round(share[reader, name], 4),
            "peak_mib": peak(reader, files[name][0]),
        }
        for (reader, name), seconds in best.items()
    ]


def _timed(read: Callable[[Path], Iterable[str]], path: Path) -> tuple[float, list[str]]:
    gc.collect()
    start = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    found = list(read(path))
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - start, found


def _bare(text: str) -> str:
    return "".join(text.split())


def _right(found: Iterable[str], cells: Cells) -> float:
    return (cells & Counter(_bare(text) for text in found)).total() / cells.total()


def peak(reader: str, path: Path) -> float:
    """Return the peak memory in MiB of a fresh process that reads one file."""
    command = [sys.executable, "-m", "benchmarks.reading", "--peak", reader, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    return round(float(done.stdout), 1)


def _print_peak(name: str, path: Path) -> None:
    read = next(reader for reader in READERS if reader.name == name).load()
    list(read(path))
    print(_high_water())


def _high_water() -> float:
    """Return the peak memory of this process in MiB.

    Linux hands `ru_maxrss` down from the parent process, so its own account of this process comes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1 << 20
    )


# ------------------------------------------------------------------ the report


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "packages": found,
    }


def table(records: list[dict[str, Any]]) -> str:
    """Return the records as text."""
    head = f"{'file':22} {'reader':20} {'CPU s':>8} {'times':>7} {'cells':>7} {'peak MiB':>9}"
    lines = [head]
    for each in sorted(records, key=lambda each: (each["file"], each["cpu_seconds"])):
        right = "–" if each["cells_right"] is None else f"{each['cells_right']:.1%}"
        lines.append(
            f"{each['file']:22} {each['reader']:20} {each['cpu_seconds']:8.3f} "
            f"{each['times_faster_than_pdfplumber']:6.1f}x {right:>7} {each['peak_mib']:9.1f}"
        )
    missing = [reader.name for reader in READERS if not find_spec(reader.module)]
    return "\n".join(lines + [f"{name}: not installed, not measured" for name in missing])


def main(arguments: list[str]) -> None:
    """Measure and report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--out", type=Path, default=HERE / "reading.json")
    options.add_argument("--peak", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args(arguments)
    if chosen.peak:
        _print_peak(chosen.peak[0], Path(chosen.peak[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        records = measure(make_files(Path(folder)), chosen.rounds)
    print(table(records))
    report = json.dumps({"machine": machine(), "records": records}, ensure_ascii=False, indent=1)
    chosen.out.write_text(report + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
