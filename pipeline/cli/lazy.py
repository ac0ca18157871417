"""Commands that are loaded when they are asked for: ``doichieu --help`` needs none of them.

`COMMANDS` names every command with the line that the help shows; its module is ``pipeline.cli.<name>``, which
has a function of that name, or `app` for a command with commands of its own.
"""

import importlib
from collections import UserDict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, cast

import typer
from typer.core import TyperCommand, TyperGroup

COMMANDS = {
    "run": "Read every document below RAW_DIR and write the tables.",
    "inspect": "Show what was read from FILE and why.",
    "match": "Say which indicator a wording gets, how sure that is, and why.",
    "check": "Run the rules again over the tables in DIR and print the findings.",
    "report": "Write one HTML page per plan and an index, to be opened in any browser without a network.",
    "review": "Open the review page of the tables in DIR in the browser.",
    "decide": 'Read the answers of the sheet "Cần rà soát" back and add them to decisions.csv.',
    "letter": "Write the letter that asks an office to mend what was found in its document, ready to sign.",
    "explain": "Explain RULE, or list all rules.",
    "catalogue": "List, check or show the indicator catalogues in use.",
    "doctor": "Say which formats work on this machine and what to install for the others.",
}

Command = TyperCommand | TyperGroup


class Formatter(Protocol):
    """What writes the help."""

    def section(self, name: str) -> AbstractContextManager[None]:
        """A part of the help with a heading."""

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names with their explanations."""


class Known(UserDict[str, Command]):
    """Every command by its name; the module is imported when the command is taken out."""

    def __getitem__(self, name: str) -> Command:
        """Give the command; `KeyError` when there is none."""
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self.data:
            self.data[name] = load(name)
        return self.data[name]

    def __contains__(self, name: object) -> bool:
        return name in COMMANDS

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(COMMANDS)


class LazyGroup(TyperGroup):
    """A group whose commands are loaded one at a time."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.commands = Known()  # type: ignore[assignment]

    def format_commands(self, ctx: object, formatter: Formatter) -> None:
        """Write the names with their lines."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def load(name: str) -> Command:
    """Import the module of a command and make the command of it."""
    module = importlib.import_module(f"pipeline.cli.{name}")
    own = getattr(module, "app", None)
    if own is None:
        own = typer.Typer(add_completion=False, rich_markup_mode=None)
        own.command(name)(getattr(module, name))
    return cast("Command", typer.main.get_command(own))
