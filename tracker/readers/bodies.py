"""The body of an answer, read and unpacked within limits."""

import zlib

import httpx

from tracker.readers.policy import INSTEAD, FetchFailed, FetchRefused, Policy

_WINDOW_BITS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": 15}


def read_body(answer: httpx.Response, policy: Policy) -> bytes:
    """Return the unpacked body; raise FetchRefused above the limits of wire or content."""
    unpack = _Unpacker(answer.headers.get("content-encoding", ""), policy.content_bytes)
    received = 0
    for chunk in answer.iter_raw():
        received += len(chunk)
        if received > policy.wire_bytes:
            raise FetchRefused("the page is larger than %(most)s bytes", most=policy.wire_bytes)
        unpack.add(chunk)
    return unpack.finished()


class _Unpacker:
    """Unpacks a body piece by piece, so that a bomb is noticed before it goes off."""

    def __init__(self, encoding: str, most: int) -> None:
        name = encoding.strip().lower()
        if name not in {"", "identity", *_WINDOW_BITS}:
            raise FetchFailed(
                "the page is packed in an unknown way (%(name)s); %(instead)s",
                name=name[:20],
                instead=INSTEAD,
            )
        self._unzip = zlib.decompressobj(_WINDOW_BITS[name]) if name in _WINDOW_BITS else None
        self._most = most
        self._content = bytearray()

    def add(self, chunk: bytes) -> None:
        """Unpack the next piece; raise FetchRefused above the limit."""
        if self._unzip is None:
            self._content += chunk
        else:
            try:
                self._content += self._unzip.decompress(chunk, self._most + 1)
            except zlib.error as error:
                raise FetchFailed(
                    "the page arrived damaged; %(instead)s", instead=INSTEAD
                ) from error
        if len(self._content) > self._most:
            raise FetchRefused("the page unpacks to more than %(most)s bytes", most=self._most)

    def finished(self) -> bytes:
        """Return the whole; raise FetchFailed where its end is missing."""
        if self._unzip is not None and not self._unzip.eof:
            raise FetchFailed("the page arrived cut short; %(instead)s", instead=INSTEAD)
        return bytes(self._content)
