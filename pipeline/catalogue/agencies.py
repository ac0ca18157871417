"""The bodies that carry out plans: names, spellings, validity, who took over what.

Takes `data/agencies.yaml` and gives `Agencies`, whose methods find a body by name and its successors.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.catalogue.agency_names import (
    ROLE_MARKS,
    Agencies,
    Agency,
    Group,
    Lexicon,
    Succession,
    compact,
    tokens_of,
)
from pipeline.errors import CatalogueError
from pipeline.language.data import parse_yaml
from pipeline.language.text import bare, key

__all__ = ["Agencies", "Agency", "Succession", "agencies_from", "load_agencies"]


@lru_cache(maxsize=1)
def load_agencies() -> Agencies:
    """Read the packaged bodies.

    Raises `CatalogueError` when two bodies share a spelling or a succession names an unknown body.
    """
    text = (files("pipeline.catalogue") / "data" / "agencies.yaml").read_text(encoding="utf-8")
    return agencies_from(parse_yaml(text))


def agencies_from(data: Mapping[str, Any]) -> Agencies:
    """Make agencies of the content of a data file; its head explains the fields."""
    silent = frozenset(map(key, data["silent"]))
    short = {key(word): _loud(long, silent) for word, long in data["abbreviations"].items()}
    entries = [(level, entry) for level, listed in data["agencies"].items() for entry in listed]
    groups = tuple(_group(entry, data["unit_words"], short, silent) for entry in data["groups"])
    bodies = [_agency(entry, level) for level, entry in entries]
    by_id = {group.agency.id: group.agency for group in reversed(groups)} | {body.id: body for body in bodies}
    faults = _repeated(body.id for body in bodies)
    spellings, clashes = _spellings(zip(bodies, (entry for _, entry in entries), strict=True), short, silent)
    succession = tuple(map(_succession, data["succession"]))
    phrases = {compact(word): kind for kind, words in data["phrases"].items() for word in words}
    faults += clashes + _strangers(succession, by_id)
    if faults:
        raise CatalogueError(tuple(f"agencies.yaml: {fault}" for fault in faults))
    return Agencies(
        by_id=by_id,
        spellings=spellings,
        loose=_loose(spellings),
        commas=frozenset(joined for joined, (_, name) in spellings.items() if _splits(name, silent)),
        groups=groups,
        succession=succession,
        phrases=Lexicon.of(phrases),
        loose_phrases=Lexicon.of(
            {bare(phrase): kind for phrase, kind in phrases.items() if kind in ROLE_MARKS}
        ),
        silent=silent,
        plural=frozenset(map(key, data["plural_words"])),
        heads=_lexicon(data["heads"]),
        shared_heads={key(word): head for word, head in data["shared_heads"].items()},
        suffixes=_lexicon(data["group_suffixes"]),
        place_words={level: frozenset(map(compact, words)) for level, words in data["place_words"].items()},
        places=_lexicon(word for words in data["place_words"].values() for word in words),
    )


def _lexicon(words: Iterable[str]) -> Lexicon[str]:
    return Lexicon.of({compact(word): word for word in words})


def _loose(spellings: Mapping[str, tuple[Agency, str]]) -> Lexicon[tuple[Agency, str]]:
    """Make the names without diacritics, also with their silent words; what two bodies share is left out."""
    found: dict[str, tuple[Agency, str]] = {}
    shared: set[str] = set()
    for joined, named in spellings.items():
        for rough in (bare(joined), bare(compact(named[1]))):
            if found.setdefault(rough, named)[0].id != named[0].id:
                shared.add(rough)
    return Lexicon.of({name: named for name, named in found.items() if name not in shared}, shared)


def _agency(entry: Mapping[str, Any], level: str) -> Agency:
    return Agency(
        id=entry["id"],
        name=entry["vi"],
        level=level,
        name_en=entry.get("en", ""),
        valid_from=entry.get("from", ""),
        valid_until=entry.get("until", ""),
        status=entry["status"],
        source=entry.get("source", ""),
        needs_place=entry.get("needs_place", False),
    )


def _group(
    entry: Mapping[str, Any],
    unit_words: Mapping[str, Sequence[str]],
    short: Mapping[str, tuple[str, ...]],
    silent: frozenset[str],
) -> Group:
    printed, _, rest = entry["vi"].partition("{")
    words = unit_words[rest.rstrip("}")] if rest else ()
    return Group(
        agency=_agency(entry, entry["level"]),
        prefixes=Lexicon.of(dict.fromkeys(_variants(_loud(printed, silent), short), printed)),
        printed=printed,
        units=_lexicon(words),
        several=entry.get("several", False),
        place=entry.get("place", False),
    )


def _succession(entry: Mapping[str, Any]) -> Succession:
    return Succession(
        old=entry["from"],
        new=entry["to"],
        functions=tuple(entry["functions"]),
        date=entry["date"],
        status=entry["status"],
        source=entry.get("source", ""),
        note=entry.get("note", ""),
    )


def _spellings(
    entries: Iterable[tuple[Agency, Mapping[str, Any]]],
    short: Mapping[str, tuple[str, ...]],
    silent: frozenset[str],
) -> tuple[dict[str, tuple[Agency, str]], list[str]]:
    """Map every spelling's key to its body and the name to show; list the keys that two bodies claim."""
    found: dict[str, tuple[Agency, str]] = {}
    clashes: list[str] = []
    for agency, entry in entries:
        shown = [(name, name) for name in (agency.name, *entry.get("forms", ()))]
        for name, printed in [*shown, *((agency.name, other) for other in entry.get("also", ()))]:
            for joined in _variants(_loud(printed, silent), short):
                other = found.setdefault(joined, (agency, name))[0]
                if other.id != agency.id:
                    clashes.append(f"{agency.id}: {printed!r} is a spelling of {other.id} too")
    return found, clashes


def _loud(name: str, silent: frozenset[str]) -> tuple[str, ...]:
    return tuple(token.key for token in tokens_of(name) if token.key and token.key not in silent)


def _variants(words: tuple[str, ...], short: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Give the joined keys of a name with any of its parts written in short or in full."""
    full = tuple(part for word in words for part in short.get(word, (word,)))
    joined = {"".join(words), "".join(full)}
    for abbreviation, long in short.items():
        joined |= {form.replace("".join(long), abbreviation) for form in joined}
    return joined


def _splits(name: str, silent: frozenset[str]) -> bool:
    tokens = tokens_of(name)
    first = next((at for at, token in enumerate(tokens) if token.key in silent), len(tokens))
    return any(token.text == "," for token in tokens[first:])


def _repeated(ids: Iterable[str]) -> list[str]:
    return [f"{name}: stands there twice" for name, count in Counter(ids).items() if count > 1]


def _strangers(succession: Sequence[Succession], known: Mapping[str, Agency]) -> list[str]:
    ends = [end for change in succession for end in (change.old, change.new)]
    return [f"succession: {end} is no body of the list" for end in ends if end not in known]
