"""``doichieu match``: which indicator a wording gets, and why."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from pipeline.catalogue.schema import Catalogue
from pipeline.cli.shared import AsJson, Catalogues, Lang, Speaker, put, put_json
from pipeline.language.reasons import all_in_words
from pipeline.model import Match
from pipeline.normalizer.matching import match as match_wording
from pipeline.run import know
from pipeline.writers.codes import METHOD, REVIEW, word_of
from pipeline.writers.report.words import scope_name

CANDIDATES = 5
"""Candidates that are shown; JSON has all of them."""


def match(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Wordings; - or nothing reads one per line.")
    ] = None,
    catalogue: Catalogues = None,
    lang: Lang = "vi",
    json: AsJson = False,
) -> None:
    """Say which indicator a wording gets, how sure that is, and why."""
    speaker = Speaker(lang)
    wordings = text if text and text != ["-"] else [line.strip() for line in sys.stdin if line.strip()]
    known = know(tuple(catalogue or ()))
    rulings = [(wording, match_wording(wording, known.index)) for wording in wordings]
    if json:
        put_json([_as_data(wording, ruling) for wording, ruling in rulings])
        return
    for wording, ruling in rulings:
        for line in _in_words(wording, ruling, known.catalogue, speaker):
            put(line)


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


def _in_words(wording: str, ruling: Match, catalogue: Catalogue, speaker: Speaker) -> Iterator[str]:
    lang = speaker.lang
    sure, found = word_of(REVIEW, ruling.review, lang), word_of(METHOD, ruling.method, lang)
    named = _named(ruling.indicator_id, ruling.scope, catalogue, lang) or speaker.text("no_match")
    yield wording
    yield f"  {named}: {sure}, {found}, {ruling.score:.0f}"
    yield from (f"    {reason}" for reason in all_in_words(ruling.reasons, lang))
    for candidate in ruling.candidates[:CANDIDATES]:
        yield f"  ? {_named(candidate.indicator_id, candidate.scope, catalogue, lang)} {candidate.score:.0f}"


def _named(indicator_id: str, scope: str, catalogue: Catalogue, lang: str) -> str:
    """What an answer in the workbook would call it; in Vietnamese with the name of the part."""
    name = scope_name(indicator_id, scope, catalogue).vi if lang == "vi" else ""
    told = f" ({name})" if name else ""
    return "/".join(filter(None, (indicator_id, scope))) + told if indicator_id else ""
