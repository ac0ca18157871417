"""``doichieu run``: a folder of documents in, a folder of tables out."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.batch.folder import DECISIONS, run_folder
from pipeline.batch.job import Order
from pipeline.batch.limits import CPU_SECONDS, MEMORY_MIB, Limits
from pipeline.batch.publish import check_target
from pipeline.batch.task import Report, Task
from pipeline.batch.workers import ISOLATES, cores
from pipeline.cli.settings import ConfigFile, settings
from pipeline.cli.shared import (
    FAILED,
    FINDINGS,
    AsJson,
    Catalogues,
    FailOn,
    Lang,
    OutDir,
    Speaker,
    existing_folder,
    one_of,
    put_json,
)
from pipeline.cli.watching import Watch

RawDir = Annotated[
    str,
    typer.Argument(
        metavar="RAW_DIR",
        help="Folder with the documents, or its address (s3://…); everything below it is read.",
    ),
]
Cluster = Annotated[
    str,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Read on a Dask cluster: tcp://host:port or local:COUNT."
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help="Documents read at the same time. Default: all cores."),
]
Timeout = Annotated[
    int | None,
    typer.Option(
        "--timeout",
        min=1,
        metavar="SECONDS",
        help=f"Processor seconds for one document. Default: {CPU_SECONDS}.",
    ),
]
Memory = Annotated[
    int | None,
    typer.Option("--memory", min=512, metavar="MIB", help=f"MiB for one document. Default: {MEMORY_MIB}."),
]
LEVELS = {"error": ("errors",), "warning": ("errors", "warnings"), "info": ("errors", "warnings", "infos")}
"""Counts that each level of ``--fail-on`` looks at."""


def run(
    raw_dir: RawDir,
    out: OutDir = Path("normalized"),
    catalogue: Catalogues = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    force: Annotated[bool, typer.Option("--force", help="Read again what an earlier run has read.")] = False,
    timeout: Timeout = None,
    memory: Memory = None,
    cluster: Cluster = "",
    fail_on: FailOn = "",
    lang: Lang = "vi",
    json: AsJson = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say only what went wrong.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="One line for every file.")] = False,
) -> None:
    """Read every document below RAW_DIR and write the tables.

    With --json, one JSON object on stdout at the end and one event per line on stderr.
    """
    speaker = Speaker(lang, quiet=quiet or json)
    one_of("--fail-on", fail_on, tuple(LEVELS), speaker)
    raw = _raw(raw_dir, out, speaker)
    if not ISOLATES:
        speaker.warn("not_isolated")
    decisions = raw / DECISIONS if isinstance(raw, Path) else None
    order = Order(tuple(catalogue or ()), settings(config, speaker), decisions)
    task = Task(raw, out, order, Limits.of(timeout, memory), jobs or cores(), force, speaker.lang, cluster)
    with Watch(speaker, json=json, verbose=verbose) as watch:
        report = run_folder(task, watch)
    _summary(speaker, report, raw, out)
    if json:
        put_json(dict(sorted(report.counts.items())))
    _leave(report, fail_on)


def _raw(text: str, out: Path, speaker: Speaker) -> Path | str:
    """Where the documents are: a folder that is there, or an address."""
    if "://" in text:
        return text.rstrip("/")
    folder = Path(text)
    existing_folder(folder, speaker)
    check_target(out, folder, speaker.lang)
    return folder


def _summary(speaker: Speaker, report: Report, raw: Path | str, out: Path) -> None:
    if not report.counts["documents"]:
        speaker.warn("nothing_found", folder=raw)
    speaker.tell("summary", **report.counts)
    if report.changed:
        speaker.tell("written", folder=out)
    else:
        speaker.tell("nothing_new", folder=out, documents=report.counts["documents"])
    if report.counts["failed"] and not speaker.quiet:
        speaker.warn("some_failed", count=report.counts["failed"])
        speaker.tell("quarantine", folder=report.folders.home / "quarantine")


def _leave(report: Report, fail_on: str) -> None:
    """End with the code that scripts look at; without trouble, simply return."""
    if report.counts["failed"]:
        raise typer.Exit(FAILED)
    if fail_on and any(report.counts[name] for name in LEVELS[fail_on]):
        raise typer.Exit(FINDINGS)
