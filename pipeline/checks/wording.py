"""The rules of family C about words: terms lost or changed, "hàng/hằng", goal titles, spelling pairs.

Takes a `Case`, yields findings; joined into family C by `body.py`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.catalogue.schema import Goal
from pipeline.checks.case import Case
from pipeline.checks.config import Rule
from pipeline.checks.report import note, quote_text, quote_wording, tell
from pipeline.checks.words import data, means, spans
from pipeline.language.text import clean, key
from pipeline.model import Finding, Heading, Observation, Place, Severity

GROUP_SYLLABLES = 4
"""A lost term of this many syllables names a group or a condition; a shorter one is a detail."""

PAIRS_SHOWN = 6
"""Spelling pairs that one summary lists."""

SYLLABLE = re.compile(r"[^\W\d_]+")
UNEVEN_HYPHEN = re.compile(r"\w\s-\w|\w-\s\w")


def term_lost(case: Case) -> Iterator[Finding]:
    """C05: a row or sentence no longer says what the indicator is about."""
    for indicator, wordings in _wordings(case).items():
        entry = case.catalogue.indicator(indicator)
        for seen, text in wordings:
            drifted = [drift for drift in entry.drift_terms if means(drift.term, text)]
            for drift in drifted:
                span = spans((drift.term,), text)
                piece = text[slice(*span[0])] if span else text
                yield tell("C05.drift", [seen], a=quote_wording(case, seen, piece), term=drift.term)
            for term in entry.essential_terms:
                replaced = any(_inside(term, drift.term) for drift in drifted)
                if not means(term, text) and not replaced:
                    yield from _lost(case, term, seen, wordings)


def _wordings(case: Case) -> dict[str, list[tuple[Observation, str]]]:
    """Each indicator's wordings for its whole population: one per row or sentence."""
    found: dict[str, list[tuple[Observation, str]]] = {}
    for seen in case.sure:
        texts = found.setdefault(seen.indicator_id, [])
        text = case.wording(seen)
        if seen.scope in ("", "all") and all(text != other for _, other in texts):
            texts.append((seen, text))
    return {indicator: texts for indicator, texts in found.items() if texts}


def _inside(term: str, drift: str) -> bool:
    """Whether a drift term holds every word of an essential one."""
    return set(key(term).split()) <= set(key(drift).split())


def _lost(
    case: Case, term: str, seen: Observation, wordings: list[tuple[Observation, str]]
) -> Iterator[Finding]:
    keeper = next((other for other, text in wordings if means(term, text)), None)
    group = len(term.split()) >= GROUP_SYLLABLES
    quoted = quote_wording(case, seen)
    if keeper is not None:
        severity: Severity = "warning" if group else "info"
        yield tell("C05", [seen], quoted, quote_wording(case, keeper), severity=severity, term=term)
    elif group:
        yield tell("C05.national", [seen], quoted, term=term)


def frequency_spelling(case: Case) -> Iterator[Finding]:
    """C06: "hàng quý" in one place, "hằng quý" in the other."""
    for indicator, wordings in _wordings(case).items():
        found: dict[str, dict[str, tuple[Observation, str]]] = {}
        for seen, text in wordings:
            for hit in _each().finditer(text):
                found.setdefault(hit["span"].lower(), {}).setdefault(hit["each"].lower(), (seen, hit.group()))
        name = case.catalogue.indicator(indicator).name_vi
        for span, spelled in found.items():
            if len(spelled) > 1:
                (first, one), (second, two) = list(spelled.values())[:2]
                quotes = quote_wording(case, first, one), quote_wording(case, second, two)
                yield tell("C06", [first], *quotes, one=one, two=two)
            elif _catalogue_differs(name, span, next(iter(spelled))):
                seen, piece = next(iter(spelled.values()))
                yield tell("C06.catalogue", [seen], a=quote_wording(case, seen, piece), first=piece)


@lru_cache(maxsize=1)
def _each() -> re.Pattern[str]:
    listed = data("words")["frequency_words"]
    return re.compile(
        rf"(?i)\b(?P<each>{listed['wrong']}|{listed['right']})\s+(?P<span>{'|'.join(listed['before'])})\b"
    )


