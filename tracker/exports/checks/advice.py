"""The rules that only advise, in the order of a report: wording, speaker, article, evidence."""

from tracker.domain.evidence_words import ReplyOutcome, Stance
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Checkability
from tracker.exports.addresses import is_web_address
from tracker.exports.checks.findings import BCP_47, GOOGLE, HOUSE, IFCN, SCHEMA_ORG, Rule, warning
from tracker.exports.checks.verdict_words import tells_verdict
from tracker.exports.languages import is_tag
from tracker.exports.reported import NAMED, NEVER_SAID, claim_of

#: Google asks for a short summary of less than 75 characters.
_SHORT = 75
#: One source is none, says the craft.
_TWO_SOURCES = 2
#: Of the scale from 1 to 5.
_MIDDLE = 3


def _argues_against_verdict(record: ClaimRecord) -> bool:
    """Tell whether all that takes a side takes the one that the verdict does not."""
    score = record.content_verdict.score
    sides = {one.stance for one in record.evidence} - {Stance.CONTEXT}
    if score is None or score == _MIDDLE or len(sides) != 1:
        return False
    return sides == {Stance.CONTRADICTS if score > _MIDDLE else Stance.SUPPORTS}


def _appears_unarchived(record: ClaimRecord) -> bool:
    """Tell whether readers can follow an appearance to the web, and to no archive."""
    places = [(record.article_url, record.article_archive_url)]
    places += [(one.content_url, one.archive_url) for one in record.media]
    return any(is_web_address(url) and not is_web_address(kept) for url, kept in places)


def _is_order_unknown(record: ClaimRecord) -> bool:
    """Tell whether the day of saying, which has no hour, is that of the report or the one after."""
    said, reviewed = record.said_on, record.first_published_at
    return bool(said and reviewed and said >= reviewed.date())


ADVICE: tuple[Rule, ...] = (
    warning(
        "long wording",
        "wording",
        "keep the claim under 75 characters, or search results cut it",
        source=GOOGLE,
        when=lambda record, _: len(claim_of(record)) >= _SHORT,
    ),
    warning(
        "verdict in wording",
        "wording",
        "leave the verdict out of the claim",
        source=GOOGLE,
        when=lambda record, _: tells_verdict(claim_of(record), record.verdict_label),
    ),
    warning(
        "no label",
        "verdict_label",
        "without a label of the newsroom's own, the common word is shown",
        source=GOOGLE,
        when=lambda record, _: not record.verdict_label.strip(),
    ),
    warning(
        "no explanation",
        "explanation",
        "explain the verdict in a sentence or two",
        source=SCHEMA_ORG,
        when=lambda record, _: not record.explanation.strip(),
    ),
    warning(
        "no named speaker",
        "speaker",
        "a claim should be attributed to a person, an organisation or a group",
        source=GOOGLE,
        when=lambda record, _: not record.speaker or record.speaker_kind not in NAMED,
    ),
    warning(
        "speaker never said it",
        "attribution_verdict",
        "the speaker is not named as the claim's author, since the attribution is wrong",
        source=HOUSE,
        when=lambda record, _: record.attribution_verdict in NEVER_SAID,
    ),
    warning(
        "speaker address not absolute",
        "speaker_same_as",
        "the speaker's address must begin with http:// or https://; it is left out",
        source=SCHEMA_ORG,
        when=lambda record, _: (
            bool(record.speaker_same_as) and not is_web_address(record.speaker_same_as)
        ),
    ),
    warning(
        "no day of saying",
        "said_on",
        "say on which day the claim was made",
        source=GOOGLE,
        when=lambda record, _: record.said_on is None,
    ),
    warning(
        "no article address",
        "article_url",
        "without the article's http or https address, readers cannot see where it was said",
        source=GOOGLE,
        when=lambda record, _: not is_web_address(record.article_url),
    ),
    warning(
        "appearance not archived",
        "article_archive_url",
        "name an archived copy of the article, and of each medium, for when it is gone",
        source=SCHEMA_ORG,
        when=lambda record, _: _appears_unarchived(record),
    ),
    warning(
        "only days known",
        "said_on",
        "it was said on the day of the report; without the hour nobody can tell which was first",
        source=GOOGLE,
        when=lambda record, _: _is_order_unknown(record),
    ),
    warning(
        "language not BCP 47",
        "article_language",
        "write the language as a tag, such as en or pt-BR",
        source=BCP_47,
        when=lambda record, _: not is_tag(record.article_language),
    ),
    warning(
        "no day of review",
        "first_published_at",
        "the report does not say when it was first published",
        source=SCHEMA_ORG,
        when=lambda record, _: record.first_published_at is None,
    ),
    warning(
        "shared page",
        "public_url",
        "an anchor means that the page holds more than one claim; give each its own page",
        source=GOOGLE,
        when=lambda record, _: "#" in (record.public_url or ""),
    ),
    warning(
        "not checkable",
        "checkability",
        "it is rated although it was not found to be a checkable fact",
        source=HOUSE,
        when=lambda record, _: record.checkability is not Checkability.CHECKABLE,
    ),
    warning(
        "no evidence day",
        "verdict_as_of",
        "say up to which day evidence was considered",
        source=HOUSE,
        when=lambda record, _: record.verdict_as_of is None,
    ),
    warning(
        "no evidence",
        "evidence",
        "name the sources that the verdict rests on",
        source=IFCN,
        when=lambda record, _: not record.evidence,
    ),
    warning(
        "sources not independent",
        "evidence",
        "name two sources that do not draw on one another",
        source=IFCN,
        when=lambda record, _: bool(record.evidence) and record.independent_sources < _TWO_SOURCES,
    ),
    warning(
        "one-sided evidence",
        "evidence",
        "every source argues against the verdict",
        source=HOUSE,
        when=lambda record, _: _argues_against_verdict(record),
    ),
    warning(
        "evidence not archived",
        "evidence",
        "keep a snapshot or an archived copy of every source",
        source=IFCN,
        when=lambda record, _: any(not one.is_archived for one in record.evidence),
    ),
    warning(
        "evidence out of date",
        "evidence",
        "a source is no longer valid",
        source=HOUSE,
        when=lambda record, context: any(
            one.valid_until is not None and one.valid_until < context.generated_at.date()
            for one in record.evidence
        ),
    ),
    warning(
        "reply still due",
        "replies",
        "somebody who was asked for a reply has not answered",
        source=HOUSE,
        when=lambda record, _: any(one.outcome is ReplyOutcome.WAITING for one in record.replies),
    ),
    warning(
        "newsroom not named",
        "publisher",
        "set the name and the address of the newsroom",
        source=GOOGLE,
        when=lambda _, context: (
            not (context.publisher_name and is_web_address(context.publisher_url))
        ),
    ),
)
