"""One document inside its own process: bytes in, an `Answer` out, whatever the bytes do.

Takes the file, the SHA-256 that it was announced with, and what is known; gives the harvest or the status
and reason of the failure.  Running out of memory or of stack is looked for in every cause of an
exception, because the libraries wrap both in errors of their own.
"""

import contextlib
import hashlib
import os
import pickle
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from pipeline.archive import RawFile
from pipeline.catalogue.decisions import Rulings
from pipeline.catalogue.schema import Catalogue
from pipeline.checks import Config
from pipeline.errors import Unreadable
from pipeline.model import Harvest
from pipeline.normalizer import Knowledge
from pipeline.run import know, process, ruled

HALF_LETTER = re.compile(rb"\xed[\xa0-\xbf]")
"""Bytes of a surrogate; they can come up in numbers too, so that a find is looked at again."""

SHOWN_HALF_LETTER = re.compile(r"(?<!\\)\\ud[89a-f]")


@dataclass(frozen=True, slots=True)
class Order:
    """What every document of a run is read with: catalogues (none: the packaged ones), rules, rulings.

    `decisions` is the file of what people ruled; it may be missing.
    """

    catalogues: tuple[Path, ...] = ()
    config: Config = field(default_factory=Config)
    decisions: Path | None = None

    def known(self) -> Knowledge:
        """Everything that people know, loaded once."""
        return know(self.catalogues, self.decisions)

    def ruled(self) -> tuple[Catalogue, Rulings]:
        """The catalogue and the rulings alone."""
        return ruled(self.catalogues, self.decisions)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one document: a harvest, or status, reason and detail; `fault` is a traceback of ours.

    `wordings` are the keys of everything in it that was matched.
    """

    harvest: Harvest | None = None
    status: str = ""
    reason: str = ""
    detail: str = ""
    fault: str = ""
    wordings: tuple[str, ...] = ()


def read(data: int, name: str, sha: str, order: Order) -> Answer:
    """Read one document from an open file descriptor; never raises for what the document holds."""
    reserve = [bytearray(8 * 2**20)]
    try:
        content = _bytes(data)
        if hashlib.sha256(content).hexdigest() != sha:
            return Answer(status="retry", reason="retry_io", detail="the file changed while it was read")
        result = process(RawFile(name, content), order.known(), order.config)
        check(result.harvest)
        return Answer(result.harvest, wordings=result.normalized.wordings)
    except Exception as fault:  # noqa: BLE001 - whatever a document does must become a status
        reserve.clear()
        return _failure(fault)


def check(harvest: Harvest) -> None:
    """Refuse what no writer could write: one document's oddity must not stop the tables of all.

    Raises `ValueError` for an amount that no double holds and for text that is no Unicode.
    """
    for observation in harvest.observations:
        value = observation.quantity
        for amount in (value.amount, value.high, value.count, value.of):
            if amount is not None and not isfinite(float(amount)):
                raise ValueError(f"{observation.observation_id}: an amount of {len(str(amount))} digits")
    if HALF_LETTER.search(pickle.dumps(harvest)) and SHOWN_HALF_LETTER.search(repr(harvest)):
        raise ValueError("half a letter (a surrogate) in the text")


def _bytes(handle: int) -> bytes:
    """All bytes from the beginning; the file may have been read before."""
    os.lseek(handle, 0, os.SEEK_SET)
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read()


def _failure(fault: Exception) -> Answer:
    causes = tuple(_causes(fault))
    if any(isinstance(cause, MemoryError) for cause in causes):
        return Answer(status="resource", reason="resource_memory")
    if any(isinstance(cause, RecursionError) for cause in causes):
        return Answer(status="resource", reason="resource_recursion")
    if isinstance(fault, Unreadable):
        return Answer(status=fault.status, reason=fault.reason, detail=fault.detail)
    told = "".join(traceback.format_exception(fault))
    return Answer(status="internal_error", reason="internal_error", detail=repr(fault)[:200], fault=told)


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """The exception and everything that it wraps, each once."""
    waiting: list[BaseException] = [fault]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        linked = (cause.__cause__, cause.__context__, *cause.args)
        waiting.extend(item for item in linked if isinstance(item, BaseException))


def warm(order: Order, samples: list[dict[str, str]]) -> None:
    """Load whatever is loaded on first use: the catalogues and what the stages keep."""
    known = order.known()
    for sample in samples:
        with contextlib.suppress(Unreadable):
            process(RawFile(sample["name"], sample["text"].encode()), known, order.config)
