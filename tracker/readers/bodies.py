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
            raise FetchRefused(f"the page is larger than {policy.wire_bytes:,} bytes")
        unpack.add(chunk)
    return unpack.finished()


class _Unpacker:
    """Unpacks a body piece by piece, so that a bomb is noticed before it goes off."""

    def __init__(self, encoding: str, most: int) -> None:
        name = encoding.strip().lower()
        if name not in {"", "identity", *_WINDOW_BITS}:
            raise FetchFailed(f"the page is packed in an unknown way ({name[:20]}); {INSTEAD}")
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
                raise FetchFailed(f"the page arrived damaged; {INSTEAD}") from error
        if len(self._content) > self._most:
            raise FetchRefused(f"the page unpacks to more than {self._most:,} bytes")

    def finished(self) -> bytes:
        """Return the whole; raise FetchFailed where its end is missing."""
        if self._unzip is not None and not self._unzip.eof:
            raise FetchFailed(f"the page arrived cut short; {INSTEAD}")
        return bytes(self._content)
