"""Tokens, idempotency keys and webhooks."""

revision = "2026_11_24_programs"
down_revision = "2026_11_24_desk_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
