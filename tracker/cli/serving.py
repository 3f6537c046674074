"""The server: a free port, then one process with a few threads.

One process is right for SQLite, which has one writer: the writers queue within the process.
"""

import errno
import signal
import socket
from dataclasses import replace
from typing import Any

import waitress

from tracker.cli.lazy import Refusal
from tracker.config import Settings

THREADS = 8
#: How many ports are tried, from the one that was asked for upwards.
PORTS_TRIED = 20
LAST_PORT = 65535


def listen(settings: Settings) -> tuple[socket.socket, Settings]:
    """Take the port of the settings or the next free one; return it with settings that fit."""
    candidates = range(settings.port, min(settings.port + PORTS_TRIED, LAST_PORT + 1))
    for port in candidates:
        try:
            taken = _take(settings.host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = (error.strerror or str(error)).lower()
                raise Refusal(f"cannot listen on {settings.host}:{port}: {reason}") from error
        else:
            return taken, _at_port(settings, taken.getsockname()[1])
    raise Refusal(
        f"the ports {candidates[0]} to {candidates[-1]} are all taken; name one with --port"
    )


def serve(app: Any, taken: socket.socket, settings: Settings) -> None:
    """Answer requests until the process is told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    server = waitress.create_server(
        app,
        sockets=[taken],
        threads=THREADS,
        ident=None,
        # The application reads these headers itself, from as many proxies as it was told of.
        clear_untrusted_proxy_headers=settings.proxies == 0,
    )
    try:
        server.run()
    finally:
        server.close()


def _take(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


def _at_port(settings: Settings, port: int) -> Settings:
    given = f"http://{settings.host}:{settings.port}"
    address = f"http://{settings.host}:{port}" if settings.base_url == given else settings.base_url
    return replace(settings, port=port, base_url=address)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
