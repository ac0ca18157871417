"""``doichieu explain``: what a rule compares, when it fires, a real example, its traps."""

from typing import Annotated

import typer

from pipeline import checks
from pipeline.cli.shared import Lang, Speaker, put
from pipeline.errors import UsageError


def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule such as B01; nothing lists all rules.")
    ] = "",
    lang: Lang = "vi",
) -> None:
    """Explain RULE, or list all rules."""
    speaker = Speaker(lang)
    known = {name.casefold(): text for name, text in checks.explanations(speaker.lang).items()}
    if not rule:
        for text in known.values():
            name, _, about = text.splitlines()[0].partition(": ")
            put(f"{name:<22}{about}")
        return
    if rule.casefold() not in known:
        raise UsageError(speaker.text("no_rule", rule=rule))
    put(known[rule.casefold()])
