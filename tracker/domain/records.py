"""The claim as it leaves the house: the one list of export columns, in order.

Writers loop over ``COLUMNS``; ``docs/data-dictionary.md`` is tested against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from tracker.domain.commands import Stretch
from tracker.domain.evidence import EvidenceRecord, MediaRecord, ReplyRecord
from tracker.domain.report_words import CorrectionKind, Readers
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


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One claim with its source, its speaker and its verification status, free of the database."""

    claim_id: int
    wording: str
    quote: str
    kind: ClaimKind
    speech_act: SpeechAct
    speaker: str | None
    speaker_kind: SpeakerKind | None
    speaker_same_as: str | None
    role_as_stated: str | None
    speaker_mention: str
    cue: str
    medium: str | None
    said_on: date | None
    article_id: int
    article_title: str
    article_url: str | None
    article_published_on: date | None
    article_language: str
    outlet: str | None
    outlet_domain: str | None
    article_version: int
    article_sha256: str
    content_spans: tuple[Stretch, ...]
    cue_spans: tuple[Stretch, ...]
    source_spans: tuple[Stretch, ...]
    stage: Stage
    checkability: Checkability | None
    attribution_verdict: AttributionVerdict
    content_verdict: ContentVerdict
    verdict_label: str
    qualifiers: tuple[Qualifier, ...]
    verdict_as_of: date | None
    verdict_certainty: Certainty | None
    explanation: str
    note: str
    assignee: str | None
    visibility: Visibility
    revision: int
    public_url: str | None
    first_published_at: datetime | None
    last_modified_at: datetime | None
    origin: Origin
    confidence: float | None
    extractor_version: str | None
    created_at: datetime
    updated_at: datetime
    embargo_until: datetime | None = None
    report_stage: Stage | None = None
    correction: CorrectionKind | None = None
    public_note: str = ""
    previous_verdict: str | None = None
    readers: Readers | None = None
    sources: int = 0
    independent_sources: int = 0
    evidence: tuple[EvidenceRecord, ...] = ()
    replies: tuple[ReplyRecord, ...] = ()
    media: tuple[MediaRecord, ...] = ()
    article_archive_url: str | None = None


#: What stands in a record for whoever must not know its verdict before giving their own.
UNRATED: Mapping[str, Any] = {
    "attribution_verdict": AttributionVerdict.UNVERIFIED,
    "content_verdict": ContentVerdict.NOT_RATED,
    "verdict_label": ContentVerdict.NOT_RATED.label,
    "qualifiers": (),
    "verdict_as_of": None,
    "verdict_certainty": None,
    "explanation": "",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One exported column: its name, which is also the record's attribute, and what it means."""

    name: str
    meaning: str
    #: For the newsroom alone: left out of an export unless it is asked for.
    is_internal: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("claim_id", "Number of the claim in this newsroom; never used again"),
    Column("wording", "The claim as one sentence that stands alone"),
    Column("quote", "The words of the article, pieces joined by ' … '"),
    Column("kind", "direct, mixed or indirect"),
    Column("speech_act", "What the speaker does: states, denies, threatens …"),
    Column("speaker", "Name of the speaker, after merges"),
    Column("speaker_kind", "person, organisation, group, document, anonymous or unknown"),
    Column(
        "speaker_same_as",
        "Address that identifies the speaker elsewhere, such as Wikidata",
    ),
    Column("role_as_stated", "The role the article gives the speaker"),
    Column("speaker_mention", "The words that name the speaker in the article"),
    Column("cue", "The words that report the saying"),
    Column("medium", "Where or how it was said, if the article says so"),
    Column("said_on", "Day it was said, ISO 8601"),
    Column("article_id", "Number of the article"),
    Column("article_title", "Headline of the article"),
    Column("article_url", "Canonical address of the article"),
    Column("article_published_on", "Day the article was published, ISO 8601"),
    Column("article_language", "Language of the article, BCP 47"),
    Column("outlet", "Name of the outlet"),
    Column("outlet_domain", "Internet domain of the outlet"),
    Column("article_version", "Which version of the article's text the spans count in"),
    Column("article_sha256", "SHA-256 of that text in UTF-8"),
    Column("content_spans", "Start and end of the content, code points, half open"),
    Column("cue_spans", "Start and end of the cue, likewise"),
    Column("source_spans", "Start and end of the speaker mention, likewise"),
    Column("stage", "Where the newsroom's work stands"),
    Column("checkability", "Whether it can be checked, and if not, why"),
    Column("attribution_verdict", "Did the speaker say it as reported?"),
    Column("content_verdict", "Is it true? Common scale"),
    Column("verdict_label", "The verdict in the newsroom's own words"),
    Column("qualifiers", "What the verdict alone does not say"),
    Column("verdict_as_of", "Day up to which evidence was considered, ISO 8601"),
    Column("verdict_certainty", "low, medium or high"),
    Column("explanation", "Why the verdict is what it is"),
    Column("note", "Internal note", is_internal=True),
    Column("assignee", "Who checks it", is_internal=True),
    Column("visibility", "internal, embargo or public"),
    Column("revision", "Number of the version that went out last"),
    Column("public_url", "Address of the public report"),
    Column("first_published_at", "When it was first published, UTC"),
    Column("last_modified_at", "When the public report last changed, UTC"),
    Column("origin", "machine or human"),
    Column("confidence", "The extractor's confidence, 0 to 1"),
    Column("extractor_version", "Which extractor found it"),
    Column("created_at", "When the record was made, UTC"),
    Column("updated_at", "When the record last changed, UTC"),
    Column("embargo_until", "Until when the public report is held back, UTC"),
    Column("report_stage", "What the public has: published, corrected or retracted"),
    Column("correction", "How a corrected report differs from the version before"),
    Column("public_note", "What the public is told about a correction or a retraction"),
    Column("previous_verdict", "The verdict of the version before, as it was worded"),
    Column("readers", "Whether a second person read the report before it went out"),
    Column("sources", "How many sources bear on the verdict"),
    Column("independent_sources", "How many of them draw on no other"),
    Column("evidence", "The sources, each with its passage, address and snapshot"),
    Column("replies", "Who was asked for a reply, and what they answered"),
    Column("media", "Pictures, films and recordings of the claim, and what was done to them"),
    Column("article_archive_url", "Address of a copy of the article in a web archive"),
)

#: Reads all the values of a record at once, in the order of ``COLUMNS``.
read_columns: Callable[[ClaimRecord], tuple[Any, ...]] = attrgetter(
    *(column.name for column in COLUMNS)
)
