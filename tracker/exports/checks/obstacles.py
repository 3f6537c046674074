"""The rules that keep a report in, the gravest first: one that is left out counts under it."""

from datetime import timedelta

from tracker.domain.evidence_words import contradicts as contradicts_itself
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import ContentVerdict, Stage, Visibility
from tracker.exports.addresses import is_on_site, is_web_address
from tracker.exports.checks.findings import GOOGLE, HOUSE, MEDIA_REVIEW, Rule, error
from tracker.exports.checks.verdict_words import contradicts
from tracker.exports.context import ExportContext
from tracker.exports.reported import IN_FORCE

_A_DAY = timedelta(days=1)


def _is_own_claim(record: ClaimRecord, context: ExportContext) -> bool:
    if not record.speaker:
        return False
    same_name = record.speaker.strip().casefold() == context.publisher_name.strip().casefold()
    return same_name or (record.speaker_same_as or None) == context.publisher_url


def _is_said_after_review(record: ClaimRecord) -> bool:
    said, reviewed = record.said_on, record.first_published_at
    # The moment is in UTC, the day in the place where it was said: they may be a day apart.
    return bool(said and reviewed and said - reviewed.date() > _A_DAY)


OBSTACLES: tuple[Rule, ...] = (
    error(
        "retracted",
        "stage",
        "the report was retracted",
        source=HOUSE,
        when=lambda record, _: record.stage is Stage.RETRACTED,
    ),
    error(
        "not published",
        "stage",
        "only a published or corrected claim has a report",
        source=HOUSE,
        when=lambda record, _: record.stage not in IN_FORCE,
    ),
    error(
        "not public",
        "visibility",
        "the report is internal or under embargo",
        source=HOUSE,
        when=lambda record, _: record.visibility is not Visibility.PUBLIC,
    ),
    error(
        "no wording",
        "wording",
        "say in one sentence what is claimed",
        source=GOOGLE,
        when=lambda record, _: not record.wording.strip(),
    ),
    error(
        "no rating",
        "content_verdict",
        "say whether it is true, or that it cannot be told",
        source=GOOGLE,
        when=lambda record, _: record.content_verdict is ContentVerdict.NOT_RATED,
    ),
    error(
        "label contradicts rating",
        "verdict_label",
        "the label says something else than the rating beside it",
        source=GOOGLE,
        when=lambda record, _: contradicts(record.verdict_label, record.content_verdict),
    ),
    error(
        "no page address",
        "public_url",
        "give the address of the page that holds the report",
        source=GOOGLE,
        when=lambda record, _: not record.public_url,
    ),
    error(
        "page address not absolute",
        "public_url",
        "the page's address must begin with http:// or https://",
        source=GOOGLE,
        when=lambda record, _: not is_web_address(record.public_url),
    ),
    error(
        "page address off the site",
        "public_url",
        "the page must stand on the newsroom's own site",
        source=GOOGLE,
        when=lambda record, context: not is_on_site(record.public_url, context.base_url),
    ),
    error(
        "own claim",
        "speaker",
        "a newsroom cannot review what it said itself",
        source=GOOGLE,
        when=_is_own_claim,
    ),
    error(
        "said after the review",
        "said_on",
        "the claim is dated after its review",
        source=HOUSE,
        when=lambda record, _: _is_said_after_review(record),
    ),
    error(
        "medium contradicts itself",
        "media",
        "a medium cannot be original and altered at once",
        source=MEDIA_REVIEW,
        when=lambda record, _: any(
            contradicts_itself(frozenset(one.authenticity)) for one in record.media
        ),
    ),
)
