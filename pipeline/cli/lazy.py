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
    "inspect": "Show what was read from FILE.",
    "match": "Say which indicator each TEXT is.",
    "check": "Run the rules again over the tables in DIR and print the findings.",
    "report": "Write pages for people from the tables in DIR.",
    "review": "Open the review page of the tables in DIR in the browser.",
    "decide": "Add the answers in the workbook FILE.xlsx to decisions.csv.",
    "letter": "Write the letter to the office about the document ID.",
    "explain": "Explain RULE, or list all rules.",
    "catalogue": "The indicator catalogues in use.",
    "doctor": "Say which programs and packages are there and what is missing.",
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
