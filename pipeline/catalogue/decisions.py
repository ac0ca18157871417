"""What people ruled on wordings: `raw_docs/decisions.csv`, read once, the newest ruling of a context first.

Takes the file (UTF-8, comma or semicolon, one ruling a line, a header line); gives `Decision`s.  Lines are
only ever added: a later line on the same wording and context replaces an earlier one, ``undo`` takes it back.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.catalogue.schema import ALL
from pipeline.errors import UsageError
from pipeline.language.text import clean, key

Ruling = Literal["indicator", "none", "unsure"]

COLUMNS = ("when", "who", "wording", "goal", "parent", "ruling", "scope", "note")
"""`ruling` is an indicator id, ``none``, ``unsure`` or ``undo``; `goal` and `parent` may be empty."""

NEEDED = ("wording", "ruling")
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person ruled on a wording: an indicator with its scope, `none` of them, or `unsure`.

    `wording_key` is `pipeline.language.text.key` of the cleaned label.  `goal` (number) and `parent`
    (indicator id) narrow the ruling to a context (empty: everywhere); `who`, `when` (ISO date) and `note` are
    kept with it.
    """

    wording_key: str
    ruling: Ruling
    indicator_id: str = ""
    scope: str = ALL
    goal: str = ""
    parent: str = ""
    who: str = ""
    when: str = ""
    note: str = ""


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The rulings in force, in the order of their lines; none when there is no file.

    Raises `UsageError` when a needed column is missing.
    """
    if not path.is_file():
        return ()
    text = path.read_text("utf-8-sig")
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise UsageError(f"{path}: {', '.join(missing)}: column missing; expected {', '.join(COLUMNS)}")
    return _in_force([{name: (row.get(name) or "").strip() for name in COLUMNS} for row in rows])


def _in_force(rows: list[dict[str, str]]) -> tuple[Decision, ...]:
    found: dict[tuple[str, str, str], Decision] = {}
    for row in rows:
        if not row["wording"]:
            continue
        context = (key(clean(row["wording"])), row["goal"], row["parent"])
        found.pop(context, None)
        if row["ruling"] != UNDO:
            found[context] = _decision(row)
    return tuple(found.values())


def _decision(row: dict[str, str]) -> Decision:
    ruling: Ruling = (
        "none" if row["ruling"] == "none" else "unsure" if row["ruling"] == "unsure" else "indicator"
    )
    return Decision(
        wording_key=key(clean(row["wording"])),
        ruling=ruling,
        indicator_id=row["ruling"] if ruling == "indicator" else "",
        scope=row["scope"] or ALL,
        goal=row["goal"],
        parent=row["parent"],
        who=row["who"],
        when=row["when"],
        note=row["note"],
    )
