"""What a document's own process checks before it answers."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.batch.job import check
from pipeline.model import DocumentRecord, Harvest
from pipeline.run import convert

DISTRICT = Path(__file__).parents[2] / "raw_docs" / "002_caf17976ac21758d.txt"


def test_a_sound_harvest_passes() -> None:
    check(convert(DISTRICT))


def test_an_amount_that_no_double_holds_is_refused() -> None:
    first = convert(DISTRICT).observations[0]
    endless = replace(first, quantity=replace(first.quantity, amount=Decimal("9" * 400)))
    with pytest.raises(ValueError, match="digits"):
        check(Harvest(observations=(endless,)))


def test_half_a_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        check(Harvest(documents=(DocumentRecord("", "a", "txt", 1, "ok", title="a\ud800b"),)))


def test_words_that_look_like_half_a_letter_pass() -> None:
    check(Harvest(documents=(DocumentRecord("", "a", "txt", 1, "ok", title=r"a\ud800b"),)))
