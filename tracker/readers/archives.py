"""Archives are looked through before anything is unpacked."""

import io
import stat
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tracker.readers.document import Limits, UnreadableDocument

_CENTRAL, _END = b"PK\x01\x02", b"PK\x05\x06"
_END_SIZE = 22
_LOCAL_SIZE = 30
#: Below this size a high ratio is harmless: XML of a few pages packs well.
_RATIO_FROM = 1_000_000
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
# Office files forbid document types (ECMA-376, part 2), and every XML attack needs one.
_DOCTYPES = tuple(f"<!{word}".encode(form) for word in ("DOCTYPE", "ENTITY")
                  for form in ("ascii", "utf-16-le", "utf-16-be"))  # fmt: skip
_NO_XML = ("word/media/", "word/embeddings/", "word/fonts/", "docProps/thumbnail")


def check_archive(content: bytes, limits: Limits) -> None:
    """Raise UnreadableDocument where the archive is a bomb, a trap or damaged."""
    _check_frame(content, limits)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, limits)
            _check_names(entries)
            _check_places(entries)
            for entry in entries:
                if not entry.filename.startswith(_NO_XML):
                    _refuse_document_types(archive, entry)
    except UnreadableDocument:
        raise
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise UnreadableDocument("the archive inside it is damaged; save the file anew") from error


def _check_frame(content: bytes, limits: Limits) -> None:
    if content.count(_CENTRAL) > limits.archive_entries:
        raise UnreadableDocument("it holds more than %(most)s files", most=limits.archive_entries)
    end = content.rfind(_END)
    comment = int.from_bytes(content[end + 20 : end + _END_SIZE], "little")
    if end < 0 or end + _END_SIZE + comment != len(content):
        raise UnreadableDocument("its archive is cut short or has something else after its end")


def _check_sizes(entries: list[ZipInfo], limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise UnreadableDocument(
            "it would unpack to %(unpacked)s bytes; the limit is %(most)s",
            unpacked=unpacked,
            most=limits.unpacked_bytes,
        )
    if unpacked > _RATIO_FROM and unpacked > limits.compression_ratio * max(packed, 1):
        raise UnreadableDocument("it is packed as tightly as only a bomb is")


def _check_names(entries: list[ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UnreadableDocument("two files in it have the same name")
    for entry in entries:
        steps = entry.filename.replace("\\", "/").split("/")
        if steps[0] == "" or ".." in steps or ":" in steps[0]:
            raise UnreadableDocument("a file in it has a path that leads out of the archive")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableDocument("a file in it is a link")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableDocument("it is protected by a password; save it without one")
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise UnreadableDocument("it is packed in a way that Office files never are")


def _check_places(entries: list[ZipInfo]) -> None:
    """Refuse entries that share bytes: overlapping is how small bombs grow large."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnreadableDocument("files in it overlap")
        name = len(entry.filename.encode("utf-8", "replace"))
        end = entry.header_offset + _LOCAL_SIZE + name + entry.compress_size


def _refuse_document_types(archive: ZipFile, entry: ZipInfo) -> None:
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if any(mark in before + chunk for mark in _DOCTYPES):
                raise UnreadableDocument("its XML declares a document type, as attacks do")
            before = chunk[-32:]
