"""Pages of the manual as the tests see them: their blocks, what is typed in them, what that prints.

Takes the name of a page inside the repository; knows no page by name.
"""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.checks import explain
from pipeline.language.messages import messages

ROOT = Path(__file__).parents[1]


MARK = "\x1e"


SLOW = re.compile(rf"(?:^|(?<={MARK}))\d+ of \d+ documents?, .*\n", re.MULTILINE)
"""What a run says every ten seconds, so only on a busy machine."""


@dataclass(frozen=True)
class Block:
    """One fenced block: its page, the 1-based line of its fence, what it is, its text, the line before it."""

    page: str
    line: int
    language: str
    text: str
    above: str

    @property
    def why_not_run(self) -> str:
        found = re.fullmatch(r"<!-- not run: (.+) -->", self.above)
        return found[1] if found else ""

    @property
    def file(self) -> str:
        found = re.fullmatch(r"`([\w./-]+)`:", self.above)
        return found[1] if found else ""


@cache
def blocks(page: str) -> tuple[Block, ...]:
    lines = (ROOT / page).read_text("utf-8").split("\n")
    fences = [number for number, line in enumerate(lines) if line.startswith("```")]
    assert len(fences) % 2 == 0, f"{page}: a block is not closed"
    found = []
    for start, end in zip(fences[::2], fences[1::2], strict=True):
        above = next((line for line in reversed(lines[:start]) if line.strip()), "")
        found.append(Block(page, start + 1, lines[start][3:], "\n".join(lines[start + 1 : end]), above))
    return tuple(found)


def steps(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the output that the page shows below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.split("\n"):
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (f"{found[-1][0]}\n{line}", [])
        else:
            assert found, f"{block.page}:{block.line}: output without a command"
            found[-1][1].append(line)
    return found


Told = list[tuple[str, int]]
"""What each command printed and its exit code."""


def typed(page: str) -> list[tuple[Block, str, list[str]]]:
    """The commands of a page that are run, each with its block and the output shown."""
    run = (block for block in blocks(page) if block.language == "console" and not block.why_not_run)
    return [(block, *step) for block in run for step in steps(block)]


def shell(folder: Path, commands: Sequence[str]) -> Told:
    """Type the commands into one shell."""
    keep = f'__code=$?; printf "\\n{MARK}%d{MARK}" $__code; (exit $__code)'
    script = "exec 2>&1\n" + "\n".join(f"{command}\n{keep}" for command in commands)
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=surroundings(folder), capture_output=True, check=False
    )
    parts = SLOW.sub("", done.stdout.decode("utf-8", "replace")).split(MARK)
    assert len(parts) == 2 * len(commands) + 1, f"the shell ended early: {parts[-2:]}"
    return [(parts[at].strip("\n"), int(parts[at + 1])) for at in range(0, len(parts) - 1, 2)]


def surroundings(folder: Path) -> dict[str, str]:
    """English messages, and the copy of the program that stands in the folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    changed = {"DOICHIEU_LANG": "en", "PYTHONUNBUFFERED": "1", "COLUMNS": "100", "NO_COLOR": "1"}
    return {**os.environ, **changed, "PATH": path, "PYTHONPATH": str(folder)}


def prepare(page: str, folder: Path) -> None:
    """Write the files that a page shows, and make the changes that it shows."""
    for block in blocks(page):
        path = folder / block.file
        if block.file and block.language == "diff":
            old, new = ("".join(part(block.text, sign)) for sign in "-+")
            text = path.read_text("utf-8")
            assert text.count(old) == 1, f"{page}:{block.line}: not found once in {block.file}"
            path.write_text(text.replace(old, new), encoding="utf-8")
        elif block.file:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text + "\n", encoding="utf-8")


def part(diff: str, sign: str) -> Iterator[str]:
    """One side of a change; its last line may go on in the file."""
    lines = [line[1:] for line in diff.split("\n") if line[:1] in (sign, " ")]
    yield "\n".join(lines)


def alike(shown: Sequence[str], printed: str) -> bool:
    """Whether what was printed is what is shown; spaces at line ends do not matter."""
    lines = [line.rstrip() for line in "\n".join(shown).strip("\n").split("\n")]
    parts = (
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\s*\n"
        for line in lines
    )
    return re.fullmatch("".join(parts), printed.strip("\n") + "\n") is not None


def pairs(page: str, language: str) -> Iterator[tuple[Block, list[str] | None]]:
    """Blocks of a language, each with the lines of the text block right below it, if there is one."""
    found = blocks(page)
    for at, block in enumerate(found):
        if block.language == language and not block.file:
            below = found[at + 1] if at + 1 < len(found) else None
            follows = below is not None and below.language == "text" and below.above == "```"
            yield block, below.text.split("\n") if below is not None and follows else None


def answer(query: str) -> list[Sequence[object]]:
    """The names of the columns and the rows, by DuckDB or, where it is not installed, by SQLite."""
    try:
        import duckdb
    except ImportError:
        return by_sqlite(query)
    done = duckdb.sql(query)
    return [done.columns, *done.fetchall()]


def by_sqlite(query: str) -> list[Sequence[object]]:
    with sqlite3.connect(":memory:") as store:
        for name in set(re.findall(r"'normalized/(\w+)\.parquet'", query)):
            pd.read_parquet(f"normalized/{name}.parquet").to_sql(name, store, index=False)
        done = store.execute(re.sub(r"'normalized/(\w+)\.parquet'", r"\1", query))
        return [[column[0] for column in done.description], *done.fetchall()]


def bare(text: str) -> str:
    """A block without its comments, which are in the language of the page."""
    return re.sub(r"\s+#.*$", "", text, flags=re.MULTILINE)


def in_vietnamese(command: str, said: Sequence[str]) -> str:
    """What a command says in Vietnamese, given what the page shows of it in English."""
    words = command.split()
    if words[:2] == ["doichieu", "explain"]:
        return explain(words[2], "vi")
    return "\n".join(vietnamese(line) for line in said)


def vietnamese(line: str) -> str:
    """What a command says in English, as it says it in Vietnamese; other lines are data and stay."""
    for name, entry in messages().items():
        if name.startswith("cli.") and (found := said_in_english(entry["en"]).fullmatch(line)):
            return entry["vi"].format(**found.groupdict())
    return line


@cache
def said_in_english(template: str) -> re.Pattern[str]:
    counted = re.sub(r"\\\{(\w+):(\w+)\\\}", r"(?P<\1>\\d+|[.]{3}) \2s?", re.escape(template))
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", counted))
