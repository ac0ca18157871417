"""Commands are loaded when they are asked for, and the help tells of all of them."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.cli.lazy import COMMANDS, load

HEAVY = ("fastapi", "uvicorn", "pandas", "pyarrow", "lxml", "pdfplumber", "rapidfuzz", "matplotlib", "jinja2")
LOADED = "import sys; from pipeline.cli import app; print(*[name for name in {names} if name in sys.modules])"


def test_nothing_heavy_is_loaded_for_the_help() -> None:
    code = LOADED.format(names=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_help_names_every_command() -> None:
    text = CliRunner().invoke(app, ["--help"]).stdout
    assert all(f"  {name} " in text for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_says_what_the_help_says(name: str) -> None:
    help_text = (load(name).help or "").split("\n\n")[0].replace("\n", " ")
    assert help_text.startswith(COMMANDS[name].rstrip(".")), help_text


def test_an_unknown_command_is_refused_with_a_proposal() -> None:
    result = CliRunner().invoke(app, ["runn"])
    assert result.exit_code == 2
    assert "run" in result.output
