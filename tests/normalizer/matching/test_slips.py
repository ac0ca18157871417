"""What is looked up by letters is what comparing with every phrase would find."""

import random

import pytest

from pipeline.catalogue.load import load
from pipeline.language.syllables import is_syllable
from pipeline.normalizer.matching import meanings, neutral
from pipeline.normalizer.matching.index import build_index
from pipeline.normalizer.matching.similarity import letters
from pipeline.normalizer.matching.slips import SHAPES, Nearby, misread, slips_in
from tests.evaluate.matching import neighbours, worn

CATALOGUE = load()
INDEX = build_index(CATALOGUE)
FAMILY = INDEX.families["VNGES"]


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, ...]]:
    """Words of changed and damaged wordings, with and without any marks left."""
    chance = random.Random(3)
    changed = [text for _, text in neighbours(CATALOGUE)][::9]
    damaged = [worn(text, share, chance) for text in changed for share in (0.05, 0.4)]
    return [FAMILY.lexicon.read(text).printed for text in (*changed, *damaged)]


def runs(words: tuple[str, ...], most: int) -> set[tuple[str, ...]]:
    return {
        words[at:end] for at in range(len(words)) for end in range(at + 1, min(at + most, len(words)) + 1)
    }


def test_phrases_within_the_slips_are_found_by_their_letters() -> None:
    phrases = FAMILY.lexicon.neutral
    near = Nearby(phrases, slips_in)
    chance = random.Random(5)
    for phrase in phrases:
        was = letters((worn(letters(phrase), 0.15, chance),))
        found = set(near.like(was))
        assert {p for p in phrases if misread(was, letters(p)) <= slips_in(len(letters(p)))} <= found


@pytest.mark.parametrize("marked", [True, False])
def test_words_mean_what_comparing_with_every_expected_word_gives(
    texts: list[tuple[str, ...]], marked: bool
) -> None:
    expected = {
        run
        for reference in FAMILY.references
        for run in runs(reference.wording.printed, meanings.MOST_NEW)
        if not any(word[0].isdigit() for word in run)
    }
    sample = random.Random(7).sample(sorted({r for text in texts for r in runs(text, 3)}), 150)
    for old in sample:
        was = letters(old)
        readable = not any(s.isdigit() for s in was) and not all(word[0].isdigit() for word in old)
        compared = {
            new: slips
            for new in (expected if readable else ())
            if new != old and (slips := meanings._slips(FAMILY, old, new, marked)) is not None
        }
        found = meanings._meanings(FAMILY, old, marked)
        if len(old) > 1 and marked and all(map(is_syllable, old)):
            compared = {new: slips for new, slips in compared.items() if letters(new) == was}
        assert {new: slip.tenths for new, slip in found.items()} == compared


@pytest.mark.parametrize("marked", [True, False])
def test_the_first_neutral_phrase_is_that_of_comparing_with_all(
    texts: list[tuple[str, ...]], marked: bool
) -> None:
    phrases = (*FAMILY.lexicon.neutral, *FAMILY.lexicon.expressions)
    for words in texts[::4]:
        for at in range(len(words)):
            run = words[at : at + 6]
            fitting = (p for p in phrases if neutral._is_slip(FAMILY, run[: len(p)], p, marked))
            assert neutral._phrase(FAMILY, run, marked) == next(fitting, None)


def test_letters_of_one_shape_are_no_slip() -> None:
    near = Nearby([("trong",)], slips_in)
    assert near.shaped("fronq") == [("trong",)]
    assert "trong".translate(SHAPES) in near.shapes
