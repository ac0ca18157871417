"""``doichieu match``: which indicator a wording gets, and why."""

import sys
from typing import Annotated

import typer

from pipeline.cli.shared import AsJson, Catalogues, put, put_json
from pipeline.model import Match
from pipeline.normalizer.matching import match as match_wording
from pipeline.run import know


def match(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Wordings; - or nothing reads one per line.")
    ] = None,
    catalogue: Catalogues = None,
    json: AsJson = False,
) -> None:
    """Say which indicator a wording gets, how sure that is, and why."""
    wordings = text if text and text != ["-"] else [line.strip() for line in sys.stdin if line.strip()]
    index = know(tuple(catalogue or ())).index
    rulings = [(wording, match_wording(wording, index)) for wording in wordings]
    if json:
        put_json([_as_data(wording, ruling) for wording, ruling in rulings])
        return
    for wording, ruling in rulings:
        put(_in_words(wording, ruling))


def _as_data(wording: str, ruling: Match) -> dict[str, object]:
    candidates = [
        {"indicator_id": c.indicator_id, "scope": c.scope, "score": c.score, "reasons": list(c.reasons)}
        for c in ruling.candidates
    ]
    return {
        "text": wording,
        "indicator_id": ruling.indicator_id,
        "scope": ruling.scope,
        "review": ruling.review,
        "method": ruling.method,
        "score": ruling.score,
        "reasons": list(ruling.reasons),
        "candidates": candidates,
    }


def _in_words(wording: str, ruling: Match) -> str:
    named = f"{ruling.indicator_id or '(none)'} {ruling.scope}"
    lines = [
        wording,
        f"  {named}  {ruling.review}  {ruling.method} {ruling.score:.0f}",
        *(f"    {reason}" for reason in ruling.reasons),
    ]
    lines.extend(f"  ? {c.indicator_id} {c.scope} {c.score:.0f}" for c in ruling.candidates[:5])
    return "\n".join(lines)
