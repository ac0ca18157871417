"""Some of the damaged PDFs; ``python -m tests.hostile --damage 300`` makes and judges them all."""

from tests.golden.documents import FILES
from tests.hostile import accepted
from tests.hostile.damage import ALL, damaged
from tests.pdfs import made

SOUND = {
    "office.pdf": FILES["district", "pdf"].read_bytes(),
    "by_hand.pdf": made.blank([made.text(50, 700 - 20 * row, f"Ke hoach {row}") for row in range(3)]),
}


def test_damage_is_refused_or_flagged_and_sound_files_are_neither() -> None:
    verdicts = accepted.judge(SOUND, damaged(SOUND, 2 * len(ALL)), jobs=2)
    assert verdicts.counts.total() == 2 * len(ALL)
    assert verdicts.alarms == []
    assert verdicts.wrong == []
    assert len(verdicts.altered) <= 1, verdicts.altered


def test_the_same_seed_makes_the_same_damage() -> None:
    few = {"by_hand.pdf": SOUND["by_hand.pdf"]}
    assert list(damaged(few, 20)) == list(damaged(few, 20))
    assert len({data for _, _, data in damaged(few, 20)}) == 20
