"""The manual of the output, `docs/output.md`, from the columns themselves.

``python -m pipeline.writers.manual > docs/output.md`` writes it; a test fails when it is stale.
"""

import sys
from collections.abc import Iterator
from typing import Never

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


if __name__ == "__main__":
    sys.stdout.write(manual())
