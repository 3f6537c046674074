"""Where imported claims came from, and feeds that are watched."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_imports"
down_revision = "2026_11_24_programs"
branch_labels = None
depends_on = None

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


def upgrade() -> None:
    op.add_column("account", sa.Column("language", sa.String(), nullable=True))
    _make_runs()
    _make_rows()
    _make_mappings()
    _make_reviews()
    _make_feeds()


def downgrade() -> None:
    for table in (
        "feed_entry",
        "feed",
        "external_review",
        "rating_mapping",
        "import_row",
        "import_run",
    ):
        op.drop_table(table)
    op.drop_column("account", "language")


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _make_runs() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("format_name", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "length(file_sha256) = 64", name=op.f("ck_import_run_file_sha256_is_hex")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_import_run_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_import_run_file_sha256"), "import_run", ["file_sha256"])


def _make_rows() -> None:
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_run_id"],
            ["import_run.id"],
            name=op.f("fk_import_row_import_run_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index(op.f("ix_import_row_import_run_id"), "import_row", ["import_run_id"])


def _make_mappings() -> None:
    op.create_table(
        "rating_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("verdict", words("contentverdict", *VERDICTS), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_mapping")),
        sa.UniqueConstraint("publisher", "label", name=op.f("uq_rating_mapping_publisher_label")),
    )


def _make_reviews() -> None:
    op.create_table(
        "external_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("claim_text", sa.String(), nullable=False),
        sa.Column("claimant", sa.String(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("headline", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("rating_label", sa.String(), nullable=False),
        sa.Column("rating_value", sa.Double(), nullable=True),
        sa.Column("rating_best", sa.Double(), nullable=True),
        sa.Column("rating_worst", sa.Double(), nullable=True),
        sa.Column("rating_explanation", sa.String(), nullable=False),
        sa.Column("verdict", words("contentverdict", *VERDICTS), nullable=False),
        sa.Column("appearances", sa.JSON(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(claim_text) > 0", name=op.f("ck_external_review_claim_text_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_external_review_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["account.id"], name=op.f("fk_external_review_edited_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_review")),
        sa.UniqueConstraint(
            "source", "external_id", name=op.f("uq_external_review_source_external_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_external_review_claim_id"), "external_review", ["claim_id"])


def _make_feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("interval_minutes", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("interval_minutes >= 5", name=op.f("ck_feed_interval_is_polite")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_feed_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feed_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", words("entrystate", "came_in", "duplicate", "failed"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_feed_entry_article_id_article")
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_entry_feed_id_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_entry")),
        sa.UniqueConstraint("feed_id", "key", name=op.f("uq_feed_entry_feed_id_key")),
    )
    op.create_index(op.f("ix_feed_entry_feed_id"), "feed_entry", ["feed_id"])
