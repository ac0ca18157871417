"""The manual is true: what README and the user pages show is run, and what the program offers is in them.

In a page, a ``console`` block is typed into a shell, in a copy of the files that it needs: a line that begins
with ``$`` is typed, what stands below it is compared where anything stands there (``...`` is any text, alone
on a line any lines).  A command may fail only where ``$ echo $?`` follows.  A ``python`` block is run, what
it prints is the ``text`` block below it; an ``sql`` block likewise, by DuckDB where it is installed, else by
SQLite over the same tables.  A block below a line like ```my/file.yaml`:`` is written to that file; a
``diff`` block there changes it.  A console block below ``<!-- not run: why -->`` only has its commands looked
up.  Vietnamese pages are held against the English ones.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest

from pipeline.cli.lazy import COMMANDS, load
from pipeline.language.messages import messages
from pipeline.writers.manual import errors
from tests.pages import (
    ROOT,
    Told,
    alike,
    answer,
    bare,
    blocks,
    in_vietnamese,
    pairs,
    prepare,
    shell,
    steps,
    surroundings,
    typed,
)

USER = ("README.md", "docs/convert.md", "docs/analyse.md", "docs/review.md", "docs/adding.md")
TWINS = {
    "README.md": "README.vi.md",
    "docs/convert.md": "docs/vi/convert.md",
    "docs/analyse.md": "docs/vi/analyse.md",
    "docs/review.md": "docs/vi/review.md",
    "docs/errors.md": "docs/vi/errors.md",
}
SHOWN_TWICE = [(page, twin) for page, twin in TWINS.items() if page in USER]
PAGES = (*USER, *(twin for page, twin in TWINS.items() if page in USER))
LINKED = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)
NEEDED = (
    *("raw_docs", "pipeline", "pyproject.toml", "tests/__init__.py", "tests/checks", "tests/rules"),
    *("tests/golden/district.docx", "tests/golden/district.pdf"),
)
"""What the pages use.  The program is copied too: a page changes it, and nobody else may meanwhile."""

LANGUAGES = {"console", "python", "text", "sql", "yaml", "csv", "diff"}


# ------------------------------------------------------------------ what is shown is what happens


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """The folder in which every page begins: the files needed and what the commands of the README leave."""
    folder = tmp_path_factory.mktemp("docs") / "start"
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, folder / name)
    return folder, shell(folder, [command for _, command, _ in typed("README.md")])


@pytest.fixture
def here(start: tuple[Path, Told], tmp_path: Path) -> Path:
    return shutil.copytree(start[0], tmp_path / "here")


@pytest.mark.parametrize("page", USER)
def test_commands_print_what_the_page_shows(page: str, start: tuple[Path, Told], here: Path) -> None:
    prepare(page, here)
    asked = typed(page)
    told = start[1] if page == "README.md" else shell(here, [command for _, command, _ in asked])
    for at, ((block, command, shown), (printed, code)) in enumerate(zip(asked, told, strict=True)):
        where = f"{page}:{block.line}: {command}"
        looked_at = at + 1 < len(asked) and asked[at + 1][1] == "echo $?"
        assert code == 0 or looked_at, f"{where} ended with {code}:\n{printed}"
        wanted = "\n".join(shown)
        assert not shown or alike(shown, printed), f"{where} printed:\n{printed}\n\nand not:\n{wanted}"


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (["a b"], "a b", True),
        (["a c"], "a b", False),
        (["a"], "a\nb", False),
        (["a", "..."], "a\nb\nc", True),
        (["...", "c"], "a\nb\nc", True),
        (["...", "d"], "a\nb\nc", False),
        (["a ... c"], "a b b c", True),
        (["a ... d"], "a b b c", False),
    ],
)
def test_comparison_sees_a_difference(shown: list[str], printed: str, expected: bool) -> None:
    assert alike(shown, printed) is expected


DRIVER = """
import contextlib, io, json, sys
told, names = [], {"__name__": "__main__"}
for place, code in json.load(sys.stdin):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, place, "exec"), names)
    told.append(printed.getvalue())
