"""Saved filters, decisions on sentences, closed articles, bulk moves."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_desk_work"
down_revision = "2026_11_24_people"
branch_labels = None
depends_on = None

REASONS = ("not_attributed", "author", "background", "caption", "thought")
DEEDS = (
    "accept",
    "decline",
    "triage",
    "start",
    "release",
    "submit",
    "return",
    "approve",
    "take_up",
    "archive",
    "bring_back",
    "assign",
    "set_due",
    "set_priority",
    "undo",
)
#: What the queues and the orders of the claim list look for.
INDEXES = {
    "ix_claim_updated_at_id": ["updated_at", "id"],
    "ix_claim_stage_confidence": ["stage", "confidence"],
    "ix_claim_stage_due_on": ["stage", "due_on"],
    "ix_claim_counted": ["stage", "kind", "content_verdict", "speaker_id", "is_statement"],
}


def upgrade() -> None:
    make_decisions()
    make_closings()
    make_filters()
    make_bulk_moves()
    for name, columns in INDEXES.items():
        op.create_index(name, "claim", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "claim")
    for table in ("bulk_row", "bulk_move", "saved_filter", "article_closing", "sentence_decision"):
        op.drop_table(table)


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def make_decisions() -> None:
    table = "sentence_decision"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", words("sentencereason", *REASONS), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            '0 <= "start" AND "start" < "end"',
            name=op.f("ck_sentence_decision_start_before_end"),
        ),
        reference(table, "article_version_id", "article_version"),
        reference(table, "decided_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence_decision")),
        sa.UniqueConstraint(
            "article_version_id",
            "start",
            name=op.f("uq_sentence_decision_article_version_id_start"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sentence_decision_article_version_id"), table, ["article_version_id"])


def make_closings() -> None:
    table = "article_closing"
    op.create_table(
        table,
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        reference(table, "article_id", "article"),
        reference(table, "closed_by_id", "account"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_closing")),
    )


def make_filters() -> None:
    table = "saved_filter"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_saved_filter_name_not_empty")),
        reference(table, "owner_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_filter_owner_id_name")),
        sqlite_autoincrement=True,
    )


def make_bulk_moves() -> None:
    table = "bulk_move"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed", words("deed", *DEEDS), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(deed = 'undo') = (undoes_id IS NOT NULL)",
            name=op.f("ck_bulk_move_undo_names_what"),
        ),
        reference(table, "undoes_id", "bulk_move"),
        reference(table, "made_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_move")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_bulk_move_undoes_id")),
        sqlite_autoincrement=True,
    )
    make_bulk_rows()


def make_bulk_rows() -> None:
    table = "bulk_row"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulk_move_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("outcome", words("outcome", "done", "refused"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'refused') = (length(reason) > 0)",
            name=op.f("ck_bulk_row_refusal_says_why"),
        ),
        reference(table, "bulk_move_id", "bulk_move"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_row")),
    )
    op.create_index(op.f("ix_bulk_row_bulk_move_id"), table, ["bulk_move_id"])
