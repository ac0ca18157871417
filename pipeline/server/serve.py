"""The server itself: on this machine only, on a free port, until the user ends it.

`open_sockets` takes a port (0: any free one) and gives listening sockets; `serve` answers on them and returns
when it is interrupted.
"""

import contextlib
import socket
from collections.abc import Callable

import uvicorn

from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.server.app import make_app
from pipeline.server.desk import Desk

BACKLOG = 64
MOST_REQUESTS = 64
"""Requests at the same time; a browser makes about six."""

IDLE_SECONDS = 30
"""Seconds that an idle connection is kept."""

END_SECONDS = 3
"""Seconds that running answers are given at the end."""


def open_sockets(port: int, lang: str) -> tuple[list[socket.socket], int]:
    """Listen on 127.0.0.1, and on ::1 where the machine has it; gives the sockets and the port.

    Raises `UsageError` when the port is taken.
    """
    try:
        first = _listening(socket.AF_INET, "127.0.0.1", port)
    except OSError as fault:
        raise UsageError(say("server.port_taken", lang, port=port)) from fault
    number = int(first.getsockname()[1])
    found = [first]
    with contextlib.suppress(OSError):
        found.append(_listening(socket.AF_INET6, "::1", number))
    return found, number


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(desk: Desk, sockets: list[socket.socket], port: int, ready: Callable[[], None]) -> None:
    """Answer until Ctrl-C or a signal; `ready` is called when the first page can be asked for."""
    config = uvicorn.Config(
        make_app(desk, port),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=MOST_REQUESTS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=END_SECONDS,
    )
    with contextlib.suppress(KeyboardInterrupt):
        _Server(config, ready).run(sockets)
    desk.close()
