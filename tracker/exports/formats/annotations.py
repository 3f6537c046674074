"""W3C Web Annotations: where in its article each claim stands.

Each piece of a claim is a target of its own. A position counts code points of the newsroom's text
of the article, which the target's ``cached`` names; the quote finds the piece on the outlet's page.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import orjson

from tracker.domain.commands import Stretch
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import ContentVerdict, Visibility
from tracker.exports.addresses import is_web_address
from tracker.exports.checks.rules import IN_FORCE
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.registry import export_format
from tracker.exports.spelling import moment

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What stands between the pieces in a record's quote.
_BETWEEN = " … "


@export_format(
    "annotations",
    label="Web annotations",
    media_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    extension="annotations.jsonld",
    description="The words of every claim, marked in its article: for annotation tools",
)
def write_annotations(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write a collection with one page, and on it an annotation a line, one for each claim."""
    written = 0
    out.write(_opening(context))
    for record in records:
        out.write(b",\n" if written else b"\n")
        out.write(orjson.dumps(_annotation(record, context)))
        written += 1
    # How many there are is known only now; the order of keys has no meaning.
    out.write(b'\n]},"total":%d}\n' % written)
    return ExportSummary(written)


def _opening(context: ExportContext) -> bytes:
    address = f"{context.base_url}/exports/annotations"
    page = {"id": f"{address}#page", "type": "AnnotationPage", "startIndex": 0, "items": []}
    collection = {
        "@context": ANNOTATION_CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": f"Claims read by {context.publisher_name}",
        "first": page,
    }
    return orjson.dumps(collection).removesuffix(b"]}}")


def _annotation(record: ClaimRecord, context: ExportContext) -> dict[str, Any]:
    annotation = {
        "id": f"{context.base_url}/reports/{record.claim_id}#annotation",
        "type": "Annotation",
        "motivation": "assessing" if _has_public_verdict(record) else "describing",
        "created": moment(record.created_at),
        "modified": moment(record.updated_at),
        "creator": {
            "id": context.publisher_url,
            "type": "Organization",
            "name": context.publisher_name,
        },
        "body": list(_bodies(record)),
        "target": _targets(record, context),
    }
    if context.licence_url:
        annotation["rights"] = context.licence_url
    return annotation


def _bodies(record: ClaimRecord) -> Iterator[dict[str, str]]:
    yield _body("describing", record.wording)
    if record.speaker:
        yield _body("identifying", record.speaker)
    if _has_public_verdict(record):
        yield _body("assessing", record.verdict_label or record.content_verdict.label)


def _body(purpose: str, text: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": text, "format": "text/plain"}


def _has_public_verdict(record: ClaimRecord) -> bool:
    """Tell whether the verdict may be laid on the outlet's page, where anybody may read it."""
    return (
        record.stage in IN_FORCE
        and record.visibility is Visibility.PUBLIC
        and record.content_verdict is not ContentVerdict.NOT_RATED
    )


def _targets(record: ClaimRecord, context: ExportContext) -> list[dict[str, Any]]:
    text = f"{context.base_url}/articles/{record.article_id}"
    page = record.article_url if is_web_address(record.article_url) else text
    state = {"type": "TimeState", "cached": text}
    quotes = _pieces(record.quote, record.content_spans)
    return [
        {
            "type": "SpecificResource",
            "source": page,
            "state": state,
            "selector": _selectors(stretch, quote),
        }
        for stretch, quote in zip(record.content_spans, quotes, strict=True)
    ] or [{"type": "SpecificResource", "source": page}]


def _selectors(stretch: Stretch, quote: str | None) -> list[dict[str, Any]]:
    start, end = stretch
    position: dict[str, Any] = {"type": "TextPositionSelector", "start": start, "end": end}
    if quote is None:
        return [position]
    return [position, {"type": "TextQuoteSelector", "exact": quote}]


def _pieces(quote: str, stretches: tuple[Stretch, ...]) -> list[str | None]:
    """Take a quote apart by the lengths of its pieces, since a piece may hold the joint itself.

    Where the lengths do not fit, no piece is told: a wrong quote would mark the wrong words.
    """
    pieces, place = [], 0
    for start, end in stretches:
        pieces.append(quote[place : place + end - start])
        place += end - start + len(_BETWEEN)
    return list(pieces) if _BETWEEN.join(pieces) == quote else [None] * len(stretches)
