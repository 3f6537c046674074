"""The rules of a claim report, one a row; ``preflight`` applies them.

Errors come first, the gravest at the head: a claim that is left out counts under the first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tracker.domain.evidence_words import ReplyOutcome, Stance
from tracker.domain.evidence_words import contradicts as contradicts_itself
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    SpeakerKind,
    Stage,
    Visibility,
)
from tracker.domain.wording import claim_itself
from tracker.exports.addresses import is_on_site, is_web_address
from tracker.exports.context import ExportContext
from tracker.exports.verdict_words import contradicts, tells_verdict

GOOGLE = "https://developers.google.com/search/docs/appearance/structured-data/factcheck"
SCHEMA_ORG = "https://schema.org/ClaimReview"
MEDIA_REVIEW = "https://schema.org/MediaReview"
BCP_47 = "https://www.rfc-editor.org/info/bcp47"
IFCN = "https://ifcncodeofprinciples.poynter.org/the-commitments"
HOUSE = "house rule"

#: Where the newsroom stands behind a report that the public can read.
IN_FORCE = (Stage.PUBLISHED, Stage.CORRECTED)
#: The speaker did not say it, so it must not be laid at the speaker's door.
NEVER_SAID = (AttributionVerdict.MISATTRIBUTED, AttributionVerdict.FABRICATED)
#: Kinds of speakers that can be told from others of their kind.
NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION, SpeakerKind.GROUP)

#: Google asks for a short summary of less than 75 characters.
_SHORT = 75
_A_DAY = timedelta(days=1)
#: One source is none, says the craft.
_TWO_SOURCES = 2
#: Of the scale from 1 to 5.
_MIDDLE = 3
#: Language, script, region and variants, in the order of RFC 5646.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)


class Severity(StrEnum):
    """Whether a broken rule keeps the report in."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a record breaks: ``field`` says where to mend it, ``source`` whose rule it is.

    ``rule`` is its name, short enough to count by.
    """

    rule: str
    severity: Severity
    field: str
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What to say where the test holds."""

    finding: Finding
    is_broken: Callable[[ClaimRecord, ExportContext], bool]


def names_speaker(record: ClaimRecord) -> bool:
    """Tell whether a report may say who made the claim."""
    return (
        bool(record.speaker)
        and record.speaker_kind in NAMED
        and record.attribution_verdict not in NEVER_SAID
    )


def claim_of(record: ClaimRecord) -> str:
    """Return what is claimed, without who says it, as reports for machines want it."""
    return claim_itself(record.wording, (record.speaker, record.speaker_mention))


def _is_own_claim(record: ClaimRecord, context: ExportContext) -> bool:
    if not record.speaker:
        return False
    same_name = record.speaker.strip().casefold() == context.publisher_name.strip().casefold()
    return same_name or (record.speaker_same_as or None) == context.publisher_url


def _argues_against_verdict(record: ClaimRecord) -> bool:
    """Tell whether all that takes a side takes the one that the verdict does not."""
    score = record.content_verdict.score
    sides = {one.stance for one in record.evidence} - {Stance.CONTEXT}
    if score is None or score == _MIDDLE or len(sides) != 1:
        return False
    return sides == {Stance.CONTRADICTS if score > _MIDDLE else Stance.SUPPORTS}


def _is_said_after_review(record: ClaimRecord) -> bool:
    said, reviewed = record.said_on, record.first_published_at
    # The moment is in UTC, the day in the place where it was said: they may be a day apart.
    return bool(said and reviewed and said - reviewed.date() > _A_DAY)


def _error(name: str, field: str, message: str, *, source: str, when: Callable[..., bool]) -> Rule:
    return Rule(Finding(name, Severity.ERROR, field, message, source), when)


def _warning(
    name: str, field: str, message: str, *, source: str, when: Callable[..., bool]
) -> Rule:
    return Rule(Finding(name, Severity.WARN, field, message, source), when)


