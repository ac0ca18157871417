"""What every command shares: the console, the language, common options, and errors that say what to do.

Data goes to stdout, words to stderr.  `NO_COLOR` is honoured by rich.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pipeline.errors import UsageError
from pipeline.language.messages import say

console = Console(stderr=True, highlight=False, soft_wrap=True)
"""Words for people, on stderr."""

Catalogues = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        metavar="PATH",
        help="Folder of one more indicator catalogue, beside the packaged ones; repeat for several.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout.")]
Lang = Annotated[
    str, typer.Option("--lang", metavar="vi|en", help="Language of the messages.", envvar="DOICHIEU_LANG")
]


FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        help="End with 4 on findings of this level and graver: error, warning or info.",
    ),
]
OutDir = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")]
FAILED, FINDINGS = 3, 4
"""Exit codes: some things failed and all others are done; findings at or above ``--fail-on``."""

LANGUAGES = ("vi", "en")


class Speaker:
    """Says sentences of `cli.yaml` in one language, on stderr; a quiet one says only what went wrong."""

    def __init__(self, lang: str, *, quiet: bool = False) -> None:
        self.lang = lang
        self.quiet = quiet
        if lang not in LANGUAGES:
            told = (_not_one_of("--lang", lang, LANGUAGES, spoken) for spoken in LANGUAGES)
            raise UsageError(" / ".join(told))

    def text(self, name: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template names
        """A sentence in the language of this run."""
        return say(f"cli.{name}", self.lang, **values)

    def tell(self, name: str, **values: Any) -> None:  # noqa: ANN401
        """Say a sentence unless this run is quiet."""
        if not self.quiet:
            console.print(self.text(name, **values), markup=False)

    def warn(self, name: str, **values: Any) -> None:  # noqa: ANN401
        """Say what went wrong, also in a quiet run."""
        console.print(self.text(name, **values), markup=False, style="bold red")


def one_of(option: str, given: str, allowed: Sequence[str], speaker: Speaker) -> None:
    """Raise `UsageError` when an option that was given takes something else; empty is not given."""
    if given and given not in allowed:
        raise UsageError(_not_one_of(option, given, allowed, speaker.lang))


def _not_one_of(option: str, given: str, allowed: Sequence[str], lang: str) -> str:
    return say("cli.not_one_of", lang, option=option, given=given, allowed=", ".join(allowed))


def put(text: str) -> None:
    """Print data on stdout."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def put_json(value: object) -> None:
    """Print a value as JSON on stdout, Vietnamese letters as they are."""
    put(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def existing_file(path: Path, speaker: Speaker) -> Path:
    """Give the path back if a file is there; otherwise say what is wrong."""
    if not path.is_file():
        raise UsageError(speaker.text("no_file", file=path))
    return path


def existing_folder(path: Path, speaker: Speaker) -> Path:
    """Give the path back if a folder is there; otherwise say what is wrong."""
    if not path.is_dir():
        raise UsageError(speaker.text("no_folder", folder=path))
    return path
