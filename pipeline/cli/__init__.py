"""The command line: words only, no logic.  One module per command; `lazy.COMMANDS` joins them.

`main` turns every error of the program into one line on stderr and its exit code: 0 fine, 1 a fault of ours,
2 wrong usage, 3 some documents failed, 4 findings at or above ``--fail-on``, 74 the output could not be
written, 75 another run holds the lock, 130 interrupted.
"""

import sys
import traceback
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli.lazy import LazyGroup
from pipeline.cli.shared import console
from pipeline.errors import DoichieuError
from pipeline.language.messages import say

INTERRUPTED = 130

app = typer.Typer(
    name="doichieu",
    cls=LazyGroup,
    help="Read Vietnamese government plans: one clean table of indicators, every number traced to its cell, "
    "and a list of contradictions with both quotes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"doichieu {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read Vietnamese government plans into tables and list their contradictions."""


def main() -> None:
    """Run the command line; ends the process with the exit code."""
    try:
        app()
    except KeyboardInterrupt:
        console.print(f"{say('cli.interrupted', 'vi')} / {say('cli.interrupted', 'en')}", markup=False)
        sys.exit(INTERRUPTED)
    except DoichieuError as error:
        console.print(str(error), markup=False, style="bold red")
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: one line for the user, never a traceback
        console.print(say("cli.internal", "vi", error=repr(error)), markup=False, style="bold red")
        console.print(say("cli.internal", "en", error=repr(error)), markup=False, style="bold red")
        if {"-v", "--verbose"} & set(sys.argv):
            console.print(traceback.format_exc(), markup=False)
        sys.exit(1)
