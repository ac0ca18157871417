"""Some points of the crash loop, counted by Python itself; ``python -m tests.crash`` hits them all."""

from pathlib import Path

import pytest

from pipeline.run import know
from tests.batch.runs import state
from tests.crash.hooked import Hooked
from tests.crash.loop import MODES, OUTPUT_FAILED, Loop, forked

EVERY = 31
"""Steps between two hits: a few seconds for this test, all of them for the whole loop."""


@pytest.mark.parametrize("before", [0, 4])
def test_hit_at_a_write_the_next_run_gives_the_same_tables(tmp_path: Path, before: int) -> None:
    know()
    loop = Loop(tmp_path, 5, before, Hooked())
    assert loop.steps > 50
    targets = range(1 + before, loop.steps, EVERY)
    hits = [(MODES[number % len(MODES)], target) for number, target in enumerate(targets)]
    assert [fault for mode, target in hits for fault in loop.faults(mode, target)] == []


def test_full_disk_ends_with_74_and_leaves_the_old_tables(tmp_path: Path) -> None:
    know()
    loop = Loop(tmp_path, 3, 2, Hooked())
    ends = []
    for target in range(loop.steps // 2 - 2, loop.steps // 2 + 3):
        loop.reset()
        code, _ = forked(loop.raw, loop.out, Hooked(), "ENOSPC", target)
        ends.append((code, state(loop.out)))
    whole, cut = (0, loop.new), (OUTPUT_FAILED, loop.old)  # one of them may be a leftover that nobody misses
    assert ends.count(cut) >= 4
    assert ends.count(cut) + ends.count(whole) == 5