def _catalogue_differs(name: str, span: str, each: str) -> bool:
    hits = [hit for hit in _each().finditer(name) if hit["span"].lower() == span]
    return bool(hits) and all(hit["each"].lower() != each for hit in hits)


def goal_title(case: Case) -> Iterator[Finding]:
    """C08: a goal title is cut or written differently."""
    varied: list[tuple[Heading, Heading | None]] = []
    first: dict[str, Heading] = {}
    for heading in case.goal_headings:
        goal = _goal_of(case, heading)
        if goal is None:
            continue
        if _cut(heading, goal):
            yield note(
                "C08.cut", quote_text(heading.place, heading.text), case=case, title=goal.vi, goal=goal.number
            )
            continue
        earlier = first.setdefault(goal.number, heading)
        if _title(heading) != _title(earlier):
            varied.append((earlier, heading))
        elif _title(heading) not in {clean(title) for title in goal.titles} and heading is earlier:
            varied.append((heading, None))
    if varied:
        one, other = varied[0]
        second = quote_text(other.place, other.text) if other else None
        yield note("C08", quote_text(one.place, one.text), second, case=case, count=len(varied))


def _goal_of(case: Case, heading: Heading) -> Goal | None:
    """The catalogue's goal with this title, or with its beginning; None for other programmes."""
    goals = case.family.goals if case.family else ()
    return next(
        (g for g in goals if _loose(_title(heading)) in map(_loose, g.titles) or _cut(heading, g)), None
    )


def _title(heading: Heading) -> str:
    """The words of a heading behind "Mục tiêu 1:"."""
    return clean(heading.text.split(":", 1)[-1])


def _loose(title: str) -> str:
    """A title without the signs and words that vary freely."""
    free = {key(word) for word in data("words")["title_joints"]}
    return " ".join(word for word in SYLLABLE.findall(key(title)) if word not in free)


def _cut(heading: Heading, goal: Goal) -> bool:
    """Whether the printed title is a proper beginning of the real one, longer than a few words."""
    printed = _loose(_title(heading))
    real = [_loose(title) for title in goal.titles]
    begun = [
        title
        for title in real
        if title.startswith(printed + " ") and len(printed.split()) * 2 >= len(title.split())
    ]
    return bool(begun) and printed not in real


def orthography(case: Case) -> Iterator[Finding]:
    """C10: words spelled in two ways in one document; one summary."""
    texts = _texts(case)
    where = _first_places(texts)
    pairs = _pairs(where)
    uneven = next(((place, text) for place, text in texts if UNEVEN_HYPHEN.search(text)), None)
    if pairs:
        listed = "; ".join(" / ".join(pair) for pair in pairs[:PAIRS_SHOWN])
        first, second = (quote_text(*where[word]) for word in pairs[0][:2])
        yield note("C10", first, second, case=case, pairs=listed, count=len(pairs) + (uneven is not None))
    elif uneven is not None:
        yield note("C10.hyphen", quote_text(*uneven), case=case)


def _texts(case: Case) -> list[tuple[Place, str]]:
    """Every paragraph, cell and agency cell with its place."""
    cells = [cell for row in case.plan.rows for cell in row.cells]
    cells += [cell for row in case.plan.rows for text in row.agencies for cell in text.cells]
    return [(p.place, p.text) for p in case.paragraphs] + [(cell.place, cell.text) for cell in cells]


def _first_places(texts: list[tuple[Place, str]]) -> dict[str, tuple[Place, str]]:
    """Each word in lower case with its first place and how it is printed there."""
    found: dict[str, tuple[Place, str]] = {}
    for place, text in texts:
        for hit in SYLLABLE.finditer(text):
            if len(hit.group()) > 1:
                found.setdefault(hit.group().lower(), (place, hit.group()))
    return found


def _pairs(words: Iterable[str]) -> list[list[str]]:
    """Words that have one key and several spellings, in the order of the alphabet."""
    spelled: dict[str, list[str]] = {}
    for word in words:
        spelled.setdefault(key(word), []).append(word)
    return sorted(sorted(ways) for ways in spelled.values() if len(ways) > 1)


RULES: tuple[Rule[Case], ...] = (
    Rule("C05", term_lost),
    Rule("C06", frequency_spelling),
    Rule("C08", goal_title),
    Rule("C10", orthography),
)
