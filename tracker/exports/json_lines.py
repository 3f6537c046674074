"""JSON Lines: one object a line, with numbers as numbers and spans as arrays."""

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from tracker.domain.records import COLUMNS, ClaimRecord, read_columns
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.registry import export_format

_NAMES = tuple(column.name for column in COLUMNS)
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
#: JSON allows these two inside a string, but many readers of lines end a line there. In UTF-8
#: the bytes can stand for nothing else, and outside a string JSON has no place for them.
_SEPARATORS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))


@export_format(
    "jsonl",
    label="JSON Lines",
    media_type="application/x-ndjson",
    extension="jsonl",
    description="Every field of every claim, typed, one claim a line: for programs",
)
def write_json_lines(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write one JSON object a line in UTF-8, its keys in the order of ``COLUMNS``."""
    written = 0
    for record in records:
        out.write(line(record))
        written += 1
    return ExportSummary(written)


def line(record: ClaimRecord) -> bytes:
    """Return the record as one line of JSON, its line end included."""
    text = orjson.dumps(dict(zip(_NAMES, read_columns(record), strict=True)), option=_OPTIONS)
    for separator, escape in _SEPARATORS:
        text = text.replace(separator, escape)
    return text
