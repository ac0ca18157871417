"""``doichieu check``: the rules again over written tables, for people and for automatic gates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.batch.recheck import recheck
from pipeline.batch.reload import reload
from pipeline.cli.settings import ConfigFile, settings
from pipeline.cli.shared import (
    FINDINGS,
    AsJson,
    Catalogues,
    FailOn,
    Lang,
    Speaker,
    existing_folder,
    one_of,
    put,
    put_json,
)
from pipeline.model import Finding, Harvest
from pipeline.run import know
from pipeline.writers import findings_json, order
from pipeline.writers.identity import by_id
from pipeline.writers.report.words import spot


def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the tables of a run.")],
    catalogue: Catalogues = None,
    config: ConfigFile = None,
    fail_on: FailOn = "",
    lang: Lang = "vi",
    json: AsJson = False,
) -> None:
    """Run the rules again over the tables in DIR and print the findings.

    Rules that need the document itself (its text, its layout) are not run again: what they found is taken
    over from the tables, with the severity that --config gives them.
    """
    speaker = Speaker(lang)
    one_of("--fail-on", fail_on, order.SEVERITIES, speaker)
    rules = settings(config, speaker)
    known = know(tuple(catalogue or ()))
    harvest = reload(existing_folder(folder, speaker), known.units, lang)
    harvest = replace(harvest, findings=recheck(harvest, known.catalogue, rules))
    if json:
        put_json(findings_json.report(harvest))
    else:
        _print(harvest, lang)
    counts = Counter(finding.severity for finding in harvest.findings if finding.stands)
    figures = {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}
    speaker.tell("checked", documents=len(harvest.documents), folder=folder, **figures)
    if fail_on and _reached(harvest.findings, fail_on):
        raise typer.Exit(FINDINGS)


def _reached(findings: Sequence[Finding], level: str) -> bool:
    grave = order.SEVERITIES[: order.SEVERITIES.index(level) + 1]
    return any(finding.severity in grave and finding.stands for finding in findings)


def _print(harvest: Harvest, lang: str) -> None:
    """One line per finding: severity, rule, document and place, message; the gravest first."""
    names = {name: item.number or item.path for name, item in by_id(harvest.documents).items()}
    for row in order.findings(harvest):
        put(_line(row.finding, names, lang))


def _line(finding: Finding, names: dict[str, str], lang: str) -> str:
    place = finding.a.place if finding.a else None
    where = f"{names.get(place.document, place.document)}: {spot(place).of(lang)}" if place else ""
    message = finding.message_vi if lang == "vi" else finding.message_en
    return f"{finding.severity:<8}{finding.rule:<14} {where:<52} {' '.join(message.split())}"
