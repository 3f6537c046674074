"""Connections to vetted addresses only: one look-up, every answer checked, no second one."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from types import TracebackType
from typing import Self

import httpcore
import httpx

from tracker.readers.addresses import literal_address
from tracker.readers.policy import INSTEAD, FetchFailed, FetchRefused, Policy

_SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


class Deadline:
    """The moment by which a whole fetch, redirects and all, must be over."""

    def __init__(self, seconds: float) -> None:
        """Start the clock."""
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds that are left; raise FetchFailed where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchFailed(
                "it took longer than %(seconds)s seconds; %(instead)s",
                seconds=round(self.seconds),
                instead=INSTEAD,
            )
        return left

    def watch(self, connection: socket.socket) -> "Watch":
        """Shut the connection down at the deadline, whatever it is waiting for then.

        A time limit for each read does not end a server that sends a byte now and then.
        """
        return Watch(connection, self.remaining())


class Watch:
    """Shuts a connection down after some seconds, unless it is stopped before."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        """Start the watch."""
        self._handle = connection.dup()  # wrapping a socket in TLS empties the first handle
        self._timer = threading.Timer(seconds, self._shut_down)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Let go of the connection."""
        self._timer.cancel()
        self._handle.close()

    def _shut_down(self) -> None:
        with suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)


class VettedBackend(httpcore.NetworkBackend):
    """Connects to an address that the policy allows, and to none that was not checked."""

    def __init__(self, policy: Policy, deadline: Deadline) -> None:
        """Remember the policy; ``peer`` is the address of the last connection."""
        self.policy = policy
        self.deadline = deadline
        self.peer: str | None = None
        self._sockets = httpcore.SyncBackend()
        self._watches: list[Watch] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the host up once, vet every answer, connect to the first that accepts."""
        failure: Exception | None = None
        for address in self._vetted(host, port):
            patience = min(timeout or self.policy.connect_seconds, self.deadline.remaining())
            try:
                stream = self._sockets.connect_tcp(address, port, patience)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self.peer = address
            self._watches.append(self.deadline.watch(stream.get_extra_info("socket")))
            return stream
        raise FetchFailed(
            "this machine has no way to reach %(host)s; %(instead)s", host=host, instead=INSTEAD
        ) from failure

    def stop_watching(self) -> None:
        """Let go of the connections' watches."""
        for watch in self._watches:
            watch.stop()

    def _vetted(self, host: str, port: int) -> list[str]:
        addresses = self._addresses(host, port)
        for address in addresses:
            if not self.policy.allow(ip_address(address)):
                raise FetchRefused(
                    "%(host)s is not on the public web; only public sites are fetched", host=host
                )
        return addresses

    def _addresses(self, host: str, port: int) -> list[str]:
        if literal_address(host):
            return [host]
        patience = min(self.policy.connect_seconds, self.deadline.remaining())
        try:
            found = list(dict.fromkeys(self.policy.resolve(host, port, patience)))
        except OSError as error:
            raise FetchFailed(
                "this machine has no way to reach %(host)s: its name was not found; %(instead)s",
                host=host,
                instead=INSTEAD,
            ) from error
        if not found:
            raise FetchFailed("%(host)s has no address; %(instead)s", host=host, instead=INSTEAD)
        return found


class VettedTransport(httpx.BaseTransport):
    """One request over vetted connections: no proxy, no cookies, nothing kept alive."""

    def __init__(self, backend: VettedBackend) -> None:
        """Open a pool of one."""
        self._backend = backend
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=backend,
        )

    def __enter__(self) -> Self:
        """Return the transport itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Close the connection."""
        self.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; the name in its address goes into Host and SNI."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close the pool and the watches."""
        self._pool.close()
        self._backend.stop_watching()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come over the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
