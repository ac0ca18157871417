"""``doichieu explain``: what a rule compares, when it fires, a real example, its traps."""

from typing import Annotated

import typer

from pipeline import checks
from pipeline.cli.shared import Lang, Speaker, put
from pipeline.errors import UsageError


def explain(
    rule: Annotated[str, typer.Argument(help="A rule such as B01; nothing lists all rules.")] = "",
    lang: Lang = "vi",
) -> None:
    """Explain RULE, or list all rules."""
    if not rule:
        for name, title in checks.titles(lang):
            put(f"{name:<8}{title}")
        return
    text = checks.explain(rule.upper() if rule[:1].isalpha() and rule[1:2].isdigit() else rule, lang)
    if not text:
        raise UsageError(Speaker(lang).text("no_rule", rule=rule))
    put(text)
