"""Claim records for the tests of the exports, and the moment and newsroom that they leave from.

Everything in them is made up. The expected files in tests/cases/exports are written anew with
``python -m tests.export_records``; read the difference before you keep it.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from tracker import exports
from tracker.domain.evidence import EvidenceRecord, ReplyRecord
from tracker.domain.evidence_words import EvidenceKind, ReplyChannel, ReplyOutcome, Stance
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Origin,
    Qualifier,
    SpeakerKind,
    SpeechAct,
    Stage,
    Visibility,
)

CASES = Path(__file__).parent / "cases" / "exports"

CONTEXT = exports.ExportContext(
    base_url="https://checks.example",
    publisher_name="The Example Checker",
    publisher_url="https://checks.example/about",
    generated_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    licence_url="https://creativecommons.org/licenses/by/4.0/",
)

#: The same for a file that stays in the newsroom.
INTERNAL = replace(CONTEXT, internal=True)

#: Two sources that do not depend on one another, kept; and an answer that may be quoted.
EVIDENCE = (
    EvidenceRecord(
        number=1,
        kind=EvidenceKind.STATISTICS,
        stance=Stance.CONTRADICTS,
        title="Register of rents, *2025*",
        publisher="Norbury Statistics",
        url="https://statistics.example/rents?year=2025&unit=percent",
        archive_url="https://archive.example/1",
        passage="an average of +3.1 percent",
        group="norbury statistics",
        accessed_on=date(2026, 1, 30),
        valid_until=None,
        snapshot_sha256="4c" * 32,
        snapshot_taken_at=datetime(2026, 1, 30, 9, 0, tzinfo=UTC),
    ),
    EvidenceRecord(
        number=2,
        kind=EvidenceKind.EXPERT,
        stance=Stance.CONTRADICTS,
        title="Economist, by e-mail",
        publisher="University of Norbury",
        url=None,
        archive_url=None,
        passage="",
        group="university of norbury",
        accessed_on=None,
        valid_until=date(2027, 1, 1),
        snapshot_sha256="5d" * 32,
        snapshot_taken_at=datetime(2026, 1, 29, 9, 0, tzinfo=UTC),
    ),
)
REPLIES = (
    ReplyRecord(
        outcome=ReplyOutcome.ANSWERED,
        asked_whom="Ministry of Housing",
        channel=ReplyChannel.EMAIL,
        asked_on=date(2026, 1, 28),
        answered_on=date(2026, 1, 30),
        answer="The minister <b>misspoke</b>.",
        reason="",
    ),
)

#: A direct quote by a person, rated false, with everything known.
PUBLISHED = ClaimRecord(
    claim_id=7,
    wording="Rents in Norbury fell by 12 percent in 2025.",
    quote="“Rents fell by 12 percent last year … and they will not rise”",
    kind=ClaimKind.DIRECT,
    speech_act=SpeechAct.STATES,
    speaker="Ada Okafor",
    speaker_kind=SpeakerKind.PERSON,
    speaker_same_as="https://www.wikidata.org/wiki/Q0",
    role_as_stated="housing minister",
    speaker_mention="Ms Okafor",
    cue="told",
    medium=None,
    said_on=date(2026, 1, 14),
    article_id=3,
    article_title="Minister hails “fall” in rents, tenants laugh",
    article_url="https://news.example/2026/rents",
    article_published_on=date(2026, 1, 15),
    article_language="en-GB",
    outlet="Norbury News",
    outlet_domain="news.example",
    article_version=2,
    article_sha256="9f" * 32,
    content_spans=((15, 50), (60, 83)),
    cue_spans=((10, 14),),
    source_spans=((0, 9),),
    stage=Stage.PUBLISHED,
    checkability=Checkability.CHECKABLE,
    attribution_verdict=AttributionVerdict.ACCURATE_QUOTE,
    content_verdict=ContentVerdict.FALSE,
    verdict_label="False",
    qualifiers=(Qualifier.CHERRY_PICKED, Qualifier.OUTDATED),
    verdict_as_of=date(2026, 1, 31),
    verdict_certainty=Certainty.HIGH,
    explanation="The register shows that they rose by 3 percent.",
    note="Ask the ministry again in March",
    assignee="Kim Sato",
    visibility=Visibility.PUBLIC,
    revision=1,
    public_url="https://checks.example/claims/7",
    first_published_at=datetime(2026, 2, 1, 8, 0, tzinfo=UTC),
    last_modified_at=datetime(2026, 2, 1, 8, 0, tzinfo=UTC),
    origin=Origin.MACHINE,
    confidence=0.875,
    extractor_version="rules-1",
    created_at=datetime(2026, 1, 15, 10, 0, 0, 250000, tzinfo=UTC),
    updated_at=datetime(2026, 2, 1, 8, 0, tzinfo=UTC),
    sources=2,
    independent_sources=2,
    evidence=EVIDENCE,
    replies=REPLIES,
    article_archive_url="https://archive.example/2026/rents",
)

#: An organisation in indirect speech, in a statement; corrected, and beside the scale.
CORRECTED = replace(
    PUBLISHED,
    claim_id=8,
    wording="The tenants' union has 40,000 members.",
    quote="it has 40,000 members",
    content_spans=((15, 36),),
    kind=ClaimKind.INDIRECT,
    speaker="Norbury Tenants' Union",
    speaker_kind=SpeakerKind.ORGANISATION,
    speaker_same_as=None,
    role_as_stated="the largest of the town",
    medium="in a statement",
    stage=Stage.CORRECTED,
    attribution_verdict=AttributionVerdict.UNVERIFIED,
    content_verdict=ContentVerdict.UNPROVEN,
    verdict_label="",
    qualifiers=(),
    revision=2,
    public_url="https://www.checks.example/claims/8",
    last_modified_at=datetime(2026, 2, 9, 8, 0, tzinfo=UTC),
)

#: As the machine found it: nearly nothing known, and text that tries every reader.
PROPOSED = replace(
    PUBLISHED,
    claim_id=9,
    wording='=HYPERLINK("https://evil.example","rents, up")',
    quote="-5",
    content_spans=((15, 17),),
    kind=ClaimKind.MIXED,
    speaker=None,
    speaker_kind=None,
    speaker_same_as=None,
    role_as_stated=None,
    speaker_mention="@officials",
    medium=None,
    said_on=None,
    article_title="Two lines\r\nand a line\u2028separator, 🏠",
    article_url=None,
    article_published_on=None,
    outlet=None,
    outlet_domain=None,
    cue_spans=(),
    stage=Stage.PROPOSED,
    checkability=None,
    attribution_verdict=AttributionVerdict.UNVERIFIED,
    content_verdict=ContentVerdict.NOT_RATED,
    verdict_label="",
    qualifiers=(),
    verdict_as_of=None,
    verdict_certainty=None,
    explanation="",
    note="'=1",
    assignee=None,
    visibility=Visibility.INTERNAL,
    revision=0,
    public_url=None,
    first_published_at=None,
    last_modified_at=None,
    sources=0,
    independent_sources=0,
    evidence=(),
    replies=(),
    article_archive_url=None,
)

#: Taken back after the public had read it.
RETRACTED = replace(
    PUBLISHED,
    claim_id=10,
    stage=Stage.RETRACTED,
    public_url="https://checks.example/claims/10",
    last_modified_at=datetime(2026, 2, 20, 8, 0, tzinfo=UTC),
)

RECORDS = (PUBLISHED, CORRECTED, PROPOSED, RETRACTED)


def exported(
    name: str, *records: ClaimRecord, context: exports.ExportContext = CONTEXT
) -> tuple[bytes, exports.ExportSummary]:
    """Return the bytes that a format makes of the records, and its summary."""
    out = BytesIO()
    summary = exports.get(name).write(iter(records), out, context=context)
    return out.getvalue(), summary


if __name__ == "__main__":
    for format_ in exports.all_formats():
        expected, _ = exported(format_.name, *RECORDS)
        (CASES / f"claims.{format_.extension}").write_bytes(expected)
