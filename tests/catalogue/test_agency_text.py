"""Pieces of agency texts: nothing is lost, nothing stands in two pieces, no text makes the search fail."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.agency_ends import is_complete
from pipeline.catalogue.agency_text import parts_of

KNOWN = load_agencies()
NAMES = [agency.name for agency in KNOWN.by_id.values() if "{" not in agency.name and not agency.needs_place]
WORDS = [
    *NAMES,
    "chủ trì",
    "phối hợp với",
    "triển khai thực hiện",
    "các",
    "Các Sở:",
    "xã",
    "tỉnh Kon Tum",
    "rừng",
    "TT",
]
JOINTS = [" ", ", ", "; ", " và ", " - ", "\n", "\n- ", ": ", " (", ") ", "/", "&", "…"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), max_size=8))
    return "".join(word + draw(st.sampled_from(JOINTS)) for word in words)


@settings(deadline=None)
@given(st.one_of(texts(), st.text(max_size=60)))
def test_every_word_lies_in_exactly_one_part_in_order(text: str) -> None:
    parts = parts_of(text, KNOWN)
    assert all(before.end <= after.start for before, after in pairwise(parts))
    covered = {at for part in parts for at in range(part.start, part.end)}
    plain = re.sub(r"</?\w{1,6}>", lambda tag: " " * len(tag.group()), text)
    assert all(word.start() in covered for word in re.finditer(r"[^\W_]+", plain))


@settings(deadline=None)
@given(texts())
def test_any_text_is_complete_or_not(text: str) -> None:
    assert is_complete(text, (text, ""), KNOWN) in (True, False)


@settings(deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5))
def test_known_names_between_semicolons_are_all_found(names: list[str]) -> None:
    found = [part.agency_id for part in parts_of("; ".join(names), KNOWN) if part.kind == "name"]
    assert found == [known.id for name in names if (known := KNOWN.find(name))]
    assert len(found) == len(names)
