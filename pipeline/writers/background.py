"""Calls that are made in the background, one after the other.

Takes calls; does them in their order in a thread of its own while the caller goes on.  Packing, unpacking,
writing and hashing let other threads run meanwhile.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec

AHEAD = 2
"""Calls that may wait: more would only hold memory."""

P = ParamSpec("P")


class Background:
    """Such a thread; use it as a context manager."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)
        self.waiting: deque[Future[object]] = deque()

    def __enter__(self) -> "Background":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(cancel_futures=True)

    def run(self, work: Callable[P, object], *arguments: P.args, **named: P.kwargs) -> None:
        """Do it in its turn; raises what an earlier call raised."""
        self.waiting.append(self.pool.submit(work, *arguments, **named))
        while len(self.waiting) > AHEAD:
            self.waiting.popleft().result()

    def wait(self) -> None:
        """Wait until everything is done; raises what a call raised."""
        while self.waiting:
            self.waiting.popleft().result()
