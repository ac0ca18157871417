"""Every sentence that a person reads, Vietnamese and English, from `messages/*.yaml`.

One file per room; one entry per rule or remedy::

    D03:
      severity: info
      vi: "…{label}…"
      en: "…{label}…"
      suggest_vi: "…"
      suggest_en: "…"

``{count:document}`` is a number with its English noun: ``1 document``, ``2 documents``.

A rule with several sentences has one entry each: ``D05.lost``, ``D05.filled`` are both rule ``D05``.
`finding` fills the template of an entry and gives the `Finding`.  A placeholder without a value raises
`KeyError`, an unknown rule too: both are faults of ours that tests must meet first.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.language.data import parse_yaml
from pipeline.model import Finding, Quote, Severity

TEXTS = ("vi", "en", "suggest_vi", "suggest_en")


@lru_cache(maxsize=1)
def messages() -> dict[str, dict[str, str]]:
    """All entries by rule id; an id that stands in two files raises `ValueError`."""
    found: dict[str, dict[str, str]] = {}
    folder = files("pipeline.language") / "messages"
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        entries = parse_yaml(file.read_text(encoding="utf-8")) or {}
        twice = found.keys() & entries.keys()
        if twice:
            raise ValueError(f"{file.name}: {sorted(twice)} stand in another file already")
        found.update(entries)
    return found


def finding(
    name: str,
    a: Quote | None = None,
    b: Quote | None = None,
    *,
    severity: Severity | None = None,
    indicator_id: str = "",
    scope: str = "",
    period: str = "",
    area_name: str = "",
    observation_ids: tuple[str, ...] = (),
    ocr_risk: bool = False,
    **values: Any,  # noqa: ANN401 - whatever the template names
) -> Finding:
    """The finding of an entry with its sentences filled in; `severity` overrides the entry's own."""
    entry = messages()[name]
    vi, en, suggest_vi, suggest_en = (filled(entry.get(key, ""), values) for key in TEXTS)
    return Finding(
        rule=name.partition(".")[0],
        severity=severity or entry["severity"],  # type: ignore[arg-type]
        message_vi=vi,
        message_en=en,
        suggestion_vi=suggest_vi,
        suggestion_en=suggest_en,
        a=a,
        b=b,
        indicator_id=indicator_id,
        scope=scope,
        period=period,
        area_name=area_name,
        observation_ids=observation_ids,
        ocr_risk=ocr_risk,
    )


def say(name: str, lang: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template names
    """The sentence of an entry in one language (``vi`` or ``en``), filled in.

    >>> say("cli.nothing_found", "en", folder="raw_docs")
    'No documents in raw_docs.'
    """
    return filled(messages()[name][lang], values)


class Counted(int):
    """A number that brings its noun along."""

    def __format__(self, noun: str) -> str:
        """``1 document``, ``2 documents``; the number alone without a noun."""
        return f"{int(self)} {noun if self == 1 else noun + 's'}" if noun else str(int(self))


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A template with its values.

    >>> filled("{count:document} in {folder}", {"count": 1, "folder": "raw_docs"})
    '1 document in raw_docs'
    """
    return template.format(**{key: Counted(one) if type(one) is int else one for key, one in values.items()})
