"""The claim that a report reviews: what was said, by whom, and the article that passes it on."""

from datetime import date
from functools import lru_cache
from typing import Any

from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import ClaimKind, SpeakerKind
from tracker.exports.addresses import is_web_address
from tracker.exports.checks.rules import names_speaker
from tracker.exports.linked.nodes import identifier, known, organisation, web_address


def claim_node(record: ClaimRecord, page: str, said: str) -> dict[str, Any]:
    """Return what is claimed, by whom, and where; ``page`` is the report's, without anchor."""
    # Where the medium is told, the article passes on what appeared elsewhere before.
    appearance = "appearance" if record.medium else "firstAppearance"
    speaker = _speaker(record, page) if names_speaker(record) else None
    node: dict[str, Any] = {
        "@type": "Claim",
        "@id": identifier(record, page, "claim"),
        "text": said,
        "inLanguage": record.article_language,
    }
    if speaker:
        node["author"] = speaker
    if record.said_on:
        node["datePublished"] = record.said_on.isoformat()
    node[appearance] = {**_article(record), "hasPart": _passage(record, speaker)}
    return node


def _speaker(record: ClaimRecord, page: str) -> dict[str, Any]:
    is_person = record.speaker_kind is SpeakerKind.PERSON
    node: dict[str, Any] = {
        "@type": "Person" if is_person else "Organization",
        "@id": identifier(record, page, "speaker"),
        "name": record.speaker,
    }
    if record.role_as_stated:
        # An organisation has no job; what the article calls it describes it.
        node["jobTitle" if is_person else "description"] = record.role_as_stated
    if is_web_address(record.speaker_same_as):
        node["sameAs"] = record.speaker_same_as
    return node


def _article(record: ClaimRecord) -> dict[str, Any]:
    return _source(
        (record.article_url, record.article_archive_url),
        record.article_title,
        record.article_published_on,
        record.article_language,
        publisher=(record.outlet, record.outlet_domain),
    )


@lru_cache(maxsize=1024)  # an article holds many claims, and they come one after another
def _source(
    addresses: tuple[str | None, str | None],
    headline: str,
    published: date | None,
    language: str,
    *,
    publisher: tuple[str | None, str | None],
) -> dict[str, Any]:
    (url, archived), (name, domain) = addresses, publisher
    return known(
        {
            "@type": "NewsArticle",
            "url": web_address(url),
            "archivedAt": web_address(archived),
            "headline": headline,
            "datePublished": published and published.isoformat(),
            "inLanguage": language,
            "publisher": organisation(name, domain and f"https://{domain}"),
        }
    )


def _passage(record: ClaimRecord, speaker: dict[str, Any] | None) -> dict[str, Any]:
    """Return the article's words; only a direct quote is laid in the speaker's mouth."""
    if record.kind is not ClaimKind.DIRECT:
        return {"@type": "CreativeWork", "text": record.quote}
    words: dict[str, Any] = {"@type": "Quotation", "text": record.quote}
    return words | {"creator": {"@id": speaker["@id"]}} if speaker else words
