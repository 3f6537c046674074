"""A source is what its content says; what is damaged or two things at once is refused."""

import struct
import zlib

import pytest

from tracker.domain.evidence_words import SnapshotOrigin
from tracker.readers import UnreadableDocument
from tracker.readers.captures import pasted, uploaded


def png(width: int = 2, height: int = 3) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * 3 * min(width, 9)) * min(height, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    b"\xff\xc0\x00\x11\x08\x00\x03\x00\x02\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9"
)
GIF = b"GIF89a\x02\0\x03\0\x80\0\0" + b"\0" * 20 + b";"
WEBP = b"RIFF" + struct.pack("<I", 26) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 18


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(png(), "image/png"), (JPEG, "image/jpeg"), (GIF, "image/gif"), (WEBP, "image/webp")],
)
def test_a_picture_is_known_by_its_content(content, media_type):
    capture = uploaded(content)
    assert (capture.media_type, capture.text) == (media_type, None)
    assert capture.origin is SnapshotOrigin.UPLOADED


@pytest.mark.parametrize("content", [png()[:-20], JPEG[:-2], GIF[:-1], WEBP[:20], png()[:28]])
def test_a_damaged_picture_is_refused(content):
    with pytest.raises(UnreadableDocument, match="damaged"):
        uploaded(content)


def test_a_picture_that_is_a_page_as_well_is_refused():
    with pytest.raises(UnreadableDocument, match="page or an archive"):
        uploaded(GIF[:-1] + b"<Script>alert(1)</script>;")


def test_a_picture_of_boundless_size_is_refused():
    with pytest.raises(UnreadableDocument, match="too many pixels"):
        uploaded(png(60_000, 60_000))


def test_a_picture_under_another_name_is_refused():
    with pytest.raises(UnreadableDocument, match=r"rename it to end in \.png"):
        uploaded(png(), filename="figures.pdf")
    assert uploaded(png(), filename="figures.PNG").filename == "figures.PNG"


def test_a_page_is_kept_with_its_words():
    content = b"<!doctype html><title>T</title><article><p>Nine million tonnes went through the "
    content += b"port last year, the office of statistics says.</p></article>"
    capture = uploaded(content, filename="table.html")
    assert capture.media_type == "text/html"
    assert "Nine million tonnes" in capture.text


def test_a_page_without_words_is_kept_to_be_looked_at():
    capture = uploaded(b"<!doctype html><html><body></body></html>", filename="empty.html")
    assert (capture.media_type, capture.text) == ("text/html", None)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00program", b"\x00\x01\x02"])
def test_what_is_neither_document_nor_picture_is_refused(content):
    with pytest.raises(UnreadableDocument):
        uploaded(content)


def test_a_file_beyond_the_limit_is_refused():
    with pytest.raises(UnreadableDocument, match="limit"):
        uploaded(b"x" * 20_000_001)


def test_pasted_text_is_its_own_words():
    capture = pasted("  Notes of\r\nthe call ")
    assert (capture.text, capture.content) == ("Notes of\nthe call", b"Notes of\nthe call")
    with pytest.raises(UnreadableDocument, match="no text"):
        pasted(" ")
