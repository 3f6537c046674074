"""JSON Lines: one object a line, with numbers as numbers and spans as arrays."""

from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from tracker.domain.records import ClaimRecord
from tracker.exports.columns import EVERY, Choice, chosen
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.registry import export_format

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
#: JSON allows these two inside a string, but many readers of lines end a line there. In UTF-8
#: the bytes can stand for nothing else, and outside a string JSON has no place for them.
_NEARLY = b"\xe2\x80"
_SEPARATORS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))


@export_format(
    "jsonl",
    label="JSON Lines",
    media_type="application/x-ndjson",
    extension="jsonl",
    description="Every field of every claim, typed, one claim a line: for programs",
    has_columns=True,
)
def write_json_lines(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write one JSON object a line in UTF-8, its keys in the order of ``COLUMNS``."""
    written = 0
    choice = chosen(context)
    names = choice.names
    for record in records:
        out.write(_line(dict(zip(names, choice.read(record), strict=True))))
        written += 1
    return ExportSummary(written)


def line(record: ClaimRecord, choice: Choice = EVERY) -> bytes:
    """Return the record as one line of JSON, its line end included."""
    return _line(dict(zip(choice.names, choice.read(record), strict=True)))


def _line(values: dict[str, Any]) -> bytes:
    text = orjson.dumps(values, option=_OPTIONS)
    for separator, escape in _SEPARATORS:
        text = text.replace(separator, escape)
    return text
