"""The render process: PDFium is loaded once, and every picture is drawn by a worker of its own.

`main` takes requests from the socket of `renderer`, each with three open files: the document, the picture,
the pipe for the outcome.  A worker has limits, no network and no other open file, and ends when it has told
the outcome.  The process ends when its socket closes; workers end with it.
"""

import gc
import hashlib
import json
import os
import signal
import socket
from typing import Any

from pipeline.archive import RawFile
from pipeline.batch.limits import Limits, confine, seclude
from pipeline.errors import Unreadable
from pipeline.model import Bbox
from pipeline.parsers import pdf, scan
from pipeline.parsers.pdf import drawing as of_pdf
from pipeline.parsers.scan import drawing as of_picture
from pipeline.parsers.sniff import sniff
from pipeline.server.pictures.renderer import WALL_SECONDS, Outcome

CPU_SECONDS = 8
"""Processor seconds for one picture; a page of a plan takes 0.2."""

MEMORY_MIB = 1536
"""Address space of one worker; 25 megapixels take 300 MiB beside what the libraries map."""

MESSAGE = 2**12
"""Bytes of one request."""

HANDLES = 3

ID_DIGITS = 16
"""Hex digits of the SHA-256 that are a document's id."""


def main(handle: int) -> None:
    """Serve until the socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    seclude()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=handle) as requests:
        while True:
            words, handles, _, _ = socket.recv_fds(requests, MESSAGE, HANDLES)
            if not words:
                return
            if not os.fork():
                _work(requests, json.loads(words), *handles)
            for each in handles:
                os.close(each)


def _work(requests: socket.socket, wanted: dict[str, Any], document: int, picture: int, told: int) -> None:
    """The whole life of a worker."""
    try:
        requests.close()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(WALL_SECONDS)
        confine(Limits(CPU_SECONDS, MEMORY_MIB))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.write(told, _draw(wanted, document, picture).encode())
    finally:
        os._exit(0)


def _draw(wanted: dict[str, Any], document: int, picture: int) -> Outcome:
    os.lseek(document, 0, os.SEEK_SET)
    with os.fdopen(document, "rb") as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest()[:ID_DIGITS] != wanted["document"]:
        return "changed"
    try:
        made = _made(RawFile("", data), **wanted)
    except Unreadable:
        return "unreadable"
    except IndexError:
        return "no_page"
    if made is None:
        return "no_picture"
    with os.fdopen(picture, "wb") as file:
        file.write(made)
    return "drawn"


def _made(file: RawFile, document: str, page: int, what: str, box: Bbox) -> bytes | None:
    del document
    kind = sniff(file.data)
    if kind not in (*pdf.FORMATS, *scan.FORMATS):
        return None
    maker = of_pdf if kind in pdf.FORMATS else of_picture
    if what == "sides":
        return "{} {}".format(*maker.sides(file, page)).encode()
    made: bytes = maker.cut(file, page, box) if what == "place" else maker.draw(file, page, ())
    return made
