"""The review page over many documents: how long pages take, how much memory, how large the index is.

``python -m benchmarks.review [--documents 10000]`` makes tables with the writers' own schema, builds
the index in a fresh process, asks for every page some times, and prints the figures; it ends with 1 above the
limits.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from fastapi.testclient import TestClient

from pipeline.server.app import make_app
from pipeline.server.desk import Desk, Options
from pipeline.writers.columns import TABLES
from pipeline.writers.parquet import ROW_GROUP, schema

VALUES, OPEN, FINDINGS, CELLS = 30, 3, 10, 120
"""Rows of each table for one document: a plan of ordinary size."""

WORDINGS = 4_000
"""Different wordings that wait."""

LIMIT_MS, LIMIT_MIB = 300.0, 300.0
TIMES = 7
PORT = 8765
INDICATORS = [f"VNGES.{goal}.{number}" for goal in (1, 2, 3, 4, 5) for number in (1, 2, 3)]
PAGES = {
    "overview": "/",
    "overview, last page": "/?page=200",
    "overview, left to do": "/?left=true&page=50",
    "queue": "/queue",
    "queue, page 150": "/queue?page=150",
    "queue of values": "/queue?kind=value",
    "findings": "/findings",
    "findings of a rule": "/findings?rule=C02&page=300",
    "findings, errors left": "/findings?severity=error&state=open",
    "catalogue": "/catalogue",
    "indicator": "/catalogue/VNGES.1.1",
    "search": "/search?q=binh dang gioi",
    "search of a common word": "/search?q=ke hoach",
}


def rows(name: str, at: int) -> Iterator[dict[str, Any]]:
    """The rows of one document in one table."""
    document = f"{at:016x}"
    yield from {
        "documents": _documents,
        "observations": _observations,
        "unmatched": _unmatched,
        "findings": _findings,
        "cells": _cells,
        "responsibilities": _responsibilities,
    }[name](document, at)


def _documents(document: str, at: int) -> Iterator[dict[str, Any]]:
    names = {"number": f"{at}/KH-UBND", "title": f"Kế hoạch thực hiện bình đẳng giới năm {2021 + at % 5}"}
    counts = {"observations": VALUES, "findings": FINDINGS, "rows_read": VALUES, "bytes": 100_000}
    status = "ok" if at % 50 else "needs_ocr"
    yield {"document_id": document, "path": f"xã {at}/kế hoạch {at}.pdf", "status": status} | names | counts


def _observations(document: str, at: int) -> Iterator[dict[str, Any]]:
    for row in range(VALUES):
        indicator = INDICATORS[row % len(INDICATORS)]
        yield {
            "observation_id": f"{at:08x}{row:08x}",
            "document_id": document,
            "indicator_id": indicator,
            "scope": "all",
            "label": f"Chỉ tiêu {indicator} cách viết {at % 40}",
            "value_raw": f"{row},5",
            "match_method": "similar",
            "review": "needs_review" if row == 0 and at % 3 == 0 else "accepted",
            "page": 3,
            "table": 1,
            "row": row,
            "column": 4,
        }


def _unmatched(document: str, at: int) -> Iterator[dict[str, Any]]:
    for row in range(OPEN):
        label = f"Tỷ lệ chưa rõ số {(at * 7 + row * 13) % WORDINGS}"
        yield {
            "document_id": document,
            "label": label,
            "label_raw": label,
            "wording_key": label.lower(),
            "goal": f"Mục tiêu {row}",
            "unit": "%",
            "values": "20",
            "candidates": "VNGES.1.1/all 62.5 ; VNGES.2.1/all 50.5",
            "reasons": "no key term: nữ",
            "page": 4,
            "table": 2,
            "row": row,
            "column": 2,
        }


def _findings(document: str, at: int) -> Iterator[dict[str, Any]]:
    for row in range(FINDINGS):
        yield {
            "finding_id": f"{at:08x}{row:08x}",
            "rule": f"C0{row % 8 + 1}",
            "severity": ("error", "warning", "info", "info")[row % 4],
            "document_a": document,
            "place_a": f"trang 3, bảng 1, hàng {row}",
            "quote_a": "đạt 60%",
            "message_vi": "Hai nơi ghi hai giá trị khác nhau cho cùng một chỉ tiêu trong cùng một năm.",
            "message_en": "Two places give two values for one indicator in one year.",
            "ocr_risk": False,
        }


def _cells(document: str, at: int) -> Iterator[dict[str, Any]]:
    for cell in range(CELLS):
        yield {"document_id": document, "text": f"{at} {cell}", "status": "used", "page": 3, "table": 1}


def _responsibilities(document: str, at: int) -> Iterator[dict[str, Any]]:
    yield {"document_id": document, "indicator_id": "VNGES.1.1", "agency": f"Sở số {at % 30}"}


def make(folder: Path, documents: int) -> None:
    """Write the tables of so many documents, in the order and the row groups of the writers."""
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text("{}")
    for table in TABLES:
        wanted = schema(table)
        with pq.ParquetWriter(folder / f"{table.name}.parquet", wanted, compression="zstd") as writer:
            waiting: list[dict[str, Any]] = []
            for at in range(documents):
                waiting += rows(table.name, at)
                if len(waiting) >= ROW_GROUP or at == documents - 1:
                    writer.write_table(pa.Table.from_pylist(waiting, schema=wanted))
                    waiting = []


def measure(folder: Path) -> dict[str, Any]:
    """Build the index and ask for every page, in this process."""
    start = time.monotonic()
    desk = Desk(Options(folder / "out"))
    built = time.monotonic() - start
    base = f"http://127.0.0.1:{PORT}"
    client = TestClient(make_app(desk, PORT), base_url=base)
    client.get("/enter", params={"token": desk.secrets.token})
    pages = {name: _asked(client, path) for name, path in PAGES.items()}
    desk.close()
    return {
        "index_seconds": round(built, 1),
        "index_mib": round(desk.index.path.stat().st_size / 2**20, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "pages": pages,
    }


def _asked(client: TestClient, path: str) -> dict[str, float]:
    taken = []
    for _ in range(TIMES):
        start = time.monotonic()
        assert client.get(path).status_code == 200, path
        taken.append(1000 * (time.monotonic() - start))
    return {"first_ms": round(taken[0], 1), "median_ms": round(statistics.median(taken), 1)}


def main() -> None:
    """Make the tables, measure in a fresh process (for the memory), print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    with tempfile.TemporaryDirectory() as name:
        make(Path(name) / "out", options.documents)
        found = [_fresh(name), _fresh(name)]
    first, again = found
    print(f"{options.documents} documents; index {first['index_mib']} MiB in {first['index_seconds']} s,")
    print(f"opened again in {again['index_seconds']} s; peak memory {first['peak_mib']} MiB building,")
    print(f"{again['peak_mib']} MiB with the index there")
    for page, taken in again["pages"].items():
        print(f"{page:<26}{taken['first_ms']:>8.1f} ms first {taken['median_ms']:>8.1f} ms median")
    slow = [page for page, taken in again["pages"].items() if taken["first_ms"] > LIMIT_MS]
    sys.exit(bool(slow) or max(one["peak_mib"] for one in found) > LIMIT_MIB)


def _fresh(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.review", "--measure", name]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


if __name__ == "__main__":
    main()
