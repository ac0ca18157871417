"""Pages read in processes of their own: in order, and what stops one page stops no other."""

import os
import resource
import signal
import time
from contextvars import copy_context
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import Unreadable
from pipeline.parsers.scan import page_processes
from pipeline.parsers.scan.pages import ScannedPage
from pipeline.parsers.scan.records import Sheet


def page(number: int) -> ScannedPage:
    sheet = Sheet(number, 595.0, 842.0, np.zeros((0, 0), np.uint8), 200.0, np.eye(3)[:2])
    return ScannedPage(sheet, (), (), {}, (), dust=os.getpid())


def numbers(pages: list[ScannedPage | None]) -> list[int | None]:
    return [one.sheet.number if one else None for one in pages]


def test_pages_come_in_order_each_from_a_process_of_its_own() -> None:
    read = list(page_processes.read([3, 1, 2, 7], page))
    assert numbers(read) == [3, 1, 2, 7]
    assert len({one.dust for one in read if one} | {os.getpid()}) == 5


def test_page_that_takes_too_long_is_left_out_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_processes, "PAGE_SECONDS", 1)

    def reader(number: int) -> ScannedPage:
        while number == 2:
            pass
        return page(number)

    assert numbers(list(page_processes.read([1, 2, 3], reader))) == [1, None, 3]


def test_page_whose_process_dies_is_left_out() -> None:
    def reader(number: int) -> ScannedPage:
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return page(number)

    assert numbers(list(page_processes.read([1, 2], reader))) == [None, 2]


def test_what_a_page_raises_is_raised_here() -> None:
    def unreadable(number: int) -> ScannedPage:
        raise Unreadable("rejected", "bomb", f"page {number}")

    def faulty(number: int) -> ScannedPage:
        raise ZeroDivisionError(f"page {number}")

    with pytest.raises(Unreadable) as caught:
        list(page_processes.read([1, 2], unreadable))
    assert (caught.value.status, caught.value.reason, caught.value.detail) == ("rejected", "bomb", "page 1")
    with pytest.raises(RuntimeError, match="ZeroDivisionError: page 1"):
        list(page_processes.read([1, 2], faulty))


def test_time_of_pages_is_not_that_of_the_document() -> None:
    def busy(number: int) -> ScannedPage:
        start = os.times().user
        while os.times().user - start < 0.3:
            pass
        return page(number)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    list(page_processes.read([1, 2, 3], busy))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 0.3


def told(count: int, reader: page_processes.Reader) -> list[ScannedPage | None]:
    def read() -> list[ScannedPage | None]:
        page_processes.pages_at_a_time(lambda: count)
        return list(page_processes.read([1, 2, 3], reader))

    return copy_context().run(read)


@pytest.mark.parametrize("count", [0, 1])
def test_one_page_at_a_time_where_no_more_cores_are_free(count: int, tmp_path: Path) -> None:
    def reader(number: int) -> ScannedPage:
        with (tmp_path / "alone").open("x"):
            time.sleep(0.1)
        (tmp_path / "alone").unlink()
        return page(number)

    assert numbers(told(count, reader)) == [1, 2, 3]


def test_as_many_pages_at_a_time_as_cores_are_free(tmp_path: Path) -> None:
    def reader(number: int) -> ScannedPage:
        (tmp_path / str(number)).touch()
        deadline = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return page(number)

    assert numbers(told(3, reader)) == [1, 2, 3]
