"""Tokens, idempotency keys and webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_programs"
down_revision = "2026_11_24_desk_work"
branch_labels = None
depends_on = None

STATES = ("waiting", "delivered", "failed")
TABLES = ("webhook_attempt", "webhook_delivery", "webhook", "kept_answer", "token")


def upgrade() -> None:
    make_tokens()
    make_kept_answers()
    make_webhooks()
    make_deliveries()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def make_tokens() -> None:
    op.create_table(
        "token",
        number("id"),
        number("account_id"),
        words("name"),
        words("token_hash"),
        words("beginning"),
        sa.Column("scopes", sa.JSON(), nullable=False),
        moment("created_at"),
        moment("expires_at"),
        moment("last_used_at", nullable=True),
        moment("revoked_at", nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_token_name_not_empty")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_token_expires_later")),
        reference("token", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_token_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_token_account_id", "token", ["account_id"])


def make_kept_answers() -> None:
    op.create_table(
        "kept_answer",
        number("id"),
        number("token_id"),
        words("key"),
        words("request_hash"),
        moment("begun_at"),
        number("status", nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(status IS NULL) = (body IS NULL)", name=op.f("ck_kept_answer_whole_or_nothing")
        ),
        reference("kept_answer", "token_id", "token"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_answer")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_kept_answer_token_id_key")),
    )
    op.create_index("ix_kept_answer_begun_at", "kept_answer", ["begun_at"])


def make_webhooks() -> None:
    op.create_table(
        "webhook",
        number("id"),
        number("owner_id"),
        words("name"),
        words("url"),
        sa.Column("events", sa.JSON(), nullable=False),
        words("salt"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        number("failures"),
        number("edit_number"),
        moment("created_at"),
        moment("removed_at", nullable=True),
        words("stopped_because"),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_webhook_name_not_empty")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_webhook_failures_not_negative")),
        sa.CheckConstraint(
            "removed_at IS NULL OR NOT is_active", name=op.f("ck_webhook_removed_is_silent")
        ),
        reference("webhook", "owner_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_owner_id", "webhook", ["owner_id"])


def make_deliveries() -> None:
    state = sa.Enum(
        *STATES, name="deliverystate", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "webhook_delivery",
        number("id"),
        number("webhook_id"),
        number("event_id"),
        words("message_id"),
        words("kind"),
        sa.Column("state", state, nullable=False),
        number("tries"),
        moment("created_at"),
        moment("due_at"),
        moment("settled_at", nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_webhook_delivery_tries_not_negative")),
        sa.CheckConstraint(
            "(state = 'waiting') = (settled_at IS NULL)",
            name=op.f("ck_webhook_delivery_settled_iff_not_waiting"),
        ),
        reference("webhook_delivery", "webhook_id", "webhook"),
        reference("webhook_delivery", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("message_id", name=op.f("uq_webhook_delivery_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id", "id"])
    op.create_index("ix_webhook_delivery_state_due_at", "webhook_delivery", ["state", "due_at"])
    op.create_table(
        "webhook_attempt",
        number("id"),
        number("delivery_id"),
        moment("at"),
        number("status", nullable=True),
        words("said"),
        number("milliseconds"),
        sa.CheckConstraint(
            "milliseconds >= 0", name=op.f("ck_webhook_attempt_milliseconds_not_negative")
        ),
        reference("webhook_attempt", "delivery_id", "webhook_delivery"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempt")),
    )
    op.create_index("ix_webhook_attempt_delivery_id", "webhook_attempt", ["delivery_id"])
