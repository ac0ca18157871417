"""``doichieu review``: the review page in the browser, on this machine only."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.shared import Catalogues, Lang, Speaker, existing_folder, put
from pipeline.server.desk import Desk, Options
from pipeline.server.guard import ENTRANCE
from pipeline.server.last_run import last_run
from pipeline.server.serve import open_sockets, serve


def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the tables of a run.")],
    raw: Annotated[
        Path | None,
        typer.Option(
            "--raw", metavar="DIR", help="Folder with the documents. Default: that of the last run."
        ),
    ] = None,
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, metavar="NUMBER", help="Port of the page; 0: any free one."),
    ] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="The name kept with every ruling.")] = "",
    catalogue: Catalogues = None,
    lang: Lang = "vi",
) -> None:
    """Open the review page of the tables in DIR in the browser.

    Rulings are kept in decisions.csv in the folder of the documents; the next run applies them. The page is
    served on this machine only, until Ctrl-C; its address, good for one opening, goes to stdout.
    """
    speaker = Speaker(lang)
    existing_folder(folder, speaker)
    options = _options(folder, raw, tuple(catalogue or ()), who, speaker)
    speaker.tell("opening", folder=folder)
    desk = Desk(options)
    sockets, number = open_sockets(port, lang)
    address = f"http://127.0.0.1:{number}{ENTRANCE}?token={desk.secrets.token}"

    def ready() -> None:
        put(address)
        speaker.tell("reviewing", folder=folder, decisions=desk.options.decisions)
        if browser:
            webbrowser.open(address)

    serve(desk, sockets, number, ready)


def _options(
    folder: Path, raw: Path | None, catalogues: tuple[Path, ...], who: str, speaker: Speaker
) -> Options:
    """What was asked for, and what the last run tells about the rest."""
    tables, last = folder.resolve(), last_run(folder.resolve())
    documents = existing_folder(raw, speaker).resolve() if raw else last.raw
    if documents is None:
        speaker.warn("no_raw")
    return Options(tables, documents, catalogues or last.catalogues, who, speaker.lang, last.config)
