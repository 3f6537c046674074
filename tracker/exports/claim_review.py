"""ClaimReview JSON-LD: the markup that search engines and fact-check databases read.

The report's one ``reviewRating`` says whether the claim is true. Whether the speaker said it
at all is a review of its own, ``associatedReview``, whose rating has the aspect "attribution";
so a reader of Google's rules meets a single rating and nobody takes one answer for the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, BinaryIO

import orjson

from tracker.domain.evidence import EvidenceRecord
from tracker.domain.records import ClaimRecord
from tracker.domain.report_words import Readers
from tracker.domain.vocabulary import AttributionVerdict, ClaimKind, SpeakerKind, Stage
from tracker.exports.addresses import is_web_address, page_of
from tracker.exports.clearance import cleared
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.media_review import media_reviews
from tracker.exports.registry import export_format
from tracker.exports.rules import claim_of, names_speaker
from tracker.exports.spelling import moment

SCHEMA_CONTEXT = "https://schema.org"
#: Closer to the best is more true; both ends are always written, since readers assume others.
WORST_RATING, BEST_RATING = 1, 5
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
        out.write(b",\n" if written else b"\n")
        out.write(orjson.dumps(review(record, context)))
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
    newsroom = _organisation(context.publisher_name, context.publisher_url)
    page, said = page_of(record.public_url or context.base_url), claim_of(record)
    first, last = record.first_published_at, record.last_modified_at
    return _known(
        {
            "@type": "ClaimReview",
            "@id": _identifier(record, page, "review"),
            "url": record.public_url,
            "claimReviewed": said,
            "datePublished": first and moment(first),
            "dateModified": last and moment(last),
            "version": record.revision,
            "creativeWorkStatus": "Corrected" if record.stage is Stage.CORRECTED else None,
            "keywords": [qualifier.label for qualifier in record.qualifiers],
            "correction": _correction(record),
            "creditText": SINGLE_READER if _is_single(record, context) else None,
            "author": newsroom,
            "itemReviewed": _claim(record, page, said),
            "reviewRating": _rating(record),
            "associatedReview": _attribution(record, page, newsroom),
            "associatedMediaReview": list(media_reviews(record, page, newsroom)),
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
    return _known(
        {
            "@type": "CorrectionComment",
            "name": record.correction and record.correction.label,
            "text": record.public_note,
            "datePublished": changed and moment(changed),
        }
    )


def _rating(record: ClaimRecord) -> dict[str, Any]:
    return _known(
        {
            "@type": "Rating",
            "alternateName": record.verdict_label.strip() or record.content_verdict.label,
            "ratingValue": record.content_verdict.score,
            "worstRating": WORST_RATING,
            "bestRating": BEST_RATING,
            "ratingExplanation": record.explanation,
        }
    )


def _attribution(
    record: ClaimRecord, page: str, newsroom: dict[str, Any] | None
) -> dict[str, Any] | None:
    if record.attribution_verdict is AttributionVerdict.UNVERIFIED:
        return None
    return {
        "@type": "Review",
        "@id": _identifier(record, page, "attribution"),
        "reviewAspect": "attribution",
        "author": newsroom,
        "itemReviewed": {"@id": _identifier(record, page, "claim")},
        "reviewRating": {
            "@type": "Rating",
            "reviewAspect": "attribution",
            "alternateName": record.attribution_verdict.label,
        },
    }


@lru_cache(maxsize=4096)  # claims of one article rest on the same sources
def _citation(source: EvidenceRecord) -> dict[str, Any]:
    """Return a source of the verdict; where it was archived, readers can see what we saw."""
    return _known(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": _web_address(source.url),
            "archivedAt": _web_address(source.archive_url),
            "publisher": _organisation(source.publisher, None),
        }
    )


def _claim(record: ClaimRecord, page: str, said: str) -> dict[str, Any]:
    # Where the medium is told, the article passes on what appeared elsewhere before.
    appearance = "appearance" if record.medium else "firstAppearance"
    return _known(
        {
            "@type": "Claim",
            "@id": _identifier(record, page, "claim"),
            "text": said,
            "inLanguage": record.article_language,
            "author": _speaker(record, page),
            "datePublished": record.said_on and record.said_on.isoformat(),
            appearance: _article(record, page),
        }
    )


def _speaker(record: ClaimRecord, page: str) -> dict[str, Any] | None:
    if not names_speaker(record):
        return None
    is_person = record.speaker_kind is SpeakerKind.PERSON
    return _known(
        {
            "@type": "Person" if is_person else "Organization",
            "@id": _identifier(record, page, "speaker"),
            "name": record.speaker,
            # An organisation has no job; what the article calls it describes it.
            "jobTitle" if is_person else "description": record.role_as_stated,
            "sameAs": _web_address(record.speaker_same_as),
        }
    )


def _article(record: ClaimRecord, page: str) -> dict[str, Any]:
    known = _source(
        record.article_url,
        record.article_title,
        record.article_published_on,
        record.article_language,
        publisher=(record.outlet, record.outlet_domain),
    )
    return {**known, "hasPart": _passage(record, page)}


@lru_cache(maxsize=1024)  # an article holds many claims, and they come one after another
def _source(
    url: str | None,
    headline: str,
    published: date | None,
    language: str,
    *,
    publisher: tuple[str | None, str | None],
) -> dict[str, Any]:
    name, domain = publisher
    return _known(
        {
            "@type": "NewsArticle",
            "url": _web_address(url),
            "headline": headline,
            "datePublished": published and published.isoformat(),
            "inLanguage": language,
            "publisher": _organisation(name, domain and f"https://{domain}"),
        }
    )


def _passage(record: ClaimRecord, page: str) -> dict[str, Any]:
    """Return the article's words; only a direct quote is laid in the speaker's mouth."""
    if record.kind is not ClaimKind.DIRECT:
        return {"@type": "CreativeWork", "text": record.quote}
    speaker = {"@id": _identifier(record, page, "speaker")} if names_speaker(record) else None
    return _known({"@type": "Quotation", "text": record.quote, "creator": speaker})


@lru_cache(maxsize=1024)  # the newsroom is in every report, and an outlet in many
def _organisation(name: str | None, url: str | None) -> dict[str, Any] | None:
    if not name and not url:
        return None
    return _known({"@type": "Organization", "name": name, "url": url})


def _identifier(record: ClaimRecord, page: str, part: str) -> str:
    return f"{page}#{part}-{record.claim_id}"


def _web_address(address: str | None) -> str | None:
    return address if is_web_address(address) else None


def _known(node: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known; a zero is."""
    return {name: value for name, value in node.items() if value or value == 0}