RULES: tuple[Rule, ...] = (
    _error(
        "retracted",
        "stage",
        "the report was retracted",
        source=HOUSE,
        when=lambda record, _: record.stage is Stage.RETRACTED,
    ),
    _error(
        "not published",
        "stage",
        "only a published or corrected claim has a report",
        source=HOUSE,
        when=lambda record, _: record.stage not in IN_FORCE,
    ),
    _error(
        "not public",
        "visibility",
        "the report is internal or under embargo",
        source=HOUSE,
        when=lambda record, _: record.visibility is not Visibility.PUBLIC,
    ),
    _error(
        "no wording",
        "wording",
        "say in one sentence what is claimed",
        source=GOOGLE,
        when=lambda record, _: not record.wording.strip(),
    ),
    _error(
        "no rating",
        "content_verdict",
        "say whether it is true, or that it cannot be told",
        source=GOOGLE,
        when=lambda record, _: record.content_verdict is ContentVerdict.NOT_RATED,
    ),
    _error(
        "label contradicts rating",
        "verdict_label",
        "the label says something else than the rating beside it",
        source=GOOGLE,
        when=lambda record, _: contradicts(record.verdict_label, record.content_verdict),
    ),
    _error(
        "no page address",
        "public_url",
        "give the address of the page that holds the report",
        source=GOOGLE,
        when=lambda record, _: not record.public_url,
    ),
    _error(
        "page address not absolute",
        "public_url",
        "the page's address must begin with http:// or https://",
        source=GOOGLE,
        when=lambda record, _: not is_web_address(record.public_url),
    ),
    _error(
        "page address off the site",
        "public_url",
        "the page must stand on the newsroom's own site",
        source=GOOGLE,
        when=lambda record, context: not is_on_site(record.public_url, context.base_url),
    ),
    _error(
        "own claim",
        "speaker",
        "a newsroom cannot review what it said itself",
        source=GOOGLE,
        when=_is_own_claim,
    ),
    _error(
        "said after the review",
        "said_on",
        "the claim is dated after its review",
        source=HOUSE,
        when=lambda record, _: _is_said_after_review(record),
    ),
    _error(
        "medium contradicts itself",
        "media",
        "a medium cannot be original and altered at once",
        source=MEDIA_REVIEW,
        when=lambda record, _: any(
            contradicts_itself(frozenset(one.authenticity)) for one in record.media
        ),
    ),
    _warning(
        "long wording",
        "wording",
        "keep the claim under 75 characters, or search results cut it",
        source=GOOGLE,
        when=lambda record, _: len(claim_of(record)) >= _SHORT,
    ),
    _warning(
        "verdict in wording",
        "wording",
        "leave the verdict out of the claim",
        source=GOOGLE,
        when=lambda record, _: tells_verdict(claim_of(record), record.verdict_label),
    ),
    _warning(
        "no label",
        "verdict_label",
        "without a label of the newsroom's own, the common word is shown",
        source=GOOGLE,
        when=lambda record, _: not record.verdict_label.strip(),
    ),
    _warning(
        "no explanation",
        "explanation",
        "explain the verdict in a sentence or two",
        source=SCHEMA_ORG,
        when=lambda record, _: not record.explanation.strip(),
    ),
    _warning(
        "no named speaker",
        "speaker",
        "a claim should be attributed to a person, an organisation or a group",
        source=GOOGLE,
        when=lambda record, _: not record.speaker or record.speaker_kind not in NAMED,
    ),
    _warning(
        "speaker never said it",
        "attribution_verdict",
        "the speaker is not named as the claim's author, since the attribution is wrong",
        source=HOUSE,
        when=lambda record, _: record.attribution_verdict in NEVER_SAID,
    ),
    _warning(
        "speaker address not absolute",
        "speaker_same_as",
        "the speaker's address must begin with http:// or https://; it is left out",
        source=SCHEMA_ORG,
        when=lambda record, _: (
            bool(record.speaker_same_as) and not is_web_address(record.speaker_same_as)
        ),
    ),
    _warning(
        "no day of saying",
        "said_on",
        "say on which day the claim was made",
        source=GOOGLE,
        when=lambda record, _: record.said_on is None,
    ),
    _warning(
        "no article address",
        "article_url",
        "without the article's http or https address, readers cannot see where it was said",
        source=GOOGLE,
        when=lambda record, _: not is_web_address(record.article_url),
    ),
    _warning(
        "language not BCP 47",
        "article_language",
        "write the language as a tag, such as en or pt-BR",
        source=BCP_47,
        when=lambda record, _: not _LANGUAGE.fullmatch(record.article_language),
    ),
    _warning(
        "no day of review",
        "first_published_at",
        "the report does not say when it was first published",
        source=SCHEMA_ORG,
        when=lambda record, _: record.first_published_at is None,
    ),
    _warning(
        "shared page",
        "public_url",
        "an anchor means that the page holds more than one claim; give each its own page",
        source=GOOGLE,
        when=lambda record, _: "#" in (record.public_url or ""),
    ),
    _warning(
        "not checkable",
        "checkability",
        "it is rated although it was not found to be a checkable fact",
        source=HOUSE,
        when=lambda record, _: record.checkability is not Checkability.CHECKABLE,
    ),
    _warning(
        "no evidence day",
        "verdict_as_of",
        "say up to which day evidence was considered",
        source=HOUSE,
        when=lambda record, _: record.verdict_as_of is None,
    ),
    _warning(
        "no evidence",
        "evidence",
        "name the sources that the verdict rests on",
        source=IFCN,
        when=lambda record, _: not record.evidence,
    ),
    _warning(
        "sources not independent",
        "evidence",
        "name two sources that do not draw on one another",
        source=IFCN,
        when=lambda record, _: bool(record.evidence) and record.independent_sources < _TWO_SOURCES,
    ),
    _warning(
        "one-sided evidence",
        "evidence",
        "every source argues against the verdict",
        source=HOUSE,
        when=lambda record, _: _argues_against_verdict(record),
    ),
    _warning(
        "evidence not archived",
        "evidence",
        "keep a snapshot or an archived copy of every source",
        source=IFCN,
        when=lambda record, _: any(not one.is_archived for one in record.evidence),
    ),
    _warning(
        "evidence out of date",
        "evidence",
        "a source is no longer valid",
        source=HOUSE,
        when=lambda record, context: any(
            one.valid_until is not None and one.valid_until < context.generated_at.date()
            for one in record.evidence
        ),
    ),
    _warning(
        "reply still due",
        "replies",
        "somebody who was asked for a reply has not answered",
        source=HOUSE,
        when=lambda record, _: any(one.outcome is ReplyOutcome.WAITING for one in record.replies),
    ),
    _warning(
        "newsroom not named",
        "publisher",
        "set the name and the address of the newsroom",
        source=GOOGLE,
        when=lambda _, context: (
            not (context.publisher_name and is_web_address(context.publisher_url))
        ),
    ),
)
