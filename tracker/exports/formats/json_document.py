"""Plain JSON: one document that says what it is, with a claim for each record.

Its schema stands in ``json_schema``. Whether a file is whole shows at its end: the count comes
last, behind the claims.
"""

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from tracker.domain.records import ClaimRecord
from tracker.exports.columns import chosen
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.json_schema import SCHEMA_NAME, SCHEMA_VERSION
from tracker.exports.registry import export_format
from tracker.exports.spelling import moment


@export_format(
    "json",
    label="JSON",
    media_type="application/json",
    extension="json",
    description="Every field of every claim in one document with a schema: for programs",
    has_columns=True,
)
def write_json_document(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write the envelope, a claim a line, and at the end how many there are."""
    written = 0
    choice = chosen(context)
    names = choice.names
    out.write(_opening(context))
    for record in records:
        out.write(b",\n" if written else b"\n")
        values = dict(zip(names, choice.read(record), strict=True))
        out.write(orjson.dumps(values, option=orjson.OPT_UTC_Z))
        written += 1
    out.write(b'\n],"count":%d}\n' % written)
    return ExportSummary(written)


def _opening(context: ExportContext) -> bytes:
    envelope = {
        "schema": SCHEMA_NAME,
        "schema_version": SCHEMA_VERSION,
        "generated_at": moment(context.generated_at),
        "newsroom": {"name": context.publisher_name, "url": context.publisher_url},
        "licence": context.licence_url,
    }
    return orjson.dumps(envelope)[:-1] + b',"claims":['
