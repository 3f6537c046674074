"""MediaReview: what was done to the pictures, films and recordings that a claim was made with.

Each medium has a review of its own, linked both ways with the ClaimReview of the report.
"""

from collections.abc import Iterator
from typing import Any

from tracker.domain.evidence import MediaRecord
from tracker.domain.evidence_words import MediaKind
from tracker.domain.records import ClaimRecord
from tracker.exports.addresses import is_web_address
from tracker.exports.spelling import moment

SCHEMA = "https://schema.org/"
_KINDS = {
    MediaKind.IMAGE: "ImageObjectSnapshot",
    MediaKind.VIDEO: "VideoObjectSnapshot",
    MediaKind.AUDIO: "AudioObjectSnapshot",
}


def media_reviews(
    record: ClaimRecord, page: str, newsroom: dict[str, Any] | None
) -> Iterator[dict[str, Any]]:
    """Yield a review of each medium that was judged; ``page`` is the report's, without anchor."""
    for number, medium in enumerate(record.media, start=1):
        if medium.authenticity:
            identifier = f"{page}#media-{record.claim_id}-{number}"
            yield _review(record, medium, page, {"@id": identifier, "author": newsroom})


def _review(
    record: ClaimRecord, medium: MediaRecord, page: str, head: dict[str, Any]
) -> dict[str, Any]:
    first, last = record.first_published_at, record.last_modified_at
    node = {
        "@type": "MediaReview",
        **head,
        "url": record.public_url,
        "datePublished": first and moment(first),
        "dateModified": last and moment(last),
        "mediaAuthenticityCategory": [{"@id": f"{SCHEMA}{one}"} for one in medium.authenticity],
        "originalMediaContextDescription": medium.original_context,
        "originalMediaLink": _address(medium.original_url),
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "interpretedAsClaim": {"@id": f"{page}#claim-{record.claim_id}"},
            "mediaItemAppearance": _appearance(medium),
        },
        "associatedClaimReview": {"@id": f"{page}#review-{record.claim_id}"},
    }
    return {name: value for name, value in node.items() if value}


def _appearance(medium: MediaRecord) -> dict[str, Any]:
    node = {
        "@type": _KINDS[medium.kind],
        "contentUrl": _address(medium.content_url),
        "archivedAt": _address(medium.archive_url),
        "description": medium.description,
    }
    return {name: value for name, value in node.items() if value}


def _address(address: str | None) -> str | None:
    return address if is_web_address(address) else None
