"""``doichieu letter``: the letter to the office that issued a document, from written tables."""

from pathlib import Path
from typing import Annotated, cast

import typer

from pipeline.batch.reload import reload
from pipeline.cli.shared import Catalogues, Lang, Speaker, existing_folder, one_of, put
from pipeline.errors import OutputError, UsageError
from pipeline.model import DocumentRecord, Harvest, Severity
from pipeline.run import know
from pipeline.writers import letter as writer
from pipeline.writers.identity import by_id
from pipeline.writers.order import SEVERITIES

NAMED = 5
"""Documents that are named when an id is not clear."""


def letter(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the tables of a run.")],
    document: Annotated[
        str,
        typer.Option("--document", metavar="ID", help="Document: id, beginning of the id, path or number."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The letter. Default: cong-van-ID.docx in this folder."),
    ] = None,
    level: Annotated[
        str,
        typer.Option(
            "--level", metavar="LEVEL", help="Findings of this level and graver: error, warning or info."
        ),
    ] = "warning",
    catalogue: Catalogues = None,
    lang: Lang = "vi",
) -> None:
    """Write the letter that asks an office to mend what was found in its document, ready to sign.

    Left out are findings that a person ruled to be no errors, and those that rest on a fact which nobody has
    verified, until a person rules them true. The path of the letter goes to stdout.
    """
    speaker = Speaker(lang)
    one_of("--level", level, SEVERITIES, speaker)
    known = know(tuple(catalogue or ()))
    harvest = reload(existing_folder(folder, speaker), known.units, lang)
    record = _document(harvest, document, folder, speaker)
    plan = record.number or record.path
    findings, unverified = writer.asked(harvest, record.document_id, cast("Severity", level))
    if unverified:
        speaker.warn("letter_unverified", count=len(unverified))
    if not findings:
        speaker.tell("letter_nothing", plan=plan)
        return
    path = out or Path(f"cong-van-{record.document_id}.docx")
    _write(path, writer.letter(harvest, record.document_id, findings), speaker)
    speaker.tell("letter_written", plan=plan, count=len(findings), file=path)
    put(str(path))


def _document(harvest: Harvest, wanted: str, folder: Path, speaker: Speaker) -> DocumentRecord:
    """The one document that is meant."""
    records = by_id(harvest.documents).values() if wanted else ()
    exact = [one for one in records if wanted in (one.document_id, one.path, one.number)]
    found = exact or [one for one in records if one.document_id.startswith(wanted)]
    if not found:
        raise UsageError(speaker.text("letter_no_document", document=wanted, folder=folder))
    if len(found) > 1:
        named = ", ".join(f"{one.document_id} ({one.path})" for one in found[:NAMED])
        raise UsageError(speaker.text("letter_several", document=wanted, found=named))
    return found[0]


def _write(path: Path, content: bytes, speaker: Speaker) -> None:
    """Write a file that is not there yet: a letter may have been worked on."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as fault:
        raise UsageError(speaker.text("letter_exists", file=path)) from fault
    except OSError as fault:
        raise OutputError(f"{path}: {fault.strerror or fault}") from fault
