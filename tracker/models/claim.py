"""The claim record: what was said, by whom, where it stands, and what we found."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Origin,
    Priority,
    Qualifier,
    SpanPart,
    SpeechAct,
    Stage,
    Visibility,
)
from tracker.models.account import Account
from tracker.models.article import ArticleVersion
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, vocabulary
from tracker.models.claim_orders import DUE, SAID, SURENESS, URGENCY
from tracker.models.claim_span import ClaimSpan
from tracker.models.publication import Publication
from tracker.models.speaker import Speaker
from tracker.models.verdict_scale import VerdictLabel

#: Behind the first columns of an index, so that it answers without the rows.
_FILTERED = ("is_statement", "stage", "kind", "content_verdict", "assignee_id")
_COUNTED = ("stage", "kind", "content_verdict", "speaker_id", "is_statement", "assignee_id")
_FIGURES = ("stage", "origin", "content_verdict", "split_from_id", "speaker_id")
_SEEN = "('published', 'corrected', 'retracted')"


class Claim(Base):
    """One attributed statement in one version of an article, with its verification status."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "stage NOT IN ('declined', 'triaged', 'in_progress', 'in_review', 'approved')"
            " OR checkability IS NOT NULL",
            name="checkability_once_triaged",
        ),
        CheckConstraint(
            "stage NOT IN ('in_progress', 'in_review') OR assignee_id IS NOT NULL",
            name="assignee_while_checked",
        ),
        CheckConstraint(
            f"stage NOT IN {_SEEN} OR first_published_at IS NOT NULL",
            name="published_has_day",
        ),
        CheckConstraint(
            f"stage NOT IN {_SEEN} OR visibility <> 'internal'",
            name="published_is_visible",
        ),
        CheckConstraint(
            "(visibility = 'embargo') = (embargo_until IS NOT NULL)",
            name="embargo_has_end",
        ),
        CheckConstraint(
            "(stage = 'archived') = (stage_before_archive IS NOT NULL)",
            name="archived_knows_way_back",
        ),
        CheckConstraint(
            "(origin = 'machine') = (extractor_version IS NOT NULL)",
            name="machine_has_version",
        ),
        CheckConstraint(
            "confidence IS NULL OR (confidence >= 0 AND confidence <= 1)",
            name="confidence_is_share",
        ),
        CheckConstraint("revision >= 0", name="revision_not_negative"),
        CheckConstraint("position >= 0", name="position_not_negative"),
        CheckConstraint("length(wording) > 0", name="wording_not_empty"),
        Index("ix_claim_stage_id", "stage", "id"),
        Index("ix_claim_updated_at_id", "updated_at", "id"),
        Index("ix_claim_urgency", URGENCY, "id"),
        Index("ix_claim_due", DUE, "id"),
        Index("ix_claim_said", SAID, "id"),
        Index("ix_claim_sureness", SURENESS, "id"),
        # The counts by speaker and by article never open the rows either.
        Index("ix_claim_speaker_id", "speaker_id", *_FILTERED),
        Index("ix_claim_article_version_id", "article_version_id", *_FILTERED),
        Index("ix_claim_stage_confidence", "stage", "confidence", "is_statement"),
        # What the queues ask for.
        Index("ix_claim_stage_due_on", "stage", "due_on", "is_statement"),
        Index("ix_claim_stage_assignee_id", "stage", "assignee_id", "is_statement"),
        Index("ix_claim_stage_verdict_as_of", "stage", "verdict_as_of", "is_statement"),
        # What the figures of the dashboard are counted from.
        Index("ix_claim_stage_created_at", "stage", "created_at", "article_version_id"),
        Index("ix_claim_came_in", "created_at", "article_version_id", *_FIGURES),
        # All that the counts beside the filters read, so that they never open the rows.
        Index("ix_claim_counted", *_COUNTED),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    #: Where the content begins in the text; claims of an article are read in this order.
    position: Mapped[int]

    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    role_as_stated: Mapped[str | None]
    wording: Mapped[str]
    kind: Mapped[ClaimKind]
    speech_act: Mapped[SpeechAct]
    medium: Mapped[str | None]
    said_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    #: The words of wording, quote and speaker as they are searched; the index holds them.
    search_text: Mapped[str] = mapped_column(default="")

    origin: Mapped[Origin]
    #: False for thoughts, wishes and perceptions, which are offered but are not claims yet.
    is_statement: Mapped[bool] = mapped_column(default=True)
    confidence: Mapped[float | None]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    extractor_version: Mapped[str | None]

    stage: Mapped[Stage]
    stage_before_archive: Mapped[Stage | None] = mapped_column(
        vocabulary(Stage, name="stage_before_archive")
    )
    checkability: Mapped[Checkability | None]
    attribution_verdict: Mapped[AttributionVerdict] = mapped_column(
        default=AttributionVerdict.UNVERIFIED
    )
    content_verdict: Mapped[ContentVerdict] = mapped_column(default=ContentVerdict.NOT_RATED)
    #: The newsroom's own label at the time of rating.
    verdict_label_id: Mapped[int | None] = mapped_column(ForeignKey("verdict_label.id"))
    #: The version of the scale that the label was given on.
    scale_version: Mapped[int | None]
    qualifiers: Mapped[list[Qualifier]] = mapped_column(JSON, default=list)
    verdict_as_of: Mapped[date | None]
    verdict_certainty: Mapped[Certainty | None]
    explanation: Mapped[str] = mapped_column(default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date | None]
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL, server_default="normal")

    #: How often it has been published.
    revision: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    embargo_until: Mapped[datetime | None]
    public_url: Mapped[str | None]
    #: Never cleared.
    first_published_at: Mapped[datetime | None]
    last_modified_at: Mapped[datetime | None]
    #: What the public is told about a correction or a retraction.
    public_note: Mapped[str] = mapped_column(default="")
    #: What became of it in public, whatever is being worked on meanwhile.
    report_stage: Mapped[Stage | None] = column_property(
        select(Publication.stage)
        .where(Publication.claim_id == id)
        .order_by(Publication.number.desc())
        .limit(1)
        .correlate_except(Publication)
        .scalar_subquery()
    )

    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    #: The last person who wrote to it; None as long as only the machine has.
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edit_number: Mapped[int] = mapped_column()
    #: When its words were erased on request; what is left is a number that the history names.
    erased_at: Mapped[datetime | None]

    article_version: Mapped[ArticleVersion] = relationship()
    speaker: Mapped[Speaker | None] = relationship()
    verdict_label: Mapped[VerdictLabel | None] = relationship()
    assignee: Mapped[Account | None] = relationship(foreign_keys=[assignee_id])
    edited_by: Mapped[Account | None] = relationship(foreign_keys=[edited_by_id])
    spans: Mapped[list[ClaimSpan]] = relationship(
        order_by=(ClaimSpan.part, ClaimSpan.start), cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": edit_number}

    @property
    def is_touched(self) -> bool:
        """Tell whether a person has worked on it, so that the machine must leave it alone."""
        return (
            self.origin is Origin.HUMAN
            or self.edited_by_id is not None
            or self.stage is not Stage.PROPOSED
        )

    def stretches(self, part: SpanPart) -> tuple[tuple[int, int], ...]:
        """Return the pieces of one part in reading order: half open, code points."""
        return tuple(sorted((span.start, span.end) for span in self.spans if span.part is part))

    def words(self, part: SpanPart) -> str:
        """Return the article's words for one part, its pieces joined by an ellipsis."""
        spans = sorted((s for s in self.spans if s.part is part), key=lambda span: span.start)
        return " … ".join(span.quote for span in spans)
