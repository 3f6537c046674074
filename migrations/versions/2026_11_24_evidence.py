"""Evidence, its snapshots, and the log of replies."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_evidence"
down_revision = "2026_11_24_folded_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "image",
                "video",
                "audio",
                name="mediakind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("content_url", sa.String(), nullable=False),
        sa.Column("archive_url", sa.String(), nullable=True),
        sa.Column("authenticity", sa.JSON(), nullable=False),
        sa.Column("original_url", sa.String(), nullable=True),
        sa.Column("original_context", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NOT NULL) = (length(withdrawal_reason) > 0)",
            name=op.f("ck_claim_media_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint(
            "length(content_url) > 0", name=op.f("ck_claim_media_content_url_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_media_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_claim_media_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_media")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claim_media_claim_id"), "claim_media", ["claim_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "document",
                "statistics",
                "study",
                "law",
                "interview",
                "expert",
                "media",
                "social_post",
                "recording",
                "observation",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stance",
            sa.Enum(
                "supports",
                "contradicts",
                "context",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("archive_url", sa.String(), nullable=True),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("passage_prefix", sa.String(), nullable=False),
        sa.Column("passage_suffix", sa.String(), nullable=False),
        sa.Column("passage_start", sa.Integer(), nullable=True),
        sa.Column("passage_end", sa.Integer(), nullable=True),
        sa.Column("independence_group", sa.String(), nullable=True),
        sa.Column("accessed_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(passage_start IS NULL) = (passage_end IS NULL)",
            name=op.f("ck_evidence_passage_has_both_ends"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NOT NULL) = (length(withdrawal_reason) > 0)",
            name=op.f("ck_evidence_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_evidence_title_not_empty")),
        sa.CheckConstraint(
            "passage_start IS NULL OR (0 <= passage_start AND length(passage) = passage_end - passage_start)",
            name=op.f("ck_evidence_passage_fills_place"),
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_evidence_position_from_one")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_evidence_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_evidence_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["account.id"], name=op.f("fk_evidence_edited_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_evidence_claim_id"), "evidence", ["claim_id"], unique=False)
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "answered",
                "no_answer",
                "waived",
                name="replyoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_whom", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "phone",
                "form",
                "letter",
                "social",
                "in_person",
                name="replychannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("public_answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'answered') = (answered_on IS NOT NULL)",
            name=op.f("ck_reply_answered_on_a_day"),
        ),
        sa.CheckConstraint(
            "outcome <> 'waived' OR length(reason) > 0", name=op.f("ck_reply_waived_for_a_reason")
        ),
        sa.CheckConstraint(
            "outcome = 'answered' OR public_answer = ''",
            name=op.f("ck_reply_quoted_only_if_answered"),
        ),
        sa.CheckConstraint(
            "outcome = 'waived' OR (length(asked_whom) > 0 AND asked_on IS NOT NULL AND channel IS NOT NULL)",
            name=op.f("ck_reply_asked_somebody"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NOT NULL) = (length(withdrawal_reason) > 0)",
            name=op.f("ck_reply_withdrawn_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_reply_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_reply_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["account.id"], name=op.f("fk_reply_edited_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reply_claim_id"), "reply", ["claim_id"], unique=False)
    op.create_table(
        "evidence_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "fetched",
                "uploaded",
                "pasted",
                name="snapshotorigin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("text_sha256", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(origin = 'fetched') = (source_url IS NOT NULL)",
            name=op.f("ck_evidence_snapshot_fetched_from_somewhere"),
        ),
        sa.CheckConstraint(
            "(text IS NULL) = (text_sha256 IS NULL)",
            name=op.f("ck_evidence_snapshot_text_has_hash"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_evidence_snapshot_sha256_is_hex")),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_snapshot_size_positive")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_snapshot_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["account.id"], name=op.f("fk_evidence_snapshot_taken_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_snapshot")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_evidence_snapshot_evidence_id"), "evidence_snapshot", ["evidence_id"], unique=False
    )
    op.create_table(
        "drift_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("article_version_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unchanged",
                "changed",
                "gone",
                "unreachable",
                name="driftstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kept_sha256", sa.String(), nullable=True),
        sa.Column("found_sha256", sa.String(), nullable=True),
        sa.Column("kept_text_sha256", sa.String(), nullable=True),
        sa.Column("found_text_sha256", sa.String(), nullable=True),
        sa.Column("passage_found", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('unchanged', 'changed')) = (found_sha256 IS NOT NULL)",
            name=op.f("ck_drift_check_found_what_it_compares"),
        ),
        sa.CheckConstraint(
            "(snapshot_id IS NULL) <> (article_version_id IS NULL)",
            name=op.f("ck_drift_check_of_one_source"),
        ),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
            name=op.f("fk_drift_check_article_version_id_article_version"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["account.id"], name=op.f("fk_drift_check_checked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["evidence_snapshot.id"],
            name=op.f("fk_drift_check_snapshot_id_evidence_snapshot"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drift_check")),
    )
    op.create_index(
        op.f("ix_drift_check_article_version_id"),
        "drift_check",
        ["article_version_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_drift_check_snapshot_id"), "drift_check", ["snapshot_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_drift_check_snapshot_id"), table_name="drift_check")
    op.drop_index(op.f("ix_drift_check_article_version_id"), table_name="drift_check")
    op.drop_table("drift_check")
    op.drop_index(op.f("ix_evidence_snapshot_evidence_id"), table_name="evidence_snapshot")
    op.drop_table("evidence_snapshot")
    op.drop_index(op.f("ix_reply_claim_id"), table_name="reply")
    op.drop_table("reply")
    op.drop_index(op.f("ix_evidence_claim_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_claim_media_claim_id"), table_name="claim_media")
    op.drop_table("claim_media")
