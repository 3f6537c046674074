"""ClaimReview JSON-LD: the markup that search engines and fact-check databases read.

The report's one ``reviewRating`` says whether the claim is true. Whether the speaker said it
at all is a review of its own, ``associatedReview``, whose rating has the aspect "attribution";
so a reader of Google's rules meets a single rating and nobody takes one answer for the other.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from tracker.domain.evidence import EvidenceRecord
from tracker.domain.records import ClaimRecord
from tracker.domain.report_words import Readers
from tracker.domain.vocabulary import AttributionVerdict, Stage
from tracker.exports.addresses import is_web_address, page_of
from tracker.exports.checks.clearance import cleared
from tracker.exports.checks.rules import claim_of
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.linked.claim_node import claim_node
from tracker.exports.linked.media_review import media_reviews
from tracker.exports.linked.nodes import identifier, known, organisation
from tracker.exports.registry import export_format
from tracker.exports.spelling import moment

SCHEMA_CONTEXT = "https://schema.org"
#: Closer to the best is more true; both ends are always written, since readers assume others.
WORST_RATING, BEST_RATING = 1, 5
_SCALE = {"worstRating": WORST_RATING, "bestRating": BEST_RATING}
SINGLE_READER = "Single reader: one person may check and approve a report in this newsroom"

_OPENING = b'{"@context":"https://schema.org","@graph":['
_CLOSING = b"\n]}\n"


@export_format(
    "claimreview",
    label="ClaimReview (JSON-LD)",
    media_type="application/ld+json",
    extension="jsonld",
    description="Published reports only, for search engines and fact-check databases",
    published_only=True,
)
def write_claim_reviews(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write the reports that may leave as one graph, a line each; count the others by reason."""
    written, left_out = 0, Counter[str]()
    out.write(_OPENING)
    for record in cleared(records, context, left_out=left_out):
        out.write((b",\n" if written else b"\n") + orjson.dumps(review(record, context)))
        written += 1
    out.write(_CLOSING)
    return ExportSummary(written, left_out)


def claim_review(record: ClaimRecord, context: ExportContext) -> dict[str, Any]:
    """Return the markup of one report, to stand alone on its page.

    It asks no leave: ``preflight.findings`` tells whether the report may go out.
    """
    return {"@context": SCHEMA_CONTEXT, **review(record, context)}


def review(record: ClaimRecord, context: ExportContext) -> dict[str, Any]:
    """Return the markup of one report, to stand beside others under one context."""
    newsroom = organisation(context.publisher_name, context.publisher_url)
    page, said = page_of(record.public_url or context.base_url), claim_of(record)
    first, last = record.first_published_at, record.last_modified_at
    published = first and moment(first)
    return known(
        {
            "@type": "ClaimReview",
            "@id": identifier(record, page, "review"),
            "url": record.public_url,
            "claimReviewed": said,
            "datePublished": published,
            # Most reports never change, and spelling a moment is a twentieth of the work.
            "dateModified": published if last == first else last and moment(last),
            "version": record.revision,
            "creativeWorkStatus": "Corrected" if record.stage is Stage.CORRECTED else None,
            "keywords": [qualifier.label for qualifier in record.qualifiers],
            "correction": _correction(record),
            "creditText": SINGLE_READER if _is_single(record, context) else None,
            "author": newsroom,
            "itemReviewed": claim_node(record, page, said),
            "reviewRating": _rating(record),
            "associatedReview": _attribution(record, page, newsroom),
            "associatedMediaReview": record.media and list(media_reviews(record, page, newsroom)),
            "citation": [_citation(source) for source in record.evidence],
            "sdPublisher": newsroom,
            "sdLicense": context.licence_url,
            "sdDatePublished": context.generated_at.date().isoformat(),
        }
    )


def _is_single(record: ClaimRecord, context: ExportContext) -> bool:
    """Tell whether one person stands behind the report; it knows that better than the house."""
    if record.readers is None:
        return context.single_reader
    return record.readers is Readers.SINGLE_READER


def _correction(record: ClaimRecord) -> dict[str, Any] | None:
    """Return what readers are told about the newest version, where it is not the first."""
    if record.stage is not Stage.CORRECTED or not record.public_note:
        return None
    changed = record.last_modified_at
    return known(
        {
            "@type": "CorrectionComment",
            "name": record.correction and record.correction.label,
            "text": record.public_note,
            "datePublished": changed and moment(changed),
        }
    )


def _rating(record: ClaimRecord) -> dict[str, Any]:
    score = record.content_verdict.score
    node: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": record.verdict_label.strip() or record.content_verdict.label,
    }
    if score is not None:
        node["ratingValue"] = score
    node |= _SCALE
    if record.explanation:
        node["ratingExplanation"] = record.explanation
    return node


def _attribution(
    record: ClaimRecord, page: str, newsroom: dict[str, Any] | None
) -> dict[str, Any] | None:
    if record.attribution_verdict is AttributionVerdict.UNVERIFIED:
        return None
    return {
        "@type": "Review",
        "@id": identifier(record, page, "attribution"),
        "reviewAspect": "attribution",
        "author": newsroom,
        "itemReviewed": {"@id": identifier(record, page, "claim")},
        "reviewRating": {
            "@type": "Rating",
            "reviewAspect": "attribution",
            "alternateName": record.attribution_verdict.label,
        },
    }


def _citation(source: EvidenceRecord) -> dict[str, Any]:
    """Return a source of the verdict; where it was archived, readers can see what we saw."""
    node: dict[str, Any] = {"@type": "CreativeWork", "name": source.title}
    if is_web_address(source.url):
        node["url"] = source.url
    if is_web_address(source.archive_url):
        node["archivedAt"] = source.archive_url
    if source.publisher:
        node["publisher"] = organisation(source.publisher, None)
    return node
