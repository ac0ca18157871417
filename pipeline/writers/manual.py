"""The pages that are made of the program's own data: `docs/output.md` and `docs/errors.md`.

``python -m pipeline.writers.manual > docs/output.md`` writes every column, the same with ``errors en`` or
``errors vi`` every message (`docs/errors.md`, `docs/vi/errors.md`); tests fail when one is stale.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Never

from pipeline.language.messages import messages, say
from pipeline.writers import codes
from pipeline.writers.columns import TABLES
from pipeline.writers.schema import Column, Table

OPENING = """# What lands in `normalized/`

Generated from `pipeline/writers/columns*.py` by `python -m pipeline.writers.manual`: do not edit.

Every table stands as `NAME.csv` and `NAME.parquet` with the same columns, the same rows, in the same order
(`cells` as Parquet only).  The same input, catalogue and program give byte-identical files.

- **CSV**: UTF-8 with BOM, CRLF, comma, RFC 4180, decimal point, fewest digits; null is empty.  A text that
  a spreadsheet could take for a formula (it starts, after blanks, with `= + - @`, tab or a line end, also
  full width, and is no number) has an apostrophe in front; so has a text that starts with an apostrophe
  before such a sign.  `datapackage.json` names under `guarded` the columns where that happened; taking one
  apostrophe away from such a text gives it back exactly.
- **Parquet**: the exact text and numbers; titles, descriptions, unit and concept are metadata of each field.
- **plans.xlsx**: the workbook for people; numbers are numbers, texts are texts, never a formula, link, date.
- **findings.json**: every finding in the structure of the ESS validation report (event, rule, data, value),
  with the counts per severity and rule; without the event's time, so that equal runs give equal files.
- **datapackage.json**: a Frictionless Data Package (version 2) that describes every column, with the SHA-256
  of every file.

Rows go by document (bytes of its path), then by place: running text by line, then tables by table, row,
column.  Several values in one text are joined with ` ; `.
"""


def manual() -> str:
    """Give the whole page as Markdown."""
    return "\n".join([OPENING, *(line for table in TABLES for line in _table(table))])


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"{table.about[1]}.\n\n*{table.title[0]}: {table.about[0]}.*\n"
    if table.key:
        yield f"Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
    yield "| column | type | meaning | tiếng Việt | unit | SDMX |\n|---|---|---|---|---|---|"
    yield from (_row(column) for column in table.columns)
    coded = [column for column in table.columns if column.codes]
    if coded:
        yield "\nClosed lists:\n"
        yield from (_codes(column) for column in coded)
    yield ""


def _row(column: Column[Never]) -> str:
    words = f"**{column.title[0]}**: {column.about[0]}"
    cells = (f"`{column.name}`", column.kind, column.about[1], words, column.unit, column.concept)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _codes(column: Column[Never]) -> str:
    values = ", ".join(f"`{code.value}` {code.en} ({code.vi})" for code in column.codes)
    return f"- `{column.name}`: {values}"


RULE = re.compile(r"[A-H]\d\d")
"""The id of a rule of the families A to H; other findings come from reading."""

PARTS = ("checks.", "manual.", "remedy.", "report.", "server.", "cli.")
"""Entries that are no findings of their own."""

COMMANDS = ("batch.", "cli.", "decisions.", "report.no_tables", "report.old_tables")
"""Entries that a command says on stderr."""

PAGE = ("server.refused.", "server.wrong.", "server.picture.", "server.apply.failed", "server.document.un")
"""Entries with which the review page refuses something."""

CAPTION = "server.picture.of"
"""What a picture shows: nothing is refused."""


def errors(lang: str) -> str:
    """Give the page of every exit code, status, reason, message and finding; `lang` is ``vi`` or ``en``."""
    return "\n".join(
        [
            f"# {say('manual.title', lang)}\n\n{say('manual.opening', lang)}\n",
            *_section("exit", lang, _listed("manual.exit.", lang)),
            *_section("status", lang, _statuses(lang)),
            *_section("reason", lang, _listed("remedy.", lang)),
            *_section("said", lang, _said(COMMANDS, lang)),
            *_section("page", lang, _said(PAGE, lang), head="said"),
            *_section("rules", lang, _findings(lang, of_rules=True), head="finding"),
            *_section("reading", lang, _findings(lang, of_rules=False), head="finding"),
        ]
    )


def _section(name: str, lang: str, rows: Iterable[str], head: str = "") -> Iterator[str]:
    """A heading, a sentence if there is one, and a table."""
    yield f"## {say(f'manual.{name}', lang)}\n"
    if f"manual.{name}_about" in messages():
        yield f"{say(f'manual.{name}_about', lang)}\n"
    names = say(f"manual.head.{head or name}", lang)
    yield f"| {names} |\n|{'---|' * (names.count('|') + 1)}"
    yield from rows
    yield ""


def _listed(prefix: str, lang: str) -> Iterator[str]:
    """One row per entry with this prefix: the rest of its name, its sentence."""
    for name in _names(prefix):
        yield f"| `{name.removeprefix(prefix)}` | {_shown(messages()[name][lang], splits=True)} |"


def _statuses(lang: str) -> Iterator[str]:
    for code in codes.STATUS:
        meaning = code.vi if lang == "vi" else code.en
        yield f"| `{code.value}` | {meaning} | {say(f'manual.status.{code.value}', lang)} |"


def _said(prefixes: tuple[str, ...], lang: str) -> Iterator[str]:
    yield from (f"| {_shown(messages()[name][lang])} |" for prefix in prefixes for name in _names(prefix))


def _findings(lang: str, *, of_rules: bool) -> Iterator[str]:
    for name in sorted(name for name, entry in messages().items() if "severity" in entry):
        if not name.startswith(PARTS) and bool(RULE.match(name)) is of_rules:
            entry = messages()[name]
            told, advice = _shown(entry[lang]), _shown(entry.get(f"suggest_{lang}", ""))
            yield f"| `{name}` | {entry['severity']} | {told} | {advice} |"


def _names(prefix: str) -> list[str]:
    """Names of entries in order; exit codes go by number."""
    found = [name for name in messages() if name.startswith(prefix) and name != CAPTION]
    return sorted(found, key=lambda name: name.removeprefix(prefix).zfill(3) if "exit" in prefix else name)


def _shown(sentence: str, *, splits: bool = False) -> str:
    """A template as one cell of a table, or several when it `splits`: on one line, values as an ellipsis."""
    named = re.sub(r"\{\w+:(\w+)\}", r"… \1s", sentence)
    flat = " ".join(re.sub(r"\{[^}]*\}", "…", named).split()).replace("<", "&lt;")
    return flat if splits else flat.replace("|", "/")


if __name__ == "__main__":
    sys.stdout.write(errors(sys.argv[2]) if sys.argv[1:2] == ["errors"] else manual())
