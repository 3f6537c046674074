"""Comments, second verdicts, drafts, presence and scales."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_conversation"
down_revision = "2026_11_24_revisions"
branch_labels = None
depends_on = None

ATTRIBUTIONS = (
    "unverified",
    "accurate_quote",
    "accurate_paraphrase",
    "altered_wording",
    "out_of_context",
    "misattributed",
    "fabricated",
    "translated",
    "disputed_by_speaker",
)
VERDICTS = (
    "not_rated",
    "true",
    "mostly_true",
    "mixed",
    "mostly_false",
    "false",
    "unproven",
    "unverifiable",
)
TABLES = ("presence", "draft", "second_verdict", "mention", "comment")
#: In SQL, because on SQLite Alembic would rebuild the tables for columns with a CHECK.
COLUMNS = (
    (
        "claim",
        "priority",
        (
            "VARCHAR(40) DEFAULT 'normal' NOT NULL CONSTRAINT ck_claim_priority"
            " CHECK (priority IN ('low', 'normal', 'high', 'urgent'))"
        ),
    ),
    ("claim", "scale_version", "INTEGER"),
    ("verdict_scale", "version", "INTEGER DEFAULT 1 NOT NULL"),
    (
        "verdict_scale",
        "direction",
        (
            "VARCHAR(40) DEFAULT 'true_first' NOT NULL CONSTRAINT ck_verdict_scale_scaledirection"
            " CHECK (direction IN ('true_first', 'false_first'))"
        ),
    ),
    ("verdict_label", "from_version", "INTEGER DEFAULT 1 NOT NULL"),
    (
        "verdict_label",
        "until_version",
        (
            "INTEGER CONSTRAINT ck_verdict_label_until_after_from"
            " CHECK (until_version IS NULL OR until_version > from_version)"
        ),
    ),
)


def upgrade() -> None:
    make_comments()
    make_mentions()
    make_second_verdicts()
    make_drafts()
    make_presence()
    for table, name, words in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {words}")
    op.execute("UPDATE claim SET scale_version = 1 WHERE verdict_label_id IS NOT NULL")


def downgrade() -> None:
    for table, name, _words in reversed(COLUMNS):
        op.drop_column(table, name)
    for table in TABLES:
        op.drop_table(table)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def words(column: str, name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kind, nullable=False)


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def make_comments() -> None:
    op.create_table(
        "comment",
        number("id"),
        number("claim_id"),
        number("thread_id", nullable=True),
        sa.Column("field", sa.String(), nullable=True),
        number("article_version_id", nullable=True),
        number("start", nullable=True),
        number("end", nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        moment("created_at"),
        number("created_by_id"),
        moment("edited_at", nullable=True),
        moment("resolved_at", nullable=True),
        number("resolved_by_id", nullable=True),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_comment_words_not_empty")),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name=op.f("ck_comment_resolved_by_somebody"),
        ),
        sa.CheckConstraint(
            "thread_id IS NULL OR (field IS NULL AND article_version_id IS NULL"
            " AND resolved_at IS NULL)",
            name=op.f("ck_comment_reply_follows_thread"),
        ),
        sa.CheckConstraint(
            "field IS NULL OR article_version_id IS NULL", name=op.f("ck_comment_one_place")
        ),
        sa.CheckConstraint(
            '(article_version_id IS NULL) = ("start" IS NULL)'
            ' AND ("start" IS NULL) = ("end" IS NULL)',
            name=op.f("ck_comment_place_has_both_ends"),
        ),
        sa.CheckConstraint(
            '("start" IS NULL AND length(quote) = 0) OR ("start" IS NOT NULL'
            ' AND 0 <= "start" AND "start" < "end" AND length(quote) = "end" - "start")',
            name=op.f("ck_comment_quote_fills_place"),
        ),
        key("comment", "claim_id", "claim"),
        key("comment", "thread_id", "comment"),
        key("comment", "article_version_id", "article_version"),
        key("comment", "created_by_id", "account"),
        key("comment", "resolved_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comment_claim_id", "comment", ["claim_id"])
    op.create_index("ix_comment_thread_id", "comment", ["thread_id"])


def make_mentions() -> None:
    op.create_table(
        "mention",
        number("id"),
        number("comment_id"),
        number("account_id"),
        moment("created_at"),
        moment("read_at", nullable=True),
        key("mention", "comment_id", "comment"),
        key("mention", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint(
            "comment_id", "account_id", name=op.f("uq_mention_comment_id_account_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mention_account_id_read_at", "mention", ["account_id", "read_at"])


def make_second_verdicts() -> None:
    op.create_table(
        "second_verdict",
        number("id"),
        number("claim_id"),
        number("revision"),
        words("content_verdict", "contentverdict", *VERDICTS),
        words("attribution_verdict", "attributionverdict", *ATTRIBUTIONS),
        sa.Column("reason", sa.String(), nullable=False),
        words("first_content_verdict", "first_content_verdict", *VERDICTS),
        words("first_attribution_verdict", "first_attribution_verdict", *ATTRIBUTIONS),
        number("first_reader_id", nullable=True),
        moment("given_at"),
        number("given_by_id"),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_second_verdict_reason_not_empty")),
        sa.CheckConstraint(
            "content_verdict <> 'not_rated' AND attribution_verdict <> 'unverified'",
            name=op.f("ck_second_verdict_is_rated"),
        ),
        sa.CheckConstraint(
            "first_reader_id IS NULL OR first_reader_id <> given_by_id",
            name=op.f("ck_second_verdict_by_another"),
        ),
        key("second_verdict", "claim_id", "claim"),
        key("second_verdict", "first_reader_id", "account"),
        key("second_verdict", "given_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_verdict")),
        sa.UniqueConstraint(
            "claim_id",
            "revision",
            "given_by_id",
            name=op.f("uq_second_verdict_claim_id_revision_given_by_id"),
        ),
        sqlite_autoincrement=True,
    )


def make_drafts() -> None:
    op.create_table(
        "draft",
        number("id"),
        number("account_id"),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        moment("saved_at"),
        sa.CheckConstraint("length(form) > 0", name=op.f("ck_draft_form_not_empty")),
        key("draft", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("account_id", "form", name=op.f("uq_draft_account_id_form")),
    )


def make_presence() -> None:
    op.create_table(
        "presence",
        number("account_id"),
        sa.Column("subject", sa.String(), nullable=False),
        number("subject_id"),
        moment("seen_at"),
        key("presence", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", "subject", "subject_id", name=op.f("pk_presence")),
    )
    op.create_index("ix_presence_subject_subject_id", "presence", ["subject", "subject_id"])
