"""The tables that the newsroom starts with: accounts, articles, speakers, claims, history."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_first_tables"
down_revision = None
branch_labels = None
depends_on = None

#: Children first, the order in which they can be dropped.
TABLES = (
    "claim_span",
    "claim",
    "article_version",
    "verdict_label",
    "speaker_role",
    "speaker_alias",
    "sign_in",
    "event",
    "article",
    "verdict_scale",
    "stored_original",
    "speaker",
    "sign_in_failure",
    "outlet",
    "account",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "contributor",
                "fact_checker",
                "reviewer",
                "editor",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_in_lower_case")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_account_name_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outlet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "domain IS NULL OR domain = lower(domain)", name=op.f("ck_outlet_domain_in_lower_case")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_outlet_name_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("domain", name=op.f("uq_outlet_domain")),
        sa.UniqueConstraint("name", name=op.f("uq_outlet_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_failed_at", "sign_in_failure", ["failed_at"])
    op.create_index("ix_sign_in_failure_key_hash", "sign_in_failure", ["key_hash"])

    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "organisation",
                "group",
                "document",
                "anonymous",
                "unknown",
                name="speakerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("same_as", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("canonical_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_speaker_name_not_empty")),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id",
            name=op.f("ck_speaker_not_into_itself"),
        ),
        sa.ForeignKeyConstraint(
            ["canonical_id"], ["speaker.id"], name=op.f("fk_speaker_canonical_id_speaker")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["speaker.id"], name=op.f("fk_speaker_merged_into_id_speaker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_speaker_canonical_id", "speaker", ["canonical_id"])
    op.create_index("ix_speaker_merged_into_id", "speaker", ["merged_into_id"])
    op.create_index("ix_speaker_name", "speaker", ["name"])

    op.create_table(
        "stored_original",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_original_sha256_is_hex")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_original_size_not_negative")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_original")),
    )
    op.create_table(
        "verdict_scale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_verdict_scale_name_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_scale")),
        sa.UniqueConstraint("name", name=op.f("uq_verdict_scale_name")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("byline", sa.String(), nullable=True),
        sa.Column("canonical_url", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_article_title_not_empty")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_article_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_article_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("canonical_url", name=op.f("uq_article_canonical_url")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_created_at", "article", ["created_at"])
    op.create_index("ix_article_outlet_id", "article", ["outlet_id"])
    op.create_index("ix_article_published_on", "article", ["published_on"])

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_event_hash_is_hex")),
        sa.CheckConstraint(
            "length(previous_hash) = 64", name=op.f("ck_event_previous_hash_is_hex")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_event_actor_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_actor_id", "event", ["actor_id"])
    op.create_index("ix_event_subject", "event", ["subject", "subject_id", "id"])

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])

    op.create_table(
        "speaker_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_speaker_alias_name_not_empty")),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_speaker_alias_speaker_id_speaker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_alias")),
        sa.UniqueConstraint("speaker_id", "name", name=op.f("uq_speaker_alias_speaker_id_name")),
    )
    op.create_index("ix_speaker_alias_name", "speaker_alias", ["name"])
    op.create_index("ix_speaker_alias_speaker_id", "speaker_alias", ["speaker_id"])

    op.create_table(
        "speaker_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_speaker_role_title_not_empty")),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_speaker_role_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_speaker_role_speaker_id_speaker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_role")),
    )
    op.create_index("ix_speaker_role_speaker_id", "speaker_role", ["speaker_id"])

    op.create_table(
        "verdict_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "not_rated",
                "true",
                "mostly_true",
                "mixed",
                "mostly_false",
                "false",
                "unproven",
                "unverifiable",
                name="contentverdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_verdict_label_name_not_empty")),
        sa.ForeignKeyConstraint(
            ["scale_id"], ["verdict_scale.id"], name=op.f("fk_verdict_label_scale_id_verdict_scale")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_label")),
        sa.UniqueConstraint("scale_id", "name", name=op.f("uq_verdict_label_scale_id_name")),
    )
    op.create_index("ix_verdict_label_scale_id", "verdict_label", ["scale_id"])

    op.create_table(
        "article_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("original_sha256", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_article_version_text_not_empty")),
        sa.CheckConstraint(
            "length(text_sha256) = 64", name=op.f("ck_article_version_text_sha256_is_hex")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_article_version_number_from_one")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_article_version_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["original_sha256"],
            ["stored_original.sha256"],
            name=op.f("fk_article_version_original_sha256_stored_original"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint(
            "article_id", "number", name=op.f("uq_article_version_article_id_number")
        ),
        sa.UniqueConstraint("text_sha256", name=op.f("uq_article_version_text_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_version_article_id", "article_version", ["article_id"])

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("role_as_stated", sa.String(), nullable=True),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "direct",
                "mixed",
                "indirect",
                name="claimkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "speech_act",
            sa.Enum(
                "states",
                "denies",
                "confirms",
                "accuses",
                "warns",
                "threatens",
                "promises",
                "predicts",
                "demands",
                "asks",
                "praises",
                "apologises",
                name="speechact",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("medium", sa.String(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "machine",
                "human",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_statement", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("extractor_version", sa.String(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "proposed",
                "new",
                "triaged",
                "in_progress",
                "in_review",
                "approved",
                "published",
                "corrected",
                "retracted",
                "declined",
                "archived",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage_before_archive",
            sa.Enum(
                "proposed",
                "new",
                "triaged",
                "in_progress",
                "in_review",
                "approved",
                "published",
                "corrected",
                "retracted",
                "declined",
                "archived",
                name="stage_before_archive",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "checkability",
            sa.Enum(
                "checkable",
                "prediction",
                "opinion",
                "question",
                "too_vague",
                "private",
                "not_a_statement",
                "duplicate",
                name="checkability",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "attribution_verdict",
            sa.Enum(
                "unverified",
                "accurate_quote",
                "accurate_paraphrase",
                "altered_wording",
                "out_of_context",
                "misattributed",
                "fabricated",
                "translated",
                "disputed_by_speaker",
                name="attributionverdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "content_verdict",
            sa.Enum(
                "not_rated",
                "true",
                "mostly_true",
                "mixed",
                "mostly_false",
                "false",
                "unproven",
                "unverifiable",
                name="contentverdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("verdict_label_id", sa.Integer(), nullable=True),
        sa.Column("qualifiers", sa.JSON(), nullable=False),
        sa.Column("verdict_as_of", sa.Date(), nullable=True),
        sa.Column(
            "verdict_certainty",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "internal",
                "embargo",
                "public",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("embargo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_url", sa.String(), nullable=True),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(origin = 'machine') = (extractor_version IS NOT NULL)",
            name=op.f("ck_claim_machine_has_version"),
        ),
        sa.CheckConstraint(
            "(stage = 'archived') = (stage_before_archive IS NOT NULL)",
            name=op.f("ck_claim_archived_knows_way_back"),
        ),
        sa.CheckConstraint(
            "(visibility = 'embargo') = (embargo_until IS NOT NULL)",
            name=op.f("ck_claim_embargo_has_end"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('declined', 'triaged', 'in_progress', 'in_review', 'approved') OR checkability IS NOT NULL",
            name=op.f("ck_claim_checkability_once_triaged"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('in_progress', 'in_review') OR assignee_id IS NOT NULL",
            name=op.f("ck_claim_assignee_while_checked"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('published', 'corrected', 'retracted') OR first_published_at IS NOT NULL",
            name=op.f("ck_claim_published_has_day"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('published', 'corrected', 'retracted') OR visibility <> 'internal'",
            name=op.f("ck_claim_published_is_visible"),
        ),
        sa.CheckConstraint(
            "confidence IS NULL OR (confidence >= 0 AND confidence <= 1)",
            name=op.f("ck_claim_confidence_is_share"),
        ),
        sa.CheckConstraint("length(wording) > 0", name=op.f("ck_claim_wording_not_empty")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_claim_position_not_negative")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_claim_revision_not_negative")),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
            name=op.f("fk_claim_article_version_id_article_version"),
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["account.id"], name=op.f("fk_claim_assignee_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_claim_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["account.id"], name=op.f("fk_claim_edited_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["claim.id"], name=op.f("fk_claim_merged_into_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_claim_speaker_id_speaker")
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["claim.id"], name=op.f("fk_claim_split_from_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["verdict_label_id"],
            ["verdict_label.id"],
            name=op.f("fk_claim_verdict_label_id_verdict_label"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_claim_article_version_id", "claim", ["article_version_id"])
    op.create_index("ix_claim_assignee_id", "claim", ["assignee_id"])
    op.create_index("ix_claim_created_at_id", "claim", ["created_at", "id"])
    op.create_index("ix_claim_said_on_id", "claim", ["said_on", "id"])
    op.create_index("ix_claim_speaker_id", "claim", ["speaker_id"])
    op.create_index("ix_claim_stage_id", "claim", ["stage", "id"])

    op.create_table(
        "claim_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "content",
                "cue",
                "source",
                name="spanpart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.CheckConstraint(
            '0 <= "start" AND "start" < "end"', name=op.f("ck_claim_span_start_before_end")
        ),
        sa.CheckConstraint(
            'length(quote) = "end" - "start"', name=op.f("ck_claim_span_quote_fills_span")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_span_claim_id_claim")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_span")),
        sa.UniqueConstraint(
            "claim_id", "part", "start", name=op.f("uq_claim_span_claim_id_part_start")
        ),
    )
    op.create_index("ix_claim_span_claim_id", "claim_span", ["claim_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
