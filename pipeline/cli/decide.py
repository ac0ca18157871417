"""``doichieu decide``: answers from the workbook into the file of rulings."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.batch.publish import MARK
from pipeline.catalogue.decisions import FILE, Line, append, new_lines, read_lines
from pipeline.cli.shared import (
    FAILED,
    AsJson,
    Catalogues,
    Lang,
    Speaker,
    existing_file,
    existing_folder,
    put_json,
)
from pipeline.errors import Unreadable, UsageError
from pipeline.language.messages import say
from pipeline.parsers import zips
from pipeline.run import know
from pipeline.writers import answers
from pipeline.writers.answers import Answers, NotUnderstood
from pipeline.writers.texts import texts

LARGEST = 200 * 2**20
"""Bytes of a workbook; one with 100,000 values has 15 million."""


def decide(
    workbook: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook that came back.")],
    raw: Annotated[
        Path,
        typer.Option("--raw", metavar="DIR", help="Folder with the documents; decisions.csv stands in it."),
    ] = Path("raw_docs"),
    who: Annotated[
        str, typer.Option("--who", metavar="NAME", help="Who answered. Default: your account.")
    ] = "",
    catalogue: Catalogues = None,
    lang: Lang = "vi",
    json: AsJson = False,
) -> None:
    """Read the answers of the sheet "Cần rà soát" back and add them to decisions.csv.

    The same workbook twice adds nothing the second time. Ends with 3 when some answers were not understood;
    all others are taken.
    """
    speaker = Speaker(lang, quiet=json)
    existing_folder(raw, speaker)
    found = _answers(existing_file(workbook, speaker), catalogue, speaker)
    path = raw / FILE
    named = [Line(**line.cells() | {"who": who or _account(), "when": now()}) for _, line in found.lines]
    new = new_lines([line for _, line in read_lines(path)], named)
    append(path, new, lang)
    counts = {"taken": len(new), "known": len(named) - len(new), "faults": len(found.faults)}
    _tell(speaker, found.faults, counts, path, workbook)
    if json:
        put_json({**counts, "not_understood": [_as_data(fault, lang) for fault in found.faults]})
    if found.faults:
        raise typer.Exit(FAILED)


def _answers(workbook: Path, catalogue: Catalogues, speaker: Speaker) -> Answers:
    """The answers, once the file has been looked through for what would harm."""
    known = know(tuple(catalogue or ())).catalogue
    try:
        if workbook.stat().st_size > LARGEST:
            raise Unreadable("rejected", "too_large")
        data = workbook.read_bytes()
        zips.members(data, "damaged_xlsx").check_all()
    except Unreadable as fault:
        raise UsageError(say("decide.refused", speaker.lang, file=workbook, reason=fault.reason)) from fault
    return answers.read(data, known, speaker.lang)


def now() -> str:
    """The time with its zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _account() -> str:
    """The name of the account; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def _tell(
    speaker: Speaker, faults: tuple[NotUnderstood, ...], counts: dict[str, int], path: Path, workbook: Path
) -> None:
    for fault in faults:
        speaker.warn("decide_fault", row=fault.row, answer=fault.answer, why=_why(fault, speaker.lang))
    speaker.tell("decided", file=path, **counts)
    if faults:
        speaker.tell("decide_mend", sheet=texts().sheets["review"])
    if counts["taken"]:
        speaker.tell("decide_next", command=f"doichieu run {path.parent}{_out(workbook.parent)}")


def _out(folder: Path) -> str:
    """The option for the tables that the workbook stands among; empty when it was moved away from them."""
    return f" --out {folder}" if (folder / MARK).is_file() else ""


def _why(fault: NotUnderstood, lang: str) -> str:
    return say(f"decide.{fault.reason}", lang, allowed=fault.allowed)


def _as_data(fault: NotUnderstood, lang: str) -> dict[str, object]:
    return {"row": fault.row, "answer": fault.answer, "reason": fault.reason, "why": _why(fault, lang)}