json.dump(told, sys.stdout)
"""


@pytest.mark.parametrize("page", USER)
def test_python_prints_what_the_page_shows(page: str, here: Path) -> None:
    codes = list(pairs(page, "python"))
    told = json.dumps([(f"{block.page}:{block.line}", block.text) for block, _ in codes])
    command = [sys.executable, "-P", "-c", DRIVER]
    done = subprocess.run(
        command, cwd=here, env=surroundings(here), input=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for (block, shown), printed in zip(codes, json.loads(done.stdout), strict=True):
        assert shown is None or alike(shown, printed), f"{page}:{block.line} printed:\n{printed}"


@pytest.mark.parametrize("page", USER)
def test_queries_give_what_the_page_shows(
    page: str, start: tuple[Path, Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(start[0])
    for block, shown in pairs(page, "sql"):
        assert shown is not None, f"{page}:{block.line} shows no result"
        printed = "\n".join(
            ",".join("" if cell is None else str(cell) for cell in row) for row in answer(block.text)
        )
        assert alike(shown, printed), f"{page}:{block.line} gave:\n{printed}"


# ------------------------------------------------------------------ what is offered is in the pages
@pytest.mark.parametrize("page", PAGES)
def test_every_block_says_what_it_is(page: str) -> None:
    assert [f"{page}:{block.line}" for block in blocks(page) if block.language not in LANGUAGES] == []


@pytest.mark.parametrize("page", LINKED)
def test_links_lead_somewhere(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://")):
            assert (ROOT / page).parent.joinpath(unquote(target)).exists(), f"{page}: {target}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_exist(page: str) -> None:
    for where, words in spoken(page):
        known = options(words)
        named = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
        assert set(named) <= known, f"{page}: {where}: {set(named) - known}"


def spoken(page: str) -> Iterator[tuple[str, list[str]]]:
    """Every `doichieu` command of a page, typed or only named, with its words."""
    text = (ROOT / page).read_text("utf-8")
    for found in re.finditer(r"\bdoichieu ((?:[a-z]|-)[^`\n|;&<>()]*)", text):
        yield found[0], found[1].replace("\\|", " ").split()


def options(words: Sequence[str]) -> set[str]:
    """The options that the command of these words has; fails for a command that is not there."""
    if words[0].startswith("-"):
        return {"--help", "--version"}
    assert words[0] in COMMANDS, f"there is no command {words[0]}"
    command = load(words[0])
    inner = getattr(command, "commands", {}).get(words[1]) if len(words) > 1 else None
    found = [*command.params, *(inner.params if inner else ())]
    return {"--help"} | {name for param in found for name in (*param.opts, *param.secondary_opts)}


@pytest.mark.parametrize("page", PAGES)
def test_makefile_has_what_is_made(page: str) -> None:
    known = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"(?:`|\$ )make ([\w-]+)", (ROOT / page).read_text("utf-8"))
    assert [name for name in named if name not in known] == []


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_every_command_is_in_the_readme(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [name for name in COMMANDS if f"| `doichieu {name}" not in text] == []


@pytest.mark.parametrize("page", ["docs/convert.md", "docs/vi/convert.md"])
def test_every_option_of_run_is_explained(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    missing = [param.opts[0] for param in load("run").params if param.opts[0].startswith("--")]
    assert [name for name in missing if f"`{name}" not in text and name != "--help"] == []


@pytest.mark.parametrize(("page", "twin"), TWINS.items())
def test_a_page_and_its_vietnamese_twin_lead_to_each_other(page: str, twin: str) -> None:
    for here, there in ((page, twin), (twin, page)):
        target = os.path.relpath(ROOT / there, (ROOT / here).parent)
        assert f"]({target})" in (ROOT / here).read_text("utf-8"), f"{here} does not lead to {there}"


# ------------------------------------------------------------------ the Vietnamese pages
@pytest.mark.parametrize(("page", "twin"), SHOWN_TWICE)
def test_a_vietnamese_page_shows_what_its_english_page_shows(page: str, twin: str) -> None:
    """The same blocks; what a command says is said in Vietnamese, or left out as ``...``."""
    for ours, theirs in zip(blocks(page), blocks(twin), strict=True):
        where = f"{twin}:{theirs.line}"
        assert (ours.language, bool(ours.why_not_run)) == (theirs.language, bool(theirs.why_not_run)), where
        if ours.language != "console" or ours.why_not_run:
            assert bare(ours.text) == bare(theirs.text), where
            continue
        for (command, said), (also, shown) in zip(steps(ours), steps(theirs), strict=True):
            assert command == also, where
            told = in_vietnamese(command, said)
            assert bool(said) == bool(shown) and (not shown or alike(shown, told)), f"{where}: {told}"


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_table_in_the_readme_is_the_output(page: str, start: tuple[Path, Told]) -> None:
    values = pd.read_csv(start[0] / "normalized" / "observations.csv", dtype=str, keep_default_na=False)
    lines = [line for line in (ROOT / page).read_text("utf-8").split("\n") if line.startswith("| ")]
    head = next(at for at, line in enumerate(lines) if line.startswith("| indicator_id |"))
    names = cells(lines[head])[:-1]
    there = {tuple(row) for row in values[names].itertuples(index=False)}
    rows = [cells(line)[:-1] for line in lines[head + 1 :] if line.startswith("| VN")]
    assert rows
    assert [row for row in rows if tuple(row) not in there] == []


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


# ------------------------------------------------------------------ errors and remedies
@pytest.mark.parametrize(("page", "lang"), [("docs/errors.md", "en"), ("docs/vi/errors.md", "vi")])
def test_page_of_errors_is_fresh(page: str, lang: str) -> None:
    """When this fails: ``python -m pipeline.writers.manual errors en > docs/errors.md``, and vi likewise."""
    assert (ROOT / page).read_text("utf-8") == errors(lang)


def test_every_reason_that_the_program_gives_has_a_remedy() -> None:
    raised = re.compile(r"(?:Unreadable\(\s*\"[a-z_]+\"|MissingProgram\([\w.]+),\s*\"([a-z_]+)\"")
    sources = (path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    reasons = {reason for source in sources for reason in raised.findall(source)}
    assert len(reasons) > 20
    assert sorted(reason for reason in reasons if f"remedy.{reason}" not in messages()) == []
