"""Pictures recognised by their content; none is decoded, so none can be a bomb.

Signatures and structure: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a, WebP (RFC 9649).
"""

import struct
from pathlib import PurePosixPath

from tracker.readers.document import UnreadableDocument

_SUFFIXES = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
}
PICTURE_TYPES = frozenset(_SUFFIXES)
#: Words of pages, scripts and documents: a program that guesses might run what it finds.
_FOREIGN = (b"<script", b"<!doctype", b"<html", b"<svg", b"<?php", b"%pdf-")
#: Larger ones bring a browser down that is asked to show them.
_MOST_PIXELS = 100_000_000
#: Shorter than this is no whole picture of any kind.
_SHORTEST = 30
#: Where a program looks that guesses what a file is.
_HEAD = 2048
#: The markers of JPEG frames lie here; three of the range mean something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER = 0xFF


def picture_type(content: bytes, *, filename: str | None = None) -> str | None:
    """Return the media type of a picture, or None where the bytes are none.

    Raises UnreadableDocument where they begin as a picture and are damaged, are something else
    as well, or are named as something else.
    """
    found = _type(content)
    if found is None:
        return None
    size = _SIZES[found](content) if len(content) >= _SHORTEST else None
    if size is None:
        raise UnreadableDocument("the picture is damaged; save it anew")
    if not 0 < size[0] * size[1] <= _MOST_PIXELS:
        raise UnreadableDocument("the picture has too many pixels; save a smaller one")
    _refuse_other_names(found, filename)
    head = content[:_HEAD].lower()
    is_archive = b"PK\x05\x06" in content[-66_000:] and b"PK\x01\x02" in content
    if is_archive or any(mark in head for mark in _FOREIGN):
        raise UnreadableDocument("the picture holds a page or an archive, too; save it anew")
    return found


def _type(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def _refuse_other_names(found: str, filename: str | None) -> None:
    suffix = PurePosixPath((filename or "").replace("\\", "/")).suffix.lower()
    if suffix and suffix not in _SUFFIXES[found]:
        right = _SUFFIXES[found][0]
        raise UnreadableDocument(
            "its name ends in “%(suffix)s”, but it is a picture; rename it to end in %(right)s",
            suffix=suffix[:20],
            right=right,
        )


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _gif_size(content: bytes) -> tuple[int, int] | None:
    if content[-1:] != b";":
        return None
    width, height = struct.unpack("<HH", content[6:10])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header, which holds the size."""
    if content.rstrip(b"\0")[-2:] != b"\xff\xd9":
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == _MARKER:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    if int.from_bytes(content[4:8], "little") + 8 > len(content):
        return None
    match content[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little") + 1
            return width, int.from_bytes(content[27:30], "little") + 1
        case _:
            return None


_SIZES = {
    "image/png": _png_size,
    "image/jpeg": _jpeg_size,
    "image/gif": _gif_size,
    "image/webp": _webp_size,
}
