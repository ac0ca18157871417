"""``doichieu report``: pages for people, made from written tables."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.batch.files import remove, swap
from pipeline.batch.reload import reload
from pipeline.cli.shared import Catalogues, Lang, Speaker, existing_folder, put
from pipeline.errors import OutputError, UsageError
from pipeline.run import know
from pipeline.writers.report import INDEX, write

PAGE = ".html"


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the tables of a run.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the pages. Default: DIR-report.")
    ] = None,
    catalogue: Catalogues = None,
    lang: Lang = "vi",
) -> None:
    """Write one HTML page per plan and an index, to be opened in any browser without a network.

    Each page holds Vietnamese and English; the path of the index goes to stdout.
    """
    speaker = Speaker(lang)
    existing_folder(folder, speaker)
    target = (out or folder.resolve().with_name(f"{folder.resolve().name}-report")).resolve()
    _check_target(target, folder, speaker)
    known = know(tuple(catalogue or ()))
    harvest = reload(folder, known.units, lang)
    staging, old = (target.with_name(f"{target.name}.{ending}") for ending in ("new", "old"))
    try:
        remove(staging)
        pages = write(harvest, known.catalogue, staging)
        swap(staging, target, old)
        remove(staging)
        remove(old)
    except OSError as fault:
        raise OutputError(f"{target}: {fault.strerror or fault}") from fault
    speaker.tell("reported", pages=len(pages), folder=target, index=INDEX)
    put(str(target / INDEX))


def _check_target(out: Path, tables: Path, speaker: Speaker) -> None:
    """Refuse a folder that holds anything but an earlier report, and the tables themselves."""
    if out == tables.resolve() or tables.resolve() in out.parents:
        raise UsageError(speaker.text("report_inside", out=out, tables=tables))
    there = sorted(out.iterdir()) if out.is_dir() else [out] if out.exists() else []
    stranger = next((path for path in there if path.suffix != PAGE or not path.is_file()), None)
    if stranger is None and there and not any(path.name == INDEX for path in there):
        stranger = there[0]
    if stranger is not None:
        raise UsageError(speaker.text("report_not_ours", out=out, file=stranger.name))
