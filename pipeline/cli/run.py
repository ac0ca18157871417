"""``doichieu run``: a folder of documents in, a folder of tables out."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.batch.folder import Done, documents_in, failed, read_folder
from pipeline.batch.publish import check_target, publish
from pipeline.checks import Config
from pipeline.cli.shared import AsJson, Catalogues, Lang, Speaker, console, existing_folder, put_json
from pipeline.errors import UsageError
from pipeline.model import Harvest
from pipeline.run import know

SOME_FAILED = 3
FINDINGS = 4
EVERY = 25
"""Without a terminal, one progress line after so many files."""

LEVELS = ("info", "warning", "error")


def run(
    raw_dir: Annotated[Path, typer.Argument(help="Folder with the documents; everything below it is read.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables.")] = Path("normalized"),
    catalogue: Catalogues = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="Exit with 4 on findings of this level: error or warning.")
    ] = "",
    lang: Lang = "vi",
    json: AsJson = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say only what went wrong.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="One line for every file.")] = False,
) -> None:
    """Read every document below RAW_DIR and write the tables."""
    speaker = Speaker(lang, quiet=quiet)
    if fail_on and fail_on not in LEVELS:
        raise UsageError(f"--fail-on: {' / '.join(LEVELS[1:])}")
    existing_folder(raw_dir, speaker)
    check_target(out, raw_dir, speaker.lang)
    known = know(tuple(catalogue or ()))
    count = len(documents_in(raw_dir))
    if not count:
        speaker.warn("nothing_found", folder=raw_dir)
    with _Watch(speaker, count, verbose=verbose) as watch:
        harvest = read_folder(raw_dir, known, Config(), watch.done)
    publish(harvest, known.catalogue, out)
    _summary(speaker, harvest, out)
    if json:
        put_json(_counts(harvest))
    _leave(harvest, fail_on)


class _Watch:
    """Shows progress: a bar on a terminal, else a line now and then."""

    def __init__(self, speaker: Speaker, count: int, *, verbose: bool) -> None:
        self.speaker, self.count, self.verbose, self.finished = speaker, count, verbose, 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=console, disable=speaker.quiet or not console.is_terminal)
        self.task = self.bar.add_task(speaker.text("reading", count=count), total=count)

    def __enter__(self) -> "_Watch":
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def done(self, done: Done) -> None:
        """Count one finished file and say what is worth saying."""
        self.finished += 1
        self.bar.advance(self.task)
        record = done.record
        if record.status not in {"ok", "ok_flagged", "no_table", "duplicate"}:
            values = {"path": record.path, "status": record.status, "reason": record.reason}
            self.speaker.warn("file_failed", **values, remedy=record.remedy)
        elif self.verbose:
            self._line(record.path, record.status, record.observations, record.findings)
        if done.fault and self.verbose:
            console.print(done.fault, markup=False)
        if not console.is_terminal and self.finished % EVERY == 0:
            self.speaker.tell("progress", done=self.finished, count=self.count)

    def _line(self, path: str, status: str, observations: int, findings: int) -> None:
        self.speaker.tell("file_done", path=path, status=status, observations=observations, findings=findings)


def _summary(speaker: Speaker, harvest: Harvest, out: Path) -> None:
    speaker.tell("summary", **_counts(harvest))
    speaker.tell("written", folder=out)
    lost = sum(1 for _ in failed(harvest.documents))
    if lost:
        speaker.warn("some_failed", count=lost)


def _counts(harvest: Harvest) -> dict[str, int]:
    severities = Counter(finding.severity for finding in harvest.findings)
    return {
        "documents": len(harvest.documents),
        "observations": len(harvest.observations),
        "review": sum(o.review == "needs_review" for o in harvest.observations),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "failed": sum(1 for _ in failed(harvest.documents)),
    }


def _leave(harvest: Harvest, fail_on: str) -> None:
    """End with the code that scripts look at; without trouble, simply return."""
    if any(failed(harvest.documents)):
        raise typer.Exit(SOME_FAILED)
    bad = LEVELS[LEVELS.index(fail_on) :] if fail_on else ()
    if any(finding.severity in bad for finding in harvest.findings):
        raise typer.Exit(FINDINGS)
