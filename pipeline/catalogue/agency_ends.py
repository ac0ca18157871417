"""Whether an agency text is whole or was cut, by a page end or by its office.

Takes the text and the other texts of its column; knows names by `agency_names`, parts by `agency_text`.
"""

from collections.abc import Sequence
from functools import lru_cache

from pipeline.catalogue.agency_names import Agencies, compact, tokens_of
from pipeline.catalogue.agency_text import PLAIN, REMEMBERED, Part, parts_of

LIST_PARTS = frozenset({"name", "note", "soft", "hard", "opening"})


def is_complete(text: str, siblings: Sequence[str], agencies: Agencies) -> bool:
    """Whether an agency text looks finished; `siblings` are the other texts of its column.

    False when it ends in a connecting word, in a part of a known name, or (compared without the names in
    front) where a sibling goes on: "… liên quan triển khai" beside "… liên quan triển khai thực hiện".
    """
    parts = parts_of(text, agencies)
    solid = [part for part in parts if part.kind not in ("hard", "colon")]
    if not solid or _dangles(solid, text) or _begins_longer_name(solid[-1], text, agencies):
        return False
    tail = _behind_names(text, agencies)
    others = [_behind_names(other, agencies) for other in siblings if other != text]
    longer = sum(other[: len(tail)] == tail and _goes_on(other[len(tail) :]) for other in others)
    return not tail or longer <= others.count(tail)


def _dangles(parts: Sequence[Part], text: str) -> bool:
    """Whether the last part announces a name that does not come."""
    last = parts[-1]
    if last.kind == "soft":
        return text[last.start : last.end].strip() not in ("", ".")
    waits = last.kind.endswith("_before") or last.kind == "opening"
    return waits or (last.kind in ("lead", "partner") and not any(part.kind in PLAIN for part in parts))


def _begins_longer_name(part: Part, text: str, agencies: Agencies) -> bool:
    """Whether an unknown name at the end is the beginning of a known one."""
    if part.kind not in PLAIN or part.agency_id:
        return False
    start = compact(text[part.start : part.end])
    return any(name.startswith(start) and name != start for name in agencies.spellings)


@lru_cache(maxsize=REMEMBERED)
def _behind_names(text: str, agencies: Agencies) -> tuple[str, ...]:
    """Give the keys of the words behind the names at the head of a text."""
    start = 0
    for part in parts_of(text, agencies):
        if part.kind not in LIST_PARTS:
            break
        start = part.end if part.kind != "name" or part.agency_id else _known_end(text, part, agencies)
    named = any(part.kind == "name" and part.start < start for part in parts_of(text, agencies))
    rest = tokens_of(text[start:]) if named else ()
    return tuple(token.key or token.text.strip() for token in rest)


def _known_end(text: str, part: Part, agencies: Agencies) -> int:
    """Give the offset behind the known name that an unknown one begins with ("Sở Nội vụ chủ")."""
    tokens = tokens_of(text[part.start : part.end])
    hits = agencies.hits(tokens, 0)
    return part.start + tokens[hits[0].end - 1].end if hits else part.end


def _goes_on(words: Sequence[str]) -> bool:
    """Whether words follow without a separator: a list may end before a comma, a phrase may not be cut."""
    return bool(words) and words[0][0].isalnum()
