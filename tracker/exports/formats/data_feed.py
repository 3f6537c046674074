"""The feed that Data Commons and others collect reports from: a DataFeed of ClaimReviews.

A report that was taken back stays in it as an element with ``dateDeleted`` and without the
review, so that whoever holds a copy learns to drop it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from tracker.domain.records import ClaimRecord
from tracker.exports.checks.clearance import cleared, is_withdrawn
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.formats.claim_review import SCHEMA_CONTEXT, review
from tracker.exports.registry import export_format
from tracker.exports.spelling import moment

_CLOSING = b"\n]}\n"


@export_format(
    "datacommons",
    label="Data Commons feed",
    media_type="application/json",
    extension="datafeed.json",
    description="Published reports as a DataFeed; retracted ones are marked as deleted",
    published_only=True,
    tells_retractions=True,
)
def write_data_feed(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write a line for each report that may leave, or that did and was taken back."""
    written, left_out = 0, Counter[str]()
    out.write(_opening(context))
    for record in cleared(records, context, left_out=left_out, with_withdrawn=True):
        out.write(b",\n" if written else b"\n")
        out.write(orjson.dumps(_element(record, context)))
        written += 1
    out.write(_CLOSING)
    return ExportSummary(written, left_out)


def _opening(context: ExportContext) -> bytes:
    feed = {
        "@context": SCHEMA_CONTEXT,
        "@type": "DataFeed",
        "name": f"Fact checks by {context.publisher_name}",
        "dateModified": moment(context.generated_at),
    }
    if context.licence_url:
        feed["license"] = context.licence_url
    # The elements follow one by one, where the object would close.
    return orjson.dumps(feed)[:-1] + b',"dataFeedElement":['


def _element(record: ClaimRecord, context: ExportContext) -> dict[str, Any]:
    first = record.first_published_at or record.created_at
    last = moment(record.last_modified_at or first)
    element: dict[str, Any] = {
        "@type": "DataFeedItem",
        "url": record.public_url,
        "dateCreated": moment(first),
        "dateModified": last,
    }
    if is_withdrawn(record, context):
        return element | {"dateDeleted": last}
    return element | {"item": [review(record, context)]}
